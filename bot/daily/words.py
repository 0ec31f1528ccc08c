"""What is written after /daily: a time, days, a timezone, or a word for what to do."""

import re
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.daily.models import Days, Order
from bot.daily.zones import find_zone

__all__ = ["Action", "Request", "WrongWord", "read_words"]


class Action(StrEnum):
    """What is asked for beside changes."""

    SHOW = "show"
    NOW = "now"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Request:
    """What to do, and the fields of the schedule to change."""

    action: Action
    changes: dict[str, Any]


class WrongWord(ValueError):
    """Something that cannot be read; `kind` says what it was taken for."""

    def __init__(self, kind: str, word: str) -> None:
        super().__init__(f"{kind}: {word}")
        self.kind, self.word = kind, word


_WEEKDAYS = {name: day for names, day in (
    ("一 1 mon monday", 0), ("二 2 tue tuesday", 1), ("三 3 wed wednesday", 2),
    ("四 4 thu thursday", 3), ("五 5 fri friday", 4), ("六 6 sat saturday", 5),
    ("日 天 7 sun sunday", 6),
) for name in names.split()}  # fmt: skip
_DAYS = {
    "每天": Days(), "天天": Days(), "daily": Days(), "everyday": Days(),
    "工作日": Days(workdays=True), "workdays": Days(workdays=True),
    "周末": Days(frozenset({5, 6})), "週末": Days(frozenset({5, 6})),
    "weekends": Days(frozenset({5, 6})), "weekdays": Days(frozenset(range(5))),
}  # fmt: skip
_SWITCHES: dict[str, dict[str, Any]] = {
    "on": {"enabled": True}, "开": {"enabled": True}, "開": {"enabled": True},
    "开启": {"enabled": True}, "resume": {"enabled": True}, "恢复": {"enabled": True},
    "恢復": {"enabled": True}, "off": {"enabled": False}, "关": {"enabled": False},
    "關": {"enabled": False}, "关闭": {"enabled": False}, "停": {"enabled": False},
    "silent": {"silent": True}, "静音": {"silent": True}, "靜音": {"silent": True},
    "loud": {"silent": False}, "响铃": {"silent": False}, "響鈴": {"silent": False},
    "顺序": {"order": Order.SEQUENCE}, "順序": {"order": Order.SEQUENCE},
    "sequence": {"order": Order.SEQUENCE}, "打乱": {"order": Order.SHUFFLED},
    "打亂": {"order": Order.SHUFFLED}, "shuffled": {"order": Order.SHUFFLED},
    "复习": {"order": Order.REVIEW}, "複習": {"order": Order.REVIEW},
    "review": {"order": Order.REVIEW},
}  # fmt: skip
_ACTIONS = {"now": Action.NOW, "现在": Action.NOW, "現在": Action.NOW,
            "history": Action.HISTORY, "记录": Action.HISTORY, "記錄": Action.HISTORY}  # fmt: skip
_ZONE, _PAUSE = {"tz", "时区", "時區"}, {"pause", "暂停", "暫停"}
_PART = r"(?P<part>早上|上午|中午|下午|晚上)?"
_CLOCK = re.compile(rf"{_PART}(?P<hour>\d{{1,2}})[:：](?P<minute>\d\d)", re.ASCII)
_SPOKEN = re.compile(
    rf"{_PART}(?P<hour>\d{{1,2}})[点點时時](?:(?P<half>半)|(?P<minute>\d{{1,2}})分?)?", re.ASCII
)
_MINUTES = re.compile(r"(\d{1,2})(?:分钟|分鐘|min|minutes?)", re.ASCII)
_LATER_HALF = ("下午", "晚上")
_MOST_MINUTES = 10
_PREFIX = re.compile(r"^(?:周|星期|礼拜|禮拜|週)")
_TO = re.compile(r"[-–—~～至到]")
_AND = re.compile(r"[、，,和及]")


def read_words(text: str) -> Request:
    """Read what follows the command; WrongWord for what means nothing."""
    words = re.sub(r"(\d)\s+(分钟|分鐘|min\b|minutes?\b)", r"\1\2", text.strip()).split()
    action, changes = Action.SHOW, dict[str, Any]()
    while words:
        word = words.pop(0)
        folded = word.casefold()
        if folded in _ACTIONS:
            action = _ACTIONS[folded]
        elif folded in _ZONE:
            changes["zone"] = _zone(words)
        elif folded in _PAUSE:
            changes["paused_until"] = _date(words)
        else:
            changes |= _change(word, folded)
    return Request(action, _with_consequences(changes))


def _with_consequences(changes: dict[str, Any]) -> dict[str, Any]:
    """Switch on where a time or days are chosen; switching on ends a pause."""
    if "enabled" not in changes and {"at", "days", "paused_until"} & changes.keys():
        changes["enabled"] = True
    if changes.get("enabled") and "paused_until" not in changes:
        changes["paused_until"] = None
    return changes


def _change(word: str, folded: str) -> dict[str, Any]:
    if folded in _SWITCHES:
        return dict(_SWITCHES[folded])
    if minutes := _MINUTES.fullmatch(folded):
        if not 1 <= int(minutes[1]) <= _MOST_MINUTES:
            raise WrongWord("minutes", word)
        return {"minutes": int(minutes[1])}
    if spoken := _CLOCK.fullmatch(word) or _SPOKEN.fullmatch(word):
        return {"at": _time(spoken, word)}
    days = _DAYS.get(folded) or _weekdays(folded)
    if days is None:
        raise WrongWord("word", word)
    return {"days": days}


def _time(spoken: re.Match[str], word: str) -> time:
    found = spoken.groupdict()
    hour = int(found["hour"])
    if found["part"] in _LATER_HALF and hour < 12:
        hour += 12
    minute = 30 if found.get("half") else int(found["minute"] or 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise WrongWord("time", word) from None


def _weekdays(word: str) -> Days | None:
    """Read 周一至周五, 周一、三、五, mon-fri, mon,wed; a range may run over the week's end."""
    if not _PREFIX.match(word) and not re.match(r"[a-z]", word):
        return None
    days: set[int] = set()
    for piece in filter(None, _AND.split(word)):
        ends = [_WEEKDAYS.get(_PREFIX.sub("", end)) for end in _TO.split(piece)]
        if len(ends) > 2 or any(end is None for end in ends):
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        days |= {day % 7 for day in range(first, last + 1 + 7 * (last < first))}
    return Days(frozenset(days)) if days else None


def _zone(words: list[str]) -> str:
    name = words.pop(0) if words else ""
    if (found := find_zone(name)) is None:
        raise WrongWord("zone", name)
    return found


def _date(words: list[str]) -> date:
    word = words.pop(0) if words else ""
    numbers = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", word, re.ASCII)
    try:
        return date(*map(int, numbers.groups())) if numbers else date.fromisoformat(word)
    except ValueError:
        raise WrongWord("date", word) from None
