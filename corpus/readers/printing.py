"""Put the pieces of text that a PDF places on a page together into lines."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.readers.lines import is_wide, width
from corpus.readers.pages import PrintedLine

_RADICALS = re.compile(
    "[\u2f00-\u2fdf\u2e9f\u2ea0\u2ea9\u2eab\u2ebc\u2ec1\u2ec4\u2ed3\u2ee2\u2ef0]"
)
_GAP = re.compile(r"(?<=(\S)) +(?=(\S))")
_SHORTEST_TEXT = 15


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of text and where it starts, in points along and across its line."""

    text: str
    along: float
    across: float
    size: float

    @property
    def end(self) -> float:
        return self.along + width(self.text.rstrip()) * self.size


class Press:
    """Collects what pypdf finds on one page; `take` is its text visitor."""

    def __init__(self) -> None:
        self._lines: list[list[_Piece]] = [[]]

    def take(
        self, text: str, space: Sequence[float], matrix: Sequence[float], _font: Any, size: float
    ) -> None:
        """Take a piece of text; a newline in it ends the line."""
        first, *more = text.split("\n")
        self._put(first, space, matrix, size)
        for line in more:
            self._lines.append([])
            self._put(line, space, matrix, size)

    def _put(
        self, text: str, space: Sequence[float], matrix: Sequence[float], size: float
    ) -> None:
        if not text:
            return
        a, b = _turned(matrix[0], matrix[1], space)
        x, y = _turned(matrix[4], matrix[5], space)
        x, y = x + space[4], y + space[5]
        scale = math.hypot(a, b) or 1.0
        cosine, sine = a / scale, b / scale
        self._lines[-1].append(
            _Piece(text, x * cosine + y * sine, y * cosine - x * sine, abs(size) * scale)
        )

    def lines(self) -> list[PrintedLine]:
        """Give the lines with text, in the order of the page."""
        return [_line(pieces) for pieces in self._lines if any(p.text.strip() for p in pieces)]


def _turned(x: float, y: float, space: Sequence[float]) -> tuple[float, float]:
    return x * space[0] + y * space[2], x * space[1] + y * space[3]


def _line(pieces: Sequence[_Piece]) -> PrintedLine:
    text = _RADICALS.sub(_unified, "".join(piece.text for piece in pieces))
    seen = [piece for piece in pieces if piece.text.strip()]
    first = min(seen, key=lambda piece: piece.along)
    indent = width(text[: len(text) - len(text.lstrip())]) * first.size
    body = _without_gaps(text.strip())
    right = max(piece.end for piece in seen)
    return PrintedLine(body, first.along + indent, right, seen[0].across, seen[0].size)


def _unified(radical: re.Match[str]) -> str:
    """Give the character that a font shows with its radical's code: ⼀ is 一."""
    return unicodedata.normalize("NFKC", radical.group())


def _without_gaps(text: str) -> str:
    """Drop the spaces between the Chinese characters of a line that is set apart throughout.

    A few spaces stay, and so do those of a short line: 总 则 is set so on purpose.
    """
    gaps = [gap for gap in _GAP.finditer(text) if is_wide(gap[1]) and is_wide(gap[2])]
    if len(text) < _SHORTEST_TEXT or len(gaps) * 4 < len(text):
        return text
    spaces = {place for gap in gaps for place in range(*gap.span())}
    return "".join(c for place, c in enumerate(text) if place not in spaces)
