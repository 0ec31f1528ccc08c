"""What Telegram refuses, delays or drops on the way."""

import asyncio

import pytest
from botapi import Account, BotApiServer, faults

from bot.context import App
from bot.transport import ObedientRequest

PLACE = "📖 一、（五）"


async def test_429_is_obeyed_and_others_are_served(
    app: App, server: BotApiServer, alice: Account
) -> None:
    bob = server.user("Bob", started=True)
    server.fail("sendMessage", faults.flood(2), chat=alice.private)
    await alice.send(None, "一、（五）")
    refused = await server.wait_for(executed=False)
    assert (await bob.ask("一、（六）")).shown.startswith("📖 一、（六）")
    assert server.delivered(alice.private) == 0
    answered = await server.wait_for("sendMessage", chat=alice.private)
    assert answered.executed
    assert answered.time - refused.time >= 2
    assert server.delivered(alice.private) == 1


async def test_429_without_end_is_given_up(
    app: App, server: BotApiServer, alice: Account, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(app.bot.request, ObedientRequest)
    app.bot.request._pauses = (0.1, 0.2)
    server.fail("sendMessage", faults.flood(1), times=3)
    await alice.send(None, "一、（五）")
    async with asyncio.timeout(20):
        while "update 500000001 failed" not in caplog.text:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await alice.ask("一、（六）")).shown.startswith("📖 一、（六）")


async def test_a_lost_answer_is_not_sent_twice(
    app: App, server: BotApiServer, alice: Account
) -> None:
    server.fail("sendMessage", faults.drop(executed=True))
    await alice.send(None, "一、（五）")
    await alice.send(None, "一、（六）")
    await server.until(lambda: server.delivered(alice.private) >= 2)
    await alice.send(None, "一、（一）")
    await server.until(lambda: server.delivered(alice.private) >= 3)
    places = [message.shown[:7] for message in server.sent(alice.private)]
    assert places == ["📖 一、（五）", "📖 一、（六）", "📖 一、（一）"]


async def test_what_telegram_rejects_is_asked_again(
    app: App, server: BotApiServer, alice: Account
) -> None:
    server.fail("sendMessage", faults.server_error(500, json=True))
    assert (await alice.ask("一、（五）")).shown.startswith(PLACE)
    assert server.delivered(alice.private) == 1


async def test_a_gateway_that_fails_says_nothing_about_the_message(
    app: App, server: BotApiServer, alice: Account
) -> None:
    server.fail("sendMessage", faults.server_error(502, executed=True))
    await alice.send(None, "一、（五）")
    await alice.send(None, "一、（六）")
    await server.until(lambda: server.delivered(alice.private) >= 2)
    await alice.send(None, "一、（一）")
    await server.until(lambda: server.delivered(alice.private) >= 3)
    places = [message.shown[:7] for message in server.sent(alice.private)]
    assert places == ["📖 一、（五）", "📖 一、（六）", "📖 一、（一）"]


async def test_an_outage_of_telegram(app: App, server: BotApiServer, alice: Account) -> None:
    await server.wait_polling()
    await server.shut()
    await asyncio.sleep(0.3)
    await server.open()
    assert (await alice.ask("一、（五）", within=15)).shown.startswith(PLACE)
