"""What a button carries: at most 64 bytes, with a version mark, safe when old or forged.

    1a E 0 00 <id><start><length> …   an answer: verdict, which hit is shown, which part of it
    1p 2 0 00 <id>                    a place: how many steps of the passage's address name it,
                                      or which title above it does, and which clause of it
    1s <id>                           the section around a passage, as a message of its own
    1o 2 0 <id>                       the outline of a place, and what of it is counted
    1i 2 0 <id>                       an entry of an outline, as a message of its own
    1l zh_Hans                        a language

A payload holds all that its message needs, so that buttons outlive a restart and a re-indexing:
passages are named by their content ids, numbers are written in base 62.
"""

import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.texts import Language
from corpus.references import Kind
from index.models import Verdict

__all__ = ["AnswerView", "ItemView", "LanguageChoice", "OutlineView", "Payload", "PlaceView",
           "SectionView", "Span", "encode", "parse"]  # fmt: skip

VERSION = "1"
MOST_HITS = 3
BY_LEVEL = 50
"""A depth above this counts titles instead: 51 is the outermost section around the passage.

A chapter is named so, for the addresses of its articles leave it out.
"""
_DIGITS = string.digits + string.ascii_letters
_VERDICTS = {"E": Verdict.EXACT, "R": Verdict.RELATED, "N": Verdict.NONE}
_MARKS = {verdict: mark for mark, verdict in _VERDICTS.items()}
_SPAN = re.compile(r"([\w-]{12})([0-9A-Za-z]{3})([0-9A-Za-z]{3})", re.ASCII)
_ANSWER = re.compile(rf"([ERN])([0-2])([0-9A-Za-z]{{2}})((?:{_SPAN.pattern})+)", re.ASCII)
_PLACE = re.compile(r"([0-9A-Za-z])([0-9A-Za-z])([0-9A-Za-z]{2})([\w-]{12})", re.ASCII)
_ENTRY = re.compile(r"([0-9A-Za-z])([0-9A-Za-z])([\w-]{12})", re.ASCII)
_UNITS = (None, Kind.PART, Kind.BOOK, Kind.CHAPTER, Kind.DIVISION, Kind.ARTICLE, Kind.CLAUSE)
_DEEP = len(_UNITS)


@dataclass(frozen=True, slots=True)
class Span:
    """A passage and the slice of it that answers."""

    passage: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer with one of its hits open; `part` counts the messages' worth of a long passage."""

    verdict: Verdict
    hits: tuple[Span, ...]
    current: int = 0
    part: int = 0

    @property
    def hit(self) -> Span:
        return self.hits[self.current]

    def opening(self, current: int, part: int = 0) -> "AnswerView":
        return replace(self, current=current, part=part)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """The place whose address is the first `depth` steps of this passage's.

    `clause` is the paragraph (款) of a short article that is meant, 0 for all of it.
    """

    passage: str
    depth: int
    clause: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class SectionView:
    """The section around a passage."""

    passage: str


@dataclass(frozen=True, slots=True)
class OutlineView:
    """The outline of the place whose address is the first `depth` steps of this passage's.

    `unit` and `deep` are those of `Searcher.outline`.
    """

    passage: str
    depth: int
    unit: Kind | None = None
    deep: bool = False


@dataclass(frozen=True, slots=True)
class ItemView:
    """A place as in `PlaceView`, to open as a message of its own."""

    passage: str
    depth: int
    clause: int = 0


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language to use from now on."""

    language: Language


Payload = AnswerView | PlaceView | SectionView | OutlineView | ItemView | LanguageChoice


def encode(payload: Payload) -> str:
    """Write a payload; ASCII throughout, so that a character is a byte."""
    match payload:
        case AnswerView(verdict, hits, current, part):
            spans = "".join(map(_encode_span, hits))
            body = f"a{_MARKS[verdict]}{current}{_base62(part, 2)}{spans}"
        case PlaceView(passage, depth, clause, part):
            body = f"p{_base62(depth, 1)}{_base62(clause, 1)}{_base62(part, 2)}{passage}"
        case SectionView(passage):
            body = f"s{passage}"
        case OutlineView(passage, depth, unit, deep):
            counted = _DEEP if deep else _UNITS.index(unit)
            body = f"o{_base62(depth, 1)}{_base62(counted, 1)}{passage}"
        case ItemView(passage, depth, clause):
            body = f"i{_base62(depth, 1)}{_base62(clause, 1)}{passage}"
        case LanguageChoice(language):
            body = f"l{language}"
    return VERSION + body


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of ours."""
    if not isinstance(data, str) or not data.startswith(VERSION) or len(data) > 64:
        return None
    reader = _READERS.get(data[1:2])
    return reader(data[2:]) if reader else None


def _answer(body: str) -> AnswerView | None:
    match = _ANSWER.fullmatch(body)
    if match is None:
        return None
    hits = tuple(Span(p, _number(s), _number(n)) for p, s, n in _SPAN.findall(match[4]))
    current = int(match[2])
    if current >= len(hits):
        return None
    return AnswerView(_VERDICTS[match[1]], hits, current, _number(match[3]))


def _place(body: str) -> PlaceView | None:
    match = _PLACE.fullmatch(body)
    return match and PlaceView(match[4], *map(_number, match.groups()[:3]))


def _section(body: str) -> SectionView | None:
    return SectionView(body) if re.fullmatch(r"[\w-]{12}", body, re.ASCII) else None


def _outline(body: str) -> OutlineView | None:
    match = _ENTRY.fullmatch(body)
    counted = _number(match[2]) if match else _DEEP + 1
    if match is None or counted > _DEEP:
        return None
    deep = counted == _DEEP
    return OutlineView(match[3], _number(match[1]), None if deep else _UNITS[counted], deep)


def _item(body: str) -> ItemView | None:
    match = _ENTRY.fullmatch(body)
    return match and ItemView(match[3], _number(match[1]), _number(match[2]))


def _language(body: str) -> LanguageChoice | None:
    return LanguageChoice(Language(body)) if body in tuple(Language) else None


_READERS: dict[str, Callable[[str], Payload | None]] = {
    "a": _answer,
    "p": _place,
    "s": _section,
    "o": _outline,
    "i": _item,
    "l": _language,
}


def _encode_span(span: Span) -> str:
    return f"{span.passage}{_base62(span.start, 3)}{_base62(span.length, 3)}"


def _base62(number: int, width: int) -> str:
    """Write a number in a fixed width; one too large for it is the largest there is."""
    number = max(0, min(number, 62**width - 1))
    digits = []
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _number(text: str) -> int:
    value = 0
    for digit in text:
        value = value * 62 + _DIGITS.index(digit)
    return value
