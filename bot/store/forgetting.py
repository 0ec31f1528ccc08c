"""Delete what is kept about a member, and say how much there was."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.asked import drop
from bot.store.tables import (
    answers,
    asked,
    audit,
    chats,
    pushes,
    schedules,
    shown,
    studies,
    updates,
    users,
    votes,
    wishes,
)

__all__ = ["Forgetting", "Forgotten"]

_OWN = (shown, answers, schedules, pushes, studies)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted; `settings` are a language, a schedule or a choice of documents.

    `deeds` counts what stays: the entries of the audit log.
    """

    questions: int = 0
    votes: int = 0
    wishes: int = 0
    settings: int = 0
    pushes: int = 0
    deeds: int = 0


class Forgetting:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def forget(self, user: int, member: str) -> Forgotten:
        """Delete what is kept about a user, in one transaction.

        That is what was asked and thought in any chat, and all about the private chat, whose id
        is the user's. ``member`` is the digest of the user.
        """
        async with self._engine.begin() as connection:
            judged = await _delete(connection, votes, votes.c.member == member)
            waiting = await _delete(connection, wishes, wishes.c.member == member)
            questions = await _forget_questions(connection, member)
            counts = {
                table.name: await _delete(connection, table, table.c.chat_id == user)
                for table in _OWN
            }
            language = await _forget_user(connection, user)
            await _forget_updates(connection, user)
            logged = select(func.count()).where(audit.c.user_id == user)
            deeds = (await connection.execute(logged)).scalar_one()
        settings = counts[schedules.name] + bool(counts[studies.name]) + language
        return Forgotten(questions, judged, waiting, settings, counts[pushes.name], deeds)


async def _forget_questions(connection: AsyncConnection, member: str) -> int:
    """Delete a member's questions, with what was answered to them and where."""
    query = select(asked.c.id, asked.c.chat_id, asked.c.question_id, asked.c.answer_id)
    rows = (await connection.execute(query.where(asked.c.member == member))).all()
    for row in rows:
        same = (answers.c.chat_id == row.chat_id) & (answers.c.question_id == row.question_id)
        await connection.execute(delete(answers).where(same))
        same = (shown.c.chat_id == row.chat_id) & (shown.c.asked_id == row.question_id)
        await connection.execute(delete(shown).where(same))
    await drop(connection, [row.id for row in rows])
    return len(rows)


async def _forget_user(connection: AsyncConnection, user: int) -> int:
    """Delete the language that a user chose, and the private chat; count the former."""
    query = select(users.c.language).where(users.c.id == user)
    chosen = (await connection.execute(query)).scalar_one_or_none()
    await connection.execute(delete(users).where(users.c.id == user))
    await connection.execute(delete(chats).where(chats.c.id == user))
    return int(chosen is not None)


async def _forget_updates(connection: AsyncConnection, user: int) -> None:
    """Empty the updates of a user that were never handled."""
    query = select(updates.c.id, updates.c.body).where(updates.c.body.is_not(None))
    rows = (await connection.execute(query)).all()
    own = [row.id for row in rows if _is_from(json.loads(row.body), user)]
    await connection.execute(update(updates).where(updates.c.id.in_(own)).values(body=None))


def _is_from(body: dict[str, Any], user: int) -> bool:
    contents = (content for content in body.values() if isinstance(content, dict))
    return any((content.get("from") or {}).get("id") == user for content in contents)


async def _delete(connection: AsyncConnection, table: Table, where: Any) -> int:
    return (await connection.execute(delete(table).where(where))).rowcount
