"""Changing what a chat has chosen, with the slot that it waits for from then on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.context import Services
from bot.daily.models import Off, Schedule, Target
from bot.daily.slots import Slot, local_date, next_slot

__all__ = ["change", "following", "found_or_new", "today_of"]


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
