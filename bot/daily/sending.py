"""One push to its end: its turn, its text, the request, and what the answer means."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.daily.clock import Clock
from bot.daily.events import Event, Events
from bot.daily.letters import Letter, Letters
from bot.daily.models import Kind, Off, Push, Schedule, State
from bot.daily.outcomes import Failure, Fate, judge
from bot.daily.pacing import Pacer
from bot.daily.unreachable import note_unreachable
from bot.store import Store
from index.search import Searcher

__all__ = ["Parts", "Sender", "Timing"]

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: between ticks; of a lease; until a push is late, is missed, is tried again."""

    tick: float = 1.0
    lease: float = 120.0
    late: float = 300.0
    window: float = 12 * 3600.0
    now_window: float = 600.0
    first_retry: float = 15.0
    longest_retry: float = 1800.0
    at_once: int = 300

    def window_of(self, kind: Kind) -> float:
        return self.now_window if kind is Kind.NOW else self.window

    def retry(self, attempts: int) -> float:
        return min(self.first_retry * 2.0**attempts, self.longest_retry)


@dataclass(frozen=True, slots=True)
class Parts:
    """What pushes are made with; the requests of `bot` must fail at once rather than repeat."""

    store: Store
    bot: ExtBot[None]
    letters: Letters
    searcher: Callable[[], Searcher | None]
    clock: Clock
    pacer: Pacer
    events: Events


