"""What the buttons about owners and the audit log carry, in the manner of `bot.payloads`.

1uo         the list of owners
1ur 456     no owner any more, by user id: asks whether that is meant
1uR 456     the same, meant
1ua 2       a page of the log, counted from 0
"""

import re
from dataclasses import dataclass

__all__ = ["AuditPage", "ListOwners", "Payload", "RemoveOwner", "encode", "parse"]

_FORM = re.compile(r"1u([orRa])(0|[1-9]\d{0,18})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ListOwners:
    """The wish to see the owners."""


@dataclass(frozen=True, slots=True)
class RemoveOwner:
    """The wish to remove an owner; `sure` after it was asked about."""

    user: int
    sure: bool = False


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the log, the newest being 0."""

    number: int


Payload = ListOwners | RemoveOwner | AuditPage


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    match payload:
        case ListOwners():
            return "1uo"
        case RemoveOwner(user, sure):
            return f"1u{'R' if sure else 'r'}{user}"
        case AuditPage(number):
            return f"1ua{number}"


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of these."""
    found = _FORM.fullmatch(data) if isinstance(data, str) else None
    if found is None:
        return None
    kind, number = found[1], found[2]
    if (kind == "o") != (number is None):
        return None
    match kind:
        case "o":
            return ListOwners()
        case "a":
            return AuditPage(int(number))
    return RemoveOwner(int(number), sure=kind == "R")
