"""Members who want to be told once their question is settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import aliases, asked, wishes

__all__ = ["Due", "Wish", "Wishes"]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who waits for the answer to a recorded question, to be told in a language."""

    asked: int
    member: str
    language: str
    at: int


@dataclass(frozen=True, slots=True)
class Due:
    """A question that somebody waits for and that has an answer now.

    `message` is the question's, below 0 where it stayed behind; `topic` is 0 for none;
    `language` is that of whoever has waited longest.
    """

    asked: int
    chat: int
    topic: int
    message: int
    question: str
    language: str


class Wishes:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)

    async def add(self, wish: Wish) -> bool:
        """Keep a wish; False where there is the same already."""
        try:
            async with self._single.begin() as connection:
                await connection.execute(insert(wishes), _row(wish))
        except IntegrityError:
            return False
        return True

    async def due(self) -> list[Due]:
        query = (
            select(
                asked.c.id, asked.c.chat_id, asked.c.topic, asked.c.question_id, asked.c.question,
                wishes.c.language,
            )
            .join(aliases, aliases.c.id == asked.c.alias_id)
            .join(wishes, wishes.c.asked_id == asked.c.id)
            .where(aliases.c.document != "")
            .order_by(asked.c.id, wishes.c.at.desc())
        )  # fmt: skip
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return list({row[0]: Due(*row) for row in rows}.values())

    async def take(self, question: int) -> list[Wish]:
        """Take all wishes for a question away, before they are fulfilled; oldest first.

        Of two processes that take at once, one gets them.
        """
        mine = wishes.c.asked_id == question
        async with self._engine.begin() as connection:
            query = select(wishes).where(mine).order_by(wishes.c.at).with_for_update()
            rows = (await connection.execute(query)).all()
            await connection.execute(delete(wishes).where(mine))
        return [Wish(row.asked_id, row.member, row.language, row.at) for row in rows]

    async def put_back(self, taken: Sequence[Wish]) -> None:
        """Keep wishes again that could not be fulfilled."""
        for wish in taken:
            await self.add(wish)


def _row(wish: Wish) -> dict[str, object]:
    return {"asked_id": wish.asked, "member": wish.member, "language": wish.language,
            "at": wish.at}  # fmt: skip
