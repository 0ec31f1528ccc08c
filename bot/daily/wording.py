"""The choices of the daily push in words."""

from datetime import date

from bot.daily.dates import day_text, moment_text
from bot.daily.models import Days, Kind, Off, Order, Push, Schedule, State
from bot.daily.words import WrongWord
from bot.daily.workdays import is_decreed
from bot.daily.zones import near_zones
from bot.markup import trim
from bot.texts import Texts

__all__ = ["calendar_note", "days_text", "off_text", "order_text", "push_line", "weekday_names",
           "wrong_text"]  # fmt: skip

_REASON = 80
_EVERY_DAY, _TO_FRIDAY = frozenset(range(7)), frozenset(range(5))


def days_text(days: Days, _: Texts) -> str:
    if days.workdays:
        return _("工作日（含调休）")
    if days.weekdays == _EVERY_DAY:
        return _("每天")
    if days.weekdays == _TO_FRIDAY:
        return _("周一至周五")
    if days.weekdays == _EVERY_DAY - _TO_FRIDAY:
        return _("周末")
    names = weekday_names(_)
    return _("、").join(names[day] for day in sorted(days.weekdays))


def weekday_names(_: Texts) -> tuple[str, ...]:
    """Name the days of the week from Monday on, as short as on a button."""
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def order_text(order: Order, _: Texts) -> str:
    return {
        Order.SEQUENCE: _("按顺序"),
        Order.SHUFFLED: _("打乱顺序"),
        Order.REVIEW: _("复习"),
    }[order]


def off_text(off: Off | None, _: Texts) -> str:
    """Say why the push is off, nothing where somebody chose so."""
    return {
        Off.FINISHED: _("已经读完，请选接下来怎样"),
        Off.BLOCKED: _("机器人曾被屏蔽"),
        Off.KICKED: _("机器人曾不在这里"),
        Off.DEACTIVATED: _("账号曾被停用"),
        Off.DELETED: _("这个聊天曾经找不到"),
        Off.TOPIC_CLOSED: _("话题曾经关闭"),
        Off.TOPIC_DELETED: _("话题曾被删除"),
    }.get(off or Off.CHOSEN, "")


def calendar_note(schedule: Schedule, day: date | None, _: Texts) -> str:
    """Warn where workdays are wanted of a year whose holidays are not known yet."""
    if not schedule.days.workdays or day is None or is_decreed(day.year):
        return ""
    return _("{year} 年的放假安排还不知道，先按周一至周五推送。", year=day.year)


def push_line(push: Push, schedule: Schedule, today: date, _: Texts) -> str:
    """Tell of one push in a line: when it was, what became of it, what it held."""
    moment = push.settled if push.state is State.SENT else push.due
    when = moment_text(moment, schedule.zone_info, today, _)
    if push.kind is not Kind.SCHEDULED:
        when += " " + {Kind.NOW: _("（手动）"), Kind.RESEND: _("（补发）")}[push.kind]
    span = dict.fromkeys((*push.references[:1], *push.references[-1:]))
    return " · ".join(filter(None, (when, _outcome(push, today, _), " – ".join(span))))


def _outcome(push: Push, today: date, _: Texts) -> str:
    match push.state:
        case State.SENT:
            return _("已发（迟到）") if push.late else _("已发")
        case State.UNCERTAIN:
            return _("不确定是否送达，没有重发")
        case State.MISSED:
            return _("错过：{day}机器人没有运行", day=day_text(push.day, today, _))
        case State.FAILED:
            reasons = {"finished": _("没有可读的了"), "no material": _("没有学习材料"),
                       "switched off": _("已关闭")}  # fmt: skip
            return _("没发成：{reason}", reason=reasons.get(push.reason, _short(push.reason)))
        case State.WAITING if push.reason == "no material":
            return _("还没有学习材料；有了就发")
        case _:
            return _("正在发送") if push.state is State.SENDING else _("等着发送")


def _short(reason: str) -> str:
    return trim(reason, _REASON)


def wrong_text(wrong: WrongWord, _: Texts) -> str:
    """Say what could not be read and how it is written."""
    word = trim(wrong.word, 40)
    match wrong.kind:
        case "time":
            return _("没有“{word}”这个时间。这样写：/daily 07:30", word=word)
        case "date":
            return _("看不懂日期“{word}”。这样写：/daily pause 2026-10-08", word=word)
        case "past":
            return _("{word} 已经过了，请写以后的日期。", word=word)
        case "minutes":
            return _("每次可以读 1 到 10 分钟，写成：/daily 3 分钟")
        case "zone":
            near = _("、").join(near_zones(word))
            text = _("没有“{word}”这个时区。这样写：/daily tz Asia/Shanghai", word=word)
            return text + _("\n最接近的：{zones}", zones=near) if near else text
    return _(
        "看不懂“{word}”。可以写：\n"
        "/daily 07:30\n"
        "/daily 周一至周五 20:00\n"
        "/daily 工作日 7:30\n"
        "/daily tz Asia/Urumqi\n"
        "/daily pause 2026-10-08\n"
        "/daily silent，/daily off，/daily now，/daily history",
        word=word,
    )
