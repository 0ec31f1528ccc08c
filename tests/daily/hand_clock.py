"""A clock that stands still until it is set."""

import asyncio

__all__ = ["HandClock"]


class HandClock:
    """`set` and `pass_` move the hands; sleepers whose time has come wake.

    A sleep of less than `PAUSE` seconds is real, so that what polls goes on polling.
    """

    PAUSE = 0.1

    def __init__(self, start: float) -> None:
        self._now, self._monotonic = start, 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        if seconds < self.PAUSE:
            self._monotonic += seconds
            await asyncio.sleep(seconds)
            return
        future = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._monotonic + seconds, future))
        await future

    def step(self, seconds: float) -> None:
        """Set the wall clock alone, as a correction does."""
        self._now += seconds

    def pass_(self, seconds: float) -> None:
        """Let time pass."""
        self._now += seconds
        self._monotonic += seconds
        due = [f for moment, f in self._sleepers if moment <= self._monotonic]
        self._sleepers = [(m, f) for m, f in self._sleepers if m > self._monotonic]
        for future in due:
            if not future.done():
                future.set_result(None)
