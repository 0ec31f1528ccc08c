"""Grow the tree of headings out of a document's paragraphs.

The order of levels is that of GB/T 9704 (一、 then （一） then 1. then （1）) and of the laws
(编 章 节 条); heading levels that the file gives win over it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.markers import Marker, find_marker, first_sentence_end, is_title_like
from corpus.references import Kind, Reference

_RANK = {
    kind: rank
    for rank, kind in enumerate((
        Kind.APPENDIX, Kind.BOOK, Kind.CHAPTER, Kind.DIVISION, Kind.ARTICLE, Kind.PART,
        Kind.SECTION, Kind.ITEM, Kind.DECIMAL, Kind.SUBITEM,
    ))
}  # fmt: skip
_TITLE_LENGTH = 30
_SALUTATION = re.compile(
    r"(?:尊敬的|亲爱的)?(?:各位|同志们|同事们|朋友们|同学们|女士们|老师们|全体)[^。；]{0,40}[：:！!]"
)
_CLOSING = re.compile(
    r"(?:同志们|各位[^，。]{1,6}|朋友们|同学们|老师们)[，,！!：:]|让我们|最后，|谢谢|以上(?:报告|发言)"
)
_TURN = re.compile(
    r"在(?:充分)?肯定.{0,12}的同时|(?:同时，?)?我们(?:也|还)(?:要|必须)?(?:清醒|充分)|"
    r"各位[^，。]{1,6}[！!，,]|同志们[！!，,]"
)
_CONTENTS = re.compile(r"目[\s　]*[录次]")


@dataclass(slots=True)
class Block:
    """A paragraph, or a run of one, by its place in the text."""

    start: int
    end: int
    level: int
    text: str
    marker: Marker | None = None


@dataclass(slots=True)
class Node:
    """A section while it grows; `body` is where its heading ends, `paragraphs` its own text."""

    kind: Kind | None
    reference: Reference
    numeral: str | None = None
    title: str = ""
    start: int = 0
    body: int = 0
    level: int = 0
    run_in: bool = False
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    parent: "Node | None" = None

    @property
    def number(self) -> int:
        return self.reference.steps[-1].number if self.reference.steps else 0


@dataclass(slots=True)
class Tree:
    """The root of the sections, the document's title, and the spans that are no section's."""

    root: Node
    title: str
    front: list[tuple[int, int]]


def grow(blocks: Sequence[Block], name: str) -> Tree:
    """Read blocks in order into a tree; `name` is the title where the text has none."""
    _mark(blocks)
    grower = _Grower(blocks, name)
    for index in range(grower.read_front(), len(blocks)):
        grower.take(index)
    return Tree(grower.root, grower.title, grower.front)


def shorten(text: str) -> str:
    """Make a title of running text: its first clause, or its first characters."""
    sentence = text[: first_sentence_end(text)].rstrip("。！？!?；;")
    for stop in ("：", "，"):
        head = sentence.split(stop)[0]
        if len(sentence) > 2 * _TITLE_LENGTH and 2 <= len(head) <= _TITLE_LENGTH:
            return head
    return sentence if len(sentence) <= 2 * _TITLE_LENGTH else sentence[:_TITLE_LENGTH] + "…"


def _mark(blocks: Sequence[Block]) -> None:
    article = 0
    for block in blocks:
        block.marker = find_marker(block.text, block.level, article_due=article + 1)
        if block.marker and block.marker.kind is Kind.ARTICLE:
            article = block.marker.number


class _Grower:
    """Places one block after another; the open sections lie between `root` and `here`."""

    def __init__(self, blocks: Sequence[Block], name: str) -> None:
        self.blocks = blocks
        self.root = Node(None, Reference())
        self.here = self.root
        self.title = name
        self.front: list[tuple[int, int]] = []

    def read_front(self) -> int:
        """Take the title and what stands between it and the text; give the first block left."""
        blocks, index = self.blocks, 0
        first = blocks[0]
        if first.marker is None and is_title_like(first.text, 100) and len(blocks) > 1:
            if first.level == 0 or not self._is_one_of_several(first):
                self.title = first.text
                index = 1
        while 0 < index < len(blocks) - 1 and self._is_front(blocks[index]):
            index += 1
        index = self._skip_contents(index)
        self.front += [(block.start, block.end) for block in blocks[:index]]
        return index

    def _is_one_of_several(self, first: Block) -> bool:
        """Tell whether a heading at the top is a section like those after it, not the title."""
        later = [block for block in self.blocks[1:] if 0 < block.level <= first.level]
        return bool(later) and self.blocks[1].level == 0

    def _is_front(self, block: Block) -> bool:
        if block.marker is not None or block.level:
            return False
        return bool(_SALUTATION.fullmatch(block.text)) or is_title_like(block.text, 120)

    def _skip_contents(self, index: int) -> int:
        """Pass over a table of contents that stands among the first blocks."""
        for at in range(index + 1):
            if at < len(self.blocks) and _CONTENTS.fullmatch(self.blocks[at].text):
                return self._contents_end(at + 1)
        return index

    def _contents_end(self, index: int) -> int:
        seen: set[tuple[Kind, tuple[int, ...]]] = set()
        while index < len(self.blocks) and is_title_like(self.blocks[index].text, 60):
            marker = self.blocks[index].marker
            key = (marker.kind, marker.numbers) if marker else None
            if key in seen:
                break
            seen |= {key} if key else set()
            index += 1
        return index

    def take(self, index: int) -> None:
        block = self.blocks[index]
        if block.marker is not None and self._is_heading(block, block.marker):
            self._open(block, block.marker)
        elif block.level:
            self._open_untitled(block)
        elif self._names_appendix(block):
            self.here.title = block.text
            self.here.body = block.end
        elif _SALUTATION.fullmatch(block.text):
            self._turn_to(self._main(index))
            self.front.append((block.start, block.end))
        else:
            self._turn_to(self._home_of(index))
            self.here.paragraphs.append((block.start, block.end))

    def _is_heading(self, block: Block, marker: Marker) -> bool:
        """Tell a number that continues the outline from one that is merely mentioned."""
        if block.level or marker.kind in (Kind.APPENDIX, Kind.ARTICLE):
            return True
        if self._open_article() and _RANK[marker.kind] > _RANK[Kind.ARTICLE]:
            return False
        siblings = [
            child.number
            for child in self._parent_for(marker.kind, block.level, marker).children
            if child.kind is marker.kind
        ]
        if not siblings:
            return marker.number == 1 or marker.kind not in (Kind.ITEM, Kind.SUBITEM)
        last = siblings[-1]
        if marker.number in (1, last) or last < marker.number <= last + 3:
            return True
        return is_title_like(block.text[marker.end :]) and marker.kind is not Kind.ITEM

    def _open_article(self) -> bool:
        return any(node.kind is Kind.ARTICLE for node in self._line())

    def _line(self) -> list[Node]:
        """List the open sections, innermost first, the root left out."""
        line, node = [], self.here
        while node.parent is not None:
            line.append(node)
            node = node.parent
        return line

    def _parent_for(self, kind: Kind, level: int, marker: Marker | None) -> Node:
        """Find the open section that a heading of this kind and level goes under."""
        for node in self._line():
            if node.kind is Kind.HEADING or kind is Kind.HEADING or (level and node.level):
                if node.level and (not level or node.level < level):
                    return node
            elif kind is Kind.DECIMAL and node.kind is Kind.DECIMAL:
                if marker and len(_decimals(node)) < len(marker.numbers):
                    return node
            elif node.kind is not None and _RANK[node.kind] < _RANK[kind]:
                return node
        return self.root

    def _open(self, block: Block, marker: Marker) -> None:
        parent = self._parent_for(marker.kind, block.level, marker)
        if marker.number == 1 and any(child.kind is marker.kind for child in parent.children):
            parent = self._titled_list(parent)
        node = Node(
            marker.kind, _address(parent, marker), marker.numeral or None,
            start=block.start, level=block.level, parent=parent,
        )  # fmt: skip
        self._split_heading(node, block, marker)
        parent.children.append(node)
        self.here = node

    def _titled_list(self, parent: Node) -> Node:
        """Make the short line before a list that starts anew the heading of that list."""
        if not self.here.paragraphs:
            return parent
        start, end = self.here.paragraphs[-1]
        text = next(block.text for block in self.blocks if block.start == start)
        if not is_title_like(text, 40):
            return parent
        self.here.paragraphs.pop()
        title = Node(Kind.HEADING, _ordinal(parent), None, text, start, end, parent=parent)
        parent.children.append(title)
        return title

    def _open_untitled(self, block: Block) -> None:
        parent = self._parent_for(Kind.HEADING, block.level, None)
        node = Node(
            Kind.HEADING, _ordinal(parent), None, block.text, block.start, block.end,
            block.level, parent=parent,
        )  # fmt: skip
        parent.children.append(node)
        self.here = node

    def _split_heading(self, node: Node, block: Block, marker: Marker) -> None:
        """Set a heading's title and where its text begins, on its own line or run in."""
        rest = block.text[marker.end :]
        cut = first_sentence_end(rest)
        sentence = rest[:cut].strip()
        node.title = sentence.rstrip("。！？!?；;：:") if len(sentence) <= 80 else shorten(rest)
        if block.level or is_title_like(rest) or not rest:
            node.title, node.body = rest.strip(), block.end
        elif marker.kind is Kind.ARTICLE or len(sentence) > 80 or _defines(sentence):
            node.body = node.start
            node.paragraphs.append((block.start, block.end))
            node.title = "" if marker.kind is Kind.ARTICLE else shorten(rest)
        elif cut == len(rest):
            node.body = block.end
        else:
            node.run_in = True
            node.body = block.start + marker.end + cut
            node.paragraphs.append((node.body, block.end))

    def _names_appendix(self, block: Block) -> bool:
        here = self.here
        return (
            here.kind is Kind.APPENDIX and not here.title and not here.paragraphs
            and not here.children and is_title_like(block.text, 60)
        )  # fmt: skip

    def _home_of(self, index: int) -> Node:
        """Find the section that an unnumbered paragraph belongs to."""
        text, node = self.blocks[index].text, self.here
        if not self._line() or self._open_article():
            return node
        if _CLOSING.match(text) and self._is_closing(index):
            return self._outermost()
        if self._continues_later(index, node):
            return node
        if _TURN.match(text):
            return self._main(index)
        while self._closes_list(node, index):
            assert node.parent is not None
            node = node.parent
        return node

    def _main(self, index: int) -> Node:
        """Give the outermost section still going on here, or the whole at the end of the last."""
        line = self._line()
        if not line or self._is_closing(index):
            return self._outermost()
        outer = line[-2] if line[-1].kind is Kind.APPENDIX and len(line) > 1 else line[-1]
        return outer if not self._continues_later(index, self.here) else self.here

    def _outermost(self) -> Node:
        """Give the root, or the appendix that is open."""
        line = self._line()
        return line[-1] if line and line[-1].kind is Kind.APPENDIX else self.root

    def _is_closing(self, index: int) -> bool:
        """Tell whether the last of the outermost sections is open and nothing numbered follows."""
        following = (block.marker for block in self.blocks[index + 1 :])
        upcoming = next((marker for marker in following if marker), None)
        return upcoming is None or upcoming.kind is Kind.APPENDIX

    def _continues_later(self, index: int, node: Node) -> bool:
        """Tell whether the next heading is a sibling of `node` or stands below it."""
        if node.kind not in _RANK:
            return True
        for block in self.blocks[index + 1 :]:
            if block.level and block.marker is None:
                return False
            if block.marker is not None:
                return _RANK[block.marker.kind] >= _RANK[node.kind]
        return False

    def _closes_list(self, node: Node, index: int) -> bool:
        """Tell whether a list of one-paragraph sections ended with `node`, so that text resumes."""
        if node.parent is None or not node.run_in or self._continues_later(index, node):
            return False
        siblings = [child for child in node.parent.children if child.kind is node.kind]
        return len(siblings) > 1 and all(
            child.run_in and len(child.paragraphs) == 1 and not child.children
            for child in siblings
        )

    def _turn_to(self, node: Node) -> None:
        self.here = node


