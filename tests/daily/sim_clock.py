"""Simulated time: it stands still while anybody works, then goes on to whoever wakes next."""

import asyncio
import heapq
import itertools
from typing import Any

__all__ = ["Counted", "SimClock"]

_QUIET = 8
"""Turns of the event loop without anything beginning or ending, after which all are asleep."""


class SimClock:
    """A `Clock` for tasks that do nothing but compute, sleep on it and use `Counted`.

    `step` sets the wall clock alone.
    """

    def __init__(self, start: float) -> None:
        self._start, self._passed, self._offset = start, 0.0, 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self.activity = 0
        self._busy = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self) -> None:
        """Count work that is not a sleep."""
        self._busy += 1
        self.activity += 1
        self._idle.clear()

    def end(self) -> None:
        self._busy -= 1
        self.activity += 1
        if not self._busy:
            self._idle.set()

    def now(self) -> float:
        return self._start + self._passed + self._offset

    def monotonic(self) -> float:
        return self._passed

    async def sleep(self, seconds: float) -> None:
        self.activity += 1
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._passed + seconds, next(self._numbers), future))
        await future

    def step(self, seconds: float) -> None:
        self._offset += seconds

    async def run(self, task: "asyncio.Task[Any]") -> None:
        """Let time pass until a task is done."""
        while not task.done():
            await self._quiet()
            if task.done():
                return
            self._wake_next()

    async def _quiet(self) -> None:
        quiet, seen = 0, self.activity
        while quiet < _QUIET:
            await self._idle.wait()
            await asyncio.sleep(0)
            quiet = 0 if self._busy or self.activity != seen else quiet + 1
            seen = self.activity

    def _wake_next(self) -> None:
        assert self._sleepers, "everybody waits and nobody sleeps"
        self._passed = max(self._passed, self._sleepers[0][0])
        while self._sleepers and self._sleepers[0][0] <= self._passed:
            future = heapq.heappop(self._sleepers)[2]
            if not future.done():
                future.set_result(None)


class Counted:
    """Stands before an object with asynchronous methods and counts the calls that are under way.

    `alive` False ends every further call as a killed process would.
    """

    def __init__(self, inner: Any, clock: SimClock, process: "Alive") -> None:
        self._inner, self._clock, self._process = inner, clock, process

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if not asyncio.iscoroutinefunction(value):
            return Counted(value, self._clock, self._process)

        async def call(*args: Any, **given: Any) -> Any:
            self._process.check()
            self._clock.begin()
            try:
                return await value(*args, **given)
            finally:
                self._clock.end()
                self._process.check()

        return call


class Alive:
    """Whether a simulated process still runs."""

    def __init__(self) -> None:
        self.alive = True

    def check(self) -> None:
        if not self.alive:
            raise asyncio.CancelledError
