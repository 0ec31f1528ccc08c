"""The periods that figures are given for, and the dates that they cover."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

__all__ = ["Bin", "Period", "Span", "read_period", "span_of"]

_WORD = re.compile(r"(\d+|all|全部|所有)\s*(天|日|d|days?)?", re.ASCII | re.IGNORECASE)
_MOST_DAYS, _MOST_WEEKS = 31, 27
Following = Callable[[date], date]
"""Gives the date at which the next bar begins."""


class Period(StrEnum):
    """How far back; in days."""

    WEEK = "7"
    MONTH = "30"
    QUARTER = "90"
    ALL = "all"


def read_period(typed: str) -> Period | None:
    """Read what was typed behind /stats; a month where nothing was, None for anything else."""
    if not typed.strip():
        return Period.MONTH
    found = _WORD.fullmatch(typed.strip())
    word = found[1].casefold() if found else ""
    word = Period.ALL if word in ("全部", "所有") else word
    return Period(word) if word in tuple(Period) else None


@dataclass(frozen=True, slots=True)
class Bin:
    """The dates that one bar stands for, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Span:
    """The dates of a period in a time zone, both ends included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start(self) -> int:
        """The epoch second at which it begins."""
        return _midnight(self.first, self.zone)

    @property
    def end(self) -> int:
        """The epoch second at which it is over."""
        return _midnight(self.last + timedelta(days=1), self.zone)

    def date_of(self, moment: int) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def bins(self) -> tuple[Bin, ...]:
        """Divide it into days, else weeks from Monday, else months, so that bars stay few."""
        days = (self.last - self.first).days + 1
        if days <= _MOST_DAYS:
            return tuple(self._cut(_next_day))
        return tuple(self._cut(_next_week if days <= 7 * _MOST_WEEKS else _next_month))

    def _cut(self, following: Following) -> Iterator[Bin]:
        first = self.first
        while first <= self.last:
            beyond = following(first)
            yield Bin(first, min(beyond - timedelta(days=1), self.last))
            first = beyond


def span_of(period: Period, now: float, zone: ZoneInfo, earliest: int | None) -> Span:
    """Give the dates up to today; of everything, from the earliest record on."""
    today = datetime.fromtimestamp(now, zone).date()
    if period is Period.ALL:
        first = today if earliest is None else datetime.fromtimestamp(earliest, zone).date()
    else:
        first = today - timedelta(days=int(period) - 1)
    return Span(min(first, today), today, zone)


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _next_week(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time.min, zone).timestamp())
