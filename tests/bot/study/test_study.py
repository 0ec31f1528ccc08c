"""/study: what a chat has chosen is all that it is answered, shown and pushed from."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from botapi import Account, BotApiServer, Message
from hand_clock import HandClock
from librarian import LAW, NOTICE
from morning import START, Morning

from bot.app import build_application, make_services
from bot.context import App
from bot.daily.models import State
from bot.daily.payloads import short_id
from bot.daily.sending import Timing
from bot.study.payloads import Toggle, encode
from corpus.library import Library
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

NOTICE_TITLE, LAW_TITLE = "关于办好职工食堂的通知", "资料室管理办法"
ALL = "📚 学习哪些材料\n这里的提问、目录和每日研读，只用选中的材料。\n现在用全部 2 份。"
HALF_HOUR = 1800.0


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Document, Document]:
    library = Library(tmp_path / "texts")
    library.add("canteen.txt", NOTICE.encode())
    library.add("library.md", LAW.encode())
    return library.document("canteen"), library.document("library")


def searcher_of(folder: Path, *documents: Document) -> Searcher:
    build(documents, SnapshotStore(folder / INDEX_FOLDER), None)
    return open_searcher(folder, None)


@pytest.fixture
def both(tmp_path: Path, documents: tuple[Document, Document]) -> Searcher:
    return searcher_of(tmp_path / "both", *documents)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
async def app(
    both: Searcher, make_settings: Any, serving: Any, server: BotApiServer, clock: HandClock
) -> AsyncIterator[App]:
    services = make_services(make_settings(), both, clock)
    async with serving(build_application(services, timing=Timing(tick=0.01))) as running:
        yield running
    assert server.violations == []


async def press(who: Account, message: Message, label: str) -> str:
    return str((await (await who.press(message, label)).answer()).get("text", ""))


async def choose(who: Account, *labels: str) -> Message:
    panel = await who.ask("/study")
    for label in labels:
        await press(who, panel, label)
    return panel


async def test_the_panel_ticks_what_is_chosen(app: App, alice: Account) -> None:
    panel = await choose(alice)
    assert panel.shown == ALL
    assert panel.button_texts == [["✓ 全部"], [NOTICE_TITLE], [LAW_TITLE]]
    await press(alice, panel, LAW_TITLE)
    assert panel.button_texts == [["全部"], [NOTICE_TITLE], [f"✓ {LAW_TITLE}"]]
    assert panel.shown.endswith(f"\n✓ {LAW_TITLE}")
    await press(alice, panel, LAW_TITLE)
    assert panel.shown == ALL
    await press(alice, panel, "全部")
    assert panel.shown == ALL


async def test_questions_keep_to_it(app: App, alice: Account) -> None:
    assert f"📖 第二条 · {LAW_TITLE}" in (await alice.ask("借书最多多少天")).shown
    await choose(alice, NOTICE_TITLE)
    for question in ("借书最多多少天", "资料室每天开放几小时"):
        assert LAW_TITLE not in (await alice.ask(question)).shown
    for place in ("第二条", "第二条第一款", "资料室管理办法第二条"):
        assert LAW_TITLE not in (await alice.ask(place)).shown
    assert (await alice.ask("第九条")).shown.startswith("材料里没有“第九条”这一处。")


async def test_structure_and_follow_ups_keep_to_it(app: App, alice: Account) -> None:
    assert "请选一份" in (await alice.ask("目录")).shown
    await choose(alice, NOTICE_TITLE)
    outline = await alice.ask("目录")
    assert outline.shown.startswith("共 2 个部分：")
    assert LAW_TITLE not in outline.shown
    answer = await alice.ask("食堂一荤两素多少钱")
    assert "不超过十五元" in answer.shown
    for _ in range(3):
        shown = (await alice.ask("还有吗")).shown
        assert LAW_TITLE not in shown
    start = await alice.ask("/start")
    assert start.shown.endswith(f"现有材料：\n• {NOTICE_TITLE}")


async def test_a_button_offers_only_what_is_studied(
    app: App, alice: Account, both: Searcher, tmp_path: Path, documents: tuple[Document, Document]
) -> None:
    copy = Library(tmp_path / "texts").add("copy.txt", NOTICE.replace("食堂", "饭堂").encode())
    other = Library(tmp_path / "texts").document(copy.id)
    app.bot_data.searcher = searcher_of(tmp_path / "three", *documents, other)
    choice = await alice.ask("二、（一）")
    assert len(list(choice.all_buttons())) == 2
    await choose(alice, NOTICE_TITLE)
    await press(alice, choice, NOTICE_TITLE)
    assert choice.shown.startswith("📖 二、（一） · " + NOTICE_TITLE)
    assert choice.button_texts == []


async def test_each_chat_has_its_own(app: App, server: BotApiServer, alice: Account) -> None:
    group = server.group("学习", owner=alice)
    panel = await alice.ask("/study", group)
    await press(alice, panel, NOTICE_TITLE)
    assert LAW_TITLE not in (await alice.ask("/ask 第二条", group)).shown
    assert (await alice.ask("第二条")).shown.startswith("📖 第二条")


async def test_only_admins_choose_for_a_group(
    app: App, server: BotApiServer, alice: Account
) -> None:
    admin = server.user("Admin", started=True)
    group = server.group("学习", [alice], owner=admin)
    refused = "只有本群管理员可以这样做。"
    assert (await alice.ask("/study", group)).shown == refused
    panel = await admin.ask("/study", group)
    assert await press(alice, panel, NOTICE_TITLE) == refused
    assert await app.bot_data.store.studies.of(group.id) == frozenset()
    await press(admin, panel, NOTICE_TITLE)
    assert await app.bot_data.store.studies.of(group.id) == {"canteen"}
    (entry,) = await app.bot_data.store.audit.newest(5)
    assert (entry.user, entry.action, entry.detail) == (admin.id, "study changed", "canteen")


async def test_what_one_studies_in_private_is_nobody_elses_matter(
    app: App, alice: Account
) -> None:
    await choose(alice, NOTICE_TITLE, "全部")
    assert await app.bot_data.store.audit.count() == 0


async def test_many_documents_have_pages(app: App, alice: Account, tmp_path: Path) -> None:
    library = Library(tmp_path / "many")
    for number in range(10):
        library.add(f"{number}.txt", f"第{number}号文件\n这是其中的话。".encode())
    many = [library.document(str(number)) for number in range(10)]
    app.bot_data.searcher = searcher_of(tmp_path / "ten", *many)
    panel = await alice.ask("/study")
    assert panel.button_texts[-1] == ["2/2 ▸"]
    await press(alice, panel, "2/2 ▸")
    await press(alice, panel, "第9号文件")
    assert panel.button_texts == [["全部"], ["第8号文件"], ["✓ 第9号文件"], ["◂"]]


async def test_a_forged_document_changes_nothing(app: App, alice: Account) -> None:
    panel = await choose(alice, LAW_TITLE)
    forged = encode(Toggle(short_id("nothing")))
    await (await alice.press(panel, data=forged)).answer()
    assert await app.bot_data.store.studies.of(alice.id) == {"library"}


async def test_what_is_removed_is_dropped(
    app: App, alice: Account, tmp_path: Path, documents: tuple[Document, Document]
) -> None:
    """A choice whose documents are gone means all; it comes back with them."""
    await choose(alice, LAW_TITLE)
    both = app.bot_data.searcher
    app.bot_data.searcher = searcher_of(tmp_path / "one", documents[0])
    assert (await alice.ask("二、（一）")).shown.startswith("📖 二、（一）")
    panel = await alice.ask("/study")
    assert panel.shown.endswith("现在用全部 1 份。\n原来选的材料已经不在了。")
    app.bot_data.searcher = both
    assert (await alice.ask("二、（一）")).shown.startswith("材料里没有")


async def test_a_group_keeps_it_as_a_supergroup(app: App) -> None:
    store = app.bot_data.store
    await store.studies.choose(-5, ["canteen"])
    await store.chats.move(-5, -1005)
    assert await store.studies.of(-1005) == {"canteen"}
    assert await store.studies.of(-5) == frozenset()


async def test_without_documents_there_is_nothing_to_choose(app: App, alice: Account) -> None:
    app.bot_data.searcher = None
    expected = "现在还没有学习材料，等管理者添加之后再来问我吧。"
    assert (await alice.ask("/study")).shown == expected


class TestDailyPush:
    @pytest.fixture
    def morning(self, app: App, server: BotApiServer, alice: Account, clock: HandClock) -> Morning:
        return Morning(app, server, alice, clock)

    async def pushed(self, morning: Morning) -> Message:
        morning.server.forget()
        morning.clock.pass_(HALF_HOUR)
        (push,) = await morning.settled(morning.alice.id)
        assert push.state is State.SENT
        return await morning.server.reply(morning.alice.private)

    async def test_it_keeps_to_what_is_studied(self, morning: Morning) -> None:
        await choose(morning.alice, LAW_TITLE)
        await morning.subscribe(morning.alice.id)
        panel = await morning.alice.ask("/daily")
        assert "已读 0 / 2 段" in panel.shown
        message = await self.pushed(morning)
        assert f" · {LAW_TITLE}" in message.shown
        today = await morning.alice.ask("/today")
        assert f" · {LAW_TITLE}" in today.shown

    async def test_its_own_documents_are_chosen_among_those(self, morning: Morning) -> None:
        await morning.app.bot_data.store.studies.choose(morning.alice.id, ["canteen", "library"])
        await morning.subscribe(morning.alice.id, documents=("library",))
        assert f" · {LAW_TITLE}" in (await self.pushed(morning)).shown

    async def test_where_none_of_them_is_studied_it_says_so(self, morning: Morning) -> None:
        await choose(morning.alice, NOTICE_TITLE)
        await morning.subscribe(morning.alice.id, documents=("library",))
        message = await self.pushed(morning)
        assert f" · {NOTICE_TITLE}" in message.shown
        note = "选定的材料不在了，改推现有的。可以用 /daily 或 /study 另选。"
        assert message.shown.endswith(note)

    async def test_what_vanished_is_followed_by_what_there_is(
        self, morning: Morning, tmp_path: Path, documents: tuple[Document, Document]
    ) -> None:
        await choose(morning.alice, LAW_TITLE)
        await morning.subscribe(morning.alice.id)
        morning.app.bot_data.searcher = searcher_of(tmp_path / "one", documents[0])
        message = await self.pushed(morning)
        assert f" · {NOTICE_TITLE}" in message.shown
        assert "选定的材料不在了" in message.shown

    async def test_the_panel_offers_what_is_studied(self, morning: Morning) -> None:
        panel = await morning.alice.ask("/daily")
        assert "📚 材料" in [button.text for button in panel.all_buttons()]
        await choose(morning.alice, LAW_TITLE)
        panel = await morning.alice.ask("/daily")
        assert "📚 材料" not in [button.text for button in panel.all_buttons()]
