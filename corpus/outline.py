"""Grow the tree of headings out of a document's paragraphs.

The order of levels is `RANK`; heading levels that the file gives win over it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpus.addresses import Kind, Reference
from corpus.blocks import Block
from corpus.front import find_tails, is_salutation, read_front
from corpus.markers import RANK, Marker
from corpus.naming import Namer, Node
from corpus.prose import TITLE_LIMIT, defines, first_sentence_end, is_title_like, shorten

_CLOSING = re.compile(
    r"(?:同志们|各位[^，。]{1,6}|朋友们|同学们|老师们)[，,！!：:]|让我们|最后，|谢谢|特此|"
    r"会议(?:要求|强调|指出)|以上(?:就?是|报告|发言|意见|方案|请示)|妥否|请(?:各|予以|认真|遵照|审议|批示|结合)"
)
_DEMAND = re.compile(
    r"各(?:地|级|单位|部门|党?支部|县|区|市|乡镇|街道|组|科室|班组|公司|学校)[^。]{0,24}(?:要|应|须)"
)
_TURN = re.compile(
    r"在(?:充分)?肯定.{0,12}的同时|(?:同时，?)?我们(?:也|还)(?:要|必须)?(?:清醒|充分)|"
    r"各位[^，。]{1,6}[！!，,]|同志们[！!，,]"
)
_NAMED_BELOW = (
    Kind.APPENDIX,
    Kind.GRAND,
    Kind.BOOK,
    Kind.SUBBOOK,
    Kind.CHAPTER,
    Kind.DIVISION,
    Kind.PART,
    Kind.SECTION,
)
_ALWAYS = (
    Kind.APPENDIX,
    Kind.GRAND,
    Kind.BOOK,
    Kind.SUBBOOK,
    Kind.CHAPTER,
    Kind.DIVISION,
    Kind.ARTICLE,
)
_LARGEST_GAP = 3


@dataclass(slots=True)
class Tree:
    """The root of the sections, the document's title, and the spans that are no section's."""

    root: Node
    title: str
    front: list[tuple[int, int]] = field(default_factory=list)


def grow(blocks: Sequence[Block], name: str) -> Tree:
    """Read blocks in order into a tree; `name` is the title where the text has none."""
    if not blocks:
        return Tree(Node(None, Reference()), name)
    front = read_front(blocks)
    grower = _Grower(blocks, front.count)
    for index in range(front.count, len(blocks)):
        grower.take(index)
    spans = [(block.start, block.end) for block in blocks[: front.count]]
    return Tree(grower.root, front.title or name, spans + grower.salutations)


class _Grower:
    """Places one block after another; the open sections lie between `root` and `here`."""

    def __init__(self, blocks: Sequence[Block], first: int) -> None:
        self.blocks = blocks
        self.tails = {at for at in find_tails(blocks) if at >= first}
        self.root = self.here = Node(None, Reference())
        self.salutations: list[tuple[int, int]] = []
        self.namer = Namer(blocks)
        self.next_marker = _next(blocks, lambda block: block.marker is not None)
        self.next_heading = _next(blocks, lambda b: b.marker is not None or b.level > 0)
        self.decimal: tuple[int, ...] = ()

    def take(self, index: int) -> None:
        block = self.blocks[index]
        if index in self.tails:
            self._take_tail(index)
        elif block.marker is not None and self._is_heading(index, block.marker):
            self._open(index, block.marker)
        elif block.level:
            self._open_untitled(block)
        elif self._names_heading(index):
            self.here.title, self.here.body = block.text, block.end
        elif is_salutation(block):
            self.here = self._main(index)
            self.salutations.append((block.start, block.end))
        else:
            self.here = self._home_of(index)
            self.here.paragraphs.append((block.start, block.end))

    def _take_tail(self, index: int) -> None:
        """Put a signature below the closing paragraph before it, or by itself at the end."""
        block, home = self.blocks[index], self._outermost()
        joined = index - 1 in self.tails or self.here is home
        if joined and self.here is home and home.paragraphs:
            home.paragraphs[-1] = (home.paragraphs[-1][0], block.end)
        else:
            home.paragraphs.append((block.start, block.end))
        self.here = home

    def _is_heading(self, index: int, marker: Marker) -> bool:
        """Tell a number that continues the outline from one that is merely mentioned."""
        block = self.blocks[index]
        if block.level or marker.kind in _ALWAYS:
            return True
        if self._in_article() and RANK[marker.kind] > RANK[Kind.ARTICLE]:
            return False
        title_like = is_title_like(block.text[marker.end :])
        if marker.kind is Kind.DECIMAL:
            return self._fits_decimal(marker.numbers, title_like=title_like)
        last = self._parent_for(marker.kind, 0, marker).last.get(marker.kind)
        if last is None:
            firm = marker.kind not in (Kind.ITEM, Kind.SUBITEM)
            return marker.number == 1 or firm or self._goes_on(index, marker)
        if marker.number in (1, last) or last < marker.number <= last + _LARGEST_GAP:
            return True
        return title_like and marker.kind not in (Kind.ITEM, Kind.SUBITEM)

    def _goes_on(self, index: int, marker: Marker) -> bool:
        """Tell whether the next numbered paragraph has the number after this one."""
        at = self.next_marker[index]
        following = self.blocks[at].marker if at < len(self.blocks) else None
        return (
            following is not None
            and following.kind is marker.kind
            and following.number == marker.number + 1
        )

    def _fits_decimal(self, numbers: tuple[int, ...], *, title_like: bool) -> bool:
        """Tell whether 3.5.2 follows from the last such number, or can only be a heading."""
        last, size = self.decimal, len(numbers)
        if title_like or size > 2:
            return True
        if numbers[-1] == 1 and (not last or numbers[:-1] == last[: size - 1]):
            return True
        return last[: size - 1] == numbers[:-1] and last[size - 1 : size] == (numbers[-1] - 1,)

    def _in_article(self) -> bool:
        return any(node.kind is Kind.ARTICLE for node in self.here.line())

    def _parent_for(self, kind: Kind, level: int, marker: Marker | None) -> Node:
        """Find the open section that a heading of this kind and level goes under."""
        for node in self.here.line():
            if node.kind is Kind.HEADING or kind is Kind.HEADING or (level and node.level):
                if _takes_level(node, kind, level):
                    return node
            elif kind is Kind.DECIMAL and node.kind is Kind.DECIMAL:
                if marker and len(node.decimals()) < len(marker.numbers):
                    return node
            elif node.kind is not None and RANK[node.kind] < RANK[kind]:
                return node
        return self.root

    def _open(self, index: int, marker: Marker) -> None:
        block = self.blocks[index]
        parent = self._parent_for(marker.kind, block.level, marker)
        if marker.number == 1 and not block.level and marker.kind in parent.last:
            parent = self._titled_list(index, parent)
        node = Node(
            marker.kind, self.namer.name(parent, marker, index), marker.numeral or None,
            start=block.start, level=block.level, parent=parent,
        )  # fmt: skip
        _split_heading(node, block, marker)
        parent.add(node)
        self.here = node
        if marker.kind is Kind.DECIMAL:
            self.decimal = marker.numbers
        elif marker.kind is Kind.ITEM:
            self.decimal = (marker.number,)

    def _titled_list(self, index: int, parent: Node) -> Node:
        """Make the short line before a list that starts anew the heading of that list."""
        before = self.blocks[index - 1]
        if not self.here.paragraphs or self.here.paragraphs[-1][0] != before.start:
            return parent
        if not is_title_like(before.text, 40):
            return parent
        self.here.paragraphs.pop()
        if parent.kind is Kind.HEADING and not parent.level and parent.parent is not None:
            parent = parent.parent
        address = self.namer.name_heading(parent)
        title = Node(
            Kind.HEADING, address, None, before.text, before.start, before.end, parent=parent
        )
        parent.add(title)
        return title

    def _open_untitled(self, block: Block) -> None:
        parent = self._parent_for(Kind.HEADING, block.level, None)
        node = Node(
            Kind.HEADING, self.namer.name_heading(parent), None, block.text, block.start,
            block.end, block.level, parent=parent,
        )  # fmt: skip
        parent.add(node)
        self.here = node

    def _names_heading(self, index: int) -> bool:
        """Tell the title that stands on the line below its number."""
        here, block = self.here, self.blocks[index]
        return (
            here.kind in _NAMED_BELOW and not here.title and not here.paragraphs
            and not here.children and is_title_like(block.text, 60)
        )  # fmt: skip

    def _home_of(self, index: int) -> Node:
        """Find the section that an unnumbered paragraph belongs to."""
        text, node = self.blocks[index].text, self.here
        if node is self.root or self._in_article():
            return node
        if self._is_closing(index) and (
            _CLOSING.match(text) or (_DEMAND.match(text) and len(node.paragraphs) == 1)
        ):
            return self._outermost()
        if self._continues_later(index, node):
            return node
        if _TURN.match(text):
            return self._main(index)
        while node.parent is not None and self._closes_list(node, index):
            node = node.parent
        return node

    def _main(self, index: int) -> Node:
        """Give the outermost section still going on here, or the whole at the end of the last."""
        line = self.here.line()
        if not line or self._is_closing(index):
            return self._outermost()
        outer = line[-2] if line[-1].kind is Kind.APPENDIX and len(line) > 1 else line[-1]
        return outer if not self._continues_later(index, self.here) else self.here

    def _outermost(self) -> Node:
        """Give the root, or the appendix that is open."""
        line = self.here.line()
        return line[-1] if line and line[-1].kind is Kind.APPENDIX else self.root

    def _is_closing(self, index: int) -> bool:
        """Tell whether the last of the outermost sections is open and nothing numbered follows."""
        at = self.next_marker[index]
        upcoming = self.blocks[at].marker if at < len(self.blocks) else None
        return upcoming is None or upcoming.kind is Kind.APPENDIX

    def _continues_later(self, index: int, node: Node) -> bool:
        """Tell whether the next heading is a sibling of `node` or stands below it."""
        if node.kind not in RANK:
            return True
        at = self.next_heading[index]
        if at == len(self.blocks):
            return False
        marker = self.blocks[at].marker
        return marker is not None and RANK[marker.kind] >= RANK[node.kind]

    def _closes_list(self, node: Node, index: int) -> bool:
        """Tell whether a list of one-paragraph sections ended with `node`: the text resumes."""
        if node.parent is None or not node.run_in or self._continues_later(index, node):
            return False
        siblings = [child for child in node.parent.children if child.kind is node.kind]
        return len(siblings) > 1 and all(
            child.run_in and len(child.paragraphs) == 1 and not child.children
            for child in siblings
        )


def _next(blocks: Sequence[Block], counts: Callable[[Block], bool]) -> list[int]:
    """Give for each block the place of the next one that counts, len(blocks) for none."""
    ahead, found = len(blocks), []
    for at in range(len(blocks) - 1, -1, -1):
        found.append(ahead)
        if counts(blocks[at]):
            ahead = at
    return found[::-1]


def _takes_level(node: Node, kind: Kind, level: int) -> bool:
    """Tell whether a section takes a heading below it, by the levels that the file gives.

    The title of a list has none: it takes what goes on with the list.
    """
    if node.kind is Kind.HEADING and not node.level:
        first = node.children[0].kind if node.children else None
        return kind in RANK and (first not in RANK or RANK[first] <= RANK[kind])
    return node.level > 0 and (not level or node.level < level)


def _split_heading(node: Node, block: Block, marker: Marker) -> None:
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


def _is_text(kind: Kind, sentence: str, rest: str) -> bool:
    """Tell a number whose first sentence is no title: of an article, a clause, a definition."""
    clause = kind is Kind.DECIMAL and len(sentence) == len(rest.strip())
    return kind is Kind.ARTICLE or clause or len(sentence) > TITLE_LIMIT or defines(sentence)
