"""The owners besides those whom the settings name."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import owners

__all__ = ["Owners"]


class Owners:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def all(self) -> frozenset[int]:
        async with self._single.begin() as connection:
            return frozenset((await connection.execute(select(owners.c.user_id))).scalars())
