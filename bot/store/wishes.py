"""Members who want to be told once their question is settled."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import aliases, asked, wishes

__all__ = ["Wish", "Wishes"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A question that is settled now, and whoever waits for it; `message` is the question's."""

    asked: int
    member: str
    language: str
    at: int
    chat: int
    topic: int
    message: int
    question: str
    document: str


class Wishes:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def add(self, question: int, member: str, language: str, now: int) -> bool:
        """Keep a wish; False where there is the same already."""
        row = {"asked_id": question, "member": member, "language": language, "at": now}
        try:
            async with self._single.begin() as connection:
                await connection.execute(insert(wishes), row)
        except IntegrityError:
            return False
        return True

    async def due(self) -> list[Wish]:
        """List the wishes whose question has an answer now."""
        query = (
            select(
                wishes.c.asked_id, wishes.c.member, wishes.c.language, wishes.c.at,
                asked.c.chat_id, asked.c.topic, asked.c.question_id, asked.c.question,
                aliases.c.document,
            )
            .join(asked, asked.c.id == wishes.c.asked_id)
            .join(aliases, aliases.c.id == asked.c.alias_id)
            .where(aliases.c.document != "")
            .order_by(wishes.c.asked_id, wishes.c.at)
        )  # fmt: skip
        async with self._single.begin() as connection:
            return [Wish(*row) for row in (await connection.execute(query)).all()]

    async def take(self, wish: Wish) -> bool:
        """Drop a wish before it is fulfilled; False where it is gone already."""
        mine = (wishes.c.asked_id == wish.asked) & (wishes.c.member == wish.member)
        async with self._single.begin() as connection:
            return (await connection.execute(delete(wishes).where(mine))).rowcount > 0
