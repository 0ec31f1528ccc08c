"""The documents that a chat studies."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import chats, studies

__all__ = ["Studies"]


class Studies:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)

    async def of(self, chat: int) -> frozenset[str]:
        """List the ids of a chat's documents, none where it uses all there are."""
        query = select(studies.c.document).where(studies.c.chat_id == chat)
        async with self._single.begin() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def chats(self) -> Mapping[str, tuple[str, ...]]:
        """List by document the titles of the chats that have chosen it, empty for private ones."""
        title = func.coalesce(chats.c.title, "").label("title")
        query = (
            select(studies.c.document, studies.c.chat_id, title)
            .outerjoin(chats, chats.c.id == studies.c.chat_id)
            .order_by(title, studies.c.chat_id)
        )
        found: dict[str, tuple[str, ...]] = {}
        async with self._single.begin() as connection:
            for row in await connection.execute(query):
                found[row.document] = (*found.get(row.document, ()), row.title)
        return found

    async def choose(self, chat: int, documents: Collection[str]) -> None:
        """Let a chat use these documents, all for none."""
        rows = [{"chat_id": chat, "document": document} for document in sorted(documents)]
        async with self._engine.begin() as connection:
            await connection.execute(delete(studies).where(studies.c.chat_id == chat))
            if rows:
                await connection.execute(insert(studies), rows)
