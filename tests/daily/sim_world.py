"""Processes of the bot in a simulation: begun, stopped in order, killed."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from sim_clock import Alive, Counted, SimClock
from sim_telegram import SimRequest, SimTelegram
from telegram.constants import ParseMode
from telegram.ext import Defaults, ExtBot

from bot.daily.delivery import Delivery
from bot.daily.events import Events
from bot.daily.layouts import Layouts
from bot.daily.letters import Letters
from bot.daily.pacing import Pacer
from bot.daily.sending import Parts, Timing
from bot.metrics import Metrics
from bot.store import Store
from bot.texts import Language
from index.search import Searcher

__all__ = ["Process", "World"]

TOKEN = "1:simulated"


@dataclass
class Process:
    delivery: Delivery
    alive: Alive
    task: asyncio.Task[None]


@dataclass
class World:
    """A clock, a Telegram, a database, and the processes at work between them."""

    clock: SimClock
    telegram: SimTelegram
    store: Store
    searcher: Searcher
    layouts: Layouts = field(default_factory=Layouts)
    processes: list[Process] = field(default_factory=list)
    kills: int = 0

    def start(self, tick: float = 120.0) -> None:
        """Start a process of the bot."""
        alive = Alive()
        store: Any = Counted(self.store, self.clock, alive)
        request = SimRequest(self.telegram, alive)
        bot = ExtBot[None](TOKEN, request=request, get_updates_request=request,
                           defaults=Defaults(parse_mode=ParseMode.HTML))  # fmt: skip
        layouts: Any = Counted(self.layouts, self.clock, alive)
        letters = Letters(store, layouts, Language.ZH_HANS)
        parts = Parts(store, bot, letters, lambda: self.searcher, self.clock, Pacer(self.clock),
                      Events(Metrics()))  # fmt: skip
        delivery = Delivery(parts, Timing(tick=tick))
        self.processes.append(Process(delivery, alive, asyncio.create_task(delivery.run())))

    def kill(self, process: Process) -> None:
        """End a process between two instructions; nothing of it is put in order."""
        process.alive.alive = False
        process.task.cancel()
        self.processes.remove(process)
        self.kills += 1

    async def stop(self, process: Process) -> None:
        """End a process as a signal to stop does."""
        self.processes.remove(process)
        process.task.cancel()
        with suppress(asyncio.CancelledError):
            await process.task
