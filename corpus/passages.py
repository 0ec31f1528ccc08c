"""Make the passages: the leaves of the section tree, whole paragraphs and points."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.markers import first_sentence_end
from corpus.models import Document, Passage, Section, Source
from corpus.outline import Block, Node, Tree, grow, shorten
from corpus.points import Point, find_lists
from corpus.references import Kind, Reference

LONG_ARTICLE = 600
"""An article of a law with more characters than this is read paragraph by paragraph (款)."""

_OWN_FIRST = (Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.DECIMAL, Kind.HEADING, Kind.POINT)
_LEAVES = (Kind.PART, Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.DECIMAL)


def structure(source: Source, document_id: str) -> Document:
    """Read the outline of a cleaned source and cut it into passages.

    Headings and passages partition `text`; every reference is given once.
    """
    text = "\n".join(paragraph.text for paragraph in source.paragraphs)
    blocks = list(_blocks(source))
    tree = grow(blocks, source.name) if blocks else Tree(Node(None, Reference()), source.name, [])
    return _Cutter(document_id, text, tree).document(source)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """Where a passage starts and what it is called, before the ends are known."""

    start: int
    reference: Reference
    path: tuple[str, ...]


def _blocks(source: Source) -> Iterator[Block]:
    position = 0
    for paragraph in source.paragraphs:
        end = position + len(paragraph.text)
        yield Block(position, end, paragraph.level, paragraph.text)
        position = end + 1


class _Cutter:
    """Turns a grown tree into frozen sections and passages."""

    def __init__(self, document_id: str, text: str, tree: Tree) -> None:
        self.id, self.text, self.tree = document_id, text, tree
        self.leaves: list[_Leaf] = []
        self.headings: list[int] = [start for start, _ in tree.front]

    def document(self, source: Source) -> Document:
        self._split(self.tree.root, ())
        bounds = sorted([*self.headings, *(leaf.start for leaf in self.leaves), len(self.text)])
        ends = dict(zip(bounds, bounds[1:], strict=False))
        passages = self._passages(ends)
        return Document(
            id=self.id,
            title=self.tree.title,
            text=self.text,
            digest=hashlib.sha256(self.text.encode()).hexdigest(),
            sections=self._sections(self.tree.root, passages, ends),
            passages=passages,
            headings=tuple((start, ends[start]) for start in sorted(self.headings)),
            cuts=source.cuts,
        )

    def _split(self, node: Node, path: tuple[str, ...]) -> None:
        """Collect the leaves of a section and of those below it."""
        self._turn_leaf(node)
        if node.body > node.start:
            self.headings.append(node.start)
            path = (*path, node.title)
        if node.kind is Kind.ARTICLE:
            self._split_article(node, path)
        else:
            self._split_paragraphs(node, path)
        for child in node.children:
            if child.kind is not Kind.POINT:
                self._split(child, path)

    def _turn_leaf(self, node: Node) -> None:
        """Let a numbered line with nothing below it be text, not a heading without any."""
        empty = not node.paragraphs and not node.children
        if empty and node.kind in _LEAVES and node.level == 0:
            node.paragraphs.append((node.start, node.body))
            node.body = node.start
        elif empty and node.kind is Kind.ARTICLE:
            node.paragraphs.append((node.start, node.body))
            node.body = node.start

    def _split_article(self, node: Node, path: tuple[str, ...]) -> None:
        """Keep an article whole; a long one falls into its paragraphs, items with theirs."""
        clauses = [
            start
            for number, (start, _) in enumerate(node.paragraphs)
            if number == 0 or self.text[start] not in "（("
        ]
        length = node.paragraphs[-1][1] - node.start
        if length <= LONG_ARTICLE or len(clauses) == 1:
            self.leaves.append(_Leaf(node.paragraphs[0][0], node.reference, path))
            return
        for number, start in enumerate(clauses, 1):
            self.leaves.append(_Leaf(start, node.reference.child(Kind.CLAUSE, number), path))

    def _split_paragraphs(self, node: Node, path: tuple[str, ...]) -> None:
        lists = find_lists(self.text, node.paragraphs) if node.kind is not Kind.POINT else ()
        main = self._main_list(node, lists)
        number = 0
        for start, end in node.paragraphs:
            opened = [one for one in lists if start <= one[0].start < end]
            owner = self._owner(node, lists, start)
            if owner is not None:
                continue
            listed = any(start == one[0].start and one[1].start >= end for one in lists)
            number += not listed
            if not any(start == point.start for one in lists for point in one):
                self.leaves.append(_Leaf(start, self._text_address(node, number), path))
            for one in opened:
                self._add_points(node, one, max(number, 1) if one is not main else 0, path)

    def _text_address(self, node: Node, number: int) -> Reference:
        own = node.kind in _OWN_FIRST or (
            node.kind is Kind.PART and node.body != 0 and (node.run_in or node.body == node.start)
        )
        if own and number == 1:
            return node.reference
        return node.reference.child(Kind.PARAGRAPH, number)

    def _main_list(
        self, node: Node, lists: tuple[tuple[Point, ...], ...]
    ) -> tuple[Point, ...] | None:
        """Choose the list whose points are addressed directly under the section."""
        if node.children or not lists:
            return None
        starts = {start for start, _ in node.paragraphs}
        return next((one for one in lists if {p.start for p in one[1:]} <= starts), lists[0])

    def _owner(self, node: Node, lists: tuple[tuple[Point, ...], ...], start: int) -> Point | None:
        """Find the point that a whole paragraph continues or opens as a later point of its list."""
        for one in lists:
            first, last = one[0].start, one[-1].start
            if first < start <= last:
                return next(point for point in reversed(one) if point.start <= start)
        return None

    def _add_points(
        self,
        node: Node,
        points: tuple[Point, ...],
        paragraph: int,
        path: tuple[str, ...],
    ) -> None:
        base = node.reference.child(Kind.PARAGRAPH, paragraph) if paragraph else node.reference
        for position, point in enumerate(points):
            after = points[position + 1].start if position + 1 < len(points) else point.start + 1
            sentence = self.text[point.title : first_sentence_end(self.text, point.title)]
            child = Node(
                Kind.POINT, base.child(Kind.POINT, point.number), point.numeral,
                shorten(sentence.strip("，,、：: ")), point.start, point.start, parent=node,
            )  # fmt: skip
            node.children.append(child)
            self.leaves.append(_Leaf(point.start, child.reference, path))
            self._add_rest(node, child, after, (*path, child.title))

    def _add_rest(self, node: Node, child: Node, after: int, path: tuple[str, ...]) -> None:
        """Give a point the whole paragraphs between it and the next point."""
        rest = [start for start, _ in node.paragraphs if child.start < start < after]
        for number, start in enumerate(rest, 2):
            reference = child.reference.child(Kind.PARAGRAPH, number)
            self.leaves.append(_Leaf(start, reference, path))

    def _passages(self, ends: dict[int, int]) -> tuple[Passage, ...]:
        seen: Counter[str] = Counter()
        passages = []
        for leaf in sorted(self.leaves, key=lambda one: one.start):
            text = self.text[leaf.start : ends[leaf.start]].strip()
            seen[text] += 1
            passages.append(
                Passage(
                    _content_id(self.id, text, seen[text]),
                    self.id,
                    leaf.reference,
                    leaf.path,
                    leaf.start,
                    ends[leaf.start],
                    text,
                )  # fmt: skip
            )
        return tuple(passages)

    def _sections(
        self, node: Node, passages: tuple[Passage, ...], ends: dict[int, int]
    ) -> tuple[Section, ...]:
        return tuple(
            self._section(child, passages, ends)
            for child in sorted(node.children, key=lambda one: one.start)
        )

    def _section(self, node: Node, passages: tuple[Passage, ...], ends: dict[int, int]) -> Section:
        below = self._sections(node, passages, ends)
        own = tuple(one for one in passages if _belongs(one.reference, node.reference))
        body = ends[node.start] if node.body > node.start else node.start
        last = max([body, *(one.end for one in own), *(one.end for one in below)])
        return Section(
            node.reference, node.numeral, node.title, node.start, body, last, below, own
        )


def _belongs(passage: Reference, section: Reference) -> bool:
    """Tell whether a passage stands directly in a section, not in one below it."""
    size = len(section.steps)
    extra = passage.steps[size:]
    return passage.steps[:size] == section.steps and all(
        step.kind in (Kind.PARAGRAPH, Kind.CLAUSE) for step in extra
    )


def _content_id(document: str, text: str, occurrence: int) -> str:
    """Name a passage by its document and text: 12 characters of a-z and 2-7."""
    digest = hashlib.sha256(f"{document}\0{text}\0{occurrence}".encode()).digest()
    return base64.b32encode(digest)[:12].decode().lower()
