"""Chats are served at the same time, each chat in order; typing shows when it takes long."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botapi import Account, BotApiServer, faults
from sqlalchemy.exc import OperationalError

from bot.context import App
from index.models import Answer
from index.search import Searcher

StartBot = Callable[..., Awaitable[App]]


class Slow:
    """Searches at its ease where the question says so."""

    degraded = None

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.documents = searcher.documents
        self.release = threading.Event()
        self.asked: list[str] = []

    def within(self, _documents: object, _aliases: object = None) -> "Slow":
        return self

    def search(self, question: str) -> Answer:
        self.asked.append(question)
        if "慢" in question:
            self.release.wait(10)
        return self.searcher.search("一、（五）" if "慢" in question else question)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.searcher, name)


async def test_a_slow_question_delays_no_other_chat(
    start_bot: StartBot, searcher: Searcher, server: BotApiServer, alice: Account
) -> None:
    slow = Slow(searcher)
    others = [server.user(f"User{number}", started=True) for number in range(5)]
    await start_bot(searching=slow)
    for number in range(3):
        await alice.send(None, f"慢 {number}")
    answers = await asyncio.gather(*(other.ask("一、（六）") for other in others))
    assert all(answer.shown.startswith("📖 一、（六）") for answer in answers)
    assert server.delivered(alice.private) == 0
    assert slow.asked.count("慢 0") == 1
    assert "慢 1" not in slow.asked
    slow.release.set()
    await server.until(lambda: server.delivered(alice.private) == 3)


async def test_talk_in_groups_is_never_stored(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    server.world.privacy = False
    app = await start_bot()
    group = server.group("学习", [alice])
    taken: list[str] = []
    take = app.bot_data.store.updates.take

    async def watch(update_id: int, digest: str, body: str, now: int) -> bool:
        taken.append(json.loads(body)["message"]["text"])
        return await take(update_id, digest, body, now)

    app.bot_data.store.updates.take = watch  # type: ignore[method-assign]
    await alice.send(group, "闲聊")
    await alice.send_sticker(group)
    await alice.ask("/ask 一、（五）", group)
    await alice.ask("@YanduTestBot 一、（六）", group)
    assert taken == ["/ask 一、（五）", "@YanduTestBot 一、（六）"]


async def test_a_store_that_fails_hinders_no_answer(
    app: App, server: BotApiServer, alice: Account, caplog: pytest.LogCaptureFixture
) -> None:
    await alice.ask("一、（五）")

    async def fail(*_: object) -> None:
        raise OperationalError("INSERT", {}, OSError("disk is full"))

    app.bot_data.store.updates.take = fail  # type: ignore[assignment]
    app.bot_data.store.updates.done = fail  # type: ignore[assignment]
    app.bot_data.store.answers.record = fail  # type: ignore[assignment]
    assert (await alice.ask("一、（六）")).shown.startswith("📖 一、（六）")
    assert (await alice.ask("一、（五）")).shown.startswith("📖 一、（五）")
    assert server.delivered(alice.private) == 3
    for line in ("could not be kept; handling it now", "could not be recorded",
                 "could not be noted as handled"):  # fmt: skip
        assert line in caplog.text


async def test_each_chat_in_order(app: App, server: BotApiServer, alice: Account) -> None:
    wanted = ["一、（五）", "错峰消毒法是什么", "一、（六）", "一、（一）", "二、（一）"]
    for question in wanted:
        await alice.send(None, question)
    await server.until(lambda: server.delivered(alice.private) == len(wanted))
    texts = [message.shown for message in server.sent(alice.private)]
    assert [text[:7] for text in texts] == [
        "📖 一、（五）",
        "后勤中心党支部",
        "📖 一、（六）",
        "📖 一、（一）",
        "📖 二、（一）",
    ]


async def test_typing_only_when_it_takes_long(
    start_bot: StartBot, searcher: Searcher, server: BotApiServer, alice: Account
) -> None:
    slow = Slow(searcher)
    await start_bot(searching=slow)
    await alice.ask("一、（五）")
    await alice.send(None, "慢")
    typing = await server.wait_for("sendChatAction")
    assert typing.params["action"] == "typing"
    slow.release.set()
    await server.reply()
    assert len(server.find_calls("sendChatAction")) == 1


async def test_typing_that_fails_hinders_nothing(
    start_bot: StartBot, searcher: Searcher, server: BotApiServer, alice: Account
) -> None:
    slow = Slow(searcher)
    await start_bot(searching=slow)
    server.fail("sendChatAction", faults.rejected(400, "Bad Request: no"))
    await alice.send(None, "慢")
    await server.wait_for("sendChatAction", executed=False)
    slow.release.set()
    assert (await server.reply()).shown.startswith("📖 一、（五）")


async def test_the_model_is_warm_before_the_first_update(
    start_bot: StartBot, searcher: Searcher, server: BotApiServer, alice: Account
) -> None:
    slow = Slow(searcher)
    await alice.send(None, "一、（五）")
    await start_bot(searching=slow)
    await server.reply()
    assert slow.asked == ["预热", "一、（五）"]
