"""Cut a grown tree into leaves: where each passage starts and what it is called."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.addresses import Kind, Reference
from corpus.naming import Node
from corpus.outline import Tree
from corpus.points import Lists, Point, opens_item
from corpus.prose import first_sentence_end, shorten

LONG_ARTICLE = 600
"""An article of a law with more characters than this is read paragraph by paragraph (款)."""

_OWN_FIRST = (Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.DECIMAL, Kind.HEADING, Kind.POINT)
_LEAVES = (Kind.PART, Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.DECIMAL, Kind.ARTICLE)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a passage starts, what it is called, and the section that it stands in."""

    start: int
    reference: Reference
    path: tuple[str, ...]
    owner: Node


def cut(text: str, tree: Tree) -> tuple[list[Leaf], list[int]]:
    """Give the leaves and the starts of the headings, both in order.

    The points found on the way become children of their sections.
    """
    cutter = _Cutter(text, tree)
    cutter.split(tree.root, ())
    cutter.leaves.sort(key=lambda leaf: leaf.start)
    return cutter.leaves, sorted(cutter.headings)


class _Cutter:
    def __init__(self, text: str, tree: Tree) -> None:
        self.text = text
        self.leaves: list[Leaf] = []
        self.headings = [start for start, _ in tree.front]
        self.bare = not any(node.paragraphs for node in _walk(tree.root))

    def split(self, node: Node, path: tuple[str, ...]) -> None:
        """Collect the leaves of a section and of those below it."""
        self._turn_leaf(node)
        if node.body > node.start:
            self.headings.append(node.start)
            path = (*path, node.title) if node.title else path
        sections = list(node.children)
        if node.kind is Kind.ARTICLE and node.paragraphs:
            self._split_article(node, path)
        else:
            self._split_paragraphs(node, path)
        for child in sections:
            self.split(child, path)

    def _turn_leaf(self, node: Node) -> None:
        """Let a numbered line with nothing below it be text, not a heading without any."""
        empty = not node.paragraphs and not node.children and node.kind is not None
        leaf = node.kind in _LEAVES and not node.level
        if empty and (leaf or self.bare or node.kind is Kind.ARTICLE):
            node.paragraphs.append((node.start, node.body))
            node.body = node.start

    def _split_article(self, node: Node, path: tuple[str, ...]) -> None:
        """Keep an article whole; a long one falls into its paragraphs, items with theirs."""
        first, *others = node.paragraphs
        clauses = [
            first[0],
            *(start for start, end in others if not opens_item(self.text[start:end])),
        ]
        if node.paragraphs[-1][1] - node.start <= LONG_ARTICLE or len(clauses) == 1:
            self._add(first[0], node.reference, path, node)
            return
        for number, start in enumerate(clauses, 1):
            self._add(start, node.reference.child(Kind.CLAUSE, number), path, node)

    def _split_paragraphs(self, node: Node, path: tuple[str, ...]) -> None:
        """Give paragraphs their addresses, and the lists in them theirs."""
        lists = Lists(self.text, node.paragraphs)
        main = _main_list(node, lists)
        numbered = Counter[Reference]()
        number = 0
        for start, end in node.paragraphs:
            if lists.goes_on_at(start):
                continue
            opened = lists.opened_in(start, end)
            whole = opened and opened[0][0].start == start and opened[0][1].start >= end
            if not whole or (number == 0 and node.kind in _OWN_FIRST and opened[0] is main):
                number += 1
            if not lists.is_point(start):
                self._add(start, _text_address(node, number), path, node)
            for points in opened:
                base = node.reference
                if points is not main:
                    base = base.child(Kind.PARAGRAPH, max(number, 1))
                numbered[base] += 1
                self._add_points(node, points, base, numbered[base], path)

    def _add_points(
        self,
        node: Node,
        points: tuple[Point, ...],
        base: Reference,
        occurrence: int,
        path: tuple[str, ...],
    ) -> None:
        ends = [*(point.start for point in points[1:]), self._list_end(node, points[-1])]
        for point, end in zip(points, ends, strict=True):
            sentence = self.text[point.title : first_sentence_end(self.text, point.title, end)]
            child = Node(
                Kind.POINT, base.child(Kind.POINT, point.number, occurrence), point.numeral,
                shorten(sentence.strip("，,、：: ")), point.start, point.start, parent=node,
            )  # fmt: skip
            node.children.append(child)
            self._add(point.start, child.reference, path, child)
            if point is not points[-1]:
                self._add_rest(node, child, end, (*path, child.title))

    def _list_end(self, node: Node, last: Point) -> int:
        return next(end for start, end in _from(node, last.start) if end > last.start)

    def _add_rest(self, node: Node, child: Node, after: int, path: tuple[str, ...]) -> None:
        """Give a point the whole paragraphs between it and the next point."""
        number = 2
        for start, _ in _from(node, child.start):
            if start >= after:
                break
            if start > child.start:
                self._add(start, child.reference.child(Kind.PARAGRAPH, number), path, child)
                number += 1

    def _add(self, start: int, reference: Reference, path: tuple[str, ...], owner: Node) -> None:
        self.leaves.append(Leaf(start, reference, path, owner))


def _from(node: Node, place: int) -> Iterator[tuple[int, int]]:
    """Go through a section's paragraphs from the one that holds a place."""
    low, high = 0, len(node.paragraphs)
    while low < high:
        middle = (low + high) // 2
        if node.paragraphs[middle][1] <= place:
            low = middle + 1
        else:
            high = middle
    for at in range(low, len(node.paragraphs)):
        yield node.paragraphs[at]


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _walk(child)


def _text_address(node: Node, number: int) -> Reference:
    """Address a paragraph: a numbered section's first has the section's own address."""
    own = node.kind in _OWN_FIRST or (
        node.kind is Kind.PART and (node.run_in or node.body == node.start)
    )
    return node.reference if own and number == 1 else node.reference.child(Kind.PARAGRAPH, number)


def _main_list(node: Node, lists: Lists) -> tuple[Point, ...] | None:
    """Choose the list whose points are addressed directly under the section."""
    if node.children or not lists.all:
        return None
    starts = {start for start, _ in node.paragraphs}
    whole = (one for one in lists.all if all(point.start in starts for point in one[1:]))
    return next(whole, lists.all[0])
