"""Telegram's sending limits, kept for pushes: a second a chat, a minute a group, all together."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.daily.clock import Clock

__all__ = ["Limits", "Pacer"]

_MOST_LINES = 4096
"""Chats that are remembered before the quiet ones are forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds between two messages, with a little room for what the network shifts."""

    overall: float = 1 / 29
    chat: float = 1.05
    minute: float = 60.5
    in_minute: int = 20


@dataclass
class _Line:
    """The pushes of one chat, one after another; `sent` are its last moments."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    sent: deque[float] = field(default_factory=deque)
    not_before: float = 0.0


class Pacer:
    """Lets each push go when its chat and Telegram as a whole have room.

    A chat that must wait holds up no other.
    """

    def __init__(self, clock: Clock, limits: Limits = Limits()) -> None:
        self._clock, self._limits = clock, limits
        self._lines: dict[int, _Line] = {}
        self._next = 0.0

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait for the chat's turn and keep it until the block ends."""
        line = self._lines.setdefault(chat, _Line())
        line.waiting += 1
        try:
            async with line.lock:
                await self._until(self._free(chat, line))
                await self._until(self._reserve())
                line.sent.append(self._clock.monotonic())
                yield
        finally:
            line.waiting -= 1
            self._forget()

    def hold(self, chat: int, seconds: float) -> None:
        """Send nothing more to a chat for a while, as Telegram asked."""
        line = self._lines.setdefault(chat, _Line())
        line.not_before = self._clock.monotonic() + seconds

    def _free(self, chat: int, line: _Line) -> float:
        """Return the moment from which the chat has room."""
        moments = [line.not_before]
        if line.sent:
            moments.append(line.sent[-1] + self._limits.chat)
        if chat < 0 and len(line.sent) >= self._limits.in_minute:
            moments.append(line.sent[-self._limits.in_minute] + self._limits.minute)
        while len(line.sent) > self._limits.in_minute:
            line.sent.popleft()
        return max(moments)

    def _reserve(self) -> float:
        """Take the next moment that is free among all chats."""
        moment = max(self._clock.monotonic(), self._next)
        self._next = moment + self._limits.overall
        return moment

    async def _until(self, moment: float) -> None:
        wait = moment - self._clock.monotonic()
        if wait > 0:
            await self._clock.sleep(wait)

    def _forget(self) -> None:
        """Drop chats that have been quiet for so long that nothing holds them."""
        if len(self._lines) < _MOST_LINES:
            return
        old = self._clock.monotonic() - self._limits.minute
        self._lines = {
            chat: line
            for chat, line in self._lines.items()
            if line.waiting or line.not_before > old or (line.sent and line.sent[-1] > old)
        }
