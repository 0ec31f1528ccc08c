"""What the buttons of /study carry, in the manner of `bot.payloads`.

1t a <page>              all documents
1t t <page> <document>   take a document or leave it, by its `short_id`
1t p <page>              turn to a page
"""

import re
from dataclasses import dataclass

__all__ = ["All", "Payload", "Toggle", "Turn", "encode", "parse"]

_FORM = re.compile(r"1t(?:([ap])([0-9a-f]{3})|t([0-9a-f]{3})([0-9a-f]{12}))")
_MOST_PAGES = 0xFFF


@dataclass(frozen=True, slots=True)
class All:
    """Study whatever there is."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Show a page of the documents."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Toggle:
    """Study a document, or no longer."""

    document: str
    page: int = 0


Payload = All | Turn | Toggle


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    page = f"{min(payload.page, _MOST_PAGES):03x}"
    match payload:
        case All():
            return f"1ta{page}"
        case Turn():
            return f"1tp{page}"
        case Toggle(document):
            return f"1tt{page}{document}"


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of these."""
    found = _FORM.fullmatch(data) if isinstance(data, str) else None
    if found is None:
        return None
    if found[4]:
        return Toggle(found[4], int(found[3], 16))
    return (All if found[1] == "a" else Turn)(int(found[2], 16))
