"""The library as messages: the list, a document, its outline, what was done with it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from bot.daily.payloads import short_id
from bot.documents.buttons import PER_PAGE, button, list_row, quoted, reindex_button, turning
from bot.documents.payloads import Listed, Shelved, Undo, Wish
from bot.documents.shelf import Book, Shelf, State
from bot.documents.wording import counts_text, section_line, size_text
from bot.markup import bold, escape, trim, units
from bot.screens import LIMIT, Row, Screen, keyboard_of
from bot.texts import Texts
from corpus.models import Document, Section
from corpus.trash import DAYS_KEPT, Thrown

__all__ = [
    "render_book",
    "render_outline",
    "render_removed",
    "render_renamed",
    "render_restored",
    "render_shelf",
    "render_wish_remove",
]

_NAME, _TITLE, _CHATS = 80, 120, 5
_FRAME = 300

Chats = Mapping[str, Sequence[str]]


def render_shelf(shelf: Shelf, chats: Chats, _: Texts) -> Screen:
    """List the documents of a page, with what the index has of them."""
    back = _take_back(shelf, _)
    if not shelf.total and not shelf.gone:
        empty = _("还没有文档。把文件发给我，或者用 /add 回复一段文字。")
        return Screen(escape(empty), keyboard_of(back))
    first = shelf.page * PER_PAGE + 1
    lines = [
        f"{number}. {bold(trim(book.title, _TITLE))}\n{escape(_facts(book, chats, _))}"
        for number, book in enumerate(shelf.books, first)
    ]
    head = bold(_("📚 学习材料（{count} 份）", count=shelf.total))
    text = "\n\n".join(filter(None, (head, *lines, escape(_gone(shelf, _)))))
    rows: list[Row] = [
        (
            button(
                f"{number}. {book.title}",
                Shelved(Wish.PAGE, short_id(book.entry.id), shelf.page),
            ),
        )
        for number, book in enumerate(shelf.books, first)
    ]
    turn = turning([Listed(page) for page in range(shelf.pages)], shelf.page)
    return Screen(text, keyboard_of([*rows, turn, (reindex_button(_),), *back]))


def render_book(book: Book, chats: Chats, page: int, _: Texts) -> Screen:
    """Show a document with all that can be done with it."""
    facts = [
        trim(book.entry.name, _NAME),
        f"{size_text(book.entry.size)} · {_date(book.changed)}",
        counts_text(book.overview, _) if book.overview else "",
        _state(book.state, _),
        _chats(chats.get(book.entry.id, ()), _),
    ]
    text = "\n".join([bold(trim(book.title, _TITLE)), *map(escape, filter(None, facts))])
    document = short_id(book.entry.id)
    looking: Row = (button(_("⬇️ 下载"), Shelved(Wish.FILE, document, page)),)
    if book.overview:
        looking = (button(_("📑 大纲"), Shelved(Wish.OUTLINE, document)), *looking)
    changing = (
        button(_("✏️ 改标题"), Shelved(Wish.RENAME, document, page)),
        button(_("🗑 移除"), Shelved(Wish.WISH_REMOVE, document, page)),
    )
    return Screen(text, keyboard_of([looking, changing, list_row(_, page)]))


def render_outline(document: Document, page: int, _: Texts) -> Screen:
    """Show the outline of a document, a message's worth at a time."""
    pages = list(_outline_pages(document)) or [_("没有读出章节，按自然段引用。")]
    page, short = min(page, len(pages) - 1), short_id(document.id)
    text = f"{bold(trim(document.title, _TITLE))}\n\n{escape(pages[page])}"
    turns = [Shelved(Wish.OUTLINE, short, number) for number in range(len(pages))]
    back = (button(_("◂ 返回"), Shelved(Wish.PAGE, short)),)
    return Screen(text, keyboard_of([turning(turns, page), back]))


