"""Chats and users: what they chose, and whether they can still be reached."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.kinds import ChatKind, ChatState
from bot.store.moving import move_chat
from bot.store.rows import put
from bot.store.tables import chats, users

__all__ = ["Chats"]

_MOST_CACHED = 10_000


class Chats:
    """Languages are asked for with every question, so they are kept in memory as well."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)
        self._languages: dict[tuple[int, int], tuple[str | None, str | None]] = {}

    async def languages(self, chat: int, user: int) -> tuple[str | None, str | None]:
        """Return what was chosen for the chat, and by the user."""
        if (chat, user) in self._languages:
            return self._languages[chat, user]
        of_chat = select(chats.c.language).where(chats.c.id == chat).scalar_subquery()
        of_user = select(users.c.language).where(users.c.id == user).scalar_subquery()
        async with self._single.begin() as connection:
            row = (await connection.execute(select(of_chat, of_user))).one()
        if len(self._languages) >= _MOST_CACHED:
            self._languages.clear()
        self._languages[chat, user] = row[0], row[1]
        return row[0], row[1]

    def look_again(self) -> None:
        """Forget what is kept in memory."""
        self._languages.clear()

    async def choose_user_language(self, user: int, language: str) -> None:
        async with self._engine.begin() as connection:
            await put(connection, users, {"id": user}, {"language": language})
        self._languages.clear()

    async def choose_chat_language(
        self, chat: int, kind: ChatKind, title: str, language: str
    ) -> None:
        await self._put(chat, kind=kind, title=title, state=ChatState.ACTIVE, language=language)
        self._languages.clear()

    async def note(self, chat: int, kind: ChatKind, title: str, state: ChatState) -> None:
        """Remember a chat as it is now; the name of a private one is a person's and stays out."""
        kept = "" if kind is ChatKind.PRIVATE else title
        await self._put(chat, kind=kind, title=kept, state=state)

    async def state(self, chat: int) -> ChatState | None:
        query = select(chats.c.state).where(chats.c.id == chat)
        async with self._single.begin() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return ChatState(found) if found else None

    async def groups(self, most: int) -> list[tuple[int, ChatKind, str]]:
        """List groups and channels that the bot is in, by id, kind and title; newest first."""
        query = (
            select(chats.c.id, chats.c.kind, chats.c.title)
            .where(chats.c.state == ChatState.ACTIVE, chats.c.kind != ChatKind.PRIVATE)
            .order_by(chats.c.id)
            .limit(most)
        )
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.id, ChatKind(row.kind), row.title) for row in rows]

    async def set_state(self, chat: int, state: ChatState) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(chats).where(chats.c.id == chat).values(state=state))

    async def move(self, old: int, new: int) -> None:
        """Carry a group over to its id as a supergroup, in one transaction.

        Its messages stay behind: a supergroup counts its own from 1.
        """
        async with self._engine.begin() as connection:
            await move_chat(connection, old, new)
        self._languages.clear()

    async def _put(self, chat: int, **values: str) -> None:
        async with self._engine.begin() as connection:
            await put(connection, chats, {"id": chat}, values)
