"""The audit log: every privileged action, newest last, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.database import single
from bot.store.tables import audit, chats

__all__ = ["Action", "Audit", "Deed", "Entry"]

_NAME = 255
_DETAIL = 500


class Action(StrEnum):
    """What was done, at most 32 characters; bot/owners/wording.py has the words for each."""

    OWNER_CLAIMED = "owner claimed"
    OWNER_ADDED = "owner added"
    OWNER_REMOVED = "owner removed"
    DAILY_CHANGED = "daily changed"
    LANGUAGE_CHANGED = "language changed"
    STUDY_CHANGED = "study changed"
    DOCUMENT_ADDED = "document added"
    DOCUMENT_REPLACED = "document replaced"
    DOCUMENT_RENAMED = "document renamed"
    DOCUMENT_REMOVED = "document removed"
    DOCUMENT_RESTORED = "document restored"
    REINDEX_STARTED = "reindex started"
    REINDEX_CANCELLED = "reindex cancelled"
    REINDEXED = "reindexed"
    ROLLED_BACK = "rolled back"
    QUESTION_SETTLED = "question settled"
    QUESTION_DISMISSED = "question dismissed"
    QUESTION_REOPENED = "question reopened"
    QUESTIONS_EXPORTED = "questions exported"
    STATS_READ = "stats read"
    DOCTOR_RUN = "doctor run"


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be logged; for an anonymous admin `user` and `name` are the group's."""

    user: int
    name: str
    chat: int
    action: Action
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the log; `at` is in epoch seconds, `action` may be one of a later version."""

    at: int
    user: int
    name: str
    chat: int
    chat_title: str
    action: str
    detail: str


class Audit:
    def __init__(self, engine: AsyncEngine) -> None:
        self._single = single(engine)

    async def record(self, deed: Deed, at: int) -> None:
        row = {
            "at": at,
            "user_id": deed.user,
            "name": deed.name[:_NAME],
            "chat_id": deed.chat,
            "action": deed.action,
            "detail": deed.detail[:_DETAIL],
        }
        async with self._single.begin() as connection:
            await connection.execute(insert(audit).values(**row))

    async def count(self) -> int:
        async with self._single.begin() as connection:
            query = select(func.count()).select_from(audit)
            return (await connection.execute(query)).scalar_one()

    async def newest(self, count: int, skip: int = 0) -> Sequence[Entry]:
        """List entries, newest first."""
        query = (
            select(audit, chats.c.title)
            .outerjoin(chats, chats.c.id == audit.c.chat_id)
            .order_by(audit.c.id.desc())
            .offset(skip)
            .limit(count)
        )
        async with self._single.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Entry(r.at, r.user_id, r.name, r.chat_id, r.title or "", r.action, r.detail)
            for r in rows
        ]
