"""The one-time link: printed while there is no owner, worth something once."""

import asyncio
import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from botapi import Account, BotApiServer

from bot.app import build_application, make_services
from bot.context import App
from bot.owners.claiming import claim_link, offer_claim, token_of
from bot.settings import Settings
from bot.store.owners import Claim, Owner

StartBot = Callable[..., Awaitable[App]]
MakeSettings = Callable[..., Settings]
Serving = Callable[..., AbstractAsyncContextManager[App]]

WON = "好，你现在是研读的管理者，这个链接从此作废。发 /help 看可以做什么。"
ALREADY = "你已经是研读的管理者。发 /help 看可以做什么。"
LATE = "晚了一步：已经有管理者了，这个链接作废了。请他们用 /owners 加你。"
UNKNOWN = "这个链接不对，或者换了新的：机器人每次启动都会打印一个新的。"


async def payload_of(app: App) -> str:
    link = await claim_link(app.bot_data, "YanduTestBot")
    assert link
    return link.partition("?start=")[2]


async def opens(server: BotApiServer, who: Account, payload: str) -> str:
    server.forget()
    await who.start(payload)
    return (await server.reply(who.private)).shown


async def test_the_first_to_open_it_is_owner(
    app: App, server: BotApiServer, alice: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bob, payload = server.user("Bob"), await payload_of(app)
    assert await opens(server, alice, payload) == WON
    assert await app.bot_data.owners() == {alice.id}
    assert "audit" in alice.menu()
    assert "audit" not in bob.menu()
    assert await opens(server, bob, payload) == LATE
    assert await opens(server, alice, payload) == ALREADY
    assert await app.bot_data.owners() == {alice.id}
    assert await claim_link(app.bot_data, "YanduTestBot") is None
    assert payload.removeprefix("claim-") not in caplog.text


async def test_of_many_at_once_one_wins(app: App, server: BotApiServer) -> None:
    payload = await payload_of(app)
    people = [server.user(f"Member {number}") for number in range(12)]
    server.forget()
    await asyncio.gather(*(who.start(payload) for who in people))
    said = [(await server.reply(who.private)).shown for who in people]
    assert sorted(said) == sorted([WON, *[LATE] * 11])
    assert await app.bot_data.owners() == {people[said.index(WON)].id}


async def test_of_two_processes_one_wins(app: App) -> None:
    payload = await payload_of(app)
    here = app.bot_data.store.owners
    other = make_services(app.bot_data.settings, None).store
    token = token_of(payload)
    assert token
    outcomes = await asyncio.gather(
        here.claim(token, Owner(7, "Here", 1)), other.owners.claim(token, Owner(8, "There", 1))
    )
    await other.close()
    assert sorted(outcomes) == [Claim.LATE, Claim.WON]
    assert await here.entries() == [
        Owner(7, "Here", 1) if outcomes[0] is Claim.WON else Owner(8, "There", 1)
    ]


async def test_a_new_link_makes_the_old_one_worthless(
    app: App, server: BotApiServer, alice: Account
) -> None:
    old, new = await payload_of(app), await payload_of(app)
    for wrong in (old, "claim-", "claim-nonsense", f"{new}x"):
        assert await opens(server, alice, wrong) == UNKNOWN
    assert await app.bot_data.owners() == frozenset()
    assert await opens(server, alice, new) == WON


async def test_a_link_opened_in_a_group_claims_nothing(
    app: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", [alice])
    payload = await payload_of(app)
    assert (await alice.ask(f"/start {payload}", group)).shown.startswith("你好，我是研读。")
    assert await app.bot_data.owners() == frozenset()


async def test_with_owners_in_the_settings_there_is_no_link(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    app = await start_bot()
    payload = await payload_of(app)
    app.bot_data.settings = app.bot_data.settings.model_copy(update={"admins": frozenset({1})})
    assert await claim_link(app.bot_data, "YanduTestBot") is None
    assert await opens(server, alice, payload) == LATE


async def test_the_link_is_told_at_start_and_kept_as_a_digest_only(
    make_settings: MakeSettings, serving: Serving, server: BotApiServer, alice: Account
) -> None:
    settings = make_settings()

    async def told() -> list[str]:
        app, lines = build_application(make_services(settings, None)), list[str]()
        offer_claim(app, lines.append)
        async with serving(app):
            if lines:
                await app.bot_data.store.owners.entries()
                stored = sqlite3.connect(settings.home / "yandu.db").iterdump()
                token = lines[0].rpartition("claim-")[2]
                assert token not in "\n".join(stored)
                assert await opens(server, alice, f"claim-{token}") == WON
        return lines

    (line,) = await told()
    assert re.fullmatch(
        r"还没有管理者。谁先打开这个链接，谁就是（只能用一次）："
        r"https://t\.me/YanduTestBot\?start=claim-[\w-]{32}",
        line,
    )
    assert await told() == []


@pytest.mark.parametrize("payload", ["", "claim-", "claim", "claim-a b", "claim-" + "x" * 59])
def test_what_is_no_claim(payload: Any) -> None:
    assert token_of(payload) is None
