"""What must hold after a simulation, whatever happened in it."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from simulation import DAY, START, Outcome

from bot.daily.models import Push, Schedule, State, Target

__all__ = ["check", "expected_days"]

_HEAD = re.compile(r"📅 <b>每日研读</b> · (?:(\d+) 年 )?(\d+) 月 (\d+) 日")
_READ = (State.SENT, State.UNCERTAIN)


def check(outcome: Outcome, order: Sequence[str], window: float) -> Counter[str]:
    """Raise AssertionError for the first thing that is wrong; return counts of what happened.

    `order` are the texts' addresses as they are to be read, `window` the catch-up in seconds.
    """
    rows = _by_target(outcome.ledger)
    delivered = _delivered(outcome)
    for target, days in delivered.items():
        for day, count in days.items():
            assert count == 1, f"{target} got {day} {count} times"
    for target, schedule in outcome.schedules.items():
        _agree(target, rows[target], delivered[target])
        _in_order(target, rows[target], order)
        if target not in outcome.touched:
            _none_missed(outcome, schedule, rows[target], window)
    return _count(outcome)


def _by_target(ledger: Sequence[Push]) -> dict[Target, list[Push]]:
    rows: dict[Target, list[Push]] = defaultdict(list)
    for row in ledger:
        rows[row.target].append(row)
    return rows


def _delivered(outcome: Outcome) -> dict[Target, Counter[date]]:
    """Count at Telegram what arrived, by the date in the message."""
    counts: dict[Target, Counter[date]] = defaultdict(Counter)
    for message in outcome.telegram.record:
        head = _HEAD.match(message.text)
        assert head, message.text
        about = datetime.fromtimestamp(START + message.time, UTC).date()
        day = _nearest(int(head[2]), int(head[3]), about)
        counts[Target(message.chat, message.thread)][day] += 1
    return counts


def _nearest(month: int, day: int, about: date) -> date:
    years = (about.year - 1, about.year, about.year + 1)
    return min((date(y, month, day) for y in years), key=lambda d: abs((d - about).days))


def _agree(target: Target, rows: Sequence[Push], delivered: Counter[date]) -> None:
    """Hold the ledger against what arrived."""
    states = {row.day: row.state for row in rows}
    assert len(states) == len(rows), f"{target} has two rows for one day"
    for day, state in states.items():
        arrived = delivered.get(day, 0)
        assert state not in (State.CLAIMED, State.SENDING), f"{target} {day} is left {state}"
        if state is not State.UNCERTAIN:
            assert arrived == (state is State.SENT), f"{target} {day}: {state}, arrived {arrived}"
    assert set(delivered) <= set(states)


def _in_order(target: Target, rows: Sequence[Push], order: Sequence[str]) -> None:
    """Every passage once and in the order of the text, over all that was read."""
    read = [row for row in rows if row.state in _READ]
    read.sort(key=lambda row: row.id)
    references = [reference for row in read for reference in row.references]
    assert references == list(order[: len(references)]), f"{target} was out of order"


def expected_days(schedule: Schedule, began: float, ended: float) -> dict[date, float]:
    """Compute by another way than the bot which dates are due when: minute by minute of a day.

    The first moment of a date at which the wall shows the time, or where that is skipped the
    first later one by as much as the clocks went forward.
    """
    zone = ZoneInfo(schedule.zone)
    found = {}
    day = datetime.fromtimestamp(began, zone).date() - timedelta(1)
    while (due := _moment(day, schedule, zone)) <= ended:
        if due > began and schedule.days.include(day):
            found[day] = due
        day += timedelta(1)
    return found


def _moment(day: date, schedule: Schedule, zone: ZoneInfo) -> float:
    naive = datetime.combine(day, schedule.at)
    candidates = []
    for offset in {_offset(naive, zone, hours) for hours in (-30, 30)}:
        instant = naive.replace(tzinfo=UTC) - offset
        if instant.astimezone(zone).replace(tzinfo=None) == naive:
            candidates.append(instant)
    if not candidates:  # skipped: by the clock as it was before
        candidates = [naive.replace(tzinfo=UTC) - _offset(naive, zone, -30)]
    return min(candidates).timestamp()


def _offset(naive: datetime, zone: ZoneInfo, hours: int) -> timedelta:
    around = naive.replace(tzinfo=UTC) + timedelta(hours=hours)
    return around.astimezone(zone).utcoffset() or timedelta()


def _none_missed(
    outcome: Outcome, schedule: Schedule, rows: Sequence[Push], window: float
) -> None:
    """What was due is sent or in doubt, unless nothing was up to send it."""
    states = {row.day: row for row in rows}
    last = outcome.ended - 2 * 3600
    for day, due in expected_days(schedule, outcome.began, last).items():
        row = states.get(day)
        assert row is not None, f"{schedule.target} has no row for {day}"
        if row.state not in _READ and row.state is not State.WAITING:
            up = _up(outcome, due - outcome.began, window)
            assert up < 3600, f"{schedule.target} {day} is {row.state}, {up:.0f} s were up"
        if row.state is State.SENT and not row.late:
            assert row.settled - due <= 300 + 1800 + 120, f"{schedule.target} {day} was late"


def _up(outcome: Outcome, start: float, window: float) -> float:
    """Return for how many seconds of a window something could send."""
    spans = sorted((max(a, start), min(b, start + window)) for a, b in outcome.down)
    down, reached = 0.0, start
    for begin, end in spans:
        if end > max(begin, reached):
            down += end - max(begin, reached)
            reached = end
    return window - down


def _count(outcome: Outcome) -> Counter[str]:
    counts: Counter[str] = Counter(str(row.state) for row in outcome.ledger)
    counts["late"] = sum(row.late and row.state is State.SENT for row in outcome.ledger)
    counts["arrived"] = len(outcome.telegram.record)
    counts["kills"], counts["floods"] = outcome.kills, outcome.telegram.floods
    counts["days"] = int((outcome.ended - outcome.began) / DAY)
    return counts
