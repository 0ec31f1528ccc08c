"""Groups: who is answered, where, and how the bot comes and goes."""

from collections.abc import Awaitable, Callable

import pytest
from botapi import Account, BotApiServer, faults

from bot.context import App
from bot.store import ChatState

StartBot = Callable[..., Awaitable[App]]
Becomes = Callable[[int, ChatState | None], Awaitable[None]]

QUESTION = "错峰消毒法是什么"
QUOTE = "后勤中心党支部带领中心的管理人员把功课做在前面"
GREETING = """大家好，我是研读：有人提问，我就引用学习材料的原文来回答，并注明出处。
提问：发 /ask 加问题，或者直接回复我的消息。
隐私模式开着：我只收得到命令和对我的回复，看不到大家的其他聊天，@我 也可能收不到。"""
SEES_ALL = "我能收到群里的消息，但只理会命令、对我的回复和 @我，别的一概不看、不存。"


async def test_a_command_is_answered_as_a_reply(
    app: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", [alice])
    question = await alice.send(group, f"/ask {QUESTION}")
    answer = await server.reply(group)
    assert answer.shown.startswith(QUOTE)
    assert answer.reply_to is not None
    assert answer.reply_to.id == question.id


async def test_a_reply_to_the_bot_asks(app: App, server: BotApiServer, alice: Account) -> None:
    group = server.group("学习", [alice])
    answer = await alice.ask(f"/ask {QUESTION}", group)
    again = await alice.ask("一、（五）", group, reply_to=answer)
    assert again.shown.startswith("📖 一、（五）")


async def test_mentions_ask_and_chatter_does_not(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    server.world.privacy = False
    await start_bot()
    group = server.group("学习", [alice])
    chatter = await alice.send(group, QUESTION)
    await alice.send(group, "好的", reply_to=chatter)
    await alice.send(group, "@SomebodyElse 一、（五）")
    await alice.send(group, "/ask@OtherBot 一、（五）")
    await alice.send(group, "/nonsense")
    await alice.send_sticker(group)
    await alice.send_document(group, b"x", "x.txt")
    mention = await alice.ask(f"请问 @yandutestbot {QUESTION}", group)
    assert mention.shown.startswith(QUOTE)
    assert server.delivered(group) == 1


async def test_naming_the_bot_under_a_question_asks_that(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    server.world.privacy = False
    bob = server.user("Bob")
    await start_bot()
    group = server.group("学习", [alice, bob])
    question = await alice.send(group, QUESTION)
    for text in ("@YanduTestBot", "/ask"):
        answer = await bob.ask(text, group, reply_to=question)
        assert answer.shown.startswith(QUOTE)
    answer = await bob.ask("/ask", group)
    assert answer.shown.startswith("请把问题写在 /ask 后面")


async def test_topics(app: App, server: BotApiServer, alice: Account) -> None:
    forum = server.group("论坛", owner=alice, forum=True)
    topic = await alice.create_topic(forum, "每日")
    await alice.ask(f"/ask {QUESTION}", forum, thread=topic.id)
    await alice.ask("/ask 一、（五）", forum)
    assert forum.topic_messages(topic.id)[-1].shown.startswith(QUOTE)
    assert forum.topic_messages(None)[-1].shown.startswith("📖 一、（五）")


async def test_chatter_in_a_topic_is_no_reply_to_the_bot(
    start_bot: StartBot, server: BotApiServer, alice: Account
) -> None:
    server.world.privacy = False
    await start_bot()
    forum = server.group("论坛", owner=alice, forum=True)
    topic = server.world.add_topic(forum, "机器人开的", server.world.bot)
    opening = forum.stored[topic.id]
    await alice.send(forum, "闲聊", thread=topic.id, reply_to=opening)
    await alice.ask("/ask 一、（五）", forum, thread=topic.id)
    assert server.delivered(forum) == 1


async def test_an_edited_question(app: App, server: BotApiServer, alice: Account) -> None:
    group = server.group("学习", [alice])
    question = await alice.send(group, "/ask 一、（四）")
    answer = await server.reply(group)
    await alice.edit(question, "/ask 一、（五）")
    edited = await server.wait_for("editMessageText")
    assert edited.params["message_id"] == answer.id
    await alice.edit(question, "不问了")
    await alice.ask("/ask 一、（六）", group)
    assert len(server.find_calls("editMessageText")) == 1


async def test_a_deleted_question_is_answered_still(
    app: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", [alice])
    server.fail("sendMessage", faults.flood(1))
    question = await alice.send(group, "/ask 一、（四）")
    await server.wait_for(executed=False)
    await alice.delete(question)
    assert (await server.reply(group)).shown.startswith("📖 一、（四）")


async def test_an_anonymous_admin_asks(app: App, server: BotApiServer) -> None:
    bob = server.user("Bob")
    group = server.group("学习", anonymous_admins=[bob])
    assert (await bob.ask(f"/ask {QUESTION}", group)).shown.startswith(QUOTE)


@pytest.mark.parametrize("privacy", [True, False])
async def test_joining(
    start_bot: StartBot, server: BotApiServer, alice: Account, privacy: bool
) -> None:
    server.world.privacy = privacy
    app = await start_bot()
    group = server.group("学习", owner=alice, bot=None)
    await alice.add_bot(group)
    greeting = await server.reply(group)
    assert greeting.shown.splitlines()[:2] == GREETING.splitlines()[:2]
    assert greeting.shown.splitlines()[2:] == [GREETING.splitlines()[2] if privacy else SEES_ALL]
    assert await app.bot_data.store.chats.state(group.id) is ChatState.ACTIVE


async def test_joining_as_an_admin_and_being_promoted(
    app: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", owner=alice, bot=None)
    await alice.add_bot(group, admin=True)
    assert (await server.reply(group)).shown.endswith(SEES_ALL)
    await alice.demote_bot(group)
    await alice.promote_bot(group)
    await alice.ask("/ask 一、（五）", group)
    assert server.delivered(group) == 2


async def test_leaving_and_coming_back(
    app: App, becomes: Becomes, server: BotApiServer, alice: Account
) -> None:
    group = server.group("学习", owner=alice, bot=None)
    await alice.add_bot(group)
    await server.reply(group)
    await alice.remove_bot(group)
    await becomes(group.id, ChatState.LEFT)
    await alice.add_bot(group)
    assert (await server.reply(group)).shown == GREETING


async def test_being_blocked_and_unblocked(
    app: App, becomes: Becomes, server: BotApiServer, alice: Account
) -> None:
    await alice.block_bot()
    await becomes(alice.id, ChatState.BLOCKED)
    await alice.unblock_bot()
    await becomes(alice.id, ChatState.ACTIVE)
    assert server.delivered(alice.private) == 0


async def test_a_group_becomes_a_supergroup(
    app: App, becomes: Becomes, server: BotApiServer, alice: Account
) -> None:
    group = server.group("小组", owner=alice, kind="group")
    await alice.ask("/language", group)
    message = server.sent(group)[-1]
    await (await alice.press(message, "English")).answer()
    new = await alice.migrate(group)
    answer = await alice.ask("/ask 火星上有什么", new)
    assert answer.shown.startswith("The ")
    await becomes(group.id, None)
    await becomes(new.id, ChatState.ACTIVE)


async def test_an_answer_follows_the_group(
    app: App, becomes: Becomes, server: BotApiServer, alice: Account
) -> None:
    group = server.group("小组", owner=alice, kind="group")
    new = server.group("小组", owner=alice)
    fault = faults.rejected(400, "Bad Request: group chat was upgraded to a supergroup chat",
                            migrate_to_chat_id=new.id)  # fmt: skip
    server.fail("sendMessage", fault, chat=group)
    await alice.send(group, "/ask 一、（五）")
    assert (await server.reply(new)).shown.startswith("📖 一、（五）")


async def test_channel_posts_are_ignored(app: App, server: BotApiServer, alice: Account) -> None:
    channel = server.channel("频道", owner=alice)
    for text in ("/ask 一、（五）", "@YanduTestBot 一、（五）", "/start", "/nonsense"):
        await alice.send(channel, text)
    await alice.add_bot(server.channel("另一个", owner=alice, bot=None))
    await alice.ask("一、（五）")
    assert server.delivered(channel) == 0
