"""Choose the sentence that answers, and make sure that it stands in the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage
from corpus.text import sentences
from index.errors import QuoteMismatch
from index.intent import Expectation
from index.ranking import Query
from index.sentence_vectors import split
from index.tokens import tokens

__all__ = ["Quote", "Quoter", "check"]

_KEPT = 2048
"""Passages whose sentences are kept."""
_SHORT = 18
"""A sentence with fewer characters says little by itself and takes its neighbour along."""
_EXPECTED = 0.15
"""What a sentence gains by holding the number, date or name that is asked for."""
_LIKENESS = np.array([0.5, 1.0], np.float32)
"""The weights of meaning, by vectors and by words that are met, against those of equal words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a passage: `passage.text[start:end]` is `text`."""

    start: int
    end: int
    text: str


class Quoter:
    """Chooses quotes; what it read of a passage it keeps, for passages are asked for again."""

    def __init__(self) -> None:
        self._read = lru_cache(maxsize=_KEPT)(_Sentences.of)

    def sentences(self, passage: Passage) -> tuple[str, ...]:
        """List the sentences of a passage in search form."""
        return self._read(passage.text).texts

    def choose(
        self,
        query: Query,
        expectation: Expectation,
        passage: Passage,
        likeness: NDArray[np.float32] | None,
    ) -> Quote:
        """Find the sentence of a passage that fits a query best.

        ``likeness`` is what `Ranker.likeness` tells of its `sentences`, (k, 2), if there is any.
        """
        parts = self._read(passage.text)
        meant = [0.0] * len(parts.spans) if likeness is None else (likeness @ _LIKENESS).tolist()
        scores = [
            query.share(held) + like + _EXPECTED * (expectation.asks and shows)
            for held, like, shows in zip(
                parts.tokens, meant, map(expectation.met_by, parts.texts), strict=True
            )
        ]
        shown = [passage.text[start:end].strip() for start, end in parts.spans]
        first, last = _widen(int(np.argmax(scores)), shown, scores)
        start, end = parts.spans[first][0], parts.spans[last][1]
        text = passage.text[start:end].rstrip()
        return Quote(start, start + len(text), text)


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of a passage: offsets, search form, tokens."""

    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    tokens: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, passage: str) -> "_Sentences":
        texts = tuple(split(passage))
        held = tuple(frozenset(tokens(text)) for text in texts)
        return cls(tuple(sentences(passage)), texts, held)


def check(passage: Passage, quote: Quote, document: Document) -> None:
    """Compare a passage and a quote with the stored source; QuoteMismatch where they differ."""
    source = document.text[passage.start : passage.end].strip()
    if source != passage.text or passage.text[quote.start : quote.end] != quote.text:
        raise QuoteMismatch(
            f"{document.id} {passage.reference}: not in the source; run yandu index"
        )


def _widen(best: int, texts: Sequence[str], scores: Sequence[float]) -> tuple[int, int]:
    """Add to a short sentence the better of its neighbours, to a question what follows it."""
    if texts[best].endswith(("？", "?")) and best + 1 < len(texts):
        return best, best + 1
    if len(texts[best]) >= _SHORT or len(texts) == 1:
        return best, best
    following = scores[best + 1] if best + 1 < len(texts) else float("-inf")
    before = scores[best - 1] if best else float("-inf")
    return (best, best + 1) if following >= before else (best - 1, best)
