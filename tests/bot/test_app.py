"""Start and stop: menus, the owners' notice, tokens that are refused, webhooks."""

import os
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from botapi import BotApiServer, ThreadedServer, faults, in_thread
from pydantic import SecretStr

from bot.app import build_application, make_services, run
from bot.context import App
from bot.errors import TokenRefused
from bot.settings import Settings
from index.search import Searcher

StartBot = Callable[..., Awaitable[App]]

NOTICE = "向量模型用不上，现在只按字词检索。发 /doctor 看怎样修复。"


MEMBERS = ["ask", "daily", "today", "study", "language", "privacy", "forget", "help"]
OWNERS = [
    *MEMBERS[:4],
    *("documents", "add", "reindex", "versions", "rollback", "questions", "export"),
    *("stats", "doctor", "owners", "audit"),
    *MEMBERS[4:],
]


async def test_menus(start_bot: StartBot, server: BotApiServer) -> None:
    admin, member = server.user("Admin"), server.user("Member", language_code="en")
    owner = server.user("Owner", started=True)
    group = server.group("学习", [member, owner], owner=admin)
    await start_bot(admins=frozenset({owner.id}))
    assert owner.menu() == OWNERS
    assert member.menu() == admin.menu() == MEMBERS
    assert admin.menu(group) == [
        *("ask", "daily", "today", "study", "stats", "language", "privacy", "help")
    ]
    assert member.menu(group) == owner.menu(group) == ["ask", "today", "privacy", "help"]
    texts = {
        (call.params.get("language_code"), call.params["commands"][-1]["description"])
        for call in server.find_calls("setMyCommands")
    }
    assert texts == {(None, "怎样使用"), ("zh", "怎样使用"), ("en", "How to use me")}


async def test_menus_that_fail_hinder_nothing(start_bot: StartBot, server: BotApiServer) -> None:
    alice = server.user("Alice", started=True)
    server.fail("setMyCommands", faults.rejected(400, "Bad Request: no"), times=None)
    await start_bot()
    assert (await alice.ask("一、（五）")).shown.startswith("📖")


async def test_owners_are_told_once_that_words_alone_decide(
    make_settings: Callable[..., Settings],
    serving: Callable[..., AbstractAsyncContextManager[App]],
    searcher: Searcher,
    server: BotApiServer,
) -> None:
    owner, stranger = server.user("Owner", started=True), server.user("Stranger")
    settings = make_settings(admins=frozenset({owner.id, stranger.id}))
    for _ in range(2):
        async with serving(build_application(make_services(settings, searcher))):
            pass
    assert [message.shown for message in server.sent(owner.private)] == [NOTICE]


@pytest.fixture
def threaded() -> Iterator[ThreadedServer]:
    with in_thread() as server:
        yield server


def application(threaded: ThreadedServer, home: Path, searcher: Searcher, **given: Any) -> App:
    given.setdefault("token", SecretStr(threaded.server.token))
    address = f"http://127.0.0.1:{threaded.server.port}"
    settings = Settings(home=home, api_url=address, **given)
    return build_application(make_services(settings, searcher))


def run_during(app: App, scenario: Callable[[], None]) -> None:
    """Run the bot as a process does, until the scenario has been played."""
    failed: list[BaseException] = []

    def play() -> None:
        try:
            scenario()
        except BaseException as error:  # noqa: BLE001 - shown by the main thread
            failed.append(error)
        finally:
            if app.running:
                os.kill(os.getpid(), signal.SIGTERM)

    player = threading.Thread(target=play)
    player.start()
    run(app)
    player.join()
    assert failed == []


def test_polling(threaded: ThreadedServer, tmp_path: Path, searcher: Searcher) -> None:
    alice = threaded.server.user("Alice", started=True)

    def scenario() -> None:
        answer = threaded.run(alice.ask("一、（五）", within=10))
        assert answer.shown.startswith("📖 一、（五）")

    run_during(application(threaded, tmp_path, searcher), scenario)
    assert threaded.server.violations == []


def test_a_wrong_token(threaded: ThreadedServer, tmp_path: Path, searcher: Searcher) -> None:
    app = application(threaded, tmp_path, searcher, token=SecretStr("987654321:" + "B" * 35))
    with pytest.raises(TokenRefused, match="copy it again from @BotFather"):
        run(app)


def test_a_token_that_is_revoked_ends_the_process(
    threaded: ThreadedServer, tmp_path: Path, searcher: Searcher
) -> None:
    fault = faults.rejected(401, "Unauthorized")
    threaded.server.fail("getUpdates", fault, times=None)
    with pytest.raises(TokenRefused):
        run(application(threaded, tmp_path, searcher))


def test_another_process_is_reported(
    threaded: ThreadedServer, tmp_path: Path, searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    alice = threaded.server.user("Alice", started=True)
    conflict = faults.rejected(409, "Conflict: terminated by other getUpdates request")
    threaded.server.fail("getUpdates", conflict)

    def scenario() -> None:
        threaded.run(alice.ask("一、（五）", within=10))

    run_during(application(threaded, tmp_path, searcher), scenario)
    assert "another process fetches updates with this token; stop one" in caplog.text


def test_webhook(threaded: ThreadedServer, tmp_path: Path, searcher: Searcher) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hook"
    app = application(
        threaded, tmp_path, searcher, webhook_url=url, listen=f"127.0.0.1:{port}",
        webhook_secret=SecretStr("a-long-secret"),
    )  # fmt: skip
    alice = threaded.server.user("Alice", started=True)

    def scenario() -> None:
        answer = threaded.run(alice.ask("一、（五）", within=10))
        assert answer.shown.startswith("📖 一、（五）")
        forged = urllib.request.Request(url, b"{}", {"Content-Type": "application/json"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(forged, timeout=5)
        assert refused.value.code == 403
        refused.value.close()

    run_during(app, scenario)
    assert threaded.server.polls == []
