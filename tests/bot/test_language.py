"""Languages: Telegram's, one's own, the group's."""

import pytest
from botapi import Account, BotApiServer
from botapi.delivery import deliver
from telegram import Bot, Chat

from bot.context import App
from bot.roles import Roles

REFUSAL = "只有群管理员可以改本群的语言。你自己的语言可以在私聊里用 /language 选。"
LANGUAGES = [["简体中文"], ["繁體中文"], ["English"]]
NO_SUCH = "火星上有什么"


@pytest.mark.parametrize(
    ("code", "start"),
    [
        ("zh-hans", "你好，我是研读。"),
        ("zh-hant", "你好，我是研讀。"),
        ("en", "Hello, I am Yandu."),
        ("fr", "Hello, I am Yandu."),
        (None, "你好，我是研读。"),
    ],
)
async def test_telegrams_language(
    app: App, server: BotApiServer, code: str | None, start: str
) -> None:
    bob = server.user("Bob", language_code=code)
    assert (await bob.ask("/start")).shown.startswith(start)


async def test_ones_own_choice(app: App, server: BotApiServer, alice: Account) -> None:
    menu = await alice.ask("/language")
    assert menu.shown == "请选择界面语言："
    assert menu.button_texts == LANGUAGES
    await (await alice.press(menu, "English")).answer()
    assert menu.shown == "Done: I now speak English with you."
    assert (await alice.ask("/start")).shown.startswith("Hello, I am Yandu.")
    await (await alice.press(menu, "繁體中文")).answer()
    assert menu.shown == "好，介面語言改為繁體中文。"
    group = server.group("学习", [alice])
    assert (await alice.ask("/start", group)).shown.startswith("你好，我是研讀。")


async def test_a_group_has_its_own(app: App, server: BotApiServer, alice: Account) -> None:
    owner, admin = server.user("Owner"), server.user("Admin")
    group = server.group("学习", [alice], owner=owner, admins=[admin])
    menu = await admin.ask("/language", group)
    assert menu.shown == "请选择本群的界面语言："
    await (await admin.press(menu, "English")).answer()
    assert menu.shown == "Done: in this group I now speak English."
    for person in (alice, owner):
        assert (await person.ask("/start", group)).shown.startswith("Hello, I am Yandu.")
    assert (await admin.ask("/start")).shown.startswith("你好，我是研读。")


async def test_members_may_not_choose_for_the_group(
    app: App, server: BotApiServer, alice: Account
) -> None:
    owner = server.user("Owner")
    group = server.group("学习", [alice], owner=owner)
    assert (await alice.ask("/language", group)).shown == REFUSAL
    menu = await owner.ask("/language", group)
    assert (await (await alice.press(menu, "English")).answer())["text"] == REFUSAL
    assert menu.shown == "请选择本群的界面语言："
    assert len(server.find_calls("getChatAdministrators")) == 1


async def test_admins_are_asked_for_once_a_minute(server: BotApiServer, alice: Account) -> None:
    now = 0.0
    roles = Roles(lambda: now)
    group = server.group("学习", owner=alice)
    chat = Chat(group.id, Chat.SUPERGROUP, "学习")
    async with Bot(server.token, server.base_url) as bot:
        for moment in (0.0, 59.0, 61.0):
            now = moment
            assert await roles.is_admin(bot, chat, alice.id)
            assert not await roles.is_admin(bot, chat, alice.id + 1)
    assert len(server.find_calls("getChatAdministrators")) == 2


async def test_a_demoted_admin_is_refused_at_once_where_the_bot_is_told(
    app: App, server: BotApiServer, alice: Account
) -> None:
    bob = server.user("Bob")
    group = server.group("学习", owner=alice, admins=[bob])
    await alice.promote_bot(group)
    assert (await bob.ask("/language", group)).shown == "请选择本群的界面语言："
    await alice.demote(group, bob)
    assert (await bob.ask("/language", group)).shown == REFUSAL


async def test_anonymous_admins(app: App, server: BotApiServer) -> None:
    bob = server.user("Bob")
    group = server.group("学习", anonymous_admins=[bob])
    menu = await bob.ask("/language", group)
    assert menu.shown == "请选择本群的界面语言："
    await (await bob.press(menu, "English")).answer()
    assert menu.shown == "Done: in this group I now speak English."


async def test_posting_as_a_channel_is_no_admin(
    app: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", owner=alice)
    other = server.channel("频道", owner=alice)
    server.forget()
    message = server.world.post(
        group, server.world.anonymous, text="/language", sender_chat=other,
        entities=[{"type": "bot_command", "offset": 0, "length": 9}],
    )  # fmt: skip
    deliver(server.world, message)
    assert (await server.reply(group)).shown == REFUSAL


async def test_answers_speak_the_language_but_quote_the_text(
    app: App, server: BotApiServer, english: Account
) -> None:
    answer = await english.ask(NO_SUCH)
    assert answer.shown.startswith("The ")
    unknown = await english.ask("三（九）")
    assert unknown.shown == "The material has no place “三（九）”. The nearest are:"
