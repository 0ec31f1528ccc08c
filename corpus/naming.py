"""The nodes of the section tree, and the one address that each gets."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.addresses import Kind, Reference, spoken
from corpus.blocks import Block
from corpus.markers import Marker

_AROUND_ARTICLES = (
    Kind.APPENDIX,
    Kind.GRAND,
    Kind.BOOK,
    Kind.SUBBOOK,
    Kind.CHAPTER,
    Kind.DIVISION,
    Kind.HEADING,
)


@dataclass(slots=True, eq=False)
class Node:
    """A section while it grows; `body` is where its heading ends, `paragraphs` its own text.

    `last` holds the last number among its children, for each kind that they have.
    """

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
    last: dict[Kind, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return self.reference.steps[-1].number if self.reference.steps else 0

    def add(self, child: "Node") -> None:
        self.children.append(child)
        if child.kind is not None:
            self.last[child.kind] = child.number

    def line(self) -> list["Node"]:
        """List this section and those around it, innermost first, the root left out."""
        line, node = [], self
        while node.parent is not None:
            line.append(node)
            node = node.parent
        return line


class Namer:
    """Gives addresses; one that would print like another says which occurrence it is."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._used: Counter[str] = Counter()
        self._scopes: list[int] = []
        firsts: Counter[int] = Counter()
        scope = 0
        for block in blocks:
            kind = block.marker.kind if block.marker else None
            scope += kind is Kind.APPENDIX
            self._scopes.append(scope)
            if block.marker and kind is Kind.ARTICLE and not block.marker.inserted:
                firsts[scope] += block.marker.number == 1
        self._restarting = {scope for scope, count in firsts.items() if count > 1}

    def name(self, parent: Node, marker: Marker, index: int) -> Reference:
        """Extend the parent's address by the number that the block at `index` opens with."""
        if marker.kind is Kind.DECIMAL:
            return self._unique(_decimal(parent, marker.numbers))
        base = parent.reference
        if marker.kind is Kind.ARTICLE:
            restarting = self._scopes[index] in self._restarting
            kept = _AROUND_ARTICLES if restarting else (Kind.APPENDIX,)
            base = Reference(tuple(step for step in base.steps if step.kind in kept))
        address = base.child(marker.kind, marker.number)
        if marker.inserted:
            address = address.child(Kind.INSERTED, marker.inserted)
        return self._unique(address)

    def name_heading(self, parent: Node) -> Reference:
        """Address an unnumbered heading by its place among its like."""
        count = parent.last.get(Kind.HEADING, 0)
        return self._unique(parent.reference.child(Kind.HEADING, count + 1))

    def _unique(self, address: Reference) -> Reference:
        printed = spoken(address)
        self._used[printed] += 1
        last = address.steps[-1]
        outer = Reference(address.steps[:-1])
        return outer.child(last.kind, last.number, self._used[printed])


def _decimal(parent: Node, numbers: Sequence[int]) -> Reference:
    """Put 3.5.2 under the section that holds it all; a `3.` above it is its first number."""
    base = parent
    while base.kind is Kind.DECIMAL and base.parent is not None:
        base = base.parent
    if base.kind is Kind.ITEM and len(numbers) > 1 and base.number == numbers[0]:
        numbers = numbers[1:]
    reference = base.reference
    for number in numbers:
        reference = reference.child(Kind.DECIMAL, number)
    return reference
