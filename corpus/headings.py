"""How a heading sits: under which section it goes, where its title ends and its text begins."""

from corpus.addresses import Kind
from corpus.blocks import Block
from corpus.markers import RANK, Marker
from corpus.naming import Node
from corpus.prose import TITLE_LIMIT, defines, first_sentence_end, is_title_like, shorten


def find_parent(here: Node, root: Node, kind: Kind, level: int, marker: Marker | None) -> Node:
    """Find the open section that a heading of this kind and level goes under."""
    for node in here.line():
        if node.kind is Kind.HEADING or kind is Kind.HEADING or (level and node.level):
            if _takes_level(node, kind, level):
                return node
        elif kind is Kind.DECIMAL and node.kind is Kind.DECIMAL:
            if marker and len(node.decimals()) < len(marker.numbers):
                return node
        elif node.kind is not None and RANK[node.kind] < RANK[kind]:
            return node
    return root


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
