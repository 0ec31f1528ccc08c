"""Chats and users: what they chose, and whether they can still be reached."""

from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.database import single
from bot.store.rows import put
from bot.store.tables import answers, chats, shown, users

__all__ = ["ChatKind", "ChatState", "Chats"]

_MOST_CACHED = 10_000


class ChatKind(StrEnum):
    """As Telegram calls them."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Whether the bot may write there."""

    ACTIVE = "active"
    BLOCKED = "blocked"  # by the user of a private chat
    LEFT = "left"  # removed from the group, or gone


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
        """Remember a chat as it is now."""
        await self._put(chat, kind=kind, title=title, state=state)

    async def state(self, chat: int) -> ChatState | None:
        query = select(chats.c.state).where(chats.c.id == chat)
        async with self._single.begin() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return ChatState(found) if found else None

    async def set_state(self, chat: int, state: ChatState) -> None:
        async with self._engine.begin() as connection:
            await connection.execute(update(chats).where(chats.c.id == chat).values(state=state))

    async def move(self, old: int, new: int) -> None:
        """Carry a group over to its id as a supergroup, in one transaction.

        Its messages stay behind: a supergroup counts its own from 1.
        """
        async with self._engine.begin() as connection:
            await _move_chat(connection, old, new)
            await connection.execute(delete(answers).where(answers.c.chat_id == old))
            await connection.execute(delete(shown).where(shown.c.chat_id == old))
        self._languages.clear()

    async def _put(self, chat: int, **values: str) -> None:
        async with self._engine.begin() as connection:
            await put(connection, chats, {"id": chat}, values)


async def _move_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """Move the row; one that the new id has already gives way, except what only it knows."""
    row = (await connection.execute(select(chats).where(chats.c.id == old))).mappings().first()
    if row is None:
        return
    taken = (await connection.execute(select(chats).where(chats.c.id == new))).mappings().first()
    await connection.execute(delete(chats).where(chats.c.id.in_((old, new))))
    language = row["language"] or (taken["language"] if taken else None)
    moved = {**row, "id": new, "kind": ChatKind.SUPERGROUP, "language": language,
             "state": ChatState.ACTIVE}  # fmt: skip
    await connection.execute(chats.insert().values(moved))
