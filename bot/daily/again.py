"""A day sent again to the chats that it did not reach, because an operator says so."""

from datetime import date

from bot.daily.clock import Clock
from bot.daily.delivery import Delivery
from bot.daily.models import Kind, Push, Schedule, State
from bot.store import Store

__all__ = ["send_again"]

_UNDER_WAY = (State.CLAIMED, State.SENDING, State.WAITING)


async def send_again(store: Store, delivery: Delivery, clock: Clock, day: date) -> list[Push]:
    """Send what is due, then the date again where the ledger has it without success."""
    while await delivery.tick():
        await clock.sleep(1.0)
    await delivery.idle()
    claimed = []
    for schedule, _slot in await store.schedules.enabled():
        push = await _missing(store, schedule, day, int(clock.now()))
        if push and (mine := await delivery.claim(push)):
            claimed.append(mine)
    return [await delivery.deliver(push) for push in claimed]


async def _missing(store: Store, schedule: Schedule, day: date, now: int) -> Push | None:
    """Make a push for a chat whose day has rows, none of them successful or under way."""
    rows = await store.pushes.on(schedule.target, day)
    rows = [row for row in rows if row.kind is not Kind.NOW]
    if not rows or any(row.state in (State.SENT, *_UNDER_WAY) for row in rows):
        return None
    number = sum(row.kind is Kind.RESEND for row in rows)
    return Push(0, schedule.target, Kind.RESEND, day, number, State.CLAIMED, now)
