"""A file that stays fresh as long as the bot's event loop turns, for a health check to look at."""

import asyncio
from pathlib import Path

from bot.context import App

__all__ = ["FILE", "keep_beating"]

FILE = "heartbeat"
INTERVAL = 20.0  # seconds


def keep_beating(app: App, home: Path) -> None:
    """Touch the file from the application's own loop, from its preparation to its end."""
    prepare = app.post_init

    async def prepare_and_beat(app: App) -> None:
        if prepare:
            await prepare(app)
        _beat(asyncio.get_running_loop(), home / FILE)

    app.post_init = prepare_and_beat


def _beat(loop: asyncio.AbstractEventLoop, path: Path) -> None:
    path.touch()
    loop.call_later(INTERVAL, _beat, loop, path)
