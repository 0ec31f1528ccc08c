"""Groups: privacy, topics, membership, migration, admins, channels."""

import pytest
from botapi import BotApiServer
from telegram import Bot, BotCommandScopeAllChatAdministrators, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden


async def updates(bot: Bot) -> list[Update]:
    """Take and confirm what is there."""
    got = list(await bot.get_updates(allowed_updates=Update.ALL_TYPES, timeout=0))
    if got:
        await bot.get_updates(offset=got[-1].update_id + 1, timeout=0)
    return got


async def texts(bot: Bot) -> list[str | None]:
    """Take the texts that have come."""
    messages = [update.effective_message for update in await updates(bot)]
    return [message.text for message in messages if message is not None]


async def test_privacy_mode(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", [alice])
    await bot.send_message(group.id, "欢迎")
    await alice.send(group, "闲聊")
    await alice.send(group, "@YanduTestBot 在吗")
    await alice.send(group, "/ask 什么")
    await alice.send(group, "/ask@YanduTestBot 什么")
    await alice.send(group, "/ask@OtherBot 什么")
    await alice.send(group, "回复", reply_to=group.messages[0])
    assert await texts(bot) == ["/ask 什么", "/ask@YanduTestBot 什么", "回复"]
    server.world.deliver_mentions = True
    await alice.send(group, "@YanduTestBot 在吗")
    server.world.privacy = False
    await alice.send(group, "闲聊")
    assert await texts(bot) == ["@YanduTestBot 在吗", "闲聊"]
    assert (await bot.get_me()).can_read_all_group_messages is True


async def test_an_admin_bot_reads_everything(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", [alice], bot="administrator")
    await alice.send(group, "闲聊")
    assert await texts(bot) == ["闲聊"]


async def test_joining_and_being_thrown_out(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", owner=alice, bot=None)
    with pytest.raises(Forbidden, match=r"(?i)not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")
    await alice.add_bot(group)
    joined, service = await updates(bot)
    assert joined.my_chat_member is not None
    assert joined.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert service.message.new_chat_members[0].id == bot.id
    await alice.remove_bot(group)
    [kicked] = await updates(bot)
    assert kicked.my_chat_member is not None
    assert kicked.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match=r"(?i)kicked from the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_blocking_is_told(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice", started=True)
    await alice.block_bot()
    [update] = await updates(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_topics(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    forum = server.group("论坛", owner=alice, forum=True)
    topic = await alice.create_topic(forum, "每日")
    asked = await alice.send(forum, "/ask x", thread=topic.id)
    update = (await updates(bot))[-1]
    assert update.message is not None
    assert update.message.is_topic_message is True
    await update.message.reply_text("答")
    await bot.send_message(forum.id, "跟随", reply_to_message_id=asked.id)
    await bot.send_message(forum.id, "总")
    assert [m.text for m in forum.topic_messages(topic.id)][1:] == ["/ask x", "答", "跟随"]
    assert [m.text for m in forum.topic_messages(None)] == ["总"]
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=1)
    assert len(server.violations) == 1
    await alice.close_topic(forum, topic)
    with pytest.raises(BadRequest, match=r"(?i)TOPIC_CLOSED"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.id)
    await alice.reopen_topic(forum, topic)
    await bot.send_message(forum.id, "x", message_thread_id=topic.id)
    await alice.delete_topic(forum, topic)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.id)
    assert len(server.violations) == 1


async def test_reply_threads_are_no_topics(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", [alice])
    first = await alice.send(group, "一")
    await alice.send(group, "/ask x", reply_to=first)
    [update] = await updates(bot)
    assert update.message is not None
    assert update.message.message_thread_id == first.id
    assert not update.message.is_topic_message
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await bot.send_message(group.id, "x", message_thread_id=first.id)


async def test_migration(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("小组", owner=alice, kind="group")
    await bot.send_message(group.id, "x")
    new = await alice.migrate(group)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id
    left, entered = await updates(bot)
    assert left.message is not None
    assert left.message.migrate_to_chat_id == new.id
    assert entered.message is not None
    assert entered.message.migrate_from_chat_id == group.id
    await bot.send_message(new.id, "x")
    assert server.violations == []


async def test_admins(server: BotApiServer, bot: Bot) -> None:
    alice, bob, carol = (server.user(name) for name in ("Alice", "Bob", "Carol"))
    group = server.group("学习", [carol], owner=alice, anonymous_admins=[bob])
    admins = await bot.get_chat_administrators(group.id)
    assert {a.user.id for a in admins} == {alice.id, bob.id}
    await bob.send(group, "/daily")
    [update] = await updates(bot)
    assert update.effective_user is not None
    assert update.effective_user.id == 1087968824
    assert update.message is not None
    assert update.message.sender_chat is not None
    assert update.message.sender_chat.id == group.id
    with pytest.raises(BadRequest, match=r"(?i)CHAT_ADMIN_REQUIRED"):
        await bot.get_chat_member(group.id, carol.id)
    await alice.promote_bot(group)
    assert (await bot.get_chat_member(group.id, carol.id)).status == "member"
    assert await bot.get_chat_member_count(group.id) == 4
    await alice.promote(group, carol)
    [promoted, changed] = await updates(bot)
    assert promoted.my_chat_member is not None
    assert changed.chat_member is not None
    assert changed.chat_member.new_chat_member.status == "administrator"
    assert (await bot.get_chat(group.id)).title == "学习"
    await bot.leave_chat(group.id)
    assert group.member(bot.id) is None


async def test_channels(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    channel = server.channel("频道", owner=alice, username="yandu_news")
    await alice.send(channel, "/start")
    [update] = await updates(bot)
    assert update.channel_post is not None
    assert update.channel_post.from_user is None
    await bot.send_message("@yandu_news", "每日一段")
    assert [m.text for m in server.sent(channel)] == ["每日一段"]
    await alice.demote_bot(channel)
    with pytest.raises(BadRequest, match=r"(?i)need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")


async def test_menus_by_scope_and_language(server: BotApiServer, bot: Bot) -> None:
    alice, bob = server.user("Alice"), server.user("Bob", language_code="en")
    group = server.group("学习", [bob], owner=alice)
    await bot.set_my_commands([("ask", "提问")])
    await bot.set_my_commands([("ask", "ask"), ("help", "help")], language_code="en")
    scope = BotCommandScopeAllChatAdministrators()
    await bot.set_my_commands([("daily", "每日")], scope=scope)
    assert alice.menu() == ["ask"]
    assert bob.menu() == ["ask", "help"]
    assert [alice.menu(group), bob.menu(group)] == [["daily"], ["ask", "help"]]
    assert [c.command for c in await bot.get_my_commands(scope=scope)] == ["daily"]
    with pytest.raises(BadRequest, match=r"(?i)invalid language code"):
        await bot.set_my_commands([("ask", "x")], language_code="zh-hans")


async def test_pins_need_a_right(server: BotApiServer, bot: Bot) -> None:
    alice = server.user("Alice")
    group = server.group("学习", owner=alice)
    sent = await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match=r"(?i)not enough rights to manage pinned messages"):
        await sent.pin()
    await alice.promote_bot(group)
    await sent.pin()
    assert group.pinned == [sent.message_id]
