"""Counting what the other tables hold, for one chat or for all."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.daily.models import State
from bot.stats.figures import ANSWERED, Figures, Spot, Tally
from bot.store.database import single
from bot.store.tables import asked, pushes, votes

__all__ = ["Statistics"]

_QUARTER: ColumnElement[int] = literal_column("900", BigInteger)
"""Seconds; written out, for PostgreSQL groups by what it sees to be the same expression."""


class Statistics:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def earliest(self, chat: int | None) -> int | None:
        """Give the epoch second of the oldest record; None where there is none."""
        moments = [
            select(func.min(asked.c.at)).where(_in_chat(asked.c.chat_id, chat)),
            select(func.min(pushes.c.due)).where(_in_chat(pushes.c.chat_id, chat)),
        ]
        async with self._single.begin() as connection:
            found = [(await connection.execute(query)).scalar_one() for query in moments]
        return min((moment for moment in found if moment is not None), default=None)

    async def figures(self, start: int, end: int, chat: int | None) -> Figures:
        """Count from `start` up to before `end`, epoch seconds; `chat` None is all."""
        mine = and_(asked.c.at >= start, asked.c.at < end, _in_chat(asked.c.chat_id, chat))
        due = and_(pushes.c.due >= start, pushes.c.due < end, _in_chat(pushes.c.chat_id, chat))
        async with self._single.begin() as connection:
            helpful, unhelpful = await _votes(connection, mine)
            members, chats = await _active(connection, mine)
            return Figures(
                tallies=await _tallies(connection, mine),
                spots=await _spots(connection, mine),
                helpful=helpful,
                unhelpful=unhelpful,
                members=members,
                chats=chats,
                pushes=await _outcomes(connection, due),
            )


def _in_chat(column: ColumnElement[int], chat: int | None) -> Any:
    return True if chat is None else column == chat


async def _tallies(connection: AsyncConnection, mine: Any) -> tuple[Tally, ...]:
    quarter = (asked.c.at - asked.c.at % _QUARTER).label("quarter")
    query = select(quarter, asked.c.verdict, func.count()).where(mine)
    rows = await connection.execute(query.group_by(quarter, asked.c.verdict).order_by(quarter))
    return tuple(Tally(at, verdict, count) for at, verdict, count in rows)


async def _spots(connection: AsyncConnection, mine: Any) -> tuple[Spot, ...]:
    place = (asked.c.document, asked.c.reference)
    count = func.count().label("count")
    query = (
        select(*place, count)
        .where(mine, asked.c.verdict.in_(ANSWERED), asked.c.document != "")
        .group_by(*place)
        .order_by(count.desc(), *place)
    )
    return tuple(Spot(*row) for row in await connection.execute(query))


async def _votes(connection: AsyncConnection, mine: Any) -> tuple[int, int]:
    """Count the votes on the period's questions, whenever they were given."""
    helpful = func.coalesce(func.sum(case((votes.c.helpful, 1), else_=0)), 0)
    joined = votes.join(asked, asked.c.id == votes.c.asked_id)
    query = select(helpful, func.count()).select_from(joined).where(mine)
    yes, every = (await connection.execute(query)).one()
    return yes, every - yes


async def _active(connection: AsyncConnection, mine: Any) -> tuple[int, int]:
    members = func.count(asked.c.member.distinct())
    query = select(members, func.count(asked.c.chat_id.distinct())).where(mine)
    found = (await connection.execute(query)).one()
    return found[0], found[1]


async def _outcomes(connection: AsyncConnection, due: Any) -> dict[State, int]:
    query = select(pushes.c.state, func.count()).where(due).group_by(pushes.c.state)
    return {State(state): count for state, count in await connection.execute(query)}
