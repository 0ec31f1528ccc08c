"""What a chat has chosen: found, shown, changed, and a push at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Message

from bot.context import Services
from bot.daily.models import Kind, Off, Order, Push, Schedule, State, Target
from bot.daily.orders import place_after, read_so_far
from bot.daily.panel import View
from bot.daily.reading import Reading
from bot.daily.slots import Slot, local_date, next_slot
from bot.replies import thread_of

__all__ = ["change", "following", "found_or_new", "send_now", "target_of", "today_of", "view_of"]

_ALL = 100_000


def target_of(message: Message) -> Target:
    """Return the chat or the topic that a message was written in."""
    return Target(message.chat.id, thread_of(message) or 0)


async def found_or_new(services: Services, target: Target) -> Schedule:
    """Return a chat's schedule; one that has none yet gets the defaults, switched off."""
    found = await services.store.schedules.get(target)
    return found or Schedule(target, services.settings.timezone)


async def change(
    services: Services, schedule: Schedule, changes: Mapping[str, Any], language: str
) -> Schedule:
    """Keep a schedule with its changes; an order that was read to its end begins again."""
    changed = replace(schedule, **changes, language=language)
    if changed.enabled and not schedule.enabled:
        if schedule.off is Off.FINISHED and "since" not in changes:
            changed = replace(changed, since=await services.store.pushes.last_id())
        changed = replace(changed, off=None)
    elif not changed.enabled and "enabled" in changes:
        changed = replace(changed, off=Off.CHOSEN)
    await services.store.schedules.save(changed, await following(services, changed))
    return changed


async def following(services: Services, schedule: Schedule) -> Slot | None:
    """Return the next slot, None where the push is switched off."""
    if not schedule.enabled:
        return None
    taken = await services.store.pushes.taken(schedule.target)
    return next_slot(schedule, services.clock.now(), taken)


def today_of(services: Services, schedule: Schedule) -> date:
    return local_date(services.clock.now(), schedule.zone_info)


async def view_of(services: Services, schedule: Schedule) -> View:
    """Gather what the panel shows of a schedule."""
    searcher = await services.searcher_for(schedule.target.chat)
    reading = await services.layouts.of(searcher, schedule)
    read = await _read(services, schedule, reading) if len(reading) else 0
    slot = await following(services, schedule)
    documents = searcher.documents if searcher else ()
    return View(schedule, today_of(services, schedule), slot, documents, read, len(reading))


async def send_now(
    services: Services, schedule: Schedule, number: int, language: str
) -> Push | None:
    """Send the next excerpt at once; None where the same wish was carried out before."""
    if services.delivery is None:
        return None
    if await services.store.schedules.get(schedule.target) is None:
        await change(services, schedule, {}, language)
    now, today = int(services.clock.now()), today_of(services, schedule)
    push = Push(0, schedule.target, Kind.NOW, today, number, State.CLAIMED, now)
    claimed = await services.delivery.claim(push)
    return await services.delivery.deliver(claimed) if claimed else None


async def _read(services: Services, schedule: Schedule, reading: Reading) -> int:
    """Count the passages behind: those before its place, or those it has had in any order."""
    review = schedule.order is Order.REVIEW
    orders = list(Order) if review else [schedule.order]
    since = 0 if review else schedule.since
    history = await services.store.pushes.read(schedule.target, orders, since, _ALL)
    if schedule.order is Order.SEQUENCE:
        return place_after(reading, history)
    return len(read_so_far(reading, history))
