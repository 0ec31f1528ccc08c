"""Questions whose right place an admin has named, and the one that another question is like."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.models import Alias
from index.tokens import tokens

__all__ = ["NO_ALIASES", "Aliases", "contrast", "wording"]

_ALIKE = 0.75  # share of tokens that two wordings of one question have in common (Dice 1945)
_REMEMBERED = 10_000
_CONTRAST = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿上下不没未无非]")
_FILLER = re.compile(r"一下|什么|有没有|是不是")


@lru_cache(_REMEMBERED)
def wording(question: str) -> str:
    """Reduce a question to what tells its wording from another: letters and digits."""
    return re.sub(r"[\W_]+", "", search_text(question))


def contrast(text: str) -> str:
    """Give what sets questions apart that are alike otherwise: numbers, 上 and 下, negations.

    五个坚持 is another question than 三个坚持, 下半年 is not 上半年.
    """
    return "".join(sorted(_CONTRAST.findall(_FILLER.sub(" ", text))))


class Aliases:
    """Aliases in the order they were made, of which a later one counts for more.

    Each token is kept with the aliases that have it, so that a question is compared with all of
    them at once.
    """

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self.all = tuple(aliases)
        texts = [search_text(alias.question) for alias in self.all]
        held = [frozenset(tokens(text)) for text in texts]
        self._contrasts = [contrast(text) for text in texts]
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
        key = wording(question) if self.all else ""
        worded = self._worded.get(key, ()) if key else ()
        return next((one for one in reversed(worded) if one.document in documents), None)

    def like(self, text: str, documents: Collection[str]) -> Alias | None:
        """Find the alias most like a question in search form, with its place in these documents.

        None where none is like it, or where it differs in its `contrast`.
        """
        if not self.all:
            return None
        held, apart = set(tokens(text)), contrast(text)
        likeness = 2 * self._shared(held) / np.maximum(self._sizes + len(held), 1)
        near = map(int, np.flatnonzero(likeness >= _ALIKE))
        inside = [
            number
            for number in near
            if self.all[number].document in documents and self._contrasts[number] == apart
        ]
        best = max(inside, key=lambda number: (likeness[number], number), default=None)
        return None if best is None else self.all[best]

    def _shared(self, question: set[str]) -> NDArray[np.int64]:
        """Count the tokens that each alias shares with a question: int64, shape (n,)."""
        rows = [self._postings[token] for token in question if token in self._postings]
        held = np.concatenate(rows) if rows else np.empty(0, np.int64)
        return np.bincount(held, minlength=len(self.all))


NO_ALIASES = Aliases()
