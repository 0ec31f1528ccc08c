"""/owners: the list, naming another, removing one, and that one always stays."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from botapi import Account, BotApiServer, Message
from hypothesis import given
from hypothesis import strategies as st

from bot.app import make_services
from bot.context import App
from bot.owners.payloads import AuditPage, ListOwners, Payload, RemoveOwner, encode, parse
from bot.store.owners import Owner, Owners

StartBot = Callable[..., Awaitable[App]]

HOW = (
    "加一位：把他的一条消息转发给我，再回复那条消息发 /owners add；"
    "或者发 /owners add 和他的用户号。\n"
    "去掉一位：按下面的按钮，或者发 /owners remove 和用户号。"
)


@pytest.fixture
async def owned(app: App, alice: Account) -> App:
    """Make Alice an owner, the first."""
    await app.bot_data.store.owners.add(Owner(alice.id, "Alice", 1_795_305_600))
    return app


def listed(message: Message) -> list[str]:
    return [
        line[2:].partition(" · ")[0] for line in message.shown.splitlines() if line[0:1] == "•"
    ]


def named(*people: Account) -> list[str]:
    return [f"{who.user.first_name}（{who.id}）" for who in people]


async def actions(app: App) -> list[tuple[str, str]]:
    return [(e.action, e.detail) for e in await app.bot_data.store.audit.newest(50)]


async def test_the_list(start_bot: StartBot, server: BotApiServer, alice: Account) -> None:
    bob = server.user("Bob", started=True)
    app = await start_bot(admins=frozenset({bob.id, 42}))
    await app.bot_data.store.owners.add(Owner(alice.id, "Alice", 1_795_305_600))
    await bob.ask("/start")
    shown = await alice.ask("/owners")
    assert shown.shown == (
        f"机器人的管理者\n• 42 · 在设置里指定\n• Bob（{bob.id}） · 在设置里指定\n"
        f"• Alice（{alice.id}） · 11 月 22 日起\n\n{HOW}"
    )
    assert shown.button_texts == [["去掉 Alice"]]


async def test_without_a_button_none_is_named(start_bot: StartBot, server: BotApiServer) -> None:
    bob = server.user("Bob", started=True, language_code="en")
    await start_bot(admins=frozenset({bob.id}))
    await bob.ask("/start")
    shown = await bob.ask("/owners")
    assert shown.button_texts == []
    assert shown.shown == (
        f"The bot’s owners\n• Bob ({bob.id}) · by the settings\n\n"
        "To add one: forward me a message of theirs and reply to it with /owners add; "
        "or send /owners add and their user id."
    )


async def test_naming_another_by_a_forwarded_message(
    owned: App, server: BotApiServer, alice: Account
) -> None:
    bob = server.user("Bob", started=True)
    await bob.ask("/start")
    group = server.group("学习", [alice, bob])
    forwarded = await alice.forward(await bob.send(group, "大家好"))
    await server.reply(alice.private)
    shown = await alice.ask("/owners add", reply_to=forwarded)
    assert shown.shown.splitlines()[0] == f"Bob（{bob.id}） 现在是管理者。"
    assert listed(shown) == named(alice, bob)
    assert bob.private.messages[-1].shown == "你现在是研读的管理者。发 /help 看可以做什么。"
    assert "audit" in bob.menu()
    assert listed(await bob.ask("/owners")) == named(alice, bob)
    assert await actions(owned) == [("owner added", f"Bob（{bob.id}）")]
    again = await alice.ask("/owners add", reply_to=forwarded)
    assert again.shown.splitlines()[0] == f"Bob（{bob.id}） 已经是管理者。"


async def test_naming_another_by_id(owned: App, server: BotApiServer, alice: Account) -> None:
    bob = server.user("Bob", started=True)
    refused = await bob.ask("/owners")
    assert refused.shown == f"只有机器人的管理者可以这样做。你的用户号是 {bob.id}。"
    unknown = await alice.ask(f"/owners add {bob.id}")
    assert unknown.shown.startswith(f"我还不认识用户 {bob.id}：请他先打开机器人，发 /start")
    await bob.ask("/start")
    assert listed(await alice.ask(f"/owners add {bob.id}")) == named(alice, bob)


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("/owners add", "请回复转发来的那个人的消息，或者写上用户号。"),
        ("/owners add 甲", "“甲”不是用户号。"),
        ("/owners add -5", "“-5”不是用户号。"),
        ("/owners remove 99999999999999999999999", "“99999999999999999999999”不是用户号。"),
        ("/owners crown 5", "看不懂“crown”。可以写 /owners add 或 /owners remove。"),
    ],
)
async def test_what_cannot_be_read(owned: App, alice: Account, text: str, notice: str) -> None:
    assert (await alice.ask(text)).shown.startswith(f"{notice}\n\n机器人的管理者")
    assert await actions(owned) == []


async def test_removing_with_a_button(owned: App, server: BotApiServer, alice: Account) -> None:
    bob = server.user("Bob", started=True)
    await owned.bot_data.store.owners.add(Owner(bob.id, "Bob", 1_795_305_601))
    await bob.ask("/start")
    await server.until(lambda: "audit" in bob.menu())
    panel = await alice.ask("/owners")
    await (await alice.press(panel, "去掉 Bob")).answer()
    assert panel.shown == f"去掉 Bob（{bob.id}），他就不能再管理机器人。确定吗？"
    await (await alice.press(panel, "◂ 返回")).answer()
    assert listed(panel) == named(alice, bob)
    await (await alice.press(panel, "去掉 Bob")).answer()
    await (await alice.press(panel, "确定去掉")).answer()
    assert panel.shown.startswith(f"Bob（{bob.id}） 不再是管理者。")
    assert listed(panel) == named(alice)
    assert "audit" not in bob.menu()
    assert (await bob.ask("/owners")).shown.startswith("只有机器人的管理者")
    assert await actions(owned) == [("owner removed", f"Bob（{bob.id}）")]


async def test_the_last_owner_stays(owned: App, alice: Account) -> None:
    panel = await alice.ask(f"/owners remove {alice.id}")
    assert panel.shown.splitlines()[0] == f"Alice（{alice.id}） 是最后一位管理者，先加一位再去掉。"
    assert await owned.bot_data.owners() == {alice.id}
    assert await actions(owned) == []


async def test_of_the_last_two_who_remove_each_other_one_stays(owned: App) -> None:
    here, other = owned.bot_data.store.owners, make_services(owned.bot_data.settings, None).store
    await here.add(Owner(5, "Bob", 0))
    first, second = [owner.user for owner in await here.entries()]
    removed = await asyncio.gather(
        here.remove(first, keep_one=True), other.owners.remove(second, keep_one=True)
    )
    await other.close()
    assert sorted(removed) == [False, True]
    assert len(await here.entries()) == 1


async def test_who_removes_themselves_sees_the_list_no_more(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    bob = server.user("Bob", started=True)
    app = await start_bot(admins=frozenset({bob.id}))
    await app.bot_data.store.owners.add(Owner(alice.id, "Alice", 0))
    panel = await alice.ask("/owners")
    await (await alice.press(panel, "去掉 Alice")).answer()
    await (await alice.press(panel, "确定去掉")).answer()
    assert (panel.shown, panel.button_texts) == (f"Alice（{alice.id}） 不再是管理者。", [])
    fixed = await bob.ask(f"/owners remove {bob.id}")
    assert fixed.shown.startswith(f"{bob.id} 写在 YANDU_ADMINS 里：在那里去掉，再重新启动机器人。")


async def test_in_a_group_the_list_is_not_shown(
    owned: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", owner=alice)
    for command in ("/owners", "/audit"):
        answer = await alice.ask(command, group)
        assert answer.shown == "请在私聊里用这个命令，群里大家都看得到。"


async def test_owners_are_read_anew_only_after_a_moment(app: App) -> None:
    now = 0.0
    engine = app.bot_data.store._engine
    here, other = Owners(engine, lambda: now), Owners(engine)
    assert await here.all() == frozenset()
    await other.add(Owner(5, "Bob", 0))
    now = 2.9
    assert await here.all() == frozenset()
    now = 3.0
    assert await here.all() == {5}
    await here.remove(5, keep_one=False)
    assert await here.all() == frozenset()


@pytest.mark.parametrize(
    "data", ["", "1u", "1uo1", "1ur", "1uR", "1ua", "1ua-1", "1ua01", "1ur٣", "1ur" + "9" * 20, 5]
)
def test_forged_buttons(data: object) -> None:
    assert parse(data) is None


_IDS = st.integers(0, 2**63 - 1)


@given(
    st.builds(ListOwners)
    | st.builds(AuditPage, _IDS)
    | st.builds(RemoveOwner, _IDS, sure=st.booleans())
)
def test_buttons_are_read_as_written(payload: Payload) -> None:
    assert parse(encode(payload)) == payload
    assert len(encode(payload).encode()) <= 64
