"""Buttons and lines that several screens of the documents share."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton

from bot.documents.payloads import Listed, Payload, encode
from bot.markup import trim
from bot.reindex.payloads import Preview
from bot.reindex.payloads import encode as encode_reindex
from bot.screens import Row
from bot.texts import Texts

__all__ = ["PER_PAGE", "button", "list_row", "page_of", "quoted", "reindex_button", "turning"]

PER_PAGE = 8
_LABEL, _TITLE = 42, 60


def button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(trim(label, _LABEL) or "…", callback_data=encode(payload))


def reindex_button(_: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(_("🔄 更新索引"), callback_data=encode_reindex(Preview()))


def list_row(_: Texts, page: int = 0) -> Row:
    return (button(_("◂ 材料列表"), Listed(page)),)


def quoted(title: str) -> str:
    """Write a title within a sentence."""
    return trim(title, _TITLE)


def page_of(count: int, page: int) -> tuple[int, int]:
    """Return the page that there is instead of a wished one, and how many there are."""
    pages = max(1, -(-count // PER_PAGE))
    return min(page, pages - 1), pages


def turning(pages: Sequence[Payload], page: int) -> Row:
    """Turn between pages, each named by what its button carries."""
    row = []
    if page > 0:
        row.append(button("◂", pages[page - 1]))
    if page + 1 < len(pages):
        row.append(button(f"{page + 2}/{len(pages)} ▸", pages[page + 1]))
    return tuple(row)
