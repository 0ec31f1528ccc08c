"""What the bot does by itself, beside what comes in."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Protocol

__all__ = ["Own", "end_all"]

_LOGGER = logging.getLogger(__name__)


class Own(Protocol):
    """Goes on from when the store is open until it is closed.

    It may be ended twice, and without having begun.
    """

    def begin(self) -> None: ...

    async def end(self) -> None: ...


async def end_all(own: Sequence[Own]) -> None:
    """End all at the same time: none waits for another, or fails with it."""
    ended = await asyncio.gather(*(each.end() for each in own), return_exceptions=True)
    for error in filter(None, ended):
        _LOGGER.error("what the bot does by itself did not end well", exc_info=error)
