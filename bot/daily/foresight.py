"""What would be pushed at a moment, without pushing anything."""

from dataclasses import dataclass

from bot.context import Services
from bot.daily.letters import Letters, filled_in
from bot.daily.models import Kind, Push, Schedule, State
from bot.daily.orders import Choice
from bot.daily.planning import make_plan
from bot.daily.slots import Slot, slots

__all__ = ["Foreseen", "foresee"]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A push to come; without a choice there is nothing left to read."""

    schedule: Schedule
    slot: Slot
    choice: Choice | None


async def foresee(services: Services, moment: float, window: float) -> list[Foreseen]:
    """List what a bot that runs until a moment sends then, earlier pushes taken as sent."""
    letters = Letters(services.store, services.layouts, services.settings.language)
    found = []
    for schedule, awaited in await services.store.schedules.enabled():
        if awaited and awaited.due <= moment:
            found += await _of(services, letters, schedule, awaited, (moment, window))
    return sorted(found, key=lambda each: (each.slot.due, each.schedule.target.chat))


async def _of(
    services: Services,
    letters: Letters,
    schedule: Schedule,
    awaited: Slot,
    span: tuple[float, float],
) -> list[Foreseen]:
    moment, window = span
    searcher = await services.searcher_for(schedule.target.chat)
    reading = await services.layouts.of(searcher, schedule)
    due = make_plan(schedule, awaited, moment, window).due
    taken = await services.store.pushes.taken(schedule.target)
    ahead: list[Push] = []
    found = []
    for slot in slots(schedule, awaited.day):
        if slot.due > moment:
            break
        if slot.day in taken:
            continue
        choice = await letters.choose(schedule, reading, ahead)
        if slot in due:
            found.append(Foreseen(schedule, slot, choice))
        if choice:
            push = Push(0, schedule.target, Kind.SCHEDULED, slot.day, 0, State.SENT, slot.due,
                        settled=slot.due)  # fmt: skip
            ahead.insert(0, filled_in(push, choice, schedule))
    return found
