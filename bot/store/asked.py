"""The questions that were asked, how each was answered, and what members think of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.database import single
from bot.store.rows import put
from bot.store.tables import asked, votes, wishes

__all__ = ["Asked", "AskedQuestion", "AskedQuestions", "Outcome", "Unsettled", "drop"]


class Outcome(StrEnum):
    """How a question was answered: the verdict, or what a typed reference brought."""

    EXACT = "exact"
    RELATED = "related"
    NONE = "none"
    PLACE = "place"  # the place that was typed
    UNKNOWN = "unknown"  # a place that no document has


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer, as it is recorded; `topic` is 0 for none.

    `question_id` and `answer_id` are the messages, `document` and `reference` the first hit's.
    """

    chat: int
    topic: int
    question_id: int
    answer_id: int
    member: str
    question: str
    outcome: Outcome
    document: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A recorded question; `disliked` tells whether anybody voted its answer down."""

    id: int
    outcome: Outcome
    alias: int | None
    disliked: bool


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A question that waits for an admin, with the votes against its answer."""

    id: int
    question: str
    at: int
    disliked: int


_AT_ONCE = 500
_INSERT = insert(asked)
_AGAINST = (
    select(func.count())
    .where(votes.c.asked_id == asked.c.id, votes.c.helpful.is_(False))
    .scalar_subquery()
)


class AskedQuestions:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)

    async def record(self, what: Asked, now: int) -> None:
        """Keep a question; one that was edited, or comes again, keeps its row.

        What was thought of the answer to another wording goes. `now` is in epoch seconds.
        """
        values = {
            "topic": what.topic, "answer_id": what.answer_id, "member": what.member, "at": now,
            "question": what.question, "verdict": what.outcome, "document": what.document,
            "reference": what.reference,
        }  # fmt: skip
        key = {"chat_id": what.chat, "question_id": what.question_id}
        try:
            async with self._single.begin() as connection:
                await connection.execute(_INSERT, key | values)
        except IntegrityError:
            async with self._engine.begin() as connection:
                await _record_again(connection, key, values)

    async def withdraw(self, chat: int, question: int) -> None:
        """Drop what a message asked, if it did, with what was thought of the answer."""
        same = (asked.c.chat_id == chat) & (asked.c.question_id == question)
        async with self._single.begin() as connection:
            row = (await connection.execute(select(asked.c.id).where(same))).first()
        if row:
            async with self._engine.begin() as connection:
                await drop(connection, [row.id])

    async def find(self, chat: int, answer: int) -> AskedQuestion | None:
        """Find the question that a message of ours answers."""
        query = select(asked.c.id, asked.c.verdict, asked.c.alias_id, _AGAINST).where(
            asked.c.chat_id == chat, asked.c.answer_id == answer
        )
        async with self._single.begin() as connection:
            row = (await connection.execute(query)).first()
        return AskedQuestion(row[0], Outcome(row[1]), row[2], row[3] > 0) if row else None

    async def vote(self, question: int, member: str, now: int, *, helpful: bool) -> None:
        """Count a member's one vote on an answer; a later one takes its place."""
        key = {"asked_id": question, "member": member}
        async with self._engine.begin() as connection:
            await put(connection, votes, key, {"helpful": helpful, "at": now})

    async def unsettled(self, gone: Sequence[int] = ()) -> list[Unsettled]:
        """List what is unanswered or was voted down, oldest first.

        ``gone`` are aliases whose place is no more: what they settled is open again.
        """
        open_again = or_(asked.c.alias_id.is_(None), asked.c.alias_id.in_(gone))
        wanted = or_(asked.c.verdict == Outcome.NONE, _AGAINST > 0, asked.c.alias_id.in_(gone))
        query = (
            select(asked.c.id, asked.c.question, asked.c.at, _AGAINST)
            .where(and_(open_again, wanted))
            .order_by(asked.c.id)
        )
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [Unsettled(row[0], row[1], row[2], row[3]) for row in rows]

    async def purge(self, before: int) -> None:
        """Drop the questions asked before a time, in epoch seconds, and all that hangs on them."""
        async with self._engine.begin() as connection:
            query = select(asked.c.id).where(asked.c.at < before)
            await drop(connection, (await connection.execute(query)).scalars().all())


async def drop(connection: AsyncConnection, questions: Sequence[int]) -> None:
    """Delete questions with the votes and wishes about them, in the connection's transaction."""
    for start in range(0, len(questions), _AT_ONCE):
        some = questions[start : start + _AT_ONCE]
        await connection.execute(delete(votes).where(votes.c.asked_id.in_(some)))
        await connection.execute(delete(wishes).where(wishes.c.asked_id.in_(some)))
        await connection.execute(delete(asked).where(asked.c.id.in_(some)))


async def _record_again(
    connection: AsyncConnection, key: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    same = and_(*(asked.c[name] == value for name, value in key.items()))
    row = (await connection.execute(select(asked.c.id, asked.c.question).where(same))).first()
    if row is None:  # forgotten in between
        await connection.execute(_INSERT, {**key, **values})
        return
    if row.question == values["question"]:
        changed = {name: value for name, value in values.items() if name != "at"}
    else:
        await connection.execute(delete(votes).where(votes.c.asked_id == row.id))
        await connection.execute(delete(wishes).where(wishes.c.asked_id == row.id))
        changed = {**values, "alias_id": None}
    await connection.execute(update(asked).where(same).values(**changed))
