"""Text for searching, and where sentences begin and end."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

_CLOSERS = "”’」』）)》〉】]\"'"
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "〈": "〉"}
_LONGEST_QUOTE = 100
"""A longer quotation or bracket is split into its sentences."""

_END = re.compile(
    r"\n|[。！？]+|[!?]+(?=$|[^\x21-\x7e]|[)\"'])"
    r"|(?<=[a-z)\]]{2})\.(?=$|\s|[)\"'”’])|(?<=[0-9]{3})\.(?=\s+[A-Z])"
)
_END_OR_SEMICOLON = re.compile(rf"{_END.pattern}|；|;(?=$|[^\x21-\x7e])")
_GOES_ON = re.compile(r"[，、；：,;:。！？!?）)》”’的]|等(?!到)")
_BEFORE_SPEECH = "：:，,。！？!?；\n"


def search_text(text: str) -> str:
    """Fold a text for searching, never for showing.

    NFKC, simplified characters, lower case, white space as single spaces.
    """
    simplified: str = _converter().convert(unicodedata.normalize("NFKC", text))
    return " ".join(simplified.lower().split())


@cache
def _converter() -> Any:
    from opencc import OpenCC  # noqa: PLC0415  its dictionaries load only when first needed

    return OpenCC("t2s")


def sentences(text: str, *, semicolons: bool = False) -> list[tuple[int, int]]:
    """Partition a text into sentences, as offsets; white space goes with the one before it.

    A newline ends a sentence, an end within a short quotation or title does not. With
    `semicolons`, a semicolon ends one too.
    """
    ends = list(_sentence_ends(text, _END_OR_SEMICOLON if semicolons else _END))
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    return list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []


def _sentence_ends(text: str, pattern: re.Pattern[str]) -> Iterator[int]:
    inside = _short_quotations(text)
    begun = position = 0
    while found := pattern.search(text, position):
        position = _behind(text, found.end(), _CLOSERS)
        quotation = inside.get(found.start())
        if quotation is not None and not _closes_speech(text, quotation, found.end()):
            position = found.end()
            continue
        position = _behind_white(text, position)
        if text[begun:position].strip():
            yield position
            begun = position


def _closes_speech(text: str, start: int, end: int) -> bool:
    """Tell whether the quotation from `start` ends with the sentence that ends at `end`."""
    behind = _behind(text, end, _CLOSERS)
    introduced = start == 0 or text[start - 1] in _BEFORE_SPEECH
    return behind > end and introduced and not _GOES_ON.match(text, behind)


def _behind(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _behind_white(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _short_quotations(text: str) -> dict[int, int]:
    """Map each offset inside a short quotation, bracket or title to where the outermost opens."""
    open_at: list[int] = []
    inside: dict[int, int] = {}
    for place, character in enumerate(text):
        if character == "\n":
            open_at.clear()
        elif character in _PAIRS:
            open_at.append(place)
        elif open_at and character == _PAIRS[text[open_at[-1]]]:
            start = open_at.pop()
            if place - start <= _LONGEST_QUOTE:
                inside.update(dict.fromkeys(range(start, place), start))
    return inside
