"""The owners besides those whom the settings name, and the one-time link that makes the first."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.database import single
from bot.store.tables import claims, owners

__all__ = ["Claim", "Owner", "Owners"]

_LIFETIME = 3.0
"""Seconds for which the owners are remembered; another process may change them."""
_NAME = 255


class Claim(StrEnum):
    """What became of a claim link that somebody opened."""

    WON = "won"
    LATE = "late"  # somebody is owner already
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner by claim or by another's word; `since` is in epoch seconds."""

    user: int
    name: str
    since: int


class Owners:
    """Every message may ask for the owners, so they are kept in memory for a moment."""

    def __init__(self, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine, self._single = engine, single(engine)
        self._clock = clock
        self._lock = asyncio.Lock()
        self._ids: frozenset[int] = frozenset()
        self._stale_at: float | None = None

    async def all(self) -> frozenset[int]:
        """Return the ids, at most a few seconds old."""
        if self._stale_at is not None and self._clock() < self._stale_at:
            return self._ids
        async with self._lock:
            if self._stale_at is None or self._clock() >= self._stale_at:
                await self._read()
        return self._ids

    async def entries(self) -> Sequence[Owner]:
        """List the owners, the earliest first."""
        query = select(owners).order_by(owners.c.since, owners.c.user_id)
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Owner(row.user_id, row.name, row.since) for row in rows]

    async def add(self, owner: Owner) -> bool:
        """Add an owner; False for one that is there already."""
        async with self._lock:
            try:
                async with self._engine.begin() as connection:
                    await _insert(connection, owner)
            except IntegrityError:
                return False
            await self._read()
        return True

    async def remove(self, user: int, *, keep_one: bool) -> bool:
        """Remove an owner; False for one that is not there, or the last with `keep_one`."""
        async with self._lock:
            async with self._engine.begin() as connection:
                rows = await connection.execute(select(owners.c.user_id).with_for_update())
                left = set(rows.scalars()) - {user}
                if keep_one and not left:
                    return False
                removed = await connection.execute(delete(owners).where(owners.c.user_id == user))
            await self._read()
        return removed.rowcount > 0

    async def offer(self, token: str, at: int) -> None:
        """Let whoever shows this token first become owner; earlier tokens are worth nothing."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(claims).where(claims.c.used.is_(None)))
            await connection.execute(insert(claims).values(digest=_digest(token), made=at))

    async def claim(self, token: str, owner: Owner) -> Claim:
        """Make somebody owner by a token, once, and only as long as there is no other."""
        mine = claims.c.digest == _digest(token)
        use = update(claims).where(mine, claims.c.used.is_(None)).values(used=owner.since)
        async with self._lock:
            async with self._engine.begin() as connection:
                first = (await connection.execute(use)).rowcount > 0
                if not first:
                    known = await connection.execute(select(claims.c.made).where(mine))
                    return Claim.LATE if known.first() else Claim.UNKNOWN
                count = await connection.execute(select(func.count()).select_from(owners))
                if count.scalar_one():
                    return Claim.LATE
                await _insert(connection, owner)
            await self._read()
        return Claim.WON

    async def _read(self) -> None:
        read_at = self._clock()
        async with self._single.begin() as connection:
            self._ids = frozenset((await connection.execute(select(owners.c.user_id))).scalars())
        self._stale_at = read_at + _LIFETIME


async def _insert(connection: AsyncConnection, owner: Owner) -> None:
    values = {"user_id": owner.user, "name": owner.name[:_NAME], "since": owner.since}
    await connection.execute(insert(owners).values(**values))


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
