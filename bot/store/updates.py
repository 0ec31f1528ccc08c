"""The updates that were taken: each is handled once, and none is lost when the process dies."""

import asyncio

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import updates

__all__ = ["Updates"]

MOST_TRIES = 3
_GATHERING = 0.02
"""Seconds in which handled updates gather, to be noted in one statement."""

# Made once: building a statement takes longer than SQLite does to carry it out.
_INSERT = insert(updates)
_HANDLED = (
    update(updates).where(updates.c.id.in_(bindparam("handled", expanding=True))).values(body=None)
)


class Updates:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)
        self._done: set[int] = set()
        self._writing = asyncio.Lock()

    async def take(self, update_id: int, digest: str, body: str, now: int) -> bool:
        """Keep an update; False where it was taken before.

        A test server may begin its count again, so an id with another digest is another update.
        """
        row = {"digest": digest, "body": body, "tries": 1, "received": now}
        try:
            async with self._single.begin() as connection:
                await connection.execute(_INSERT, {"id": update_id, **row})
        except IntegrityError:
            other = (updates.c.id == update_id) & (updates.c.digest != digest)
            async with self._single.begin() as connection:
                changed = await connection.execute(update(updates).where(other).values(**row))
            return changed.rowcount > 0
        return True

    async def done(self, update_id: int) -> None:
        """Drop the body of an update that was handled.

        One call writes for all that come while it waits: under load many go in one statement.
        """
        self._done.add(update_id)
        if self._writing.locked():
            return
        async with self._writing:
            while self._done:
                await asyncio.sleep(_GATHERING)
                ids, self._done = self._done, set()
                try:
                    async with self._single.begin() as connection:
                        await connection.execute(_HANDLED, {"handled": list(ids)})
                except BaseException:
                    self._done |= ids  # for the next that is handled
                    raise

    async def unhandled(self) -> tuple[str, ...]:
        """Return the bodies that an earlier process left, oldest first, and count the try.

        One that was tried too often may be what ends the process: it is left alone.
        """
        left = updates.c.body.is_not(None) & (updates.c.tries < MOST_TRIES)
        query = select(updates.c.body).where(left).order_by(updates.c.id)
        async with self._engine.begin() as connection:
            bodies = (await connection.execute(query)).scalars().all()
            await connection.execute(update(updates).where(left).values(tries=updates.c.tries + 1))
        return tuple(body for body in bodies if body is not None)

    async def purge(self, before: int) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(delete(updates).where(updates.c.received < before))
