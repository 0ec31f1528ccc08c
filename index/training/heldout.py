"""Keep documents that the model is later asked about out of everything it learns from."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from corpus.readers import read

__all__ = ["HeldOut"]

_NOT_WORD = re.compile(r"[\W_]+")


class HeldOut:
    """Recognise text that shares a run of ``run`` letters or digits with a held-out document."""

    def __init__(self, documents: Iterable[str], run: int = 20, shortest: int = 8) -> None:
        self.run = run
        self.shortest = shortest
        self._whole = "\n".join(_letters(document) for document in documents)
        lines = self._whole.split("\n")
        self._runs = {line[i : i + run] for line in lines for i in range(len(line) - run + 1)}

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "HeldOut":
        """Read documents of any kind the corpus takes."""
        return cls("\n".join(p.text for p in read(path).paragraphs) for path in paths)

    def __contains__(self, text: str) -> bool:
        """Tell whether ``text`` has a run of theirs, or is itself a short piece of them."""
        if not self._runs:
            return False
        letters = _letters(text)
        if len(letters) < self.run:
            return len(letters) >= self.shortest and letters in self._whole
        return any(
            letters[i : i + self.run] in self._runs for i in range(len(letters) - self.run + 1)
        )


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text).lower())
