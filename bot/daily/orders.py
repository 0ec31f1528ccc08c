"""Which passages come next, after what a chat has been pushed so far."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.daily.models import Order, Push, Schedule
from bot.daily.reading import Excerpt, Reading

__all__ = ["Choice", "choose", "place_after", "read_so_far"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An excerpt, how many passages came before it, and how many pushes are to come after.

    `left` is None where there is no end; `read_at` (epoch seconds) is when a review's excerpt
    was pushed before, and `asked` tells that it was asked about since.
    """

    excerpt: Excerpt
    before: int
    left: int | None
    read_at: int | None = None
    asked: bool = False


def choose(
    schedule: Schedule, reading: Reading, history: Sequence[Push], asked: Mapping[str, int]
) -> Choice | None:
    """Choose the next excerpt, None where all has been read.

    `history` holds what was pushed, newest first; `asked` when passages were asked about, in
    epoch seconds.
    """
    if not len(reading):
        return None
    if schedule.order is Order.REVIEW:
        return _review(reading, history, asked)
    read = [push for push in history if push.order is schedule.order]
    if schedule.order is Order.SHUFFLED:
        return _shuffled(schedule, reading, read)
    return _sequence(reading, read)


def place_after(reading: Reading, history: Sequence[Push]) -> int:
    """Return the index after the last passage of the newest push that is still there."""
    found = (reading.places(push) for push in history)
    return next((rows[-1] + 1 for rows in found if rows), 0)


def read_so_far(reading: Reading, history: Sequence[Push]) -> frozenset[int]:
    """Return the indices of the passages that were pushed."""
    return frozenset(row for push in history for row in reading.places(push))


def _sequence(reading: Reading, history: Sequence[Push]) -> Choice | None:
    start = place_after(reading, history)
    if start >= len(reading):
        return None
    excerpt = reading.excerpt(start)
    return Choice(excerpt, start, reading.pushes_from(excerpt.end))


def _shuffled(schedule: Schedule, reading: Reading, history: Sequence[Push]) -> Choice | None:
    """Begin at the unread passage whose turn is first by a hash, and read on from there."""
    read = read_so_far(reading, history)
    unread = [row for row in range(len(reading)) if row not in read]
    if not unread:
        return None
    turns = f"{schedule.target.chat} {schedule.target.topic} {schedule.since} "
    start = min(unread, key=lambda row: _digest(turns + reading.passages[row].id))
    excerpt = reading.excerpt(start, _stretch(reading, start, frozenset(unread)))
    rest = len(unread) - len(excerpt.passages)
    return Choice(excerpt, len(read), -(-rest // len(excerpt.passages)))


def _review(reading: Reading, history: Sequence[Push], asked: Mapping[str, int]) -> Choice:
    """Begin with what was asked about since it was pushed, else with what is longest ago."""
    pushed: dict[int, int] = {}
    for push in history:
        for row in reading.places(push):
            pushed.setdefault(row, push.settled)
    rows = range(len(reading))
    wondered = {row: asked.get(reading.passages[row].id, 0) for row in rows}
    open_now = frozenset(row for row in rows if wondered[row] > pushed.get(row, 0))
    if open_now:
        start = min(open_now, key=lambda row: (-wondered[row], row))
        end = _stretch(reading, start, open_now)
    else:
        start = min(rows, key=lambda row: (pushed.get(row, 0), row))
        same = pushed.get(start, 0)
        end = _stretch(reading, start, frozenset(r for r in rows if pushed.get(r, 0) == same))
    return Choice(reading.excerpt(start, end), 0, None, pushed.get(start), asked=start in open_now)


def _stretch(reading: Reading, start: int, allowed: frozenset[int]) -> int:
    """Read on from an index as far as passages are allowed and the time lasts."""
    end = start + 1
    while end in allowed and reading.fits(start, end + 1):
        end += 1
    return end


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
