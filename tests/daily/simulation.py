"""Months of pushes to many chats in many timezones, with everything that goes wrong on the way.

What arrived is counted at the simulated Telegram; the ledger is held against that.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sim_clock import SimClock
from sim_telegram import SimTelegram, Troubles
from sim_world import World

from bot.daily.models import Days, Push, Schedule, Target
from bot.daily.slots import next_slot
from bot.store import Store, connect
from bot.store.ledger import push_of
from bot.store.tables import pushes
from index.search import Searcher

__all__ = ["Outcome", "Plan", "simulate"]

HOUR, DAY = 3600.0, 24 * 3600.0
START = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
ZONES = tuple(
    """Asia/Shanghai Asia/Urumqi Asia/Hong_Kong Asia/Taipei Asia/Tokyo Asia/Singapore Asia/Kolkata
    Asia/Kathmandu Asia/Tehran Asia/Dubai Asia/Jerusalem Asia/Beirut Europe/Moscow Europe/Berlin
    Europe/London Europe/Lisbon Europe/Dublin Europe/Chisinau Africa/Cairo Africa/Casablanca
    Africa/Lagos Africa/Johannesburg America/New_York America/Chicago America/Denver
    America/Phoenix America/Los_Angeles America/Anchorage America/St_Johns America/Havana
    America/Sao_Paulo America/Santiago America/Asuncion America/Nuuk Atlantic/Azores
    Australia/Sydney Australia/Lord_Howe Pacific/Auckland Pacific/Chatham Pacific/Apia""".split()  # noqa: SIM905 - a list of forty names is easier to read so
)


YEARLY = Troubles(flood=0.004, lost_before=0.0006, lost_after=0.0006, rejected=0.002)


@dataclass(frozen=True)
class Plan:
    """How much is simulated; troubles are a year's, spread evenly over the days."""

    days: float
    chats: int
    seed: int = 1
    troubles: Troubles = YEARLY
    kills: float = 1.0  # a day
    api_outages: float = 0.2
    pauses: float = 0.15
    steps: float = 0.3
    blocks: float = 0.0003  # of the chats, a day
    changes: float = 0.001
    second: float = 0.25  # share of the time in which two processes work


@dataclass
class Outcome:
    """What the world saw and what the ledger says; `down` are the spans without any process."""

    telegram: SimTelegram
    schedules: dict[Target, Schedule]
    touched: set[Target]
    ledger: list[Push]
    began: float
    ended: float
    down: list[tuple[float, float]]
    wrong_clock: list[tuple[float, float]]
    kills: int


@dataclass
class _World(World):
    """A world with its plan, and what happened in it."""

    plan: Plan = field(kw_only=True)
    chance: random.Random = field(kw_only=True)
    schedules: dict[Target, Schedule] = field(default_factory=dict)
    touched: set[Target] = field(default_factory=set)
    down: list[tuple[float, float]] = field(default_factory=list)
    wrong_clock: list[tuple[float, float]] = field(default_factory=list)


async def simulate(plan: Plan, folder: Path, searcher: Searcher) -> Outcome:
    """Run a plan on a fresh database; the same plan goes the same way each time."""
    chance = random.Random(plan.seed)
    clock = SimClock(START)
    telegram = SimTelegram(clock, chance, plan.troubles)
    store = Store(connect(f"sqlite+aiosqlite:///{folder / 'simulation.db'}"))
    await store.open()
    world = _World(clock, telegram, store, searcher, plan=plan, chance=chance)
    await _subscribe(world)
    world.start()
    directors = [asyncio.create_task(each) for each in _directors(world)]
    await clock.run(asyncio.create_task(clock.sleep(plan.days * DAY)))
    for director in directors:
        director.cancel()
    await _end(world)
    ledger = await _ledger(store)
    await store.close()
    return Outcome(telegram, world.schedules, world.touched, ledger, START, clock.now(),
                   world.down, world.wrong_clock, world.kills)  # fmt: skip


async def _end(world: _World) -> None:
    """Let the clock be right, and a day's work come to its end, before anything is counted."""
    world.telegram.troubles, world.telegram.down = Troubles(), False
    if not world.processes:
        world.start()
    await world.clock.run(asyncio.create_task(world.clock.sleep(HOUR)))
    for process in list(world.processes):
        await world.clock.run(asyncio.create_task(world.stop(process)))


async def _subscribe(world: _World) -> None:
    for number in range(world.plan.chats):
        chat = number + 1 if number % 3 else -(10**12) - number
        schedule = _any_schedule(world.chance, Target(chat))
        world.schedules[schedule.target] = schedule
        await world.store.schedules.save(schedule, next_slot(schedule, START))


