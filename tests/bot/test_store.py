"""The store: migrations, moves, updates taken once, old rows dropped."""

import asyncio
import errno
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.exc import OperationalError
from telegram import Update

from bot.errors import StoreUnavailable
from bot.order import Inbox
from bot.store import Answered, ChatKind, ChatState, ShownMessage, Store, connect
from bot.store.database import migrate
from bot.store.tables import chats, metadata

OLD, NEW = -100, -1001


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'yandu.db'}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store(connect(url))
    await opened.open()
    yield opened
    await opened.close()


async def test_migrations_make_the_tables(url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    engine = connect(url)
    await migrate(engine)
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        mode = (await connection.execute(text("PRAGMA journal_mode"))).scalar_one()
    await engine.dispose()
    assert set(names) == {*metadata.tables, "alembic_version"}
    assert mode == "wal"


async def test_a_database_that_cannot_be_opened(tmp_path: Path) -> None:
    store = Store(connect(f"sqlite+aiosqlite:///{tmp_path}/nowhere/yandu.db"))
    with pytest.raises(StoreUnavailable, match="check YANDU_DATABASE_URL"):
        await store.open()
    # The driver's thread must not outlive the loop that it reports to.
    assert [one for one in threading.enumerate() if "_connection_worker" in one.name] == []
    await store.close()


async def test_languages(store: Store) -> None:
    assert await store.chats.languages(OLD, 7) == (None, None)
    await store.chats.choose_user_language(7, "en")
    await store.chats.choose_chat_language(OLD, ChatKind.GROUP, "学习", "zh_Hant")
    await store.chats.choose_user_language(7, "zh_Hans")
    assert await store.chats.languages(OLD, 7) == ("zh_Hant", "zh_Hans")
    assert await store.chats.languages(OLD, 8) == ("zh_Hant", None)


async def test_languages_survive_a_restart(store: Store, url: str) -> None:
    await store.chats.choose_user_language(7, "en")
    again = Store(connect(url))
    await again.open()
    assert await again.chats.languages(7, 7) == (None, "en")
    await again.close()


async def test_a_group_moves(store: Store, url: str) -> None:
    await store.chats.choose_chat_language(OLD, ChatKind.GROUP, "学习", "en")
    await store.answers.record(OLD, 1, Answered(2, "d"), now=10)
    await store.answers.record(NEW, 1, Answered(3, "e"), now=10)
    await store.chats.note(NEW, ChatKind.SUPERGROUP, "学习", ChatState.ACTIVE)
    await store.chats.move(OLD, NEW)
    await store.chats.move(OLD, NEW)
    assert await store.chats.languages(NEW, 7) == ("en", None)
    assert await store.chats.languages(OLD, 7) == (None, None)
    assert await store.answers.find(OLD, 1) is None
    assert await store.answers.find(NEW, 1) == Answered(3, "e")
    engine = connect(url)
    async with engine.connect() as connection:
        rows = (await connection.execute(chats.select())).all()
    await engine.dispose()
    assert [tuple(row) for row in rows] == [(NEW, "supergroup", "学习", "active", "en")]


async def test_states(store: Store) -> None:
    await store.chats.set_state(7, ChatState.BLOCKED)
    assert await store.chats.state(7) is None
    await store.chats.note(7, ChatKind.PRIVATE, "李", ChatState.ACTIVE)
    await store.chats.set_state(7, ChatState.BLOCKED)
    assert await store.chats.state(7) is ChatState.BLOCKED


async def test_an_update_is_taken_once(store: Store) -> None:
    assert await store.updates.take(5, "a", "{}", now=10)
    assert not await store.updates.take(5, "a", "{}", now=11)
    assert await store.updates.take(5, "b", '{"other": 1}', now=12)
    assert not await store.updates.take(5, "b", "{}", now=13)


async def test_what_is_left_is_tried_three_times_at_most(store: Store) -> None:
    await store.updates.take(1, "a", "one", now=10)
    await store.updates.take(3, "c", "three", now=10)
    await store.updates.take(2, "b", "two", now=10)
    await store.updates.done(1)
    assert await store.updates.unhandled() == ("two", "three")
    await store.updates.done(3)
    assert await store.updates.unhandled() == ("two",)
    assert await store.updates.unhandled() == ()


async def test_what_could_not_be_noted_is_noted_with_the_next(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(url)
    store = Store(engine)
    await store.open()
    for number in (1, 2):
        assert await store.updates.take(number, "d", "body", 0)
    await engine.dispose()
    with monkeypatch.context() as patch:
        patch.setattr(DefaultDialect, "connect", _refused)
        with pytest.raises(OperationalError, match="nobody listens"):
            await store.updates.done(1)
    await store.updates.done(2)
    assert await store.updates.unhandled() == ()
    await store.close()


async def test_an_update_is_handled_though_the_database_is_away(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DefaultDialect, "connect", _refused)
    chat = {"id": 7, "type": "private", "first_name": "Alice"}
    message = {"message_id": 1, "date": 0, "chat": chat, "text": "一、（五）"}
    update = Update.de_json({"update_id": 1, "message": message}, None)
    inbox = Inbox(Store(connect(url)))
    await inbox.put(update)
    assert inbox.get_nowait() is update


def _refused(*_: object, **__: object) -> None:
    raise ConnectionRefusedError(errno.ECONNREFUSED, "nobody listens")


async def test_a_task_that_is_cancelled_locks_nobody_out(store: Store, url: str) -> None:
    other = Store(connect(url))
    await other.open()
    cancelled: list[object] = []
    for moment in range(40):
        assert await other.updates.take(moment, "d", "body", 0)
        task = asyncio.create_task(store.updates.unhandled())
        await asyncio.sleep(moment / 10_000)
        task.cancel()
        cancelled += await asyncio.gather(task, return_exceptions=True)
    await other.close()
    assert any(isinstance(each, asyncio.CancelledError) for each in cancelled)


async def test_what_was_shown_last(store: Store) -> None:
    first, second = ShownMessage("问", "1p1000abcdefghijkl"), ShownMessage("再问", "", ("a", "b"))
    await store.shown.record(7, 11, first, now=100, asked=10)
    await store.shown.record(7, 14, second, now=200, asked=12)
    assert await store.shown.find(7, 14) == second
    assert await store.shown.find(8, 14) is None
    assert await store.shown.latest(7, before=13, since=150) == second
    assert await store.shown.latest(7, before=12, since=50) == first
    assert await store.shown.latest(7, before=12, since=101) is None
    await store.shown.record(7, 11, second, now=300)
    assert await store.shown.latest(7, before=12, since=300) == second
    await store.chats.move(7, -100)
    assert await store.shown.find(7, 14) is None


async def test_old_rows_go(store: Store) -> None:
    now, day = int(time.time()), 24 * 3600
    await store.shown.record(7, 1, ShownMessage("旧", ""), now - 31 * day)
    await store.shown.record(7, 2, ShownMessage("新", ""), now - 29 * day)
    await store.answers.record(7, 1, Answered(2, "d"), now - 31 * day)
    await store.answers.record(7, 3, Answered(4, "d"), now - 29 * day)
    await store.updates.take(1, "a", "old", now - 3 * day)
    await store.updates.take(2, "b", "new", now - day)
    await store.open()
    assert await store.answers.find(7, 1) is None
    assert await store.answers.find(7, 3) == Answered(4, "d")
    assert await store.shown.find(7, 1) is None
    assert await store.shown.find(7, 2) == ShownMessage("新", "")
    assert await store.updates.unhandled() == ("new",)


async def test_news_is_news_once(store: Store) -> None:
    assert await store.is_news("degraded", "x")
    assert not await store.is_news("degraded", "x")
    assert await store.is_news("degraded", "")
    assert await store.is_news("degraded", "x")
