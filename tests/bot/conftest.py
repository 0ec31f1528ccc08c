"""The real application against the strict server, over an index of the sample corpus."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from botapi import Account, BotApiServer
from pydantic import SecretStr
from telegram import Update

from bot.app import build_application, make_services
from bot.context import App, Services
from bot.settings import Settings
from bot.store import ChatState
from corpus.cleaning import clean
from corpus.models import Document
from corpus.passages import structure
from corpus.readers import read
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

MakeSettings = Callable[..., Settings]
StartBot = Callable[..., Awaitable[App]]
Becomes = Callable[[int, ChatState | None], Awaitable[None]]
Serving = Callable[..., contextlib.AbstractAsyncContextManager[App]]


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("YANDU_")]:
        monkeypatch.delenv(name)


def index_of(home: Path, *documents: Document) -> Searcher:
    """Index documents by their words alone and open them."""
    build(documents, SnapshotStore(home / INDEX_FOLDER), None)
    return open_searcher(home, None)


@pytest.fixture(scope="session")
def sample() -> Document:
    path = Path(str(files("corpus") / "samples" / "half-year-speech.txt"))
    return structure(clean(read(path)), "half-year-speech")


@pytest.fixture(scope="session")
def searcher(sample: Document, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return index_of(tmp_path_factory.mktemp("home"), sample)


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def make_settings(server: BotApiServer, tmp_path: Path) -> MakeSettings:
    def make(**given: Any) -> Settings:
        given.setdefault("home", tmp_path / "home")
        given.setdefault("token", SecretStr(server.token))
        return Settings(api_url=f"http://127.0.0.1:{server.port}", **given)

    return make


@contextlib.asynccontextmanager
async def _serving(app: App, *, handling: bool = True) -> AsyncIterator[App]:
    """Do what `run_polling` does, inside the loop of the test; or take updates only."""
    assert app.updater
    assert app.post_init
    assert app.post_stop
    assert app.post_shutdown
    await app.initialize()
    try:
        await app.post_init(app)
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        if handling:
            await app.start()
        yield app
    finally:
        if app.updater.running:
            await app.updater.stop()
        if app.running:
            await app.stop()
            await app.post_stop(app)
        await app.shutdown()
        await app.post_shutdown(app)


@pytest.fixture
def serving() -> Serving:
    return _serving


@pytest.fixture
async def start_bot(make_settings: MakeSettings, searcher: Searcher) -> AsyncIterator[StartBot]:
    async with contextlib.AsyncExitStack() as stack:

        async def start(*, searching: Any = searcher, **given: Any) -> App:
            app = build_application(make_services(make_settings(**given), searching))
            return await stack.enter_async_context(_serving(app))

        yield start


@pytest.fixture
async def app(start_bot: StartBot, server: BotApiServer) -> AsyncIterator[App]:
    """Serve with ordinary settings; what the bot asked of Telegram was right."""
    yield await start_bot()
    assert server.violations == []


@pytest.fixture
def services(app: App) -> Services:
    return app.bot_data


@pytest.fixture
def becomes(app: App) -> Becomes:
    """Wait until the store says so of a chat."""

    async def wait(chat: int, state: ChatState | None) -> None:
        async with asyncio.timeout(5):
            while await app.bot_data.store.chats.state(chat) is not state:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def alice(server: BotApiServer) -> Account:
    return server.user("Alice", started=True)


@pytest.fixture
def english(server: BotApiServer) -> Account:
    return server.user("Emma", language_code="en", started=True)
