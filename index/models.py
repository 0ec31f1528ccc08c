"""What the index gives to its callers; row numbers of the engines never leave this package."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Passage
from corpus.references import Kind, Reference


class Verdict(StrEnum):
    """How far the corpus answers a question."""

    EXACT = "exact"  # the quote states the answer
    RELATED = "related"  # passages about it, the answer itself not seen
    NONE = "none"  # the corpus does not deal with it


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: `quote` is `passage.text[quote_start:quote_start + len(quote)]`.

    `title` is the document's; `score` lies between 0 and 1 and is comparable within one answer.
    """

    passage: Passage
    title: str
    quote: str
    quote_start: int
    score: float


@dataclass(frozen=True, slots=True)
class Alias:
    """A question whose right place is known: a document's id and a printed reference in it."""

    question: str
    document: str
    reference: str


@dataclass(frozen=True, slots=True)
class Place:
    """A section or a passage that a reference names, read whole."""

    document: str
    title: str
    reference: Reference
    path: tuple[str, ...]
    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: `text` as the document has it from `start` on, and its place.

    `level` is 1 for an entry below the one before it. `inside` counts what was asked for in it.
    """

    place: Place
    text: str
    start: int
    level: int = 0
    inside: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands at a place as a list: the sections of a part, the three of 三个坚持.

    `counts` holds how many of each kind; `asked` is the number that the question had in it,
    0 where it had none. `formula` is the name of the list, if it has one; else `unit` and `deep`
    say what of the place's outline it is, for `Searcher.outline` to give it again.
    """

    place: Place
    items: tuple[Item, ...]
    counts: tuple[tuple[Kind, int], ...]
    asked: int = 0
    formula: str = ""
    unit: Kind | None = None
    deep: bool = False

    @property
    def count(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question brought: hits best first, or the places that a typed reference names.

    With verdict `NONE` the hits are the nearest passages. `places` is empty unless the question
    was itself a reference; it has one entry for each document that has the place. `listings`
    is empty unless the question was about the structure, or what a numbered formula counts;
    the hits are then the passages where the entries stand. `evidence` tells how much more
    strongly the corpus speaks to the question than it must for an answer; None where that was
    not weighed.
    """

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...]
    places: tuple[Place, ...] = ()
    listings: tuple[Listing, ...] = ()
    evidence: float | None = None
