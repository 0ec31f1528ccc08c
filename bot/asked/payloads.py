"""What the buttons about questions carry, in the manner of `bot.payloads`.

1v+  1v-            the answer was helpful, or was not
1vw                 tell me once there is an answer
1vf  1vk            forget all that is kept about me, or keep it
1nq 0               the queue from this group on
1nd <item>          no document deals with this group of questions
1nt <item>          ask for the reference to be typed
1nu 12              undo what this settled question was settled with
1ns <item>.2 0 <id> their right place, as in an `ItemView`

An item is a recorded question, a12, or one that was settled before, l12; its group is the one
that it belongs to now.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot import payloads
from bot.payloads import ItemView

__all__ = ["Dismiss", "Forget", "Item", "ItemKind", "Payload", "Queue", "Settle", "Type", "Undo",
           "Vote", "Wish", "encode", "item_of", "parse"]  # fmt: skip

_ITEM = re.compile(r"([al])([1-9]\d{0,17})", re.ASCII)
_SETTLE = re.compile(r"([al]\d+)\.([0-9A-Za-z]{2}[\w-]{12})", re.ASCII)


class ItemKind(StrEnum):
    """Where an item of the queue stands."""

    ASKED = "a"
    ALIAS = "l"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a group, by which the group is found again."""

    kind: ItemKind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}{self.id}"


@dataclass(frozen=True, slots=True)
class Vote:
    """What a member thinks of the answer under which the button stands."""

    helpful: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """The wish to be told once the question has an answer."""


@dataclass(frozen=True, slots=True)
class Forget:
    """The answer to whether all that is kept about a member shall go."""

    sure: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class Dismiss:
    """No document deals with these questions."""

    item: Item


@dataclass(frozen=True, slots=True)
class Type:
    """The wish to type the reference."""

    item: Item


@dataclass(frozen=True, slots=True)
class Settle:
    """The right place of these questions."""

    item: Item
    place: ItemView


@dataclass(frozen=True, slots=True)
class Undo:
    """Let a group wait again that was settled together with this alias."""

    alias: int


Payload = Vote | Wish | Forget | Queue | Dismiss | Type | Settle | Undo

_PLAIN: dict[str, Payload] = {
    "1v+": Vote(helpful=True),
    "1v-": Vote(helpful=False),
    "1vw": Wish(),
    "1vf": Forget(sure=True),
    "1vk": Forget(sure=False),
}
_WRITTEN = {payload: data for data, payload in _PLAIN.items()}


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    match payload:
        case Queue(page):
            return f"1nq{page}"
        case Dismiss(item):
            return f"1nd{item}"
        case Type(item):
            return f"1nt{item}"
        case Undo(alias):
            return f"1nu{alias}"
        case Settle(item, place):
            return f"1ns{item}.{payloads.encode(place)[2:]}"
        case _:
            return _WRITTEN[payload]


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or none of these."""
    if not isinstance(data, str) or len(data) > 64:
        return None
    if data in _PLAIN:
        return _PLAIN[data]
    kind, body = data[:3], data[3:]
    if kind == "1nq":
        return Queue(int(body)) if re.fullmatch(r"\d{1,6}", body, re.ASCII) else None
    if kind == "1nu":
        return Undo(int(body)) if re.fullmatch(r"[1-9]\d{0,17}", body, re.ASCII) else None
    if kind == "1ns":
        return _settle(body)
    item = item_of(body)
    if item is None or kind not in ("1nd", "1nt"):
        return None
    return Dismiss(item) if kind == "1nd" else Type(item)


def item_of(text: str) -> Item | None:
    """Read an item as `str` writes it."""
    found = _ITEM.fullmatch(text)
    return Item(ItemKind(found[1]), int(found[2])) if found else None


def _settle(body: str) -> Settle | None:
    found = _SETTLE.fullmatch(body)
    item = item_of(found[1]) if found else None
    place = payloads.parse(f"1i{found[2]}") if found else None
    return Settle(item, place) if item and isinstance(place, ItemView) else None
