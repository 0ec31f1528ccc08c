"""/privacy and /forget: what is kept, and that it can be deleted everywhere."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from botapi import Account, BotApiServer
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.context import App, Services
from bot.settings import Settings
from bot.store import connect
from bot.store.audit import Action, Deed
from bot.store.tables import asked, chats, keys, metadata, votes, wishes

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
OLD = "这个按钮已过期，请重新提问"
OPEN = "食堂几点开饭"


async def dump(engine: AsyncEngine) -> dict[str, list[str]]:
    """Read every row of every table as text."""
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        return {
            name: [
                str(tuple(row)) for row in await connection.execute(text(f"SELECT * FROM {name}"))
            ]
            for name in names
        }


async def test_what_is_kept_is_said(app: App, alice: Account, english: Account) -> None:
    said = (await alice.ask("/privacy")).shown
    assert "保存 180 天" in said
    assert "不存名字" in said
    assert "for 180 days" in (await english.ask("/privacy")).shown


@pytest.mark.usefixtures("app")
async def test_names_are_not_kept(
    make_settings: Callable[..., Settings], server: BotApiServer, rows: Rows
) -> None:
    member = server.user("Xiaoming", last_name="Zhang", username="xmzhang", started=True)
    await member.ask("/start")
    answer = await member.ask(OPEN)
    await (await member.press(answer, "👎")).answer()
    await member.ask("一、（五）")
    await rows(asked, "id", count=2)
    engine = connect(make_settings().database)
    kept = await dump(engine)
    await engine.dispose()
    del kept["updates"]  # a body goes when its update is handled
    everything = json.dumps(kept)
    assert not [name for name in ("Xiaoming", "Zhang", "xmzhang") if name in everything]


async def test_forgetting_is_confirmed_first(app: App, alice: Account, rows: Rows) -> None:
    await alice.ask(OPEN)
    asking = await alice.ask("/forget")
    assert asking.button_texts == [["🗑 全部删除", "不删了"]]
    await (await alice.press(asking, "不删了")).answer()
    assert asking.shown == "好，什么都没有删。"
    assert await rows(asked, "question", count=1) == [(OPEN,)]


@pytest.mark.usefixtures("app")
async def test_everything_about_a_member_goes_and_nothing_about_others(
    services: Services,
    make_settings: Callable[..., Settings],
    server: BotApiServer,
    alice: Account,
    rows: Rows,
) -> None:
    bob = server.user("Bob", started=True)
    group = server.group("学习", [alice, bob])
    for member in (alice, bob):
        await member.ask("/start")
        mine = await member.ask(OPEN)
        shared = await member.ask(f"/ask {OPEN}", group)
        await (await member.press(mine, "👎")).answer()
        await (await member.press(mine, "🔔 有答案时告诉我")).answer()
        await (await alice.press(shared, "👍")).answer()
        await member.ask("/daily 07:30")
        await services.store.chats.choose_user_language(member.id, "zh_Hans")
        await services.store.studies.choose(member.id, ["half-year-speech"])
    left_over = json.dumps({"update_id": 1, "message": {"from": {"id": alice.id}, "text": "x"}})
    await services.store.updates.take(1, "d", left_over, 1)
    await rows(asked, "id", count=4)
    asking = await alice.ask("/forget")
    await (await alice.press(asking, "🗑 全部删除")).answer()
    assert asking.shown.split("\n") == [
        "已经删除：",
        "• 问过的问题：2",
        "• 评价：3",
        "• 等候的通知：1",
        "• 设置（语言、每日研读、学习的材料）：3",
    ]
    await bob.ask("/help")
    engine = connect(make_settings().database)
    kept = await dump(engine)
    await engine.dispose()
    digest = await services.store.keys.member(alice.id)
    for name, held in kept.items():
        assert not [row for row in held if str(alice.id) in row or digest in row], name
    assert len(await rows(asked, "id")) == 2
    assert await rows(votes, "asked_id", "helpful") == [(3, False)]
    assert await rows(wishes, "asked_id") == [(3,)]
    assert (bob.id,) in await rows(chats, "id")
    assert len(kept["schedules"]) == len(kept["users"]) == len(kept["studies"]) == 1
    again = await alice.ask("/forget")
    await (await alice.press(again, "🗑 全部删除")).answer()
    assert again.shown == "没有关于你的数据。你没有问过什么，也没有设置过什么。"


async def test_in_a_group_it_is_asked_for_in_private(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    group = server.group("学习", [alice])
    told = await alice.ask("/forget", group)
    assert told.shown == "请在私聊里给我发 /forget。你在群里问过的也会一起删除。"
    pressed = await (await alice.press(told, data="1vf")).answer()
    assert pressed["text"] == OLD


async def test_an_owner_stays_one_and_the_log_as_it_is(
    app: App, services: Services, olive: Account
) -> None:
    deed = Deed(olive.id, "Olive", olive.id, Action.QUESTIONS_EXPORTED)
    await services.store.audit.record(deed, 1)
    await olive.ask("/daily 07:30")
    asking = await olive.ask("/forget")
    await (await olive.press(asking, "🗑 全部删除")).answer()
    assert asking.shown.split("\n") == [
        "已经删除：",
        "• 设置（语言、每日研读、学习的材料）：1",
        "你是管理者，这一点保留着。",
        "你做过的管理操作还在操作记录里：1",
    ]


async def test_the_key_of_the_digests_is_one(app: App, services: Services, rows: Rows) -> None:
    member = await services.store.keys.member(7)
    assert await services.store.keys.member(8) != member
    [(name, value)] = await rows(keys, "name", "value", count=1)
    assert (name, len(value)) == ("members", 64)
    assert metadata.tables["keys"] is keys
