"""A push as a Telegram message: the passages word for word, where they stand, how far one is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.daily.dates import day_of, day_text, time_text
from bot.daily.models import Push, Schedule
from bot.daily.orders import Choice
from bot.daily.payloads import AskAbout, Choose, ExcerptView, Payload, Pick, encode, short_id
from bot.daily.reading import Excerpt, Reading
from bot.markup import bold, escape, parts, trim, units
from bot.payloads import SectionView
from bot.payloads import encode as encode_place
from bot.screens import Row, Screen
from bot.texts import Texts
from corpus.models import Document
from index.search import Searcher

__all__ = [
    "Surroundings",
    "finish_rows",
    "last_day",
    "render_excerpt",
    "render_push",
    "surroundings",
]

_ROOM = 3200
"""Units of passages in a message, which leaves room for the lines around them."""
_MOST_PIECES = 40
"""Passages in a message, which Telegram's hundred entities allow."""
_HORIZON = 4000
"""Days ahead for which an end is foretold."""
_ADDRESS, _TITLE, _PATH, _LABEL = 60, 160, 200, 40


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around an excerpt: what comes before and after, a passage with a section."""

    previous: Excerpt | None
    following: Excerpt | None
    section: str | None


def render_push(
    push: Push, choice: Choice, schedule: Schedule, around: Surroundings, total: int, _: Texts
) -> Screen:
    """Write a push of today, with the day it belongs to and what is left to read."""
    name, day = bold(_("每日研读")), escape(day_text(push.day, push.day, _))
    head = f"📅 {name} · {day}"
    if push.late:
        head += escape(_("（迟到了，原定 {time}）", time=time_text(schedule.at)))
    foot = _progress(choice, schedule, push.day, total, _)
    return _screen(choice.excerpt, around, (head, foot), _)


def render_excerpt(
    excerpt: Excerpt, around: Surroundings, total: int, _: Texts, part: int = 0
) -> Screen:
    """Write an excerpt that somebody turned to."""
    foot = _("第 {place} / {total} 段", place=_span(excerpt.start, excerpt), total=total)
    return _screen(excerpt, around, ("", foot), _, part)


def last_day(schedule: Schedule, day: date, pushes: int) -> date | None:
    """Return the date of the last of so many pushes after `day`, None if it is too far off."""
    weeks = 0
    if schedule.days.weekdays and not schedule.days.workdays:
        weeks = (pushes - 1) // len(schedule.days.weekdays)
        pushes -= weeks * len(schedule.days.weekdays)
    coming = (day + timedelta(7 * weeks + days) for days in range(1, _HORIZON))
    held = (each for each in coming if schedule.days.include(each))
    return next(islice(held, pushes - 1, None), None)


def finish_rows(schedule: Schedule, documents: Sequence[Document], _: Texts) -> list[Row]:
    """Offer what to do when everything has been read."""
    rows = [(_button(_("🔁 从头再读"), Choose(Pick.AGAIN)),)]
    unread = [document for document in documents if document.id not in schedule.documents]
    if schedule.documents and unread:
        label = trim(_("⏭ 下一份：{title}", title=unread[0].title), _LABEL)
        rows.append((_button(label, Choose(Pick.NEXT, short_id(unread[0].id))),))
    return [*rows, (_button(_("⏹ 不再推送"), Choose(Pick.SWITCH, "0")),)]


def _progress(choice: Choice, schedule: Schedule, day: date, total: int, _: Texts) -> str:
    if choice.left is None:
        if choice.asked:
            return _("复习 · 最近有人问过")
        if choice.read_at is None:
            return _("复习 · 还没读过")
        read = day_of(choice.read_at, schedule.zone_info)
        return _("复习 · 上次 {day}", day=day_text(read, day, _))
    place = _("第 {place} / {total} 段", place=_span(choice.before, choice.excerpt), total=total)
    if choice.left == 0:
        return _("{place} · 读完了", place=place)
    last = last_day(schedule, day, choice.left)
    if last is None:
        return place
    return _("{place} · 预计 {day}读完", place=place, day=day_text(last, day, _))


def _span(before: int, excerpt: Excerpt) -> str:
    first, last = before + 1, before + len(excerpt.passages)
    return str(first) if first == last else f"{first}–{last}"


def _screen(
    excerpt: Excerpt, around: Surroundings, lines: tuple[str, str], _: Texts, part: int = 0
) -> Screen:
    pages = list(_pages(excerpt))
    part = min(part, len(pages) - 1)
    head, foot = lines
    first = excerpt.passages[0].reference
    last = excerpt.passages[-1].reference
    span = str(first) if first == last else f"{first} – {last}"
    address = f"📖 {bold(trim(span, _ADDRESS))} · {escape(trim(excerpt.title, _TITLE))}"
    body = _body(excerpt, pages[part])
    text = "\n\n".join(["\n".join(filter(None, (head, address))), body, escape(foot)])
    return Screen(text, InlineKeyboardMarkup(_rows(excerpt, around, (part, len(pages)), _)))


def _pages(excerpt: Excerpt) -> Iterator[list[tuple[int, int, int]]]:
    """Divide passages into messages: (which, start, end); only what is too long alone is cut."""
    page: list[tuple[int, int, int]] = []
    used = 0
    for number, passage in enumerate(excerpt.passages):
        above = sum(units(line) + 1 for line in _heads(excerpt, number))
        for start, end in parts(passage.text, _ROOM, _ROOM):
            size = above + units(passage.text[start:end])
            if page and (used + size > _ROOM or len(page) == _MOST_PIECES):
                yield page
                page, used = [], 0
            page.append((number, start, end))
            used += size
    yield page


def _heads(excerpt: Excerpt, number: int) -> tuple[str, str]:
    """Return what stands above a passage: its sections where they change, its address."""
    passage = excerpt.passages[number]
    same = number > 0 and excerpt.passages[number - 1].path == passage.path
    path = "" if same else trim(" › ".join(passage.path), _PATH)
    return path, trim(str(passage.reference), _ADDRESS) if len(excerpt.passages) > 1 else ""


def _body(excerpt: Excerpt, page: Sequence[tuple[int, int, int]]) -> str:
    pieces: list[str] = []
    for number, start, end in page:
        path, reference = _heads(excerpt, number)
        quote = escape(excerpt.passages[number].text[start:end].strip()) or "—"
        lines = (escape(path), bold(reference), f"<blockquote>{quote}</blockquote>")
        pieces.append("\n".join(filter(None, lines)))
    return "\n".join(pieces)


def _rows(excerpt: Excerpt, around: Surroundings, page: tuple[int, int], _: Texts) -> list[Row]:
    part, pages = page
    here = excerpt.passages[0].id
    turning = []
    if part:
        turning.append(_view(_("◂ 上文"), excerpt, part - 1))
    if part + 1 < pages:
        turning.append(_view(_("继续 ▸"), excerpt, part + 1))
    moving = []
    if around.previous:
        moving.append(_view(_("◂ 上一段"), around.previous))
    if around.following:
        moving.append(_view(_("下一段 ▸"), around.following))
    doing = [_button(_("❓ 问这一段"), AskAbout(here))]
    if around.section:
        label, data = _("📖 读整节"), encode_place(SectionView(around.section))
        doing.insert(0, InlineKeyboardButton(label, callback_data=data))
    return [tuple(row) for row in (turning, moving, doing) if row]


def _view(label: str, excerpt: Excerpt, part: int = 0) -> InlineKeyboardButton:
    view = ExcerptView(excerpt.passages[0].id, len(excerpt.passages), part)
    return _button(label, view)


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))


def surroundings(reading: Reading, excerpt: Excerpt, searcher: Searcher) -> Surroundings:
    """Look around an excerpt."""
    inside = (passage.id for passage in excerpt.passages)
    section = next((each for each in inside if searcher.section_of(each)), None)
    start = reading.before(excerpt.start)
    previous = reading.excerpt(start, excerpt.start) if excerpt.start else None
    following = reading.excerpt(excerpt.end) if excerpt.end < len(reading) else None
    return Surroundings(previous, following, section)
