"""Faults on demand, sending limits and webhooks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from botapi import BotApiServer, faults
from telegram import Bot
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TimedOut

MakeBot = Callable[..., Awaitable[Bot]]


async def test_a_flood_ends(server: BotApiServer, bot: Bot) -> None:
    alice, bob = server.user("Alice", started=True), server.user("Bob", started=True)
    server.fail("sendMessage", faults.flood(7), chat=alice.private)
    await bot.send_message(bob.id, "x")
    with pytest.raises(RetryAfter, match="Retry in 0:00:07"):
        await bot.send_message(alice.id, "x")
    await bot.send_message(alice.id, "x")
    assert [server.delivered(alice.private), server.delivered(bob.private)] == [1, 1]
    assert server.violations == []


@pytest.mark.parametrize("executed", [False, True])
@pytest.mark.parametrize("kind", ["server_error", "drop"])
async def test_failures_before_and_after_the_work(
    server: BotApiServer, bot: Bot, kind: str, *, executed: bool
) -> None:
    alice = server.user("Alice", started=True)
    server.fail("sendMessage", getattr(faults, kind)(executed=executed))
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "x")
    assert server.delivered(alice.private) == int(executed)
    assert [call.executed for call in server.calls[1:]] == [executed]


@pytest.mark.parametrize("executed", [False, True])
async def test_a_timeout_does_not_say_what_happened(
    server: BotApiServer, make_bot: MakeBot, *, executed: bool
) -> None:
    alice = server.user("Alice", started=True)
    bot = await make_bot(read_timeout=0.1)
    server.fail("sendMessage", faults.slow(0.3, executed=executed))
    with pytest.raises(TimedOut):
        await bot.send_message(alice.id, "x")
    assert server.delivered(alice.private) == int(executed)
    await server.until(lambda: server.delivered(alice.private))


async def test_faults_choose_their_requests(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    server.fail("sendMessage", faults.refused(), skip=1, where=lambda p: "坏" in p["text"])
    for text in ("好", "坏", "好"):
        await bot.send_message(alice.id, text)
    with pytest.raises(Forbidden, match=r"(?i)blocked by the user"):
        await bot.send_message(alice.id, "坏")
    for_ever = server.fail("*", faults.rejected(400, "Bad Request: no"), times=None)
    for _ in range(2):
        with pytest.raises(BadRequest):
            await bot.get_me()
    for_ever.cancel()
    assert for_ever.hits == 2
    await bot.get_me()


async def test_an_outage(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    await server.shut()
    with pytest.raises(NetworkError):
        await bot.send_message(alice.id, "x")
    await server.open()
    await bot.send_message(alice.id, "x")


async def test_rates_in_a_time_of_ones_own() -> None:
    now = 1_000_000.0
    async with BotApiServer(clock=lambda: now, enforce_rates=True) as server:
        group = server.group("学习", kind="group")
        users = [server.user(f"U{n}", started=True) for n in range(31)]
        bot = Bot(server.token, base_url=server.base_url)
        await bot.initialize()
        await bot.send_message(users[0].id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(users[0].id, "x")
        for user in users[1:30]:
            await bot.send_message(user.id, "x")
        with pytest.raises(RetryAfter):
            await bot.send_message(users[30].id, "x")
        for _ in range(20):
            now += 1
            await bot.send_message(group.id, "x")
        now += 1
        with pytest.raises(RetryAfter, match="Retry in 0:00:40"):
            await bot.send_message(group.id, "x")
        await bot.shutdown()


@contextlib.asynccontextmanager
async def hook(statuses: list[int], seen: list[tuple[str | None, str]]) -> AsyncIterator[str]:
    async def take(request: web.BaseRequest) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        seen.append((secret, (await request.json())["message"]["text"]))
        return web.Response(status=statuses.pop(0) if statuses else 200)

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def test_a_webhook_gets_its_secret_and_retries(server: BotApiServer, bot: Bot) -> None:
    seen: list[tuple[str | None, str]] = []
    alice = server.user("Alice")
    async with hook([500], seen) as url:
        await bot.set_webhook(url, secret_token="s3cret")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates(timeout=0)
        await alice.send(None, "一")
        await server.until(lambda: len(seen) == 2)
        assert seen == [("s3cret", "一")] * 2
        info = await bot.get_webhook_info()
        assert info.url == url
        assert "500" in (info.last_error_message or "")
    await bot.delete_webhook()
    await alice.send(None, "二")
    assert len(await asyncio.wait_for(bot.get_updates(timeout=1), 3)) == 1
