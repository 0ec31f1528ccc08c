"""Choose the sentence that answers, and make sure that it stands in the source."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.models import Document, Passage
from corpus.text import search_text, sentences
from index.errors import QuoteMismatch
from index.intent import Expectation
from index.lexical import tokens
from index.ranking import Ranker

__all__ = ["Quote", "check", "choose_quote"]

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


def choose_quote(
    question: str, expectation: Expectation, passage: Passage, ranker: Ranker
) -> Quote:
    """Find the sentence of a passage that fits a question in search form best."""
    spans = sentences(passage.text)
    texts = [passage.text[start:end] for start, end in spans]
    scores = _scores(question, expectation, texts, ranker)
    best = int(np.argmax(scores))
    first, last = _widen(best, texts, scores)
    start, end = spans[first][0], spans[last][1]
    text = passage.text[start:end].rstrip()
    return Quote(start, start + len(text), text)


def check(passage: Passage, quote: Quote, document: Document) -> None:
    """Compare a passage and a quote with the stored source; QuoteMismatch where they differ."""
    source = document.text[passage.start : passage.end].strip()
    if source != passage.text or passage.text[quote.start : quote.end] != quote.text:
        raise QuoteMismatch(
            f"{document.id} {passage.reference}: not in the source; run yandu index"
        )


def _scores(
    question: str, expectation: Expectation, texts: Sequence[str], ranker: Ranker
) -> list[float]:
    """Weigh each sentence by shared words, by meaning and by what is asked for."""
    normalised = [search_text(text) for text in texts]
    asked = set(tokens(question))
    total = sum(ranker.idf(token) for token in asked) or 1.0
    alike = ranker.similarities(question, normalised)
    return [
        sum(ranker.idf(token) for token in asked.intersection(tokens(text))) / total
        + _DENSE * float(similarity)
        + _EXPECTED * (expectation.asks and expectation.met_by(text))
        for text, similarity in zip(normalised, alike, strict=True)
    ]


def _widen(best: int, texts: Sequence[str], scores: Sequence[float]) -> tuple[int, int]:
    """Add to a short sentence the better of its neighbours; at equal scores, the next."""
    if len(texts[best].strip()) >= _SHORT or len(texts) == 1:
        return best, best
    following = scores[best + 1] if best + 1 < len(texts) else float("-inf")
    before = scores[best - 1] if best else float("-inf")
    return (best, best + 1) if following >= before else (best - 1, best)
