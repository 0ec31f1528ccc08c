"""What each message of ours shows: its question, the place that is open, what was given so far."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import shown

__all__ = ["ShownMessage", "ShownMessages"]

# Made once: building a statement takes longer than SQLite does to carry it out.
_INSERT = insert(shown)
_COLUMNS = (shown.c.question, shown.c.view, shown.c.seen)


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """A question, the place that is open as a button's payload, and passages' content ids."""

    question: str
    view: str
    seen: tuple[str, ...] = ()


class ShownMessages:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def find(self, chat: int, message: int) -> ShownMessage | None:
        query = select(*_COLUMNS).where(shown.c.chat_id == chat, shown.c.message_id == message)
        async with self._single.begin() as connection:
            row = (await connection.execute(query)).first()
        return ShownMessage(row[0], row[1], tuple(row[2].split())) if row else None

    async def latest(self, chat: int, *, before: int, since: int) -> ShownMessage | None:
        """Return what was last shown, at ``since`` or later, for what was asked ``before``.

        ``before`` is the id of the message that asks now: an answer to a later one is none of
        its past. ``since`` is in seconds since the epoch.
        """
        query = (
            select(*_COLUMNS)
            .where(shown.c.chat_id == chat, shown.c.asked_id < before, shown.c.at >= since)
            .order_by(shown.c.at.desc(), shown.c.asked_id.desc())
            .limit(1)
        )
        async with self._single.begin() as connection:
            row = (await connection.execute(query)).first()
        return ShownMessage(row[0], row[1], tuple(row[2].split())) if row else None

    async def asked(self, chat: int) -> list[tuple[ShownMessage, int]]:
        """List what answers a chat's questions, each with when, in seconds since the epoch."""
        query = select(*_COLUMNS, shown.c.at).where(
            shown.c.chat_id == chat, shown.c.question != ""
        )
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [(ShownMessage(row[0], row[1], tuple(row[2].split())), row[3]) for row in rows]

    async def record(
        self, chat: int, message: int, what: ShownMessage, now: int, asked: int | None = None
    ) -> None:
        """Remember what a message shows from ``now`` on; ``asked`` is the message it answers.

        A message that answers none, or that a button changed, keeps what it had or stands for
        itself.
        """
        values = {"question": what.question, "view": what.view, "seen": " ".join(what.seen),
                  "at": now}  # fmt: skip
        key = {"chat_id": chat, "message_id": message}
        try:
            async with self._single.begin() as connection:
                await connection.execute(
                    _INSERT, key | values | {"asked_id": message if asked is None else asked}
                )
        except IntegrityError:
            changed = values if asked is None else values | {"asked_id": asked}
            same = (shown.c.chat_id == chat) & (shown.c.message_id == message)
            async with self._single.begin() as connection:
                await connection.execute(update(shown).where(same).values(**changed))

    async def purge(self, before: int) -> None:
        async with self._single.begin() as connection:
            await connection.execute(delete(shown).where(shown.c.at < before))
