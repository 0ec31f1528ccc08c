"""`yandu run` as a process whose output is read as it comes."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from yandu_process import Yandu

__all__ = ["ServingBot", "serve"]

PATIENCE = 60.0


@dataclass
class ServingBot:
    """A bot that runs until `stop`; `lines` is what it has printed and logged so far."""

    process: Process
    lines: list[str] = field(default_factory=list)

    async def read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.lines.append(line.decode().rstrip())

    async def printed(self, text: str) -> str:
        """Wait for a line with a text in it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for line in self.lines:
                    if text in line:
                        return line
                assert self.process.returncode is None, self.lines
                await asyncio.sleep(0.05)

    async def stop(self) -> int:
        """End it as an operator would, and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


@asynccontextmanager
async def serve(yandu: Yandu) -> AsyncIterator[ServingBot]:
    """Run the bot; it is killed at the end where it was not stopped."""
    bot = ServingBot(await yandu.spawn("run"))
    reading = asyncio.create_task(bot.read())
    try:
        yield bot
    finally:
        if bot.process.returncode is None:
            bot.process.kill()
        await bot.process.wait()
        await reading
