"""What messages are made of: text with its keyboard, addresses, buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.markup import bold, escape, trim
from bot.payloads import Payload, Span, encode
from bot.texts import Texts
from index.models import Hit, Place

__all__ = ["ADDRESS", "LIMIT", "Row", "Screen", "Shown", "address", "button", "keyboard_of",
           "left_out"]  # fmt: skip

LIMIT = 4096 - 96
"""Units of a message, with room to spare."""
_REFERENCE, _TITLE, _PATH = 80, 160, 400
_NAME = 30
"""Characters of a title that name its document; the last ones, by which outlines are asked too."""
ADDRESS = _REFERENCE + _TITLE + _PATH
"""The most units that an address takes."""

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message to send or to put in the place of an earlier one."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its address, and the slice of it to set off."""

    title: str
    reference: str
    path: tuple[str, ...]
    text: str
    start: int = 0
    length: int = 0

    @classmethod
    def from_hit(cls, hit: Hit) -> "Shown":
        passage = hit.passage
        return cls(
            hit.title,
            str(passage.reference),
            passage.path,
            passage.text,
            hit.quote_start,
            len(hit.quote),
        )

    @classmethod
    def from_place(cls, place: Place, span: Span | None = None) -> "Shown":
        start, length = (span.start, span.length) if span else (0, 0)
        return cls(place.title, str(place.reference), place.path, place.text, start, length)

    @property
    def quote(self) -> str:
        return self.text[self.start : self.start + self.length]


def address(shown: Shown) -> str:
    """Say where a text stands: its reference and document, then the sections around it."""
    title, reference = trim(shown.title, _TITLE), trim(shown.reference, _REFERENCE)
    first = " · ".join(piece for piece in (bold(reference), escape(title)) if piece)
    path = trim(" › ".join(shown.path), _PATH)
    return f"📖 {first}\n{escape(path)}" if path else f"📖 {first}"


def left_out(places: Sequence[Place], kept: int, _: Texts, asking: str = "") -> str:
    """Say how many places a choice leaves out, and how to name one; nothing where it has all.

    `asking` is what a question about such a place ends with.
    """
    left = places[kept:]
    if not left:
        return ""
    name = " ".join(left[0].title.split())[-_NAME:].lstrip()
    example = f"《{name}》{left[0].reference}{asking}"
    if len({place.document for place in places}) < len(places):
        text = _("……还有 {count} 处，请在前面写上材料名，例如 {example}",
                 count=len(left), example=example)  # fmt: skip
    else:
        text = _("……还有 {count} 份，请在前面写上材料名，例如 {example}",
                 count=len(left), example=example)  # fmt: skip
    return escape(text)


def button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))


def keyboard_of(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None
