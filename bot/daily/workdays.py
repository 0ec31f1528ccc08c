"""China's workdays, make-up Saturdays and Sundays included, as the State Council decrees them."""

from datetime import date

import chinese_calendar

__all__ = ["is_decreed", "is_workday"]

_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Tell whether people work that day; a year not yet decreed has Mondays to Fridays."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def is_decreed(year: int) -> bool:
    """Tell whether the calendar knows the holidays of a year."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True
