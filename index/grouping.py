"""Put questions together that ask the same in other words."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.aliases import contrast
from index.tokens import tokens

__all__ = ["QuestionVectors", "group"]

_ALIKE_IN_WORDS = 0.5  # Dice
_ALIKE_IN_MEANING = 7.0
"""Standard deviations above what two everyday questions have in common by chance.

Of the bundled model's 17,000 pairs of test questions with different answers 9 are above it,
and most of the pairs that were written to ask the same.
"""


@dataclass(frozen=True, slots=True, eq=False)
class QuestionVectors:
    """L2-normalised rows of the questions, (n, d), and of everyday ones to measure chance by."""

    rows: NDArray[np.float32]
    everyday: NDArray[np.float32]

    @property
    def least(self) -> float:
        """The inner product from which two questions are alike."""
        by_chance = (self.everyday @ self.everyday.T)[np.triu_indices(len(self.everyday), 1)]
        return float(by_chance.mean() + _ALIKE_IN_MEANING * by_chance.std())


class _Leaders(Protocol):
    def nearest(self, question: int, among: Sequence[int]) -> int | None:
        """Find the leader most like a question, of those at some places; None where none is."""

    def add(self, question: int) -> None:
        """Let a question lead a group of its own."""


def group(
    questions: Sequence[str], vectors: QuestionVectors | None = None
) -> tuple[tuple[int, ...], ...]:
    """Group questions by their likeness to the first of each group: positions, in their order.

    One pass in the given order (leader clustering, Hartigan 1975): give the most frequent first.
    Without vectors the tokens that two questions share decide. Questions that differ in a number
    or a negation are never together.
    """
    texts = [search_text(question) for question in questions]
    leaders: _Leaders = _Meant(vectors) if vectors else _Worded(texts)
    alike: dict[str, list[int]] = defaultdict(list)
    groups: list[list[int]] = []
    for number, text in enumerate(texts):
        among = alike[contrast(text)]
        found = leaders.nearest(number, among)
        if found is None:
            among.append(len(groups))
            groups.append([number])
            leaders.add(number)
        else:
            groups[found].append(number)
    return tuple(map(tuple, groups))


class _Meant:
    def __init__(self, vectors: QuestionVectors) -> None:
        self._least, self._all = vectors.least, vectors.rows
        self._rows = np.empty_like(vectors.rows)
        self._count = 0

    def nearest(self, question: int, among: Sequence[int]) -> int | None:
        if not among:
            return None
        likeness = self._rows[: self._count][among] @ self._all[question]
        best = int(likeness.argmax())
        return among[best] if likeness[best] >= self._least else None

    def add(self, question: int) -> None:
        self._rows[self._count] = self._all[question]
        self._count += 1


class _Worded:
    def __init__(self, texts: Sequence[str]) -> None:
        self._held = [frozenset(tokens(text)) for text in texts]
        self._leaders: dict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []

    def nearest(self, question: int, among: Sequence[int]) -> int | None:
        held, allowed = self._held[question], set(among)
        shared = Counter(one for token in held for one in self._leaders.get(token, ()))
        likeness = {
            one: 2 * count / (len(held) + self._sizes[one])
            for one, count in shared.items()
            if one in allowed
        }
        best = max(likeness, key=lambda one: (likeness[one], -one), default=None)
        return best if best is not None and likeness[best] >= _ALIKE_IN_WORDS else None

    def add(self, question: int) -> None:
        for token in self._held[question]:
            self._leaders[token].append(len(self._sizes))
        self._sizes.append(len(self._held[question]))
