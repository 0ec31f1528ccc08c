"""/doctor: what is wrong where the bot is, as one message to an owner."""

import socket
from collections.abc import AsyncIterator, Callable

import pytest
from botapi import Account, BotApiServer
from matplotlib import font_manager
from pydantic import SecretStr

from bot.context import App
from bot.daily.models import Schedule, Target
from bot.doctor import Finding
from bot.doctor.telegram import check_telegram
from bot.settings import Settings
from bot.store import ChatKind, ChatState, Store, connect
from bot.texts import Language, Texts

SAY = Texts(Language.ZH_HANS)
OUTSIDE = Finding(
    "“组”", "机器人已经不在里面", "还要用就重新把它加进去；不用了就不必管", advice=True
)


@pytest.fixture
def settings(make_settings: Callable[..., Settings]) -> Settings:
    return make_settings()


@pytest.fixture
async def store(settings: Settings) -> AsyncIterator[Store]:
    settings.home.mkdir(parents=True)
    opened = Store(connect(settings.database))
    await opened.open()
    yield opened
    await opened.close()


async def look(settings: Settings, store: Store) -> list[Finding]:
    """Give what is found about the chats alone."""
    findings = await check_telegram(settings, SAY, store)
    assert [finding.subject for finding in findings[:4]] == ["Telegram", "时钟", "群组", "收消息"]
    return findings[4:]


async def met(store: Store, chat: int, kind: ChatKind = ChatKind.SUPERGROUP) -> None:
    await store.chats.note(chat, kind, "组", ChatState.ACTIVE)


async def test_chats_in_order(settings: Settings, store: Store, server: BotApiServer) -> None:
    owner = server.user("Olga", started=True)
    await store.chats.note(owner.id, ChatKind.PRIVATE, "Olga", ChatState.ACTIVE)
    assert await look(settings, store) == []
    await met(store, server.group("组").id)
    await met(store, server.channel("报", owner=owner).id, ChatKind.CHANNEL)
    assert await look(settings, store) == [Finding("聊天", "2 个群和频道，2 个没有问题")]
    assert server.violations == []


async def test_where_the_bot_may_not_write(
    settings: Settings, store: Store, server: BotApiServer
) -> None:
    owner = server.user("Olga")
    group, channel = server.group("组", owner=owner), server.channel("报", owner=owner)
    await met(store, group.id)
    await met(store, channel.id, ChatKind.CHANNEL)
    await owner.restrict_bot(group)
    await owner.promote_bot(channel, "can_edit_messages")
    said = "机器人不能发消息"
    assert (await look(settings, store))[1:] == [
        Finding("“组”", said, "在频道里设它为管理员，并允许它发消息"),
        Finding("“组”", said, "在群的权限里允许它发消息，或者设它为管理员"),
    ]


async def test_chats_that_the_bot_has_left(
    settings: Settings, store: Store, server: BotApiServer
) -> None:
    owner = server.user("Olga")
    group, small = server.group("组", owner=owner), server.group("组", owner=owner, kind="group")
    await met(store, group.id)
    await met(store, small.id, ChatKind.GROUP)
    await owner.remove_bot(group)
    moved = server.migrate(small)
    count, left, grown = await look(settings, store)
    assert (count.detail, left) == ("2 个群和频道，0 个没有问题", OUTSIDE)
    assert (grown.detail, grown.failed) == (f"已经变成超级群 {moved.id}", False)


async def test_topics_of_the_push(settings: Settings, store: Store, server: BotApiServer) -> None:
    owner = server.user("Olga")
    forum = server.group("组", owner=owner, forum=True)
    await met(store, forum.id)
    open_, closed, gone = [await owner.create_topic(forum, name) for name in "甲乙丙"]
    for topic in (open_, closed, gone):
        target = Target(forum.id, topic.id)
        await store.schedules.save(Schedule(target, "Asia/Shanghai", enabled=True), None)
    await owner.close_topic(forum, closed)
    await owner.delete_topic(forum, gone)
    assert (await look(settings, store))[1:] == [
        Finding("“组”", "每日研读所在的话题关闭了", "重新打开话题，在里面发 /daily on"),
        Finding("“组”", "每日研读所在的话题没有了", "在别的话题里发 /daily on"),
    ]
    assert server.violations == []
    assert server.sent() == []


async def test_a_proxy_that_is_shut(make_settings: Callable[..., Settings]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        proxy = f"http://user:s3cret@127.0.0.1:{taken.getsockname()[1]}"
        (found,) = await check_telegram(make_settings(proxy=SecretStr(proxy)), SAY)
    assert found.mend == "检查 YANDU_PROXY 的代理是否开着、能否访问 Telegram"
    assert "s3cret" not in str(found)


async def test_an_owner_is_told_in_the_chat(
    start_bot: Callable[..., object],
    server: BotApiServer,
    alice: Account,
    english: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    monkeypatch.setenv("YANDU_TOKN", "1")
    await start_bot(admins=frozenset({english.id}))  # type: ignore[misc]
    said = await english.ask("/doctor", within=60)
    lines = said.shown.splitlines()
    assert lines[0] == "Things to mend: 2"
    assert lines[1].startswith("✗ Settings: YANDU_TOKN is no setting; did you mean YANDU_TOKEN?")
    assert lines[3].startswith("✗ Documents: none")
    assert [line[0] for line in lines[4:7]] == ["✓", "!", "✓"]
    assert "apt install fonts-noto-cjk" in lines[5]
    assert lines[7].startswith("✓ Telegram: @YanduTestBot")
    assert server.token not in said.shown
    assert (await alice.ask("/doctor")).text == "只有机器人的管理者可以这样做。"
    assert server.violations == []


async def test_not_where_others_read(app: App, server: BotApiServer, alice: Account) -> None:
    app.bot_data.settings = app.bot_data.settings.model_copy(update={"admins": {alice.id}})
    group = server.group("组", [alice])
    said = await alice.ask("/doctor", group)
    assert said.text == "请在私聊里用这个命令，群里大家都看得到。"
