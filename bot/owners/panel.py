"""The owners, and the log of what was done, as messages."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.daily.dates import day_of, day_text, moment_text
from bot.markup import bold, escape, trim
from bot.owners.keeping import Person
from bot.owners.payloads import AuditPage, ListOwners, Payload, RemoveOwner, encode
from bot.owners.wording import action_text
from bot.screens import Screen, keyboard_of
from bot.store.audit import Action, Entry
from bot.texts import Texts

__all__ = ["PAGE", "render_audit", "render_owners", "render_question"]

PAGE = 10
"""Entries of the log on a page."""
_NAME, _TITLE, _DETAIL, _LABEL = 40, 40, 120, 20
_MOST_BUTTONS = 20
_UNTOLD = (Action.REINDEXED, Action.ROLLED_BACK, Action.STATS_READ)
"""Actions whose detail, the id of a snapshot or a code, says nothing to a reader."""


def render_owners(
    people: Sequence[Person], zone: ZoneInfo, today: date, _: Texts, notice: str = ""
) -> Screen:
    """List the owners with buttons that remove those whom the settings do not name."""
    lines = [escape(notice), ""] if notice else []
    lines.append(bold(_("机器人的管理者")))
    for person in people:
        if person.since is None:
            origin = _("在设置里指定")
        else:
            since = day_text(day_of(person.since, zone), today, _)
            origin = _("{day}起", day=since)
        lines.append(escape(f"• {person.shown(_)} · {origin}"))
    rows = [(_button(_remove(person, _), RemoveOwner(person.user)),) for person in people
            if person.since is not None]  # fmt: skip
    how = _(
        "加一位：把他的一条消息转发给我，再回复那条消息发 /owners add；"
        "或者发 /owners add 和他的用户号。"
    )
    if rows:
        how += "\n" + _("去掉一位：按下面的按钮，或者发 /owners remove 和用户号。")
    return Screen("\n".join([*lines, "", escape(how)]), keyboard_of(rows[:_MOST_BUTTONS]))


def render_question(person: Person, _: Texts) -> Screen:
    """Ask whether an owner is really to be removed."""
    text = _("去掉 {person}，他就不能再管理机器人。确定吗？", person=person.shown(_))
    rows = [
        (_button(_("确定去掉"), RemoveOwner(person.user, sure=True)),),
        (_button(_("◂ 返回"), ListOwners()),),
    ]
    return Screen(escape(text), keyboard_of(rows))


def render_audit(
    entries: Sequence[Entry], page: int, pages: int, zone: ZoneInfo, today: date, _: Texts
) -> Screen:
    """Write a page of the log, newest first, with buttons to the pages around it."""
    if not entries:
        return Screen(escape(_("还没有管理操作。")))
    head = bold(_("管理操作的记录"))
    if pages > 1:
        head += escape(f" · {page + 1}/{pages}")
    lines = [escape(_line(entry, zone, today, _)) for entry in entries]
    newer = [_button(_("◂ 较新"), AuditPage(page - 1))] if page else []
    older = [_button(_("较旧 ▸"), AuditPage(page + 1))] if page + 1 < pages else []
    return Screen("\n".join([f"{head} · {escape(str(zone))}", *lines]),
                  keyboard_of([(*newer, *older)]))  # fmt: skip


def _line(entry: Entry, zone: ZoneInfo, today: date, _: Texts) -> str:
    done = action_text(entry.action, _)
    detail = "" if entry.action in _UNTOLD else trim(entry.detail, _DETAIL)
    where = "" if entry.chat == entry.user else trim(entry.chat_title or str(entry.chat), _TITLE)
    name = trim(entry.name, _NAME) or str(entry.user)
    what = _("{done}：{detail}", done=done, detail=detail) if detail else done
    pieces = (moment_text(entry.at, zone, today, _), name, what, where)
    return "• " + " · ".join(filter(None, pieces))


def _remove(person: Person, _: Texts) -> str:
    return _("去掉 {name}", name=trim(person.name, _LABEL) or person.user)


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))
