"""Pushes on their way: claimed in the ledger tick by tick, and handed to be sent.

A push is `claimed`, then `sending` from the moment before the request goes out, then settled.
Whatever a crash interrupts, the ledger tells which of the two it was.
"""

import asyncio
import logging
import uuid
from datetime import UTC, timedelta

from sqlalchemy.exc import IntegrityError

from bot.daily.events import Event
from bot.daily.models import Push, Schedule, State
from bot.daily.planning import make_plan
from bot.daily.sending import Parts, Sender, Timing
from bot.daily.slots import local_date, next_slot

__all__ = ["Delivery"]

_LOGGER = logging.getLogger(__name__)
_BATCH = 60


class Delivery:
    """One process's share in the pushes; any number work on one database."""

    def __init__(self, parts: Parts, timing: Timing | None = None) -> None:
        self._timing = timing or Timing()
        self._store, self._clock, self._events = parts.store, parts.clock, parts.events
        self.owner = uuid.uuid4().hex
        self._sender = Sender(parts, self.owner, self._timing)
        self._mine: dict[int, asyncio.Task[Push]] = {}
        self._last = 0.0

    async def run(self) -> None:
        """Deliver what is due, tick by tick, until cancelled."""
        try:
            while True:
                more = False
                try:
                    more = await self.tick()
                except IntegrityError:
                    more = True  # another process entered the same rows in this moment
                except Exception:  # whatever went wrong, the next tick must come
                    _LOGGER.exception("the pushes that are due could not be taken")
                await self._clock.sleep(min(self._timing.tick, 1.0) if more else self._timing.tick)
        finally:
            await self._let_go()

    async def tick(self) -> bool:
        """Claim what is due and set it going; tell whether there may be more."""
        now = self._clock.now()
        if now < self._last - self._timing.late or not self._last:
            await self._await_anew(now)
        self._last = now
        room = min(self._timing.at_once - len(self._mine), _BATCH)
        if room <= 0:
            return True
        left = await self._take_left_over(now, room)
        due = await self._take_due(now, room)
        return max(left, due) == room

    async def claim(self, push: Push) -> Push | None:
        """Enter a push that somebody asks for; None where it is in the ledger already."""
        return await self._store.pushes.add(push, self.owner, self._lease())

    async def deliver(self, push: Push) -> Push:
        """Send a push that is the owner's; wait for what becomes of it."""
        self._start(push, None)
        return await asyncio.shield(self._mine[push.id])

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._mine:
            await asyncio.wait(self._mine.values())

    async def _take_left_over(self, now: float, room: int) -> int:
        """See to what an earlier process, or an earlier try, left; return how many it was."""
        found = await self._store.pushes.left_over(now, room)
        left = [push for push in found if push.id not in self._mine]
        for push in left:
            if push.state is State.SENDING:
                doubted = await self._store.pushes.doubt(push, now)
                self._events.happened(Event.UNCERTAIN, doubted, "the process died while sending")
        if any(push.state is not State.SENDING for push in left):
            for push in await self._store.pushes.retake(left, now, self.owner, self._lease()):
                self._start(push, None)
        return len(left)

    async def _take_due(self, now: float, room: int) -> int:
        """Enter what is due, and return how many chats it was."""
        due = await self._store.schedules.due(now, room)
        if not due:
            return 0
        plans = [make_plan(each, slot, now, self._timing.window) for each, slot in due]
        schedules = {each.target: each for each, _slot in due}
        claimed = await self._store.pushes.enter(plans, int(now), self.owner, self._lease())
        for plan in plans:
            for slot in plan.missed:
                self._events.missed(plan.schedule.target, slot.day)
        for push in claimed:
            if push.id not in self._mine:
                self._events.happened(Event.DUE, push)
                self._start(push, schedules.get(push.target))
        return len(due)

    async def _await_anew(self, now: float) -> None:
        """Look again for each chat's next slot, at the start and after the clock was set back."""
        await self._store.pushes.forget_future(now)
        taken = await self._store.pushes.taken_since(local_date(now, UTC) - timedelta(days=2))
        for schedule, awaited in await self._store.schedules.enabled():
            if awaited is None or awaited.due > now:
                following = next_slot(schedule, now, taken.get(schedule.target, frozenset()))
                if following != awaited:
                    await self._store.schedules.await_slot(schedule.target, awaited, following)

    def _lease(self) -> int:
        return int(self._clock.now() + self._timing.lease)

    def _start(self, push: Push, schedule: Schedule | None) -> None:
        if push.id in self._mine:
            return
        task = asyncio.create_task(self._sender.send(push, schedule))
        self._mine[push.id] = task
        task.add_done_callback(lambda done: self._ended(push, done))

    def _ended(self, push: Push, task: asyncio.Task[Push]) -> None:
        self._mine.pop(push.id, None)
        if not task.cancelled() and (error := task.exception()):
            _LOGGER.error("push %d failed unexpectedly", push.id, exc_info=error)

    async def _let_go(self) -> None:
        """Finish the requests that are out, and leave the rest to whoever comes next."""
        for push_id, task in list(self._mine.items()):
            task.cancel()
            self._mine.pop(push_id, None)
        await self._sender.finish()
        await self._store.pushes.release(self.owner)