def _defines(sentence: str) -> bool:
    """Tell an entry of a list of terms (`术语：…`) from a heading."""
    head, colon, rest = sentence.partition("：")
    return bool(colon and rest) and len(head) <= _TITLE_LENGTH


def _decimals(node: Node) -> list[int]:
    return [step.number for step in node.reference.steps if step.kind is Kind.DECIMAL]


def _address(parent: Node, marker: Marker) -> Reference:
    """Extend the parent's address; articles are counted through the whole law."""
    base = parent.reference
    if marker.kind is Kind.ARTICLE:
        base = Reference(tuple(step for step in base.steps if step.kind is Kind.APPENDIX))
    numbers = marker.numbers
    if marker.kind is Kind.DECIMAL:
        return _decimal_address(parent, numbers)
    used = _occurrences(parent, base.child(marker.kind, numbers[-1]))
    return base.child(marker.kind, numbers[-1], used + 1)


def _decimal_address(parent: Node, numbers: tuple[int, ...]) -> Reference:
    base = parent
    while base.kind is Kind.DECIMAL and base.parent is not None:
        base = base.parent
    reference = base.reference
    if base.kind is Kind.ITEM and base.number == numbers[0]:
        numbers = numbers[1:]
    for number in numbers[:-1]:
        reference = reference.child(Kind.DECIMAL, number)
    used = _occurrences(parent, reference.child(Kind.DECIMAL, numbers[-1]))
    return reference.child(Kind.DECIMAL, numbers[-1], used + 1)


def _occurrences(parent: Node, reference: Reference) -> int:
    """Count the places that have this number already, among all that could clash with it."""
    root = parent
    while root.parent is not None and reference.steps[-1].kind in (Kind.ARTICLE, Kind.DECIMAL):
        root = root.parent
    count, stack = 0, list(root.children)
    while stack:
        node = stack.pop()
        last = node.reference.steps[-1]
        same = Reference((*node.reference.steps[:-1], type(last)(last.kind, last.number)))
        count += same == reference
        stack += node.children
    return count


def _ordinal(parent: Node) -> Reference:
    """Number an unnumbered heading by its place among its like."""
    count = sum(child.kind is Kind.HEADING for child in parent.children)
    return parent.reference.child(Kind.HEADING, count + 1)
