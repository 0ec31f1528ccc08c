"""What Telegram refuses, delays or drops on the way."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from botapi import Account, BotApiServer, faults
from pydantic import SecretStr
from socks_proxy import SocksProxy, leaves_refused_connections
from telegram import Bot
from telegram.error import NetworkError

from bot.context import App
from bot.transport import ObedientRequest, was_not_executed

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


@leaves_refused_connections
async def test_an_answer_is_asked_again_while_the_proxy_cannot_connect(
    start_bot: Callable[..., Awaitable[App]], server: BotApiServer, alice: Account
) -> None:
    async with SocksProxy() as proxy:
        app = await start_bot(proxy=SecretStr(proxy.url))
        assert (await alice.ask("一、（五）")).shown.startswith(PLACE)
        await app.bot.request.shutdown()  # its connections are lost
        await app.bot.request.initialize()
        proxy.reaches = False
        await alice.send(None, "一、（六）")
        async with asyncio.timeout(5):
            while not proxy.refused:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        proxy.reaches = True
        assert (await server.reply(alice.private)).shown.startswith("📖 一、（六）")


async def test_a_tunnel_that_the_proxy_refuses_was_not_sent() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"CONNECT telegram.invalid:443")
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        request = ObedientRequest((), proxy=f"http://127.0.0.1:{port}")
        bot = Bot("1:a", base_url="https://telegram.invalid/bot", request=request)
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(1, "x")
        assert was_not_executed(caught.value)
        await request.shutdown()
