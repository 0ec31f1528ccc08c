"""Wall-clock schedules as moments: every date once, through every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.models import Days, Schedule, Target
from bot.daily.planning import make_plan
from bot.daily.slots import Slot, local_date, moment, next_slot, slots

HOUR, DAY = 3600, 24 * 3600
ZONES = sorted(available_timezones() - {"localtime"})
DATES = st.dates(date(1990, 1, 1), date(2037, 1, 1))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))


def schedule(zone: str = "Asia/Shanghai", **chosen: object) -> Schedule:
    return Schedule(Target(1), zone, enabled=True, **chosen)  # type: ignore[arg-type]


def utc(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=UTC).timestamp())  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("Asia/Shanghai", date(2026, 11, 22), time(7, 30), utc(2026, 11, 21, 23, 30)),
        # 2:30 does not exist: the clocks go from 2:00 to 3:00
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30)),
        # 2:30 exists twice: the first, in summer time
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        ("America/New_York", date(2026, 3, 8), time(2, 30), utc(2026, 3, 8, 7, 30)),
        ("America/New_York", date(2026, 11, 1), time(1, 30), utc(2026, 11, 1, 5, 30)),
        # half an hour, and a change at midnight
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), utc(2026, 10, 3, 15, 45)),
        ("America/Havana", date(2026, 3, 8), time(0, 30), utc(2026, 3, 8, 5, 30)),
        # Samoa went from the 29th to the 31st
        ("Pacific/Apia", date(2011, 12, 30), time(7, 30), None),
        ("Pacific/Apia", date(2011, 12, 31), time(7, 30), utc(2011, 12, 30, 17, 30)),
    ],
)
def test_moments(zone: str, day: date, at: time, expected: int | None) -> None:
    assert moment(day, at, ZoneInfo(zone)) == expected


@given(st.sampled_from(ZONES), DATES, TIMES)
def test_every_date_has_one_moment_later_than_the_day_before(
    name: str, day: date, at: time
) -> None:
    zone = ZoneInfo(name)
    before, due = moment(day - timedelta(1), at, zone), moment(day, at, zone)
    if due is None:
        return
    assert before is None or before < due
    wall = datetime.fromtimestamp(due, zone)
    if wall.replace(tzinfo=None) != datetime.combine(day, at):
        # The time is skipped that day: an hour's change at most moves it on.
        earlier = datetime.fromtimestamp(due - 2 * HOUR, zone).utcoffset()
        assert earlier != wall.utcoffset()
        assert wall.replace(tzinfo=None) > datetime.combine(day, at)


@given(st.sampled_from(ZONES), DATES, TIMES, st.integers(0, 3 * DAY))
def test_the_next_slot_is_later_and_none_lies_between(
    name: str, day: date, at: time, seconds: int
) -> None:
    chosen = schedule(name, at=at)
    now = int(datetime.combine(day, time(), UTC).timestamp()) + seconds
    following = next_slot(chosen, now)
    assert following is not None
    assert following.due > now
    between = [s for s in slots(chosen, day - timedelta(5)) if now < s.due < following.due]
    assert between == []


def test_days_of_the_week_and_pauses() -> None:
    chosen = schedule(days=Days(frozenset({0, 4})), paused_until=date(2026, 10, 8))
    now = utc(2026, 9, 30)
    first = next_slot(chosen, now)
    assert first == Slot(date(2026, 10, 9), utc(2026, 10, 8, 23, 30))
    assert next_slot(chosen, first.due).day == date(2026, 10, 12)  # type: ignore[union-attr]
    assert next_slot(schedule(days=Days(frozenset())), now) is None


def test_chinese_workdays() -> None:
    chosen = schedule(days=Days(workdays=True))
    days = [slot.day for slot in slots(chosen, date(2026, 9, 30)) if slot.day.year == 2026][:5]
    # 1 to 7 October are off, Saturday the 10th makes up for it
    assert days[:4] == [date(2026, 9, 30), *(date(2026, 10, day) for day in (8, 9, 10))]


def test_a_year_not_yet_decreed_has_mondays_to_fridays() -> None:
    days = [slot.day for slot in slots(schedule(days=Days(workdays=True)), date(2199, 12, 27))]
    assert days[:6] == [
        *(date(2199, 12, day) for day in (27, 30, 31)), *(date(2200, 1, day) for day in (1, 2, 3))
    ]  # fmt: skip


def test_taken_dates_are_passed_over() -> None:
    now = utc(2026, 11, 22, 12)
    taken = frozenset({date(2026, 11, 23), date(2026, 11, 24)})
    following = next_slot(schedule(), now, taken)
    assert following == Slot(date(2026, 11, 25), utc(2026, 11, 24, 23, 30))


def test_the_local_date_is_that_of_the_zone() -> None:
    now = utc(2026, 11, 22, 23)
    assert local_date(now, ZoneInfo("Asia/Shanghai")) == date(2026, 11, 23)
    assert local_date(now, ZoneInfo("America/New_York")) == date(2026, 11, 22)


def test_days_are_written_and_read() -> None:
    for days in (Days(), Days(workdays=True), Days(frozenset({5, 6})), Days(frozenset())):
        assert Days.parse(str(days)) == days


def test_what_is_late_is_sent_within_the_window_and_missed_beyond() -> None:
    chosen = schedule()
    awaited = Slot(date(2026, 11, 20), utc(2026, 11, 19, 23, 30))
    plan = make_plan(chosen, awaited, utc(2026, 11, 22, 11, 30), 12 * HOUR)
    assert [slot.day.day for slot in plan.missed] == [20, 21]
    assert [slot.day.day for slot in plan.due] == [22]
    assert plan.next == Slot(date(2026, 11, 23), utc(2026, 11, 22, 23, 30))
    later = make_plan(chosen, awaited, utc(2026, 11, 22, 11, 31), 12 * HOUR)
    assert [slot.day.day for slot in later.missed] == [20, 21, 22]
