"""The ledger: which push is whose to send, and what became of it.

Every step is one statement or one transaction that takes nothing for granted: of several
processes exactly one claims a row, and only its owner may begin to send it.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.daily.models import Kind, Order, Push, State, Target
from bot.daily.planning import Plan
from bot.store.database import single
from bot.store.ledger import (
    BEGIN,
    CLAIMED,
    HISTORY,
    INSERT,
    IS_LEFT,
    LEFT,
    SETTLE,
    claimed_rows,
    missed_rows,
    move_of,
    push_of,
    values_of,
)
from bot.store.schedules import ADVANCE
from bot.store.tables import pushes

__all__ = ["Pushes"]

_TAKEN = 100
"""Rows of a chat that are looked at for dates taken and for its place in the text."""


class Pushes:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)

    async def enter(self, plans: Sequence[Plan], now: int, owner: str, lease: int) -> list[Push]:
        """Enter what is due and what was missed, and wait for the next slots; in one go.

        Return the pushes that are now the owner's to send. A date that has its row already
        brings none.
        """
        rows = [row for plan in plans for row in claimed_rows(plan, owner, lease)]
        rows += [row for plan in plans for row in missed_rows(plan, now)]
        moves = [move_of(plan) for plan in plans]
        async with self._engine.begin() as connection:
            if rows:
                await connection.execute(INSERT, rows)
            if moves:
                await connection.execute(ADVANCE, moves)
            return await _claimed(connection, owner, lease)

    async def add(self, push: Push, owner: str, lease: int) -> Push | None:
        """Enter one push and claim it; None where it is there already."""
        async with self._engine.begin() as connection:
            done = await connection.execute(INSERT, values_of(push, owner, lease))
            if not done.rowcount:
                return None
            same = and_(_target(push.target), pushes.c.day == push.day.isoformat(),
                        pushes.c.kind == push.kind, pushes.c.number == push.number)  # fmt: skip
            return push_of((await connection.execute(select(pushes).where(same))).one())

    async def left_over(self, now: float, most: int) -> list[Push]:
        """List what a crash left claimed or in sending, and what is to be tried again by now."""
        async with self._single.begin() as connection:
            found = await connection.execute(LEFT, {"now": int(now), "most": most})
            return [push_of(row) for row in found]

    async def retake(self, left: Sequence[Push], now: float, owner: str, lease: int) -> list[Push]:
        """Claim those of the pushes left over that nobody has taken meanwhile."""
        ids = [push.id for push in left]
        mine = and_(pushes.c.id.in_(ids), pushes.c.state != State.SENDING, IS_LEFT)
        query = update(pushes).where(mine).values(state=State.CLAIMED, owner=owner, lease=lease)
        async with self._engine.begin() as connection:
            await connection.execute(query, {"now": int(now)})
            return await _claimed(connection, owner, lease)

    async def doubt(self, push: Push, now: float) -> Push:
        """Call uncertain what a crash left in sending."""
        same = and_(pushes.c.id == push.id, pushes.c.state == State.SENDING, IS_LEFT)
        changed = {"state": State.UNCERTAIN, "settled": int(now), "reason": "crash"}
        async with self._single.begin() as connection:
            await connection.execute(
                update(pushes).where(same).values(**changed), {"now": int(now)}
            )
        return replace(push, state=State.UNCERTAIN, settled=int(now), reason="crash")

    async def begin(self, push: Push, owner: str, lease: int) -> bool:
        """Note that the request goes out now; False where the push is not ours any more."""
        values = {
            "row": push.id,
            "mine": owner,
            "until": lease,
            "in_document": push.document,
            "ids": json.dumps(push.passages),
            "addresses": json.dumps(push.references, ensure_ascii=False),
            "endings": json.dumps(push.marks),
            "in_order": push.order,
            "is_late": push.late,
        }
        async with self._single.begin() as connection:
            return (await connection.execute(BEGIN, values)).rowcount == 1

    async def drop(self, push: Push, owner: str, again: int = 0) -> None:
        """Note why a push that was claimed is not sent, or waits until `again`."""
        await self._settle(push, owner, (State.CLAIMED,), again)

    async def settle(self, push: Push, owner: str, again: int = 0) -> None:
        """Note what became of a request; `again` is when a waiting push is tried once more."""
        await self._settle(push, owner, (State.SENDING, State.UNCERTAIN), again)

    async def _settle(self, push: Push, owner: str, was: Sequence[State], again: int) -> None:
        values = {
            "was": list(was),
            "row": push.id,
            "mine": owner,
            "became": push.state,
            "at": push.settled,
            "as_message": push.message,
            "because": push.reason,
            "again": again,
        }
        async with self._single.begin() as connection:
            await connection.execute(SETTLE, values)

    async def release(self, owner: str) -> None:
        """Let others send at once what is claimed but not begun."""
        mine = and_(pushes.c.owner == owner, pushes.c.state == State.CLAIMED)
        async with self._single.begin() as connection:
            await connection.execute(update(pushes).where(mine).values(lease=0))

    async def find(self, push_id: int) -> Push | None:
        async with self._single.begin() as connection:
            row = (await connection.execute(select(pushes).where(pushes.c.id == push_id))).first()
        return push_of(row) if row else None

    async def read(
        self, target: Target, orders: Sequence[Order], since: int, most: int = _TAKEN
    ) -> list[Push]:
        """List what reached a chat, or may have, newest first, later than row `since`."""
        given = {"chat": target.chat, "thread": target.topic, "since": since, "most": most}
        async with self._single.begin() as connection:
            found = await connection.execute(HISTORY, given | {"orders": list(orders)})
            return [push_of(row) for row in found]

    async def last(self, target: Target, most: int) -> list[Push]:
        """List the last pushes of a chat, whatever became of them, newest first."""
        query = select(pushes).where(_target(target)).order_by(pushes.c.id.desc()).limit(most)
        return await self._pushes(query)

    async def on(self, target: Target, day: date) -> list[Push]:
        """List the pushes of one date, oldest first."""
        same = and_(_target(target), pushes.c.day == day.isoformat())
        return await self._pushes(select(pushes).where(same).order_by(pushes.c.id))

    async def taken(self, target: Target) -> frozenset[date]:
        """Return the newest dates that have their scheduled row."""
        mine = and_(_target(target), pushes.c.kind == Kind.SCHEDULED)
        query = select(pushes.c.day).where(mine).order_by(pushes.c.day.desc()).limit(_TAKEN)
        async with self._single.begin() as connection:
            return frozenset(map(date.fromisoformat, (await connection.execute(query)).scalars()))

    async def taken_since(self, day: date) -> dict[Target, frozenset[date]]:
        """Return the dates from `day` on that have their scheduled row, by target."""
        query = select(pushes.c.chat_id, pushes.c.topic, pushes.c.day).where(
            pushes.c.kind == Kind.SCHEDULED, pushes.c.day >= day.isoformat()
        )
        found: dict[Target, set[date]] = {}
        async with self._single.begin() as connection:
            for chat, topic, taken in await connection.execute(query):
                found.setdefault(Target(chat, topic), set()).add(date.fromisoformat(taken))
        return {target: frozenset(days) for target, days in found.items()}

    async def forget_future(self, now: float) -> None:
        """Drop what a clock that was wrong let be missed before its time."""
        future = and_(pushes.c.state == State.MISSED, pushes.c.due > int(now))
        async with self._single.begin() as connection:
            await connection.execute(delete(pushes).where(future))

    async def last_id(self) -> int:
        async with self._single.begin() as connection:
            query = select(func.max(pushes.c.id))
            return int((await connection.execute(query)).scalar_one_or_none() or 0)

    async def _pushes(self, query: Select[Any]) -> list[Push]:
        async with self._single.begin() as connection:
            return [push_of(row) for row in await connection.execute(query)]


async def _claimed(connection: AsyncConnection, owner: str, lease: int) -> list[Push]:
    found = await connection.execute(CLAIMED, {"mine": owner, "until": lease})
    return [push_of(row) for row in found]


def _target(target: Target) -> Any:
    return and_(pushes.c.chat_id == target.chat, pushes.c.topic == target.topic)
