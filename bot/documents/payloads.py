"""What the buttons of the documents carry, in the manner of `bot.payloads`.

1k a <arrival> <page>              a file that came in: what to do with it
1k r <arrival> <document> <page>   the same, in the place of a document
1k l <page>                        the list of documents
1k p <document> <page>             a document: what to show of it or to do with it
1k u <thrown>                      take something back out of the trash
1k s                               remove the sample

Arrivals, documents (by `short_id`) and what is in the trash have 12 hexadecimal digits, pages 3.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Arrived",
    "DropSample",
    "Listed",
    "Payload",
    "Shelved",
    "Undo",
    "Wish",
    "encode",
    "parse",
]

_ID, _PAGE = "[0-9a-f]{12}", "[0-9a-f]{3}"
_MOST_PAGES = 0xFFF


class Wish(StrEnum):
    """What can be asked for with a button: of an arrival, of a document of the library."""

    ADD = "a"
    DISCARD = "d"
    NAME = "n"
    SHOW = "b"
    CHOOSE = "c"  # which document to replace
    REPLACE = "r"

    PAGE = "p"
    OUTLINE = "o"
    FILE = "f"
    RENAME = "t"
    WISH_REMOVE = "x"
    REMOVE = "y"


_OF_ARRIVALS = (Wish.ADD, Wish.DISCARD, Wish.NAME, Wish.SHOW, Wish.CHOOSE)
_OF_DOCUMENTS = (
    Wish.PAGE,
    Wish.OUTLINE,
    Wish.FILE,
    Wish.RENAME,
    Wish.WISH_REMOVE,
    Wish.REMOVE,
)
_ARRIVED = re.compile(rf"1k([{''.join(_OF_ARRIVALS)}])({_ID})({_PAGE})")
_REPLACE = re.compile(rf"1k{Wish.REPLACE}({_ID})({_ID})({_PAGE})")
_SHELVED = re.compile(rf"1k([{''.join(_OF_DOCUMENTS)}])({_ID})({_PAGE})")
_LISTED = re.compile(rf"1kl({_PAGE})")
_UNDO = re.compile(rf"1ku({_ID})")
_SAMPLE = "1ks"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A wish about a file that came in; `document` is what it shall replace."""

    wish: Wish
    arrival: str
    document: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shelved:
    """A wish about a document of the library."""

    wish: Wish
    document: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """The wish to see a page of the list."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back a removal or a replacement."""

    thrown: str


@dataclass(frozen=True, slots=True)
class DropSample:
    """Remove the sample document."""


Payload = Arrived | Shelved | Listed | Undo | DropSample


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    match payload:
        case Arrived(wish, arrival, document, page):
            return f"1k{wish}{arrival}{document}{_page(page)}"
        case Shelved(wish, document, page):
            return f"1k{wish}{document}{_page(page)}"
        case Listed(page):
            return f"1kl{_page(page)}"
        case Undo(thrown):
            return f"1ku{thrown}"
        case DropSample():
            return _SAMPLE


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of the documents'."""
    if not isinstance(data, str):
        return None
    if found := _ARRIVED.fullmatch(data):
        return Arrived(Wish(found[1]), found[2], page=int(found[3], 16))
    if found := _REPLACE.fullmatch(data):
        return Arrived(Wish.REPLACE, found[1], found[2], int(found[3], 16))
    if found := _SHELVED.fullmatch(data):
        return Shelved(Wish(found[1]), found[2], int(found[3], 16))
    if found := _LISTED.fullmatch(data):
        return Listed(int(found[1], 16))
    if found := _UNDO.fullmatch(data):
        return Undo(found[1])
    return DropSample() if data == _SAMPLE else None


def _page(page: int) -> str:
    return f"{min(page, _MOST_PAGES):03x}"
