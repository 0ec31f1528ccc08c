"""A bot with an owner, and files to send to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from botapi import Account, BotApiServer
from librarian import Librarian
from sqlalchemy import select

from bot.context import App
from bot.home import library_of
from bot.store.tables import notices
from corpus.library import Library

StartBot = Callable[..., Awaitable[App]]


async def looked_over(app: App) -> None:
    """Wait until the bot has compared the empty library with the index, as it does first."""
    looked = select(notices).where(notices.c.subject == "library")
    async with asyncio.timeout(5):
        while True:
            async with app.bot_data.store._engine.begin() as connection:
                if (await connection.execute(looked)).first():
                    return
            await asyncio.sleep(0.01)


@pytest.fixture
def owner(server: BotApiServer) -> Account:
    return server.user("Wang", started=True)


@pytest.fixture
async def app(start_bot: StartBot, server: BotApiServer, owner: Account) -> AsyncIterator[App]:
    started = await start_bot(admins=frozenset({owner.id}))
    await looked_over(started)
    server.forget()  # the owner was told that vectors are missing
    yield started
    assert server.violations == []


@pytest.fixture
def library(app: App) -> Library:
    return library_of(app.bot_data.settings)


@pytest.fixture
def home(app: App) -> Path:
    return app.bot_data.settings.home


@pytest.fixture
def librarian(app: App, server: BotApiServer, owner: Account, library: Library) -> Librarian:
    return Librarian(server, owner, library)
