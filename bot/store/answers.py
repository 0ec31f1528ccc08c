"""Which message of ours answers which question."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import answers

__all__ = ["Answered", "Answers"]


# Made once: building a statement takes longer than SQLite does to carry it out.
_INSERT = insert(answers)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question, by message id, and the digest of the question as it was."""

    answer: int
    digest: str


class Answers:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def find(self, chat: int, question: int) -> Answered | None:
        query = select(answers.c.answer_id, answers.c.digest).where(
            answers.c.chat_id == chat, answers.c.question_id == question
        )
        async with self._single.begin() as connection:
            row = (await connection.execute(query)).first()
        return Answered(row[0], row[1]) if row else None

    async def record(self, chat: int, question: int, answered: Answered, now: int) -> None:
        """Remember an answer; `now` is in seconds since the epoch."""
        values = {"answer_id": answered.answer, "digest": answered.digest, "answered": now}
        try:
            async with self._single.begin() as connection:
                key = {"chat_id": chat, "question_id": question}
                await connection.execute(_INSERT, key | values)
        except IntegrityError:
            same = (answers.c.chat_id == chat) & (answers.c.question_id == question)
            async with self._single.begin() as connection:
                await connection.execute(update(answers).where(same).values(**values))

    async def purge(self, before: int) -> None:
        async with self._single.begin() as connection:
            await connection.execute(delete(answers).where(answers.c.answered < before))
