"""/audit: who did what, where and when, in pages."""

import pytest
from botapi import Account, BotApiServer

from bot.context import App
from bot.daily.models import Schedule, Target
from bot.owners.wording import action_text
from bot.store import ChatKind, ChatState
from bot.store.audit import Action, Deed
from bot.store.owners import Owner
from bot.texts import Language, Texts

NOON = 1_795_320_000  # 2026-11-22 12:00 in Shanghai


@pytest.fixture
async def owned(app: App, alice: Account) -> App:
    await app.bot_data.store.owners.add(Owner(alice.id, "Alice", NOON))
    return app


async def log(app: App, *deeds: Deed) -> None:
    for number, deed in enumerate(deeds):
        await app.bot_data.store.audit.record(deed, NOON + 60 * number)


async def test_nothing_was_done(owned: App, alice: Account) -> None:
    assert (await alice.ask("/audit")).shown == "还没有管理操作。"


async def test_the_log_in_the_chats_timezone(owned: App, alice: Account) -> None:
    await owned.bot_data.store.chats.note(-5, ChatKind.GROUP, "学习<群>", ChatState.ACTIVE)
    await log(
        owned,
        Deed(alice.id, "Alice", alice.id, Action.DOCUMENT_ADDED, "工会法"),
        Deed(-5, "学习<群>", -5, Action.DAILY_CHANGED, "07:30"),
        Deed(9, "Bob", -5, Action.LANGUAGE_CHANGED),
        Deed(9, "", -6, Action.STUDY_CHANGED, "长" * 200),
        Deed(9, "Bob", 9, Action.ROLLED_BACK, "20261122-142125-caf8abf7f9"),
    )
    assert (await alice.ask("/audit")).shown == (
        "管理操作的记录 · Asia/Shanghai\n"
        "• 11 月 22 日 12:04 · Bob · 退回旧索引\n"
        f"• 11 月 22 日 12:03 · 9 · 改学习的文档：{'长' * 119}… · -6\n"
        "• 11 月 22 日 12:02 · Bob · 改界面语言 · 学习<群>\n"
        "• 11 月 22 日 12:01 · 学习<群> · 改每日研读：07:30\n"
        "• 11 月 22 日 12:00 · Alice · 加入文档：工会法"
    )
    schedules = owned.bot_data.store.schedules
    await schedules.save(Schedule(Target(alice.id), "Europe/Berlin"), None)
    assert (await alice.ask("/audit")).shown.endswith(
        "• 11 月 22 日 05:00 · Alice · 加入文档：工会法"
    )


async def test_pages(owned: App, alice: Account) -> None:
    deeds = [Deed(9, "Bob", 9, Action.DOCUMENT_ADDED, str(number)) for number in range(23)]
    await log(owned, *deeds)
    page = await alice.ask("/audit")

    def shown() -> list[int]:
        return [int(line.rpartition("：")[2]) for line in page.shown.splitlines()[1:]]

    assert (shown(), page.button_texts) == ([*range(22, 12, -1)], [["较旧 ▸"]])
    await (await alice.press(page, "较旧 ▸")).answer()
    assert (shown(), page.button_texts) == ([*range(12, 2, -1)], [["◂ 较新", "较旧 ▸"]])
    await (await alice.press(page, "较旧 ▸")).answer()
    assert (shown(), page.button_texts) == ([2, 1, 0], [["◂ 较新"]])
    assert page.shown.startswith("管理操作的记录 · 3/3 · ")
    await (await alice.press(page, "◂ 较新")).answer()
    await (await alice.press(page, data="1ua9223372036854775807")).answer()
    assert shown() == [2, 1, 0]


async def test_what_a_groups_admins_do_is_logged(
    owned: App, server: BotApiServer, alice: Account
) -> None:
    bob, carol = server.user("Bob"), server.user("Carol")
    group = server.group("学习", owner=bob, anonymous_admins=[carol])
    panel = await bob.ask("/daily 06:00", group)
    await (await bob.press(panel, "⏸ 关闭")).answer()
    await bob.ask("/daily history", group)
    await bob.ask("/daily nonsense", group)
    menu = await carol.ask("/language", group)
    await (await carol.press(menu, "English")).answer()
    await carol.ask("/daily 07:00", group)
    await bob.ask("/daily 08:00")
    entries = await owned.bot_data.store.audit.newest(9)
    assert [(e.user, e.name, e.chat, e.action, e.detail) for e in entries] == [
        (group.id, "学习", group.id, "daily changed", "07:00"),
        (carol.id, "Carol", group.id, "language changed", "en"),
        (bob.id, "Bob", group.id, "daily changed", "switch 0"),
        (bob.id, "Bob", group.id, "daily changed", "06:00"),
    ]


async def test_the_longest_page_is_a_message(owned: App, alice: Account) -> None:
    long = "&" * 255
    await log(owned, *[Deed(9, long, -7, Action.REINDEXED, "<" * 500) for _ in range(10)])
    assert len((await alice.ask("/audit")).shown.splitlines()) == 11


@pytest.mark.parametrize("language", Language)
def test_every_action_has_words(language: Language) -> None:
    _ = Texts(language)
    words = [action_text(action, _) for action in Action]
    assert len(set(words)) == len(Action)
    assert set(words).isdisjoint(set(Action))
    assert max(len(action) for action in Action) <= 32
    assert action_text("of a later version", _) == "of a later version"
