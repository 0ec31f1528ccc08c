"""From wall-clock schedules to moments: one for each local date, through every clock change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from bot.daily.models import Schedule

__all__ = ["Slot", "local_date", "moment", "next_slot", "slots"]

_HORIZON = 800
"""Days that are searched for the next date; any choice of weekdays comes within a week."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A local date and the epoch second at which its push is due."""

    day: date
    due: int


def moment(day: date, at: time, zone: ZoneInfo) -> int | None:
    """Return the epoch second of a wall-clock time; None on a date that the zone leaves out.

    A time that occurs twice means the first; one that is skipped is taken as many minutes
    after the change as it would have been after the hour (PEP 495, fold 0).
    """
    if _stamp(day, time(), zone) >= _stamp(day + _DAY, time(), zone):
        return None
    return _stamp(day, at, zone)


def _stamp(day: date, at: time, zone: ZoneInfo) -> int:
    # Through UTC: two times of one zone would be subtracted as they read on the wall.
    return int(datetime.combine(day, at, zone).astimezone(UTC).timestamp())


def local_date(now: float, zone: tzinfo) -> date:
    return datetime.fromtimestamp(now, zone).date()


def slots(schedule: Schedule, first: date) -> Iterator[Slot]:
    """Go through the dates of a schedule from `first` on, pauses left out."""
    start = max(first, schedule.paused_until or first)
    zone = schedule.zone_info
    for offset in range(_HORIZON):
        day = start + offset * _DAY
        due = moment(day, schedule.at, zone) if schedule.days.include(day) else None
        if due is not None:
            yield Slot(day, due)


def next_slot(
    schedule: Schedule, after: float, taken: frozenset[date] = frozenset()
) -> Slot | None:
    """Find the first slot later than a moment whose date is not taken yet."""
    first = local_date(after, schedule.zone_info) - _DAY
    later = (slot for slot in slots(schedule, first) if slot.due > after)
    return next((slot for slot in later if slot.day not in taken), None)
