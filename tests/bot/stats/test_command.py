"""/stats through the whole bot: who may see what, as a picture or as text."""

import struct
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from botapi import Account, BotApiServer, Message
from hand_clock import HandClock
from matplotlib import font_manager
from scribe import Scribe, moment

from bot.app import build_application, make_services
from bot.context import App
from bot.daily.models import State
from bot.settings import Settings
from bot.stats import fonts
from bot.stats.payloads import ShowStats, encode
from bot.stats.periods import Period
from bot.store import connect
from bot.store.asked import Outcome
from index.search import Searcher

EMPTY = "📊 使用情况 · 30 天 · 全部聊天\n2026-10-24 – 2026-11-22\n这段时间没有提问，也没有推送。"
NO_FONT = "画不了图：装一种中文字体，例如在 Debian 或 Ubuntu 上：apt install fonts-noto-cjk"
REFUSED = "只有机器人的管理者可以这样做。"


@pytest.fixture
def owner(server: BotApiServer) -> Account:
    return server.user("Olga", started=True)


@pytest.fixture
async def app(
    make_settings: Callable[..., Settings],
    searcher: Searcher,
    serving: Any,
    server: BotApiServer,
    owner: Account,
) -> AsyncIterator[App]:
    settings = make_settings(admins=frozenset({owner.id}))
    services = make_services(settings, searcher, HandClock(moment("2026-11-22 12:00")))
    async with serving(build_application(services)) as running:
        yield running
    assert server.violations == []


@pytest.fixture
async def scribe(app: App) -> AsyncIterator[Scribe]:
    engine = connect(app.bot_data.settings.database)
    yield Scribe(app.bot_data.store, engine)
    await engine.dispose()


def width_of(message: Message) -> int:
    """Read the width of a PNG in pixels."""
    assert message.file
    assert message.file.data[:8] == b"\x89PNG\r\n\x1a\n"
    return int(struct.unpack(">I", message.file.data[16:20])[0])


@pytest.mark.usefixtures("chinese_font")
async def test_an_owner_sees_everything_and_turns_the_period(
    server: BotApiServer, owner: Account, scribe: Scribe
) -> None:
    answer = await scribe.asked("2026-11-22 09:00", Outcome.EXACT, "一、（四）", chat=5)
    await scribe.voted(5, answer, True)
    await scribe.asked("2026-11-01 09:00", Outcome.NONE, chat=6, member="n")
    await scribe.pushed("2026-11-21 07:30", State.SENT)
    shown = await owner.ask("/stats 7")
    assert shown.shown.splitlines()[2:7] == [
        "提问 1 次：写明了 1",
        "没有答案的占 0%（0 次）",
        "评价 1 次，100% 说有帮助",
        "提问的成员 1，聊天 1",
        "推送：已发 1",
    ]
    assert shown.shown.splitlines()[8].startswith("1. 一、（四） ")
    assert shown.button_texts == [["✓ 7 天", "30 天", "90 天", "全部时间"]]
    first = shown.file
    await (await owner.press(shown, "全部时间")).answer()
    assert "提问 2 次：写明了 1 · 没有讲到 1" in shown.shown
    assert (width_of(shown), shown.file is first, shown.edits) == (1080, False, 1)
    await (await owner.press(shown, "✓ 全部时间")).answer()
    assert owner.private.messages[-1] is shown


@pytest.mark.usefixtures("chinese_font", "app")
async def test_an_empty_period_says_so(owner: Account) -> None:
    shown = await owner.ask("/stats")
    assert (shown.shown, width_of(shown)) == (EMPTY, 1080)


@pytest.mark.usefixtures("app")
async def test_a_period_that_there_is_not(owner: Account) -> None:
    said = await owner.ask("/stats 昨天")
    assert said.text == "看不懂这个时间。可以写：/stats 7、/stats 30、/stats 90、/stats all"


@pytest.mark.usefixtures("no_chinese_font", "app")
async def test_without_a_font_the_figures_are_text(
    owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await owner.ask("/stats")
    assert shown.text == f"{EMPTY}\n\n{NO_FONT}"
    await (await owner.press(shown, "7 天")).answer()
    assert (shown.text or "").splitlines()[0] == "📊 使用情况 · 7 天 · 全部聊天"
    monkeypatch.setattr(fonts, "find_spec", lambda _: None)
    await (await owner.press(shown, "30 天")).answer()
    assert (shown.text or "").splitlines()[-1] == (
        "画不了图：装上 matplotlib：pip install 'yandu[plots]'，"
        "在源码目录里是 pip install '.[plots]'"
    )


@pytest.mark.usefixtures("app")
async def test_a_font_comes_and_goes(
    owner: Account, chinese_font: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = font_manager.findSystemFonts
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    shown = await owner.ask("/stats")
    assert NO_FONT in (shown.text or "")
    monkeypatch.setattr(font_manager, "findSystemFonts", installed)
    await (await owner.press(shown, "7 天")).answer()
    assert width_of(shown) == 1080
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    answer = await (await owner.press(shown, "30 天")).answer()
    assert answer["text"] == "现在画不了图，请重新发 /stats。"


@pytest.mark.usefixtures("app")
async def test_a_member_is_refused(alice: Account, owner: Account) -> None:
    said = await alice.ask("/stats")
    assert said.text == REFUSED
    forged = await alice.press(said, data=encode(ShowStats(Period.ALL)))
    assert (await forged.answer())["text"] == REFUSED
    assert said.edits == 0


@pytest.mark.usefixtures("no_chinese_font")
async def test_a_chats_admin_sees_that_chat(
    server: BotApiServer, alice: Account, owner: Account, scribe: Scribe
) -> None:
    admin = server.user("Anna")
    group = server.group("学习组", [alice, owner], admins=[admin])
    await scribe.asked("2026-11-22 09:00", Outcome.EXACT, "一", chat=group.id)
    await scribe.asked("2026-11-22 09:00", Outcome.EXACT, "一", chat=5)
    shown = await admin.ask("/stats", group)
    assert (shown.text or "").splitlines()[:3] == [
        "📊 使用情况 · 30 天 · 学习组",
        "2026-10-24 – 2026-11-22",
        "提问 1 次：写明了 1",
    ]
    for person in (alice, owner):  # an owner is an admin of no group by that alone
        assert (await person.ask("/stats", group)).text == "只有本群管理员可以这样做。"
        pressed = await person.press(shown, "7 天")
        assert (await pressed.answer())["text"] == "只有本群管理员可以这样做。"
    assert shown.edits == 0
