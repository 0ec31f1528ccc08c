"""Which passages a chat asked about, for its review."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.rows import put
from bot.store.tables import asked

__all__ = ["Asked"]


class Asked:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, chat: int, passage: str, now: int) -> None:
        """Remember that a passage answered; `now` in epoch seconds."""
        async with self._engine.begin() as connection:
            await put(connection, asked, {"chat_id": chat, "passage": passage}, {"at": now})

    async def times(self, chat: int) -> Mapping[str, int]:
        """Return when each passage was asked about last, in epoch seconds."""
        query = select(asked.c.passage, asked.c.at).where(asked.c.chat_id == chat)
        async with self._engine.begin() as connection:
            return {row.passage: row.at for row in await connection.execute(query)}
