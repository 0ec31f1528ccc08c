"""What the buttons of reindexing and of the versions carry, in the manner of `bot.payloads`.

1xp             show the difference between the documents and the index
1xs <state>     build what that difference was shown for
1xc <build>     cancel a build
1xd             put the preview away
1xt <snapshot>  take a snapshot that its gate held back
1xn <snapshot>  do not take it
1xv             list the versions
1xr <snapshot>  ask before going back to a version
1xb <snapshot>  go back to it
"""

import re
from dataclasses import dataclass

__all__ = [
    "Cancel",
    "Decline",
    "Dismiss",
    "Payload",
    "Preview",
    "RollBack",
    "Start",
    "Take",
    "Versions",
    "WishRollBack",
    "encode",
    "parse",
]

_SNAPSHOT = r"\d{8}-\d{6}-[0-9a-f]{10}"


@dataclass(frozen=True, slots=True)
class Preview:
    """The wish to see what a reindex would change."""


@dataclass(frozen=True, slots=True)
class Start:
    """Build; `state` is 12 hexadecimal digits of what the preview was about."""

    state: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a build, by its 8 hexadecimal digits."""

    build: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Leave everything as it is."""


@dataclass(frozen=True, slots=True)
class Take:
    """Switch to a snapshot that did worse than the current one."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Drop a snapshot that did worse than the current one."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class Versions:
    """The wish to see the snapshots there are."""


@dataclass(frozen=True, slots=True)
class WishRollBack:
    """The wish to go back to a snapshot, to be confirmed."""

    snapshot: str


@dataclass(frozen=True, slots=True)
class RollBack:
    """Go back to a snapshot."""

    snapshot: str


Payload = Preview | Start | Cancel | Dismiss | Take | Decline | Versions | WishRollBack | RollBack

_PLAIN: dict[str, type[Preview | Dismiss | Versions]] = {
    "p": Preview,
    "d": Dismiss,
    "v": Versions,
}
_VALUED: dict[str, tuple[type[Start | Cancel | Take | Decline | WishRollBack | RollBack], str]] = {
    "s": (Start, r"[0-9a-f]{12}"),
    "c": (Cancel, r"[0-9a-f]{8}"),
    "t": (Take, _SNAPSHOT),
    "n": (Decline, _SNAPSHOT),
    "r": (WishRollBack, _SNAPSHOT),
    "b": (RollBack, _SNAPSHOT),
}
_LETTERS = {kind: letter for letter, kind in _PLAIN.items()} | {
    kind: letter for letter, (kind, _) in _VALUED.items()
}


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    return f"1x{_LETTERS[type(payload)]}{_value(payload)}"


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of these."""
    if not isinstance(data, str) or len(data) < 3 or not data.startswith("1x"):
        return None
    letter, value = data[2], data[3:]
    if letter in _PLAIN and not value:
        return _PLAIN[letter]()
    if letter not in _VALUED:
        return None
    kind, form = _VALUED[letter]
    return kind(value) if re.fullmatch(form, value, re.ASCII) else None


def _value(payload: Payload) -> str:
    match payload:
        case Start(value) | Cancel(value):
            return value
        case Take(value) | Decline(value) | WishRollBack(value) | RollBack(value):
            return value
        case _:
            return ""
