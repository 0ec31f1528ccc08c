"""The bot one morning at seven in Shanghai, with a member and a clock that the test sets."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from botapi import Account, BotApiServer, Chat, Message
from hand_clock import HandClock

from bot.context import App
from bot.daily.models import Push, Schedule, State, Target
from bot.daily.slots import next_slot

__all__ = ["START", "Morning"]

START = datetime(2026, 11, 23, 7, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
_UNDER_WAY = (State.CLAIMED, State.SENDING)


@dataclass(frozen=True)
class Morning:
    app: App
    server: BotApiServer
    alice: Account
    clock: HandClock

    async def subscribe(self, chat: int, topic: int = 0, **chosen: Any) -> Schedule:
        """Subscribe a chat or topic, without asking the bot."""
        zone = chosen.pop("zone", "Asia/Shanghai")
        schedule = Schedule(Target(chat, topic), zone, enabled=True, **chosen)
        slot = next_slot(schedule, self.clock.now())
        await self.app.bot_data.store.schedules.save(schedule, slot)
        return schedule

    async def schedule(self, chat: int, topic: int = 0) -> Schedule:
        found = await self.app.bot_data.store.schedules.get(Target(chat, topic))
        assert found is not None
        return found

    async def claimed(self, chat: int) -> Push:
        """Wait until a chat has a push, however far it has come."""
        async with asyncio.timeout(10):
            while True:
                if rows := await self.app.bot_data.store.pushes.last(Target(chat), 1):
                    return rows[0]
                await asyncio.sleep(0.02)

    async def settled(
        self, chat: int, count: int = 1, topic: int = 0, attempts: int = 0
    ) -> list[Push]:
        """Wait until a chat has so many pushes that are not under way; oldest first."""
        async with asyncio.timeout(10):
            while True:
                rows = await self.app.bot_data.store.pushes.last(Target(chat, topic), 50)
                done = [row for row in rows if row.state not in _UNDER_WAY]
                if len(done) >= count and done[0].attempts >= attempts:
                    return done[::-1]
                await asyncio.sleep(0.02)

    async def idle(self) -> None:
        """Wait until no push is under way."""
        assert self.app.bot_data.delivery
        await self.app.bot_data.delivery.idle()

    async def awaits(self, chat: int, day: date) -> None:
        """Wait until a chat's next push is that of a date."""
        async with asyncio.timeout(10):
            while True:
                found = await self.app.bot_data.store.schedules.enabled()
                if any(s.target.chat == chat and slot and slot.day == day for s, slot in found):
                    return
                await asyncio.sleep(0.02)

    async def reply(self, chat: Chat) -> Message:
        """Wait for the next message, a second or two at a time where it waits for its turn."""
        for _ in range(20):
            with suppress(TimeoutError):
                return await self.server.reply(chat, within=0.25)
            self.clock.pass_(2)
        raise TimeoutError("no message came")
