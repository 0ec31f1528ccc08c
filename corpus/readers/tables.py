"""Rows of a table, each on one line."""

from collections.abc import Sequence
from itertools import dropwhile

from corpus.readers.lines import tidy

_EMPTY = "—"


def row_text(cells: Sequence[str]) -> str:
    """Join the cells of a row; an empty one keeps its place before others, so that none moves.

    A row with one filled cell is that cell.
    """
    texts = [tidy(cell) for cell in cells]
    filled = [text for text in texts if text]
    if len(filled) < 2:
        return "".join(filled)
    backwards = dropwhile(lambda text: not text, reversed(texts))
    return " | ".join([text or _EMPTY for text in backwards][::-1])
