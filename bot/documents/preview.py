"""A file that came in, as a message: what was understood of it, and what can be done with it."""

from collections.abc import Sequence

from bot.daily.payloads import short_id
from bot.documents.buttons import (
    PER_PAGE,
    button,
    list_row,
    page_of,
    quoted,
    reindex_button,
    turning,
)
from bot.documents.keeping import Added
from bot.documents.payloads import Arrived, DropSample, Shelved, Undo, Wish
from bot.documents.understanding import Understood
from bot.documents.wording import counts_text, cut_lines, section_line, size_text
from bot.markup import bold, escape, trim
from bot.screens import Row, Screen, keyboard_of
from bot.texts import Texts
from corpus.library import Entry
from corpus.models import Passage
from corpus.overview import Alike, samples
from corpus.references import Kind, Reference
from corpus.trash import DAYS_KEPT

__all__ = ["render_added", "render_arrival", "render_places"]

_VERSION = 0.5
"""Likeness from which on a text is taken for another version."""
_MOST_PARTS, _MOST_ALIKE = 10, 3
_NAME, _TITLE, _LINE, _CUT = 80, 160, 60, 160


def render_arrival(understood: Understood, library: Sequence[Entry], _: Texts) -> Screen:
    """Show what was understood of a file, and ask what to do with it."""
    pieces = (
        _head(understood, _),
        _outline(understood, _),
        _cuts(understood, _),
        _citations(understood, _),
        _alike(understood.alike, _),
    )
    text = "\n\n".join(piece for piece in pieces if piece)
    return Screen(text, keyboard_of(_choices(understood, library, _)))


def render_places(
    arrival: str, documents: Sequence[tuple[Entry, str]], page: int, _: Texts
) -> Screen:
    """Ask which document to replace; `documents` come with their titles."""
    page, pages = page_of(len(documents), page)
    shown = documents[page * PER_PAGE : (page + 1) * PER_PAGE]
    rows: list[Row] = [
        (button(title, Arrived(Wish.REPLACE, arrival, short_id(entry.id))),)
        for entry, title in shown
    ]
    turns = [Arrived(Wish.CHOOSE, arrival, page=number) for number in range(pages)]
    back = (button(_("◂ 返回"), Arrived(Wish.SHOW, arrival)),)
    return Screen(escape(_("替换哪一份？")), keyboard_of([*rows, turning(turns, page), back]))


def render_added(added: Added, _: Texts) -> Screen:
    """Say what became of a file, and that the index does not have it yet."""
    title = quoted(added.title)
    if added.known:
        return Screen(
            escape(_("“{title}”已经在资料库里，一模一样，没有再加。", title=title)),
            keyboard_of([list_row(_)]),
        )
    if added.thrown:
        done = _(
            "✅ 已替换“{title}”。旧的一份保留 {days} 天，可以撤销。", title=title, days=DAYS_KEPT
        )
        undo = Undo(added.thrown)
    else:
        done = _("✅ 已加入“{title}”。", title=title)
        undo = None
    take_back = undo or Shelved(Wish.REMOVE, short_id(added.document))
    rows: list[Row] = [(reindex_button(_), button(_("↩️ 撤销"), take_back))]
    pieces = [done, _("更新索引之后，成员才用得上。")]
    if added.first:
        pieces.append(_("示例文档还在里面。有了自己的文档，可以去掉它。"))
        rows.append((button(_("🧹 去掉示例文档"), DropSample()),))
    return Screen(escape("\n".join(pieces)), keyboard_of([*rows, list_row(_)]))


def _head(understood: Understood, _: Texts) -> str:
    name = trim(understood.arrival.name, _NAME)
    return "\n".join((
        escape(f"📄 {name} · {size_text(understood.size)}"),
        bold(trim(understood.document.title, _TITLE)),
        escape(counts_text(understood.overview, _)),
    ))  # fmt: skip


def _outline(understood: Understood, _: Texts) -> str:
    sections = understood.document.sections
    if not sections:
        return escape(_("没有读出章节，按自然段引用。"))
    lines = [section_line(understood.document, section) for section in sections]
    more = len(lines) - _MOST_PARTS
    if more > 0:
        lines[_MOST_PARTS:] = [_("……还有 {count} 个", count=more)]
    return escape("\n".join(lines))


def _cuts(understood: Understood, _: Texts) -> str:
    lines = cut_lines(understood.document.cuts, _)
    if not lines:
        return ""
    return escape("\n".join([_("删去的："), *(f"• {trim(line, _CUT)}" for line in lines)]))


def _citations(understood: Understood, _: Texts) -> str:
    lines = [
        f"• {bold(str(passage.reference))} {escape(_beginning(passage))}"
        for passage in samples(understood.document)
    ]
    return "\n".join([escape(_("会这样引用：")), *lines])


def _beginning(passage: Passage) -> str:
    """Begin a passage behind its number, which stands before it already."""
    number = Reference(passage.reference.steps[-1:])
    numbered = any(step.kind in (Kind.ARTICLE, Kind.SECTION) for step in number.steps)
    text = passage.text.removeprefix(str(number)).lstrip() if numbered else passage.text
    return trim(text, _LINE)


def _alike(alike: Sequence[Alike], _: Texts) -> str:
    if not alike:
        return ""
    if alike[0].same:
        return escape(_("和“{title}”的内容一模一样，不必再加。", title=quoted(alike[0].title)))
    lines = [f"• {_likeness(each, _)}" for each in alike[:_MOST_ALIKE]]
    if alike[0].share >= _VERSION:
        advice = _("看来是“{title}”的另一版，建议替换它。", title=quoted(alike[0].title))
        lines.append(advice)
    return escape("\n".join([_("和已有的相似："), *lines]))


def _likeness(alike: Alike, _: Texts) -> str:
    percent, title = round(100 * alike.share), quoted(alike.title)
    return _("{title}：{percent}% 相同", title=title, percent=percent)


def _choices(understood: Understood, library: Sequence[Entry], _: Texts) -> list[Row]:
    arrival, alike = understood.arrival.id, understood.alike[:_MOST_ALIKE]
    rows: list[Row] = [
        (
            button(
                _("♻️ 替换 {title}", title=each.title),
                Arrived(Wish.REPLACE, arrival, short_id(each.entry.id)),
            ),
        )
        for each in alike
    ]
    add = button(_("✅ 添加"), Arrived(Wish.ADD, arrival))
    name = button(_("✏️ 改标题"), Arrived(Wish.NAME, arrival))
    discard = button(_("🗑 放弃"), Arrived(Wish.DISCARD, arrival))
    rows.append((add, name))
    if len(library) > len(alike):
        rows.append((button(_("♻️ 替换别的"), Arrived(Wish.CHOOSE, arrival)), discard))
    else:
        rows.append((discard,))
    return rows
