"""Telegram's HTML in pieces: escaping, UTF-16 lengths, trimming and cutting at sentences."""

import html
import re
from collections.abc import Iterator

__all__ = ["bold", "escape", "parts", "trim", "units"]

_SENTENCE_END = re.compile(r"[。！？；!?;…\n]+[”’」』）)\]】》]*")


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def bold(text: str) -> str:
    """Set text in bold; white space alone stays as it is, for Telegram drops such entities."""
    return f"<b>{escape(text)}</b>" if text.strip() else escape(text)


def units(text: str) -> int:
    """Count UTF-16 code units, in which Telegram counts its limits."""
    return len(text) + sum(character > "\uffff" for character in text)


def trim(text: str, limit: int) -> str:
    """Shorten a line to `limit` units with an ellipsis; white space runs become one space."""
    line = " ".join(text.split())
    if units(line) <= limit:
        return line
    return line[: _reach(line, 0, limit - 1)].rstrip() + "…"


def parts(text: str, first: int, rest: int) -> tuple[tuple[int, int], ...]:
    """Cut a text into slices of at most `first`, then `rest` units, at sentences where possible.

    The slices follow on one another and together are the whole text.
    """
    return tuple(_parts(text, first, rest))


def _parts(text: str, first: int, rest: int) -> Iterator[tuple[int, int]]:
    start, limit = 0, first
    while True:
        end = _cut(text, start, limit)
        yield start, end
        if end == len(text):
            return
        start, limit = end, rest


def _cut(text: str, start: int, limit: int) -> int:
    end = _reach(text, start, limit)
    if end == len(text):
        return end
    middle = (start + end) // 2
    ends = [match.end() for match in _SENTENCE_END.finditer(text, middle, end)]
    return ends[-1] if ends else end


def _reach(text: str, start: int, limit: int) -> int:
    """Return how far `limit` units reach, at least one character."""
    end = min(len(text), start + limit)
    while end > start + 1 and units(text[start:end]) > limit:
        end -= max(1, (units(text[start:end]) - limit) // 2)
    return end
