"""What the buttons of the daily push carry, in the manner of `bot.payloads`.

1d 3 00 <id>    an excerpt: how many passages from this one on, and which part of them, in hex
1q <id>         a question about a passage
1c h 0730       a choice: which, and its value
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["AskAbout", "Choose", "ExcerptView", "Pick", "encode", "parse", "short_id"]

_EXCERPT = re.compile(r"1d([0-9a-f]{2})([0-9a-f]{2})([\w-]{12})", re.ASCII)
_ASK = re.compile(r"1q([\w-]{12})", re.ASCII)
_CHOOSE = re.compile(r"1c([a-z])([0-9A-Za-z_]{0,20})", re.ASCII)


class Pick(StrEnum):
    """What can be chosen with a button."""

    MENU = "m"  # open a list of choices: the value is another pick, or empty for the first page
    SWITCH = "o"
    TIME = "h"
    DAYS = "d"
    ORDER = "r"
    MINUTES = "l"
    DOCUMENT = "b"
    SILENT = "s"
    RESUME = "u"
    NOW = "n"
    HISTORY = "y"
    AGAIN = "a"  # at the end: from the beginning
    NEXT = "f"  # at the end: the next document


@dataclass(frozen=True, slots=True)
class ExcerptView:
    """An excerpt by its first passage and how many it has; `part` where it takes messages."""

    passage: str
    count: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class AskAbout:
    """The wish to ask about a passage."""

    passage: str


@dataclass(frozen=True, slots=True)
class Choose:
    """A choice of a chat's admin."""

    pick: Pick
    value: str = ""


Payload = ExcerptView | AskAbout | Choose


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    match payload:
        case ExcerptView(passage, count, part):
            return f"1d{min(count, 255):02x}{min(part, 255):02x}{passage}"
        case AskAbout(passage):
            return f"1q{passage}"
        case Choose(pick, value):
            return f"1c{pick}{value}"


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of the push's."""
    if not isinstance(data, str):
        return None
    if found := _EXCERPT.fullmatch(data):
        return ExcerptView(found[3], int(found[1], 16), int(found[2], 16))
    if found := _ASK.fullmatch(data):
        return AskAbout(found[1])
    if (found := _CHOOSE.fullmatch(data)) and found[1] in tuple(Pick):
        return Choose(Pick(found[1]), found[2])
    return None


def short_id(document: str) -> str:
    """Name a document in a button, whatever the length of its id."""
    return hashlib.blake2b(document.encode(), digest_size=6).hexdigest()