def render_wish_remove(book: Book, chats: Chats, page: int, _: Texts) -> Screen:
    """Ask whether a document is to go, and say who studies it."""
    question = _(
        "移除“{title}”？{days} 天之内可以撤销。", title=quoted(book.title), days=DAYS_KEPT
    )
    studied_by = chats.get(book.entry.id, ())
    text = "\n".join([question, _chats(studied_by, _)] if studied_by else [question])
    document = short_id(book.entry.id)
    rows: list[Row] = [(
        button(_("🗑 移除"), Shelved(Wish.REMOVE, document, page)),
        button(_("◂ 返回"), Shelved(Wish.PAGE, document, page)),
    )]  # fmt: skip
    return Screen(escape(text), keyboard_of(rows))


def render_removed(thrown: Thrown, title: str, _: Texts, *, indexed: bool) -> Screen:
    """Say that a document is removed, and whether answers still have it."""
    text = _("🗑 已移除“{title}”，{days} 天之内可以撤销。", title=quoted(title), days=DAYS_KEPT)
    if indexed:
        text += _("更新索引之前，回答里还有它。")
    undo = button(_("↩️ 撤销"), Undo(thrown.id))
    return Screen(escape(text), keyboard_of([(reindex_button(_), undo), list_row(_)]))


def render_restored(title: str, _: Texts) -> Screen:
    text = _("↩️ “{title}”又在了。", title=quoted(title))
    return Screen(escape(text), keyboard_of([(reindex_button(_),), list_row(_)]))


def render_renamed(title: str, _: Texts) -> Screen:
    text = _("好，标题改为“{title}”。更新索引之后，回答里才是新的标题。", title=quoted(title))
    return Screen(escape(text), keyboard_of([(reindex_button(_),), list_row(_)]))


def _facts(book: Book, chats: Chats, _: Texts) -> str:
    passages = _("{count} 段", count=book.overview.passages) if book.overview else ""
    chosen = len(chats.get(book.entry.id, ()))
    pieces = (
        passages,
        size_text(book.entry.size),
        _date(book.changed),
        _state(book.state, _),
        _("{count} 个聊天选了它", count=chosen) if chosen else "",
    )
    return " · ".join(filter(None, pieces))


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _state(state: State, _: Texts) -> str:
    return {
        State.INDEXED: _("在索引里"),
        State.CHANGED: _("改过了，索引里还是旧的"),
        State.ABSENT: _("还不在索引里"),
        State.UNREADABLE: _("读不了"),
    }[state]


def _take_back(shelf: Shelf, _: Texts) -> list[Row]:
    """Offer on the first page to bring back what was removed last."""
    removed = () if shelf.page else shelf.removed
    return [
        (
            button(
                _("↩️ 取回 {title}", title=each.title or PurePath(each.name).stem),
                Undo(each.id),
            ),
        )
        for each in removed
    ]


def _gone(shelf: Shelf, _: Texts) -> str:
    if not shelf.gone:
        return ""
    names = _("、").join(f"“{quoted(title)}”" for title in shelf.gone[:_CHATS])
    return _("已经移除、索引里还有的：{titles}", titles=names)


def _chats(names: Sequence[str], _: Texts) -> str:
    """Say which chats have chosen a document; those that chose none study all."""
    if not names:
        return _("没有聊天专门选它；没有选过的聊天学习全部材料。")
    shown = [quoted(name) for name in names if name][:_CHATS]
    if not shown:
        return _("{count} 个聊天选了它", count=len(names))
    listed = _("、").join(shown)
    if len(names) > len(shown):
        return _("选了它的：{chats}等 {count} 个聊天", chats=listed, count=len(names))
    return _("选了它的：{chats}", chats=listed)


def _outline_pages(document: Document) -> Iterator[str]:
    room, lines, used = LIMIT - _TITLE - _FRAME, list[str](), 0
    for line in _outline(document, document.sections, ""):
        if lines and used + units(line) + 1 > room:
            yield "\n".join(lines)
            lines, used = [], 0
        lines.append(line)
        used += units(line) + 1
    if lines:
        yield "\n".join(lines)


def _outline(document: Document, sections: Sequence[Section], indent: str) -> Iterator[str]:
    for section in sections:
        yield indent + section_line(document, section)
        yield from _outline(document, section.sections, indent + "　")
