"""The questions that admins have settled: the right place of each, or that there is none."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.database import single
from bot.store.tables import aliases, asked
from corpus.references import parse
from index.aliases import NO_ALIASES, Aliases, wording
from index.models import Alias
from index.questions import Question

__all__ = ["RightPlace", "Ruling", "Settled", "SettledQuestion", "SettledQuestions"]

# Made once: building a statement takes longer than SQLite does to carry it out.
_REVISION = select(func.coalesce(func.max(aliases.c.id), 0), func.count(aliases.c.id))

ABSENT, SETTLED = "absent", "settled"
"""The kinds of the pairs: questions that no document deals with, and those with a place."""


@dataclass(frozen=True, slots=True)
class RightPlace:
    """Where a question is answered: a document's id, a printed reference in it.

    `passages` are the references of the passages there.
    """

    document: str
    reference: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an admin decides of a question: its right place, None where no document has one.

    `asked` are the recorded questions that it settles, `gone` the aliases that it replaces.
    """

    wordings: Sequence[str]
    place: RightPlace | None
    author: int
    asked: Collection[int] = ()
    gone: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class SettledQuestion:
    """A wording with its right place; None where no document deals with it."""

    id: int
    question: str
    place: RightPlace | None

    @property
    def pair(self) -> Question:
        """The wording with its right answer, as a line of a questions file."""
        if self.place is None:
            return Question(self.question, kind=ABSENT)
        read = [parse(reference) for reference in self.place.passages]
        sections = tuple(reference for reference in read if reference is not None)
        document = self.place.document
        return Question(self.question, sections=sections, kind=SETTLED, document=document)


@dataclass(frozen=True, slots=True)
class Settled:
    """All that is settled, oldest first; `aliases` are those with a place, for a searcher."""

    questions: tuple[SettledQuestion, ...] = ()
    aliases: Aliases = NO_ALIASES


class SettledQuestions:
    """Everything settled is kept in memory: each question that is asked is compared with it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._single = engine, single(engine)
        self._revision = (0, 0)
        self._settled = Settled()

    async def current(self) -> Settled:
        """Give what is settled now, whichever process settled it."""
        async with self._single.begin() as connection:
            newest, count = (await connection.execute(_REVISION)).one()
            if (newest, count) == self._revision:
                return self._settled
            rows = (await connection.execute(select(aliases).order_by(aliases.c.id))).all()
        found = tuple(
            SettledQuestion(
                row.id,
                row.question,
                RightPlace(row.document, row.reference, tuple(row.passages.splitlines()))
                if row.document
                else None,
            )
            for row in rows
        )
        self._settled = Settled(found, await asyncio.to_thread(Aliases, _placed(found)))
        self._revision = (newest, count)
        return self._settled

    async def questions(self) -> tuple[Question, ...]:
        """List the pairs: each wording with its right passages, of kind `settled` or `absent`."""
        return tuple(each.pair for each in (await self.current()).questions)

    async def settle(self, ruling: Ruling, now: int) -> int:
        """Settle wordings of one question, and the asked ones that had them; return an id for it.

        What was settled for the same wording before gives way: in the same document, or
        everywhere where the question is dismissed; what is ``gone`` in any case.
        """
        place, distinct = ruling.place, {wording(text): text for text in ruling.wordings}
        known = (await self.current()).questions
        replaced = {
            each.id: wording(each.question)
            for each in known
            if each.id in ruling.gone
            or (wording(each.question) in distinct and _gives_way(each.place, place))
        }
        row = {
            "document": place.document if place else "",
            "reference": place.reference if place else "",
            "passages": "\n".join(place.passages) if place else "",
            "author": ruling.author,
            "at": now,
        }
        async with self._engine.begin() as connection:
            made: dict[str, int] = {}
            for key, text in distinct.items():
                added = await connection.execute(insert(aliases), row | {"question": text})
                made[key] = (added.inserted_primary_key or (0,))[0]
            await _point_to(connection, made, replaced, ruling.asked)
            await connection.execute(delete(aliases).where(aliases.c.id.in_(replaced)))
        return max(made.values())

    async def undo(self, settled: int) -> bool:
        """Take back what `settle` gave this id for; False where it is gone already."""
        query = select(aliases).where(aliases.c.id == settled)
        async with self._engine.begin() as connection:
            row = (await connection.execute(query)).mappings().first()
            if row is None:
                return False
            names = ("author", "at", "document", "reference")
            same = and_(*(aliases.c[name] == row[name] for name in names))
            ids = (await connection.execute(select(aliases.c.id).where(same))).scalars().all()
            waiting = update(asked).where(asked.c.alias_id.in_(ids))
            await connection.execute(waiting.values(alias_id=None))
            await connection.execute(delete(aliases).where(aliases.c.id.in_(ids)))
        return True


def _placed(settled: Iterable[SettledQuestion]) -> list[Alias]:
    return [
        Alias(each.question, each.place.document, each.place.reference)
        for each in settled
        if each.place
    ]


def _gives_way(before: RightPlace | None, now: RightPlace | None) -> bool:
    return before is None or now is None or before.document == now.document


async def _point_to(
    connection: AsyncConnection,
    made: dict[str, int],
    replaced: dict[int, str],
    asked_ids: Collection[int],
) -> None:
    """Let the asked questions name what settles them now, each that of its own wording."""
    for old, key in replaced.items():
        again = update(asked).where(asked.c.alias_id == old)
        await connection.execute(again.values(alias_id=made.get(key)))
    query = select(asked.c.id, asked.c.question).where(asked.c.id.in_(asked_ids))
    for row in (await connection.execute(query)).all():
        if alias := made.get(wording(row.question)):
            await connection.execute(
                update(asked).where(asked.c.id == row.id).values(alias_id=alias)
            )
