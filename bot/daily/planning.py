"""What a schedule whose time has come asks for: a push now, dates that were missed, the next."""

from dataclasses import dataclass
from itertools import takewhile

from bot.daily.models import Schedule
from bot.daily.slots import Slot, next_slot, slots

__all__ = ["Plan", "make_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """For one schedule: slots to push, slots that the bot slept through, and the next."""

    schedule: Schedule
    awaited: Slot
    due: tuple[Slot, ...]
    missed: tuple[Slot, ...]
    next: Slot | None


def make_plan(schedule: Schedule, awaited: Slot, now: float, window: float) -> Plan:
    """Go from the slot that was awaited to now; what is older than `window` seconds is missed."""
    come = list(takewhile(lambda slot: slot.due <= now, slots(schedule, awaited.day)))
    return Plan(
        schedule,
        awaited,
        tuple(slot for slot in come if now - slot.due <= window),
        tuple(slot for slot in come if now - slot.due > window),
        next_slot(schedule, now),
    )
