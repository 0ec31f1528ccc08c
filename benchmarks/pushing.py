"""A push to many chats at Telegram's real limits, in simulated time."""

import asyncio
import random
import tempfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import perf_counter

from botapi import limits
from readers import long_reading
from sim_clock import SimClock
from sim_telegram import SimTelegram
from sim_world import World

from benchmarks.figures import Figure
from bot.daily.models import Schedule, Target
from bot.daily.slots import Slot
from bot.store import Store, connect

CHATS = 10_000
LATENCY = (0.08, 0.1)
"""Seconds each way; what the network shifts by more than the pacing allows for is answered 429."""
START = datetime(2026, 1, 5, tzinfo=UTC).timestamp()


def measure_pushing(chats: int = CHATS) -> list[Figure]:
    """Push to all chats at once; the minimum is what 30 messages a second allow."""
    with tempfile.TemporaryDirectory(prefix="yandu-bench-") as folder:
        began = perf_counter()
        taken, floods = asyncio.run(_push(Path(folder), chats))
        real = perf_counter() - began
    minimum = (chats - 1) / limits.OVERALL_SECOND
    excess = 100 * (taken / minimum - 1)
    return [
        Figure(f"pushing to {chats} chats, simulated time", taken, "s"),
        Figure("the least that the limit allows", minimum, "s"),
        Figure("above the least", excess, "%", 5),
        Figure("answers of 429 meanwhile", floods, "", 1),
        Figure("the same in real time, without a network", real, "s"),
    ]


async def _push(folder: Path, chats: int) -> tuple[float, int]:
    clock = SimClock(START)
    telegram = SimTelegram(clock, random.Random(1), latency=LATENCY)
    store = Store(connect(f"sqlite+aiosqlite:///{folder / 'push.db'}"))
    await store.open()
    for number in range(chats):
        schedule = Schedule(Target(number + 1), "UTC", time(0, 1), enabled=True)
        await store.schedules.save(schedule, Slot(date(2026, 1, 5), int(START) + 60))
    world = World(clock, telegram, store, long_reading(folder, sections=2))
    world.start(tick=1.0)
    await clock.run(asyncio.create_task(_until(clock, telegram, chats)))
    world.kill(world.processes[0])
    await store.close()
    moments = [message.time for message in telegram.record]
    return moments[-1] - moments[0], telegram.floods


async def _until(clock: SimClock, telegram: SimTelegram, chats: int) -> None:
    while len(telegram.record) < chats:
        await clock.sleep(1.0)