class Sender:
    """Sends the pushes that `owner` has claimed."""

    def __init__(self, parts: Parts, owner: str, timing: Timing) -> None:
        self._parts, self._owner, self._timing = parts, owner, timing
        self._requests: set[asyncio.Task[Push]] = set()

    async def send(self, push: Push, schedule: Schedule | None) -> Push:
        """See a claimed push to its end: sent, refused, or dropped before it went out."""
        async with self._parts.pacer.turn(push.target.chat):
            schedule = schedule or await self._parts.store.schedules.get(push.target)
            letter = await self._letter(push, schedule)
            if letter is None or schedule is None:
                return await self._drop(push, schedule)
            return await self._unbroken(self._begin(push, letter, schedule))

    async def _letter(self, push: Push, schedule: Schedule | None) -> Letter | None:
        """Write a push; None where it is too late for it, or there is nothing to read."""
        searcher, waited = self._parts.searcher(), self._parts.clock.now() - push.due
        if searcher is None or schedule is None or waited > self._timing.window_of(push.kind):
            return None
        late = push.kind is Kind.SCHEDULED and waited > self._timing.late
        return await self._parts.letters.write(replace(push, late=late), schedule, searcher)

    async def _drop(self, push: Push, schedule: Schedule | None) -> Push:
        """Note why a push that was claimed is not sent, or not yet."""
        now, again, target = self._parts.clock.now(), 0, push.target
        dropped = replace(push, state=State.FAILED, settled=int(now))
        if now - push.due > self._timing.window_of(push.kind):
            untried = push.kind is Kind.SCHEDULED and not push.attempts and not push.reason
            dropped = replace(dropped, state=State.MISSED if untried else State.FAILED)
        elif schedule is None:
            dropped = replace(dropped, reason="switched off")
        elif self._parts.searcher() is None:
            again = int(now + self._timing.longest_retry)
            dropped = replace(dropped, state=State.WAITING, reason="no material")
        else:
            dropped = replace(dropped, reason="finished")
            await self._parts.store.schedules.switch_off(target.chat, Off.FINISHED, target.topic)
        return await self._note_dropped(dropped, again)

    async def _stand_back(self, push: Push) -> Push:
        """Leave a push that may not be sent: switched off meanwhile, or another process's now."""
        schedule = await self._parts.store.schedules.get(push.target)
        if schedule and schedule.enabled:
            return push
        now = int(self._parts.clock.now())
        dropped = replace(push, state=State.FAILED, settled=now, reason="switched off")
        return await self._note_dropped(dropped)

    async def _note_dropped(self, push: Push, again: int = 0) -> Push:
        await self._parts.store.pushes.drop(push, self._owner, again)
        self._parts.events.settled(push)
        return push

    async def _unbroken(self, work: Coroutine[Any, Any, Push]) -> Push:
        """Do what must come to its end even where the bot is told to stop meanwhile."""
        task = asyncio.create_task(work)
        self._requests.add(task)
        task.add_done_callback(self._requests.discard)
        return await asyncio.shield(task)

    async def _begin(self, push: Push, letter: Letter, schedule: Schedule) -> Push:
        """Note that the request goes out, and let it go: what is noted is sent, come what may."""
        begun = await self._parts.store.pushes.begin(letter.push, self._owner, self._lease())
        return await (self._send(letter, schedule) if begun else self._stand_back(push))

    async def _send(self, letter: Letter, schedule: Schedule) -> Push:
        push = letter.push
        try:
            message = await self._request(letter, schedule, push.target.chat)
        except TelegramError as error:
            return await self._failed(letter, schedule, judge(error))
        return await self._sent(letter, message.message_id)

    async def _request(self, letter: Letter, schedule: Schedule, chat: int) -> Message:
        return await self._parts.bot.send_message(
            chat,
            letter.screen.text,
            reply_markup=letter.screen.keyboard,
            message_thread_id=schedule.target.topic or None,
            disable_notification=schedule.silent,
        )

    async def _sent(self, letter: Letter, message: int) -> Push:
        push = await self._settle(letter, State.SENT, message=message)
        chat = push.target.chat
        try:
            await self._parts.store.shown.record(chat, message, letter.shown, push.settled)
        except SQLAlchemyError:
            _LOGGER.exception("what a push shows could not be kept")
        return push

    async def _failed(self, letter: Letter, schedule: Schedule, failure: Failure) -> Push:
        match failure.fate:
            case Fate.MOVED if failure.chat != letter.push.target.chat:
                return await self._follow(letter, schedule, failure.chat)
            case Fate.OFF if failure.off:
                done = await self._settle(letter, State.FAILED, failure.reason)
                await note_unreachable(
                    self._parts.store, self._parts.bot, self._parts.letters, schedule, failure.off
                )
                self._parts.events.happened(Event.SWITCHED_OFF, done, failure.off)
                return done
            case Fate.UNKNOWN:
                return await self._settle(letter, State.UNCERTAIN, failure.reason)
        return await self._again(letter, failure)

    async def _follow(self, letter: Letter, schedule: Schedule, chat: int) -> Push:
        """Send to a group that became a supergroup, under its new id."""
        target = replace(schedule.target, chat=chat)
        await self._parts.store.chats.move(schedule.target.chat, chat)
        moved = replace(letter, push=replace(letter.push, target=target))
        return await self._send(moved, replace(schedule, target=target))

    async def _again(self, letter: Letter, failure: Failure) -> Push:
        """Try again what was refused: as late as told, else a little later each time."""
        push, now = letter.push, self._parts.clock.now()
        wait = self._timing.retry(push.attempts) if failure.wait is None else failure.wait
        if failure.wait is not None:
            self._parts.pacer.hold(push.target.chat, failure.wait)
        if now + wait - push.due > self._timing.window_of(push.kind):
            return await self._settle(letter, State.FAILED, failure.reason)
        waiting = replace(push, state=State.WAITING, settled=int(now), reason=failure.reason)
        await self._parts.store.pushes.settle(waiting, self._owner, again=int(now + wait) + 1)
        self._parts.events.settled(waiting)
        return waiting

    async def _settle(
        self, letter: Letter, state: State, reason: str = "", message: int | None = None
    ) -> Push:
        settled = int(self._parts.clock.now())
        push = replace(letter.push, state=state, reason=reason, message=message, settled=settled)
        await self._parts.store.pushes.settle(push, self._owner)
        self._parts.events.settled(push)
        if letter.last and state in (State.SENT, State.UNCERTAIN):
            await self._parts.store.schedules.switch_off(
                push.target.chat, Off.FINISHED, push.target.topic
            )
        return push

    def _lease(self) -> int:
        return int(self._parts.clock.now() + self._timing.lease)

    async def finish(self) -> None:
        """Wait for the requests that are out."""
        if self._requests:
            await asyncio.wait(self._requests, timeout=self._timing.lease)
