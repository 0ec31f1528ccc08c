"""What each kind of evidence counts, as `index.training.fusion` fitted it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["FILE", "Mixture", "mixture"]

FILE = "mixture.json"


@dataclass(frozen=True, slots=True)
class Mixture:
    """What speaks for a passage, and how much.

    `words` weighs BM25, `share` the share of the question's words in the passage, `dense` the
    likeness of the vectors in standard deviations of chance, `sentence` that of the best
    sentence. `foreign` is what likeness to everyday questions takes off an answer's strength.
    """

    words: float
    share: float
    dense: float = 0.0
    sentence: float = 0.0
    foreign: float = 0.0


@cache
def mixture(*, vectors: bool) -> Mixture:
    """Give the weights for rankings with ``vectors``, or by the words alone."""
    text = resources.files("index").joinpath(FILE).read_text("utf-8")
    fitted: Mapping[str, Mapping[str, float]] = json.loads(text)
    return Mixture(**fitted["with_vectors" if vectors else "words_alone"])
