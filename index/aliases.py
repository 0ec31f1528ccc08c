"""Questions whose right place an admin has named, and the one that another question is like."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.models import Alias
from index.tokens import tokens

__all__ = ["ALIKE", "NO_ALIASES", "Aliases", "dice", "wording"]

ALIKE = 0.75
"""The share of character pairs that two wordings of one question have in common (Dice)."""


def wording(question: str) -> str:
    """Reduce a question to what tells its wording from another: letters and digits."""
    return re.sub(r"[\W_]+", "", search_text(question))


def dice(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Compare two sets of tokens, 0 to 1 (Dice 1945)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


class Aliases:
    """Aliases in the order they were made, of which a later one counts for more.

    Each token is kept with the aliases that have it, so that a question is compared with all of
    them at once.
    """

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self.all = tuple(aliases)
        held = [frozenset(tokens(search_text(alias.question))) for alias in self.all]
        postings: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(held):
            for token in found:
                postings[token].append(number)
        self._sizes = np.array([len(found) for found in held], np.int64)
        self._postings = {
            token: np.array(numbers, np.int64) for token, numbers in postings.items()
        }
        self._worded: dict[str, list[Alias]] = defaultdict(list)
        for alias in self.all:
            self._worded[wording(alias.question)].append(alias)

    def __len__(self) -> int:
        return len(self.all)

    def same(self, question: str, documents: Collection[str]) -> Alias | None:
        """Find the alias that has the very wording of a question, with its place in these."""
        worded = self._worded.get(wording(question), ()) if self.all else ()
        return next((one for one in reversed(worded) if one.document in documents), None)

    def like(self, question: AbstractSet[str], documents: Collection[str]) -> Alias | None:
        """Find the alias most like a question's tokens, with its place in these documents.

        None where none is `ALIKE`.
        """
        if not self.all:
            return None
        likeness = 2 * self._shared(question) / np.maximum(self._sizes + len(question), 1)
        near = np.flatnonzero(likeness >= ALIKE)
        inside = [int(n) for n in near if self.all[n].document in documents]
        best = max(inside, key=lambda number: (likeness[number], number), default=None)
        return None if best is None else self.all[best]

    def _shared(self, question: AbstractSet[str]) -> NDArray[np.int64]:
        """Count the tokens that each alias shares with a question: int64, shape (n,)."""
        rows = [self._postings[token] for token in question if token in self._postings]
        held = np.concatenate(rows) if rows else np.empty(0, np.int64)
        return np.bincount(held, minlength=len(self.all))


NO_ALIASES = Aliases()
