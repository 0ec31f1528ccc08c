"""The buttons with which members judge an answer, in a row of their own below the others."""

from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.asked.payloads import Payload, Vote, Wish, encode, parse
from bot.screens import Row, Screen
from bot.texts import Texts

__all__ = ["judged", "kept", "offers_wish", "with_wish"]


def judged(screen: Screen, _: Texts, *, wish: bool = False) -> Screen:
    """Add 👍 and 👎 to an answer, and with ``wish`` the offer to tell of a better one."""
    votes = (_button("👍", Vote(helpful=True)), _button("👎", Vote(helpful=False)))
    return _with(screen, [votes, _wish_row(_)] if wish else [votes])


def kept(screen: Screen, before: InlineKeyboardMarkup | None) -> Screen:
    """Carry over these buttons from the keyboard that a screen replaces."""
    rows = before.inline_keyboard if before else ()
    own = [row for row in rows if any(isinstance(_payload(each), Vote | Wish) for each in row)]
    return _with(screen, own)


def offers_wish(keyboard: InlineKeyboardMarkup | None) -> bool:
    rows = keyboard.inline_keyboard if keyboard else ()
    return any(isinstance(_payload(each), Wish) for row in rows for each in row)


def with_wish(keyboard: InlineKeyboardMarkup | None, _: Texts) -> InlineKeyboardMarkup:
    rows = keyboard.inline_keyboard if keyboard else ()
    return InlineKeyboardMarkup([*rows, _wish_row(_)])


def _with(screen: Screen, rows: list[Row]) -> Screen:
    if not rows:
        return screen
    above = screen.keyboard.inline_keyboard if screen.keyboard else ()
    return replace(screen, keyboard=InlineKeyboardMarkup([*above, *rows]))


def _wish_row(_: Texts) -> Row:
    return (_button(_("🔔 有答案时告诉我"), Wish()),)


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))


def _payload(button: InlineKeyboardButton) -> Payload | None:
    return parse(button.callback_data)
