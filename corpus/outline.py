"""Grow the tree of headings out of a document's paragraphs.

The order of levels is `RANK`; heading levels that the file gives win over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.addresses import Kind, Reference
from corpus.blocks import Block
from corpus.front import find_tails, is_salutation, read_front
from corpus.headings import find_parent, split_heading
from corpus.homes import Homes, in_article
from corpus.markers import RANK, Marker
from corpus.naming import Namer, Node
from corpus.prose import is_title_like

_NAMED_BELOW = (
    Kind.APPENDIX,
    Kind.GRAND,
    Kind.BOOK,
    Kind.SUBBOOK,
    Kind.CHAPTER,
    Kind.DIVISION,
    Kind.PART,
    Kind.SECTION,
    Kind.DECIMAL,
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
_NUMBERED = (Kind.ITEM, Kind.DECIMAL)
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
        self.homes = Homes(blocks, self.root)
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
            self.here = self.homes.main(index, self.here)
            self.salutations.append((block.start, block.end))
        else:
            self.here = self.homes.home_of(index, self.here)
            self.here.paragraphs.append((block.start, block.end))

    def _take_tail(self, index: int) -> None:
        """Put a signature below the closing paragraph before it, or by itself at the end."""
        block, home = self.blocks[index], self.homes.outermost(self.here)
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
        if in_article(self.here) and RANK[marker.kind] > RANK[Kind.ARTICLE]:
            return False
        title_like = is_title_like(block.text[marker.end :])
        if marker.kind is Kind.DECIMAL:
            return self._fits_decimal(marker.numbers, title_like=title_like)
        last = self._parent(index, marker).last.get(marker.kind)
        if last is None:
            firm = marker.kind not in (Kind.ITEM, Kind.SUBITEM)
            following = (marker.number + 1,)
            return marker.number == 1 or firm or self._followed(index, marker.kind, following)
        if marker.number in (1, last) or last < marker.number <= last + _LARGEST_GAP:
            return True
        return title_like and marker.kind not in (Kind.ITEM, Kind.SUBITEM)

    def _parent(self, index: int, marker: Marker) -> Node:
        """Find where a heading goes; 1. is a chapter and no entry of a list where 1.1 follows."""
        chapter = self._followed(index, Kind.DECIMAL, (marker.number, 1))
        return find_parent(self.here, self.root, self.blocks[index], chapter=chapter)

    def _followed(self, index: int, kind: Kind, numbers: tuple[int, ...]) -> bool:
        """Tell whether the next numbered paragraph has this number."""
        block = self.homes.next_marked(index)
        following = block.marker if block else None
        return following is not None and (following.kind, following.numbers) == (kind, numbers)

    def _fits_decimal(self, numbers: tuple[int, ...], *, title_like: bool) -> bool:
        """Tell whether 3.5.2 follows from the last such number, or can only be a heading."""
        last, size = self.decimal, len(numbers)
        if title_like or size > 2:
            return True
        if numbers[-1] == 1 and (not last or numbers[:-1] == last[: size - 1]):
            return True
        return last[: size - 1] == numbers[:-1] and last[size - 1 : size] == (numbers[-1] - 1,)

    def _open(self, index: int, marker: Marker) -> None:
        block = self.blocks[index]
        parent = self._parent(index, marker)
        if marker.number == 1 and not block.level and marker.kind in parent.last:
            parent = self._titled_list(index, parent)
        node = Node(
            marker.kind, self.namer.name(parent, marker, index), marker.numeral or None,
            start=block.start, level=block.level, parent=parent,
        )  # fmt: skip
        split_heading(node, block, marker)
        parent.add(node)
        self.here = node
        if marker.kind is Kind.DECIMAL:
            self.decimal = marker.numbers
        elif marker.kind is Kind.ITEM and not any(one.kind in _NUMBERED for one in parent.line()):
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
        parent = find_parent(self.here, self.root, block)
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
