"""A kept home, an owner who looks after it from the chat, and a build that waits to be let on."""

import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from botapi import Account, BotApiServer
from kept_chat import Kept
from kept_home import KeptHome, law

from bot.context import App
from bot.reindex.gentle import GentleEmbedder
from bot.settings import Settings


@pytest.fixture
def home(make_settings: Callable[..., Settings]) -> KeptHome:
    return KeptHome(make_settings())


@pytest.fixture
def indexed(home: KeptHome) -> None:
    """Put the law into the library and index it."""
    home.put(law())
    home.index()


@pytest.fixture
def owner(server: BotApiServer) -> Account:
    return server.user("Olga", started=True)


@pytest.fixture
def kept(
    home: KeptHome,
    server: BotApiServer,
    owner: Account,
    alice: Account,
    start_bot: Callable[..., Awaitable[App]],
) -> Kept:
    return Kept(home, server, owner, alice, start_bot)


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look and tell more often than people need."""
    monkeypatch.setattr("bot.reindex.running.EVERY", 0.05)
    monkeypatch.setattr("bot.reindex.watching.EVERY", 0.05)


class Gate:
    """Lets builds that have begun to compute go on when it is opened."""

    def __init__(self) -> None:
        self.reached, self._opened = threading.Event(), threading.Event()

    def open(self) -> None:
        self._opened.set()

    def wait(self) -> None:
        self.reached.set()
        assert self._opened.wait(60)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Hold every build of the bot where its model begins to read."""
    gate = Gate()

    class Waiting(GentleEmbedder):
        def encode_passages(self, texts: list[str]) -> Any:
            gate.wait()
            return super().encode_passages(texts)

    monkeypatch.setattr("bot.reindex.works.GentleEmbedder", Waiting)
    yield gate
    gate.open()
