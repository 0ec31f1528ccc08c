"""What the index gives to its callers; row numbers of the engines never leave this package."""

from dataclasses import dataclass
from enum import StrEnum

from corpus.models import Passage
from corpus.references import Reference


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
class Answer:
    """What a question brought: hits best first, or the places that a typed reference names.

    With verdict `NONE` the hits are the nearest passages. `places` is empty unless the question
    was itself a reference; it has one entry for each document that has the place.
    """

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...]
    places: tuple[Place, ...] = ()
