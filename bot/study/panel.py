"""The documents of a chat as a message with ticks."""

from collections.abc import Collection, Sequence

from telegram import InlineKeyboardButton

from bot.daily.payloads import short_id
from bot.markup import bold, escape, trim
from bot.screens import Row, Screen, keyboard_of
from bot.study.payloads import All, Payload, Toggle, Turn, encode
from bot.texts import Texts
from corpus.models import Document

__all__ = ["render_study"]

_PER_PAGE, _LABEL, _TITLE, _MOST_TITLES = 8, 42, 100, 20


def render_study(
    documents: Sequence[Document], chosen: Collection[str], page: int, _: Texts
) -> Screen:
    """Show which documents a chat studies; none chosen means all."""
    pages = max(1, -(-len(documents) // _PER_PAGE))
    page = min(page, pages - 1)
    kept = [document for document in documents if document.id in chosen]
    rows: list[Row] = [(_button(_marked(_("全部"), not kept), All(page)),)]
    for document in documents[page * _PER_PAGE : (page + 1) * _PER_PAGE]:
        label = _marked(document.title, document in kept)
        rows.append((_button(label, Toggle(short_id(document.id), page)),))
    return Screen(
        _text(kept, len(documents), chosen, _), keyboard_of([*rows, _turns(page, pages)])
    )


def _text(kept: Sequence[Document], count: int, chosen: Collection[str], _: Texts) -> str:
    lines = [_("这里的提问、目录和每日研读，只用选中的材料。")]
    if kept:
        lines += [f"✓ {trim(document.title, _TITLE)}" for document in kept[:_MOST_TITLES]]
        if len(kept) > _MOST_TITLES:
            lines.append(_("……还有 {count} 份", count=len(kept) - _MOST_TITLES))
    else:
        lines.append(_("现在用全部 {count} 份。", count=count))
    if chosen and not kept:
        lines.append(_("原来选的材料已经不在了。"))
    return "\n".join([bold(_("📚 学习哪些材料")), *map(escape, lines)])


def _turns(page: int, pages: int) -> Row:
    before = (_button("◂", Turn(page - 1)),) if page else ()
    after = (_button(f"{page + 2}/{pages} ▸", Turn(page + 1)),) if page + 1 < pages else ()
    return (*before, *after)


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(trim(label, _LABEL) or "…", callback_data=encode(payload))
