"""Choose the sentence that answers, and make sure that it stands in the source."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.models import Document, Passage
from corpus.text import search_text, sentences
from index.errors import QuoteMismatch
from index.intent import Expectation
from index.ranking import Query, Ranker

__all__ = ["Quote", "check", "choose_quotes"]

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


def choose_quotes(
    query: Query, expectation: Expectation, passages: Sequence[Passage], ranker: Ranker
) -> list[Quote]:
    """Find the sentence of each passage that fits a query best."""
    spans = [sentences(passage.text) for passage in passages]
    texts = [
        search_text(passage.text[start:end])
        for passage, places in zip(passages, spans, strict=True)
        for start, end in places
    ]
    scores = iter(_scores(query, expectation, texts, ranker))
    return [
        _best(passage, places, [next(scores) for _ in places])
        for passage, places in zip(passages, spans, strict=True)
    ]


def check(passage: Passage, quote: Quote, document: Document) -> None:
    """Compare a passage and a quote with the stored source; QuoteMismatch where they differ."""
    source = document.text[passage.start : passage.end].strip()
    if source != passage.text or passage.text[quote.start : quote.end] != quote.text:
        raise QuoteMismatch(
            f"{document.id} {passage.reference}: not in the source; run yandu index"
        )


def _scores(
    query: Query, expectation: Expectation, texts: list[str], ranker: Ranker
) -> list[float]:
    """Weigh each sentence by shared words, by meaning and by what is asked for."""
    return [
        ranker.share(query, text)
        + _DENSE * float(similarity)
        + _EXPECTED * (expectation.asks and expectation.met_by(text))
        for text, similarity in zip(texts, ranker.similarities(query, texts), strict=True)
    ]


def _best(passage: Passage, spans: Sequence[tuple[int, int]], scores: Sequence[float]) -> Quote:
    texts = [passage.text[start:end] for start, end in spans]
    first, last = _widen(int(np.argmax(scores)), texts, scores)
    start, end = spans[first][0], spans[last][1]
    text = passage.text[start:end].rstrip()
    return Quote(start, start + len(text), text)


def _widen(best: int, texts: Sequence[str], scores: Sequence[float]) -> tuple[int, int]:
    """Add to a short sentence the better of its neighbours; at equal scores, the next."""
    if len(texts[best].strip()) >= _SHORT or len(texts) == 1:
        return best, best
    following = scores[best + 1] if best + 1 < len(texts) else float("-inf")
    before = scores[best - 1] if best else float("-inf")
    return (best, best + 1) if following >= before else (best - 1, best)
