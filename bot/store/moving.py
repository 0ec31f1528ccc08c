"""A group that became a supergroup keeps under its new id what it had under the old one."""

from collections.abc import Sequence

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.kinds import ChatKind, ChatState
from bot.store.tables import answers, asked, chats, pushes, schedules, shown, studies

__all__ = ["move_chat"]


async def move_chat(connection: AsyncConnection, old: int, new: int) -> None:
    """Move all rows of a chat; its messages stay behind, a supergroup counts its own from 1."""
    await _move_row(connection, old, new)
    await _move_schedules(connection, old, new)
    await _move_pushes(connection, old, new)
    await _move_studies(connection, old, new)
    await _move_asked(connection, old, new)
    await connection.execute(delete(answers).where(answers.c.chat_id == old))
    await connection.execute(delete(shown).where(shown.c.chat_id == old))


async def _move_row(connection: AsyncConnection, old: int, new: int) -> None:
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


async def _move_schedules(connection: AsyncConnection, old: int, new: int) -> None:
    """Carry a group's schedules to its new id; what that id has chosen already stays."""
    taken = select(schedules.c.topic).where(schedules.c.chat_id == new)
    topics: Sequence[int] = (await connection.execute(taken)).scalars().all()
    mine = schedules.c.chat_id == old
    await connection.execute(delete(schedules).where(mine, schedules.c.topic.in_(topics)))
    await connection.execute(update(schedules).where(mine).values(chat_id=new))


async def _move_asked(connection: AsyncConnection, old: int, new: int) -> None:
    """Carry a group's questions over; their messages, which stay behind, are negative there."""
    mine = asked.c.chat_id == old
    moved = {"chat_id": new, "question_id": -func.abs(asked.c.question_id),
             "answer_id": -func.abs(asked.c.answer_id)}  # fmt: skip
    await connection.execute(update(asked).where(mine).values(moved))


async def _move_pushes(connection: AsyncConnection, old: int, new: int) -> None:
    """Carry a group's pushes to its new id; a date that is taken there stays as it is."""
    there = pushes.alias()
    same = (there.c[name] == pushes.c[name] for name in ("topic", "day", "kind", "number"))
    taken = select(pushes.c.id).where(pushes.c.chat_id == old).join(
        there, and_(there.c.chat_id == new, *same)
    )  # fmt: skip
    ids = (await connection.execute(taken)).scalars().all()
    await connection.execute(delete(pushes).where(pushes.c.id.in_(ids)))
    await connection.execute(update(pushes).where(pushes.c.chat_id == old).values(chat_id=new))


async def _move_studies(connection: AsyncConnection, old: int, new: int) -> None:
    """Carry a group's documents to its new id, unless that has chosen some already."""
    mine, chosen = studies.c.chat_id == old, select(studies).where(studies.c.chat_id == new)
    if (await connection.execute(chosen)).first():
        await connection.execute(delete(studies).where(mine))
    else:
        await connection.execute(update(studies).where(mine).values(chat_id=new))
