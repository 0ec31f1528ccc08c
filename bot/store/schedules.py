"""Schedules: what chats chose, which are due, and when each is due next."""

import json
from datetime import date, time
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily.models import Days, Off, Order, Schedule, Target
from bot.daily.slots import Slot
from bot.store.database import single
from bot.store.rows import put
from bot.store.tables import schedules

__all__ = ["Schedules"]

_KEY = and_(schedules.c.chat_id == bindparam("chat"), schedules.c.topic == bindparam("thread"))
_GET = select(schedules).where(_KEY)
_DUE = (
    select(schedules)
    .where(schedules.c.enabled, schedules.c.next_due <= bindparam("now"))
    .order_by(schedules.c.next_due, schedules.c.chat_id, schedules.c.topic)
    .limit(bindparam("most"))
)
_ENABLED = (
    select(schedules)
    .where(schedules.c.enabled)
    .order_by(schedules.c.next_due, schedules.c.chat_id, schedules.c.topic)
)
ADVANCE = (
    update(schedules)
    .where(_KEY, schedules.c.next_due == bindparam("awaited"))
    .values(next_day=bindparam("new_day"), next_due=bindparam("new_due"))
)
"""Move to the next slot, unless somebody else has moved it."""


class Schedules:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)

    async def get(self, target: Target) -> Schedule | None:
        async with self._single.begin() as connection:
            found = await connection.execute(_GET, {"chat": target.chat, "thread": target.topic})
            row = found.first()
        return _schedule(row) if row else None

    async def of_chat(self, chat: int) -> list[Schedule]:
        query = select(schedules).where(schedules.c.chat_id == chat).order_by(schedules.c.topic)
        async with self._single.begin() as connection:
            return [_schedule(row) for row in await connection.execute(query)]

    async def due(self, now: float, most: int) -> list[tuple[Schedule, Slot]]:
        """List the schedules whose awaited slot has come, earliest first."""
        async with self._single.begin() as connection:
            rows = (await connection.execute(_DUE, {"now": int(now), "most": most})).all()
        return [(_schedule(row), slot) for row in rows if (slot := _slot(row))]

    async def enabled(self) -> list[tuple[Schedule, Slot | None]]:
        """List all that are switched on, each with the slot it awaits."""
        async with self._single.begin() as connection:
            rows = (await connection.execute(_ENABLED)).all()
        return [(_schedule(row), _slot(row)) for row in rows]

    async def save(self, schedule: Schedule, awaited: Slot | None) -> None:
        """Keep what was chosen, with the slot to wait for."""
        values = _values(schedule) | _slot_values(awaited)
        key = {"chat_id": schedule.target.chat, "topic": schedule.target.topic}
        async with self._engine.begin() as connection:
            await put(connection, schedules, key, values)

    async def await_slot(self, target: Target, awaited: Slot | None, slot: Slot | None) -> None:
        """Wait for another slot, unless the one awaited has changed meanwhile."""
        same = and_(_same(target), schedules.c.next_due == awaited.due if awaited
                    else schedules.c.next_due.is_(None))  # fmt: skip
        async with self._single.begin() as connection:
            await connection.execute(update(schedules).where(same).values(**_slot_values(slot)))

    async def switch_off(self, chat: int, reason: Off, topic: int | None = None) -> int:
        """Switch off a chat with its topics, or one of them; return how many were on."""
        on = and_(schedules.c.chat_id == chat, schedules.c.enabled)
        if topic is not None:
            on = and_(on, schedules.c.topic == topic)
        query = update(schedules).where(on).values(enabled=False, off=reason, next_due=None)
        async with self._single.begin() as connection:
            return (await connection.execute(query)).rowcount


def _same(target: Target) -> Any:
    return and_(schedules.c.chat_id == target.chat, schedules.c.topic == target.topic)


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        Target(row.chat_id, row.topic),
        row.zone,
        time.fromisoformat(row.at),
        Days.parse(row.days),
        row.enabled,
        Off(row.off) if row.off else None,
        row.silent,
        date.fromisoformat(row.paused_until) if row.paused_until else None,
        Order(row.reading_order),
        row.minutes,
        tuple(json.loads(row.documents)),
        row.since,
        row.language,
    )


def _values(schedule: Schedule) -> dict[str, Any]:
    paused = schedule.paused_until
    return {
        "zone": schedule.zone,
        "at": schedule.at.isoformat("minutes"),
        "days": str(schedule.days),
        "enabled": schedule.enabled,
        "off": schedule.off,
        "silent": schedule.silent,
        "paused_until": paused.isoformat() if paused else None,
        "reading_order": schedule.order,
        "minutes": schedule.minutes,
        "documents": json.dumps(schedule.documents, ensure_ascii=False),
        "since": schedule.since,
        "language": schedule.language,
    }


def _slot(row: Row[Any]) -> Slot | None:
    if row.next_due is None:
        return None
    return Slot(date.fromisoformat(row.next_day), row.next_due)


def _slot_values(slot: Slot | None) -> dict[str, Any]:
    if slot is None:
        return {"next_day": None, "next_due": None}
    return {"next_day": slot.day.isoformat(), "next_due": slot.due}
