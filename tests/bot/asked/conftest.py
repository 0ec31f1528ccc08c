"""What the tests of questions share: rows of the real database, and an owner."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botapi import Account, BotApiServer
from sqlalchemy import Table, select

from bot.context import App
from bot.settings import Settings
from bot.store import connect

StartBot = Callable[..., Awaitable[App]]
Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]


@pytest.fixture
def olive(server: BotApiServer) -> Account:
    return server.user("Olive", started=True)


@pytest.fixture
async def app(start_bot: StartBot, server: BotApiServer, olive: Account) -> Any:
    """Serve with Olive as owner; what the bot asked of Telegram was right."""
    yield await start_bot(admins=frozenset({olive.id}))
    assert server.violations == []


@pytest.fixture
def rows(make_settings: Callable[..., Settings]) -> Rows:
    """Read columns of a table, as another process would; wait until there are so many rows."""

    async def read(table: Table, *names: str, count: int | None = None) -> list[tuple[Any, ...]]:
        engine = connect(make_settings().database)
        query = select(*(table.c[name] for name in names)).order_by(*table.primary_key)
        try:
            async with asyncio.timeout(5):
                while True:
                    async with engine.connect() as connection:
                        found = [tuple(row) for row in (await connection.execute(query)).all()]
                    if count is None or len(found) == count:
                        return found
                    await asyncio.sleep(0.01)
        finally:
            await engine.dispose()

    return read
