"""Choose the sentence that answers, and make sure that it stands in the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage
from corpus.text import search_text, sentences
from index.errors import QuoteMismatch
from index.intent import Expectation
from index.lexical import tokens
from index.ranking import Query, Ranker

__all__ = ["Quote", "Quoter", "check"]

_KEPT = 2048
"""Passages whose sentences are kept: some 20 MB."""
_SHORT = 18
"""A sentence with fewer characters says little by itself and takes its neighbour along."""
_EXPECTED = 0.15
"""What a sentence gains by holding the number, date or name that is asked for."""
_DENSE = 0.5
"""The weight of meaning against the weight of words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a passage: `passage.text[start:end]` is `text`."""

    start: int
    end: int
    text: str


class Quoter:
    """Chooses quotes; what it read of a passage it keeps, for passages are asked for again."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._read = lru_cache(maxsize=_KEPT)(self._split)

    def choose(self, query: Query, expectation: Expectation, passage: Passage) -> Quote:
        """Find the sentence of a passage that fits a query best."""
        parts = self._read(passage.text)
        similarities = parts.similarities(query)
        scores = [
            query.share(held) + _DENSE * likeness + _EXPECTED * (expectation.asks and shows)
            for held, likeness, shows in zip(
                parts.tokens, similarities, map(expectation.met_by, parts.texts), strict=True
            )
        ]
        shown = [passage.text[start:end].strip() for start, end in parts.spans]
        first, last = _widen(int(np.argmax(scores)), shown, scores)
        start, end = parts.spans[first][0], parts.spans[last][1]
        text = passage.text[start:end].rstrip()
        return Quote(start, start + len(text), text)

    def _split(self, passage: str) -> "_Sentences":
        spans = tuple(sentences(passage))
        texts = tuple(search_text(passage[start:end]) for start, end in spans)
        held = tuple(frozenset(tokens(text)) for text in texts)
        return _Sentences(spans, texts, held, self._ranker.encode(list(texts)))


@dataclass(frozen=True, slots=True, eq=False)
class _Sentences:
    """The sentences of a passage: offsets, search form, tokens, and vectors, (n, d), if any."""

    spans: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    tokens: tuple[frozenset[str], ...]
    vectors: NDArray[np.float32] | None

    def similarities(self, query: Query) -> list[float]:
        if self.vectors is None or query.vector is None:
            return [0.0] * len(self.spans)
        return [float(one) for one in self.vectors @ query.vector]


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
