"""The state of a chat's daily push with its controls, as one message that is edited in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.daily.dates import day_text, moment_text, time_text
from bot.daily.models import Days, Off, Order, Push, Schedule
from bot.daily.payloads import Choose, Pick, encode, short_id
from bot.daily.posts import finish_rows
from bot.daily.slots import Slot
from bot.daily.wording import (
    calendar_note,
    days_text,
    off_text,
    order_text,
    push_line,
    weekday_names,
)
from bot.markup import bold, escape, trim
from bot.screens import Screen
from bot.texts import Texts
from corpus.models import Document

__all__ = ["View", "render_history", "render_menu", "render_panel"]

_TIMES = ("06:00", "06:30", "07:00", "07:30", "08:00", "09:00", "12:00", "12:30", "18:00",
          "19:00", "20:00", "21:00")  # fmt: skip
_MINUTES = (1, 2, 3, 5, 10)
_IN_ROW, _MOST_DOCUMENTS, _TITLE = 4, 20, 40

Row = Sequence[InlineKeyboardButton]


@dataclass(frozen=True, slots=True)
class View:
    """What the panel shows: the schedule, today, the next slot, what can be and was read."""

    schedule: Schedule
    today: date
    next: Slot | None
    documents: tuple[Document, ...]
    read: int
    total: int


def render_panel(view: View, _: Texts) -> Screen:
    """Write the state of a schedule, with the buttons that change it."""
    return Screen("\n".join(_state(view, _)), InlineKeyboardMarkup(_controls(view, _)))


def render_menu(view: View, pick: Pick, _: Texts) -> Screen:
    """Offer the values of one choice under the state."""
    rows = {
        Pick.TIME: _times,
        Pick.DAYS: _days,
        Pick.ORDER: _orders,
        Pick.MINUTES: _minutes,
        Pick.DOCUMENT: _documents,
    }[pick](view, _)
    text = "\n".join(_state(view, _))
    if pick is Pick.TIME:
        text += "\n\n" + escape(_("别的时间这样写：/daily 07:45；时区：/daily tz Asia/Urumqi"))
    return Screen(text, InlineKeyboardMarkup([*rows, _back(_)]))


def render_history(view: View, pushes: Sequence[Push], _: Texts) -> Screen:
    """List the last pushes with their outcome, and the next."""
    lines = [push_line(push, view.schedule, view.today, _) for push in pushes]
    text = escape("\n".join(lines)) if lines else escape(_("还没有推送过。"))
    parts = [bold(_("每日研读 · 记录")), text, escape(_next(view, _))]
    return Screen("\n".join(filter(None, parts)), InlineKeyboardMarkup([_back(_)]))


def _state(view: View, _: Texts) -> list[str]:
    schedule = view.schedule
    reason = off_text(schedule.off, _)
    state = _("开") if schedule.enabled else _("关")
    state += _("（{reason}）", reason=reason) if reason and not schedule.enabled else ""
    name = bold(_("每日研读"))
    lines = [f"📅 {name} · {escape(state)}"]
    when = f"{days_text(schedule.days, _)} {time_text(schedule.at)}"
    how = (
        order_text(schedule.order, _),
        _("每次约 {minutes} 分钟", minutes=schedule.minutes),
        _("静音") if schedule.silent else _("有提示音"),
    )
    rest = [
        _("{when}（{zone}）", when=when, zone=schedule.zone),
        " · ".join(how),
        _("材料：{titles}", titles=_titles(view, _)),
        _("已读 {read} / {total} 段", read=view.read, total=view.total) if view.total else "",
        _paused(view, _),
        _next(view, _),
        calendar_note(schedule, view.next.day if view.next else None, _),
    ]
    return lines + [escape(line) for line in rest if line]


def _titles(view: View, _: Texts) -> str:
    chosen = [each.title for each in view.documents if each.id in view.schedule.documents]
    if not view.documents:
        return _("还没有")
    return _("、").join(trim(title, _TITLE) for title in chosen) or _("全部")


def _paused(view: View, _: Texts) -> str:
    until = view.schedule.paused_until
    if until is None or until <= view.today or not view.schedule.enabled:
        return ""
    return _("暂停中，{day}恢复", day=day_text(until, view.today, _))


def _next(view: View, _: Texts) -> str:
    if view.next is None:
        return ""
    moment = moment_text(view.next.due, view.schedule.zone_info, view.today, _)
    return _("下一次：{moment}", moment=moment)


def _controls(view: View, _: Texts) -> list[Row]:
    schedule = view.schedule
    if schedule.off is Off.FINISHED and not schedule.enabled:
        rows: list[Row] = list(finish_rows(schedule, view.documents, _)[:-1])
    else:
        label, value = (_("⏸ 关闭"), "0") if schedule.enabled else (_("▶️ 开启"), "1")
        rows = [(_button(label, Pick.SWITCH, value),)]
    sound = _("🔔 打开提示音") if schedule.silent else _("🔕 静音")
    rows.append((
        _menu(f"⏰ {time_text(schedule.at)}", Pick.TIME),
        _menu(f"📆 {days_text(schedule.days, _)}", Pick.DAYS),
    ))  # fmt: skip
    rows.append((
        _menu(f"🔀 {order_text(schedule.order, _)}", Pick.ORDER),
        _menu(_("📏 {minutes} 分钟", minutes=schedule.minutes), Pick.MINUTES),
    ))  # fmt: skip
    silent = _button(sound, Pick.SILENT, "0" if schedule.silent else "1")
    several = len(view.documents) > 1
    rows.append((_menu(_("📚 材料"), Pick.DOCUMENT), silent) if several else (silent,))
    if schedule.paused_until and schedule.paused_until > view.today and schedule.enabled:
        rows.append((_button(_("▶️ 结束暂停"), Pick.RESUME),))
    return [*rows, (_button(_("📨 现在发一段"), Pick.NOW), _button(_("🗒 记录"), Pick.HISTORY))]


def _times(view: View, _: Texts) -> list[Row]:
    now = time_text(view.schedule.at)
    buttons = [_button(_marked(at, at == now), Pick.TIME, at.replace(":", "")) for at in _TIMES]
    return _in_rows(buttons)


def _days(view: View, _: Texts) -> list[Row]:
    chosen = view.schedule.days
    ready = (Days(), Days(workdays=True), Days(frozenset(range(5))), Days(frozenset({5, 6})))
    rows = _in_rows(
        [
            _button(_marked(days_text(days, _), days == chosen), Pick.DAYS, str(days))
            for days in ready
        ],
        2,
    )
    kept = frozenset() if chosen.workdays else chosen.weekdays
    single = [
        _button(_marked(name, day in kept), Pick.DAYS, str(Days(kept ^ {day})))
        for day, name in enumerate(weekday_names(_))
        if kept != {day}
    ]
    return [*rows, *_in_rows(single)]


def _orders(view: View, _: Texts) -> list[Row]:
    chosen = view.schedule.order
    return [
        (_button(_marked(order_text(order, _), order is chosen), Pick.ORDER, order),)
        for order in Order
    ]


def _minutes(view: View, _: Texts) -> list[Row]:
    return _in_rows([
        _button(
            _marked(_("{minutes} 分钟", minutes=minutes), minutes == view.schedule.minutes),
            Pick.MINUTES,
            str(minutes),
        )
        for minutes in _MINUTES
    ], 3)  # fmt: skip


def _documents(view: View, _: Texts) -> list[Row]:
    chosen = view.schedule.documents
    rows: list[Row] = [(_button(_marked(_("全部"), not chosen), Pick.DOCUMENT, ""),)]
    for each in view.documents[:_MOST_DOCUMENTS]:
        label = _marked(trim(each.title, _TITLE), each.id in chosen)
        rows.append((_button(label, Pick.DOCUMENT, short_id(each.id)),))
    return rows


def _in_rows(buttons: Sequence[InlineKeyboardButton], width: int = _IN_ROW) -> list[Row]:
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]


def _marked(label: str, chosen: bool) -> str:
    return f"✓ {label}" if chosen else label


def _menu(label: str, pick: Pick) -> InlineKeyboardButton:
    return _button(label, Pick.MENU, pick)


def _back(_: Texts) -> Row:
    return (_button(_("◂ 返回"), Pick.MENU),)


def _button(label: str, pick: Pick, value: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(Choose(pick, value)))
