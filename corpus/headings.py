"""How a heading sits: under which section it goes, where its title ends and its text begins."""

import re

from corpus.addresses import Kind
from corpus.blocks import Block
from corpus.markers import RANK, Marker
from corpus.naming import Node
from corpus.prose import TITLE_LIMIT, defines, first_sentence_end, is_title_like, shorten

_LISTED = (Kind.SECTION, Kind.ITEM, Kind.SUBITEM)
_DIGITS = (Kind.ITEM, Kind.DECIMAL, Kind.SUBITEM)


def find_parent(here: Node, root: Node, block: Block, *, chapter: bool = False) -> Node:
    """Find the open section that a heading goes under.

    Numbers that start anew under a heading with a level, or under 1.1, are a list in it,
    whatever their rank; `chapter` tells that 1.1 follows this 1., which is no entry of a list.
    """
    marker, level = block.marker, block.level
    kind = marker.kind if marker else Kind.HEADING
    if level or kind is Kind.DECIMAL:
        here = _leave_list(here, level)
    parent = _find_outer(here, root, kind, level, marker)
    home = _find_home(here, kind) if kind in _LISTED and not (level or chapter) else None
    if home is None or marker is None or marker.number == 1:
        return home or parent
    last = home.last.get(kind)
    if last is None or (last != marker.number - 1 == parent.last.get(kind)):
        return parent
    return home


def _find_outer(here: Node, root: Node, kind: Kind, level: int, marker: Marker | None) -> Node:
    """Find the section around a heading by the levels of the file, or by rank."""
    for node in here.line():
        if node.kind is Kind.HEADING or kind is Kind.HEADING or (level and node.level):
            if _takes_level(node, kind, level):
                return node
        elif kind is Kind.DECIMAL and node.kind is Kind.DECIMAL:
            numbers = _numbers(node)
            if marker and numbers == marker.numbers[:-1][: len(numbers)]:
                return node
        elif node.kind is not None and RANK[node.kind] < RANK[kind]:
            return node
    return root


def _find_home(here: Node, kind: Kind) -> Node | None:
    """Find the heading that a list of this kind stands in, None where rank decides."""
    for node in here.line():
        if node.level or node.kind is Kind.DECIMAL:
            nested = kind is not Kind.SECTION or all(one.kind is not kind for one in node.line())
            return node if nested else None
        if node.kind not in _LISTED or RANK[node.kind] < RANK[kind]:
            return None
    return None


def _leave_list(here: Node, level: int) -> Node:
    """Go from the end of a list to the heading that it stands in, where a new heading follows."""
    for node in here.line():
        if node.level or node.kind is Kind.DECIMAL:
            return node if level or node.kind in _DIGITS else here
        below = node.parent.kind if node.parent else None
        if not (
            node.kind in (Kind.ITEM, Kind.SUBITEM, Kind.HEADING)
            or (node.kind is Kind.SECTION and below in _DIGITS)
        ):
            return here
    return here


def _numbers(node: Node) -> tuple[int, ...]:
    """Give the numbers of 3.5.2 as printed."""
    return tuple(map(int, re.findall(r"\d+", node.numeral or "")))


def split_heading(node: Node, block: Block, marker: Marker) -> None:
    """Set a heading's title and where its text begins, on its own line or run in."""
    rest = block.text[marker.end :]
    cut = first_sentence_end(rest)
    sentence = rest[:cut].strip()
    if block.level or not rest or is_title_like(rest):
        node.title, node.body = rest.strip(), block.end
    elif _is_text(marker.kind, sentence, rest):
        node.body = node.start
        node.paragraphs.append((block.start, block.end))
        node.title = "" if marker.kind is Kind.ARTICLE else shorten(rest)
    else:
        node.title = sentence.rstrip("。！？!?；;：:.")
        node.body = block.start + marker.end + cut
        node.run_in = bool(rest[cut:].strip())
        if node.run_in:
            node.body += len(rest) - cut - len(rest[cut:].lstrip())
            node.paragraphs.append((node.body, block.end))
        else:
            node.body = block.end


def _takes_level(node: Node, kind: Kind, level: int) -> bool:
    """Tell whether a section takes a heading below it, by the levels that the file gives.

    The title of a list has none: it takes what goes on with the list.
    """
    if node.kind is Kind.HEADING and not node.level:
        first = node.children[0].kind if node.children else None
        return kind in RANK and (first not in RANK or RANK[first] <= RANK[kind])
    return node.level > 0 and (not level or node.level < level)


def _is_text(kind: Kind, sentence: str, rest: str) -> bool:
    """Tell a number whose first sentence is no title: of an article, a clause, a definition."""
    clause = kind is Kind.DECIMAL and len(sentence) == len(rest.strip())
    return kind is Kind.ARTICLE or clause or len(sentence) > TITLE_LIMIT or defines(sentence)
