"""Fit how much each token of a question tells (`index.telling`)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, log2

from index.tokens import tokens
from index.training.data import Asked

__all__ = ["fit_telling", "telling_lines"]

_LEAST = 12
"""Questions that a token must occur in."""
_PRIOR = 8.0
"""Questions that what is known of equally rare tokens counts as."""
_MOST = 1.5
_ORDINARY = 0.1
"""A weight this near to 1 is not worth keeping."""

_Rarity = tuple[bool, int]


def fit_telling(asked: Sequence[Asked]) -> dict[str, float]:
    """Weigh each frequent token of the questions against tokens as rare as it: 0 to 1.5.

    The weight is the token's log likelihood ratio of being in the right passage and in any,
    over that of its rarity alone.
    """
    counts = _Counts.of(asked)
    ordinary = counts.ordinary()
    weights = {}
    for token, times in counts.asked.items():
        if times >= _LEAST:
            chance = ordinary[counts.rarity(token)]
            found = (counts.found[token] + _PRIOR * chance) / (times + _PRIOR)
            anywhere = counts.share(token)
            expected = max(log((chance + 0.01) / (anywhere + 0.01)), 0.5)
            weight = log((found + 0.01) / (anywhere + 0.01)) / expected
            weights[token] = min(max(weight, 0.0), _MOST)
    return weights


def telling_lines(weights: dict[str, float]) -> str:
    """Write the weights that matter, a token a line."""
    kept = sorted((t, w) for t, w in weights.items() if abs(w - 1) > _ORDINARY)
    return "".join(f"{token}\t{weight:.2f}\n" for token, weight in kept)


@dataclass(frozen=True, slots=True)
class _Counts:
    """In how many questions a token is, in how many of their passages too, in how many at all."""

    asked: Counter[str]
    found: Counter[str]
    holding: Counter[str]
    passages: int

    @classmethod
    def of(cls, asked: Sequence[Asked]) -> "_Counts":
        counts = cls(Counter(), Counter(), Counter(), len(asked))
        for one in asked:
            held = set(tokens(one.passage))
            counts.holding.update(held)
            for question in one.questions:
                unique = set(tokens(question))
                counts.asked.update(unique)
                counts.found.update(unique & held)
        return counts

    def share(self, token: str) -> float:
        return (self.holding[token] + 0.5) / (self.passages + 1)

    def rarity(self, token: str) -> _Rarity:
        """Put tokens of one length and about one frequency together."""
        return len(token) > 1, round(log2(self.share(token)))

    def ordinary(self) -> dict[_Rarity, float]:
        """Tell for each rarity how often a token of a question is in the right passage."""
        asked = _total((self.rarity(token), times) for token, times in self.asked.items())
        found = _total((self.rarity(token), times) for token, times in self.found.items())
        return {kind: (found[kind] + 1) / (times + 2) for kind, times in asked.items()}


def _total(counts: Iterable[tuple[_Rarity, int]]) -> Counter[_Rarity]:
    total: Counter[_Rarity] = Counter()
    for key, times in counts:
        total[key] += times
    return total
