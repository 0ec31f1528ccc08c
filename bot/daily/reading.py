"""What one push holds: whole passages, as many as can be read in the time."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.daily.models import Push
from corpus.models import Document, Passage

__all__ = ["CHARACTERS_A_MINUTE", "Excerpt", "Reading", "mark_of"]

CHARACTERS_A_MINUTE = 300
"""How much Chinese is read with attention; white space does not count."""
_ENDING = 24


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Passages of one document that follow one another, `start` being the first one's index."""

    document: str
    title: str
    start: int
    passages: tuple[Passage, ...]

    @property
    def end(self) -> int:
        """Return the index after the last passage."""
        return self.start + len(self.passages)


def mark_of(passage: Passage) -> str:
    """Tell how a passage ends; a new number before it changes nothing."""
    text = "".join(passage.text.split())
    ending = text[max(len(text) // 2, len(text) - _ENDING) :]
    return hashlib.blake2b(ending.encode(), digest_size=6).hexdigest()


class Reading:
    """The passages of some documents one after another, and where a push begins and ends.

    A push is filled up to `minutes` of reading, within one document. From its second half on
    it rather ends with a section than within one. A passage longer than that stands alone.
    """

    def __init__(self, documents: Sequence[Document], minutes: int) -> None:
        self.passages = tuple(p for document in documents for p in document.passages)
        self._titles = {document.id: document.title for document in documents}
        self._budget = minutes * CHARACTERS_A_MINUTE
        sizes = (len("".join(passage.text.split())) for passage in self.passages)
        self._sums = [0, *accumulate(sizes)]
        self._rows = {passage.id: row for row, passage in enumerate(self.passages)}
        self._places = {(p.document, str(p.reference)): row for row, p in enumerate(self.passages)}
        marks = [(passage.document, mark_of(passage)) for passage in self.passages]
        alone = Counter(marks)
        self._marks = {mark: row for row, mark in enumerate(marks) if alone[mark] == 1}
        self._left = self._count()

    def __len__(self) -> int:
        return len(self.passages)

    def find(self, passage: str) -> int | None:
        """Return the index of a passage by its content id."""
        return self._rows.get(passage)

    def places(self, push: Push) -> list[int]:
        """Return where the passages of a push are now, those that are gone left out.

        Each is looked for by its text, then by how it ends, then by its address.
        """
        known = zip(push.passages, push.marks, push.references, strict=True)
        rows = (self._place(push.document, *passage) for passage in known)
        return [row for row in rows if row is not None]

    def _place(self, document: str, passage: str, mark: str, reference: str) -> int | None:
        by_ending = self._marks.get((document, mark))
        for row in (self._rows.get(passage), by_ending, self._places.get((document, reference))):
            if row is not None:
                return row
        return None

    def excerpt(self, start: int, end: int | None = None) -> Excerpt:
        """Cut the push that begins at an index; `end` makes it shorter or longer."""
        passages = self.passages[start : end or self._end(start)]
        document = passages[0].document
        return Excerpt(document, self._titles[document], start, passages)

    def before(self, index: int) -> int:
        """Return where the push begins that ends before an index; 0 at the beginning."""
        start = fitting = max(index - 1, 0)
        while start and self._fits(start - 1, index):
            start -= 1
            if self._end(start) == index:
                fitting = start
        return fitting if self._end(fitting) == index else start

    def pushes_from(self, index: int) -> int:
        """Count the pushes from an index to the end."""
        return self._left[index]

    def fits(self, start: int, end: int) -> bool:
        """Tell whether passages can be read together in the time."""
        return end == start + 1 or self._fits(start, end)

    def _fits(self, start: int, end: int) -> bool:
        one = self.passages[start].document == self.passages[end - 1].document
        return one and self._sums[end] - self._sums[start] <= self._budget

    def _end(self, start: int) -> int:
        end = start + 1
        while end < len(self) and self._fits(start, end + 1):
            end += 1
        return next((cut for cut in range(end, start, -1) if self._is_good(start, cut)), end)

    def _is_good(self, start: int, end: int) -> bool:
        """Tell whether a section ends there, with half of the time used."""
        half = 2 * (self._sums[end] - self._sums[start]) >= self._budget
        return half and (
            end == len(self) or self.passages[end - 1].path != self.passages[end].path
        )

    def _count(self) -> list[int]:
        left = [0] * (len(self) + 1)
        for start in range(len(self) - 1, -1, -1):
            left[start] = 1 + left[self._end(start)]
        return left
