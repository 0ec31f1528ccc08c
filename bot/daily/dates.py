"""Dates and times of day as each language writes them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.texts import Texts

__all__ = ["day_of", "day_text", "moment_text", "time_text"]


def day_text(day: date, today: date, _: Texts) -> str:
    """Write a date, with its year where that is another."""
    pattern = _("M 月 d 日") if day.year == today.year else _("y 年 M 月 d 日")
    return format_date(day, pattern, locale=_.language)


def time_text(at: time) -> str:
    return at.isoformat("minutes")


def day_of(moment: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(moment, zone).date()


def moment_text(moment: float, zone: ZoneInfo, today: date, _: Texts) -> str:
    """Write a moment as date and time in a timezone."""
    local = datetime.fromtimestamp(moment, zone)
    return f"{day_text(local.date(), today, _)} {time_text(local.time())}"