def _any_schedule(chance: random.Random, target: Target) -> Schedule:
    at = (
        time(7, 30)
        if chance.random() < 0.4
        else time(chance.randrange(24), chance.choice([0, 15, 30, 45]))
    )
    days = chance.choices([Days(), Days(workdays=True), Days(frozenset({0, 2, 4}))], [8, 1, 1])[0]
    return Schedule(target, chance.choice(ZONES), at, days, enabled=True)


def _directors(world: _World) -> Iterator[Any]:
    plan = world.plan
    yield _often(world, plan.kills, lambda: _kill(world))
    yield _often(world, plan.api_outages, lambda: _outage(world))
    yield _often(world, plan.pauses, lambda: _pause(world))
    yield _often(world, plan.steps, lambda: _step(world))
    yield _often(world, plan.blocks * plan.chats, lambda: _block(world))
    yield _often(world, plan.changes * plan.chats, lambda: _change(world))
    yield _often(world, 0.2, lambda: _second(world))


async def _often(world: _World, a_day: float, happen: Callable[[], Any]) -> None:
    """Let something happen so often a day, at random moments (a Poisson process)."""
    while a_day:
        await world.clock.sleep(world.chance.expovariate(a_day / DAY))
        await happen()


async def _kill(world: _World) -> None:
    """Kill a process, often while it is sending, and start another soon after."""
    if not world.processes:
        return
    if world.chance.random() < 0.7:
        await _until_sending(world)
    if world.processes:
        world.kill(world.chance.choice(world.processes))
        began = world.clock.monotonic()
        await world.clock.sleep(world.chance.uniform(1, 600))
        if not world.processes:
            world.start()
            world.down.append((began, world.clock.monotonic()))


async def _until_sending(world: _World) -> None:
    count = len(world.telegram.record)
    for _ in range(5000):
        if len(world.telegram.record) > count:
            return
        await world.clock.sleep(world.chance.uniform(0.01, 20))


async def _pause(world: _World) -> None:
    """Stop everything for hours, now and then for days."""
    for process in list(world.processes):
        await world.stop(process)
    began = world.clock.monotonic()
    long = world.chance.random() < 0.1
    await world.clock.sleep(world.chance.uniform(1, 72 if long else 6) * HOUR)
    if not world.processes:
        world.start()
    world.down.append((began, world.clock.monotonic()))


async def _outage(world: _World) -> None:
    """Let Telegram be out of reach for up to two hours."""
    began = world.clock.monotonic()
    world.telegram.down = True
    await world.clock.sleep(world.chance.uniform(60, 2 * HOUR))
    world.telegram.down = False
    world.down.append((began, world.clock.monotonic()))


async def _step(world: _World) -> None:
    """Set the wall clock wrong for a while."""
    off, began = world.chance.uniform(-1800, 1800), world.clock.monotonic()
    world.clock.step(off)
    await world.clock.sleep(world.chance.uniform(60, 4 * HOUR))
    world.clock.step(-off)
    world.wrong_clock.append((began, world.clock.monotonic()))


async def _block(world: _World) -> None:
    """Block the bot in a chat, and perhaps come back weeks later."""
    target = world.chance.choice(list(world.schedules))
    world.touched.add(target)
    world.telegram.blocked.add(target.chat)
    await world.clock.sleep(world.chance.uniform(1, 40) * DAY)
    world.telegram.blocked.discard(target.chat)
    await _save(world, world.schedules[target])


async def _change(world: _World) -> None:
    """Choose another time and timezone."""
    target = world.chance.choice(list(world.schedules))
    world.touched.add(target)
    await _save(world, _any_schedule(world.chance, target))


async def _save(world: _World, schedule: Schedule) -> None:
    world.schedules[schedule.target] = schedule
    world.clock.begin()
    taken = await world.store.pushes.taken(schedule.target)
    following = next_slot(schedule, world.clock.now(), taken)
    await world.store.schedules.save(replace(schedule, enabled=True), following)
    world.clock.end()


async def _second(world: _World) -> None:
    """Let two processes work on one database for a while."""
    if world.processes and world.chance.random() < world.plan.second / 0.2:
        world.start()
        await world.clock.sleep(world.chance.uniform(1, 24) * HOUR)
        if len(world.processes) > 1:
            await world.stop(world.processes[-1])


async def _ledger(store: Store) -> list[Push]:
    async with store._engine.connect() as connection:
        rows = await connection.stream(pushes.select().order_by(pushes.c.id))
        return [push_of(row) async for row in rows]
