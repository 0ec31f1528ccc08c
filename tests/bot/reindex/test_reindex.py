"""/reindex through the whole bot: what would change, the build beside the answers, its end."""

import asyncio
import re
from typing import Any

import pytest
from botapi import Account, faults
from kept_chat import Kept
from kept_home import SUBJECTS, law
from sqlalchemy.exc import OperationalError

from bot.context import App
from bot.reindex.payloads import Start, encode
from bot.reindex.watching import IndexWatch
from bot.store.audit import Action, Deed
from bot.store.owners import Owner
from bot.texts import Language
from index.errors import ModelUnavailable
from index.lock import HomeLock

NEW = "食堂改由饭堂管理委员会负责，每天检查。"


async def reached(gate: Any) -> None:
    assert await asyncio.to_thread(gate.reached.wait, 60)


async def deeds(app: App) -> list[tuple[str, str]]:
    entries = await app.bot_data.store.audit.newest(10)
    return [(entry.action, entry.detail) for entry in reversed(entries)]


async def test_from_a_file_to_an_answer(kept: Kept) -> None:
    kept.home.put(law())
    app = await kept.start()
    message = await kept.preview()
    assert re.sub(r"\d+ 秒", "N 秒", message.shown) == (
        "更新索引 · 会改变什么\n"
        "文档：新增 1\n"
        "+ 后勤管理办法\n"
        "章节：新增 6\n"
        "段落：新增 6\n"
        "计算向量 6 段，沿用 0 段；大约要 N 秒。\n"
        "这是第一个索引。"
    )
    assert "还没有学习材料" in (await kept.alice.ask("班车由谁负责")).shown
    await kept.press(message, "开始")
    text = await kept.shown(message, "✅ 索引更新好了")
    assert "1 份文档，6 段，其中沿用向量 0 段" in text
    assert "检验" not in text
    assert "班车由后勤中心的班车小组负责" in (await kept.alice.ask("班车由谁负责")).shown
    current = kept.home.store.load()
    assert current.manifest.author == f"Olga ({kept.owner.user.id})"
    record = kept.home.store.record(current.id)
    assert record is not None
    assert (record.compared, record.pace.embedded) == (None, 6)
    assert await deeds(app) == [
        (Action.REINDEX_STARTED, ""), (Action.REINDEXED, current.id)
    ]  # fmt: skip
    assert kept.server.violations == []


@pytest.mark.usefixtures("indexed")
async def test_the_preview_names_what_came_changed_and_went(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW, 宿舍=None, 车队="车队归车队长管。"))
    kept.home.put(law("后勤管理办法（试行）"), "试行.md")
    await kept.start()
    text = (await kept.preview()).shown
    assert text.splitlines()[1:-1] == [
        "文档：新增 1，改动 1",
        "+ 后勤管理办法（试行）",
        "~ 后勤管理办法",
        "章节：新增 6，改动 2",
        "~ 《后勤管理办法》一；六",
        "段落：新增 6，改动 2",
    ]
    assert "计算向量 2 段，沿用 10 段" in text


@pytest.mark.usefixtures("indexed")
async def test_an_emptied_library_is_warned_of_and_answers_say_so(kept: Kept) -> None:
    await kept.start()
    (entry,) = kept.home.library.entries()
    kept.home.library.remove(entry.id)
    message = await kept.preview()
    assert message.shown.endswith("⚠️ 更新之后一份材料也没有，成员就什么也问不到了。")
    await kept.press(message, "开始")
    await kept.shown(message, "✅ 索引更新好了")
    assert "还没有学习材料" in (await kept.alice.ask("班车由谁负责")).shown


@pytest.mark.usefixtures("indexed")
async def test_nothing_to_do_is_said(kept: Kept) -> None:
    await kept.start()
    message = await kept.preview()
    assert "索引和材料一致，没有要更新的。" in message.shown
    assert message.button_texts == [["🗂 各个版本"]]


async def test_an_empty_home_asks_for_a_file(kept: Kept) -> None:
    await kept.start()
    written = await kept.owner.send(None, "/reindex")
    await kept.after(kept.owner, written, "资料库里还没有材料")


@pytest.mark.usefixtures("indexed")
async def test_another_model_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    await kept.start()
    monkeypatch.setattr("bot.reindex.comparing.embedder_of", lambda _: Other())
    text = (await kept.preview()).shown
    assert "计算向量 6 段，沿用 0 段" in text
    assert "向量模型换了，所以每一段都要重新计算。" in text


class Other:
    fingerprint = "another"


@pytest.mark.usefixtures("indexed")
async def test_dismissing_changes_nothing(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    before = kept.home.store.current_id()
    message = await kept.preview()
    await kept.press(message, "不更新")
    await kept.shown(message, "没有改动。")
    assert kept.home.store.current_id() == before


@pytest.mark.usefixtures("indexed")
async def test_members_are_answered_from_the_old_index_until_the_new_one_serves(
    kept: Kept, gate: Any
) -> None:
    """Twenty ask without pause; every answer is the old one or, from the switch on, the new."""
    kept.home.put(law(食堂=NEW))
    app = await kept.start()
    old = app.bot_data.searcher
    members = [kept.server.user(f"Member{number}", started=True) for number in range(20)]
    answers: list[tuple[bool, str]] = []
    done = asyncio.Event()

    async def ask(member: Account) -> None:
        while not done.is_set():
            switched = app.bot_data.searcher is not old
            answers.append((switched, await kept.answer(member, "食堂由谁负责")))

    message = await kept.preview()
    asking = [asyncio.create_task(ask(member)) for member in members]
    await kept.press(message, "开始")
    await reached(gate)
    await kept.server.until(lambda: len(answers) >= 40, within=60)
    assert {switched for switched, _ in answers} == {False}
    gate.open()
    await kept.shown(message, "✅ 索引更新好了")
    count = len(answers)
    await kept.server.until(lambda: len(answers) >= count + 40, within=60)
    done.set()
    await asyncio.gather(*asking)
    was, now = "食堂由后勤中心的食堂小组负责", NEW.rstrip("。")
    assert all((was in text) != (now in text) for _, text in answers)
    assert all(now in text for switched, text in answers if switched)
    assert any(was in text for _, text in answers)
    assert kept.server.violations == []


@pytest.mark.usefixtures("indexed")
async def test_progress_is_one_message_with_a_button_that_stops(kept: Kept, gate: Any) -> None:
    app = await kept.start()
    kept.home.put(law(食堂=NEW))
    before = sorted(kept.home.store.folder.rglob("*"))
    message = await kept.preview()
    await kept.press(message, "开始")
    await reached(gate)
    text = await kept.shown(message, "计算向量 0/1", "░░░░░░░░░░ 0%")
    assert "Olga，" in text
    assert message.button_texts == [["停下"]]
    await kept.press(message, "停下")
    await kept.shown(message, "正在停下来")
    gate.open()
    await kept.shown(message, "已经停下，什么都没有改")
    assert sorted(kept.home.store.folder.rglob("*")) == before
    assert app.bot_data.works.build is None
    assert "食堂由后勤中心的食堂小组负责" in (await kept.alice.ask("食堂由谁负责")).shown
    assert await deeds(app) == [(Action.REINDEX_STARTED, ""), (Action.REINDEX_CANCELLED, "")]
    later = [m.shown for m in kept.server.sent(kept.owner.private) if m.id > message.id]
    assert [text for text in later if "不一致" not in text] == []  # that is offered at start


NONE = {
    Language.ZH_HANS: "现在还没有索引，建好之后才能提问。",
    Language.ZH_HANT: "現在還沒有索引，建好之後才能提問。",
    Language.EN: "There is no index yet; questions can be answered once there is one.",
}
STOPPED = {
    Language.ZH_HANS: "已经停下，什么都没有改。",
    Language.ZH_HANT: "已經停下，什麼都沒有改。",
    Language.EN: "Stopped; nothing was changed. ",
}


@pytest.mark.parametrize("language", list(Language))
async def test_the_first_build_speaks_of_no_old_index(
    kept: Kept, gate: Any, language: Language
) -> None:
    kept.home.put(law())
    app = await kept.start()
    await app.bot_data.store.chats.choose_user_language(kept.owner.id, language)
    written = await kept.owner.send(None, "/reindex")
    message = await kept.after(kept.owner, written, " · ")
    await (await kept.owner.press(message, (0, 0))).answer(within=60)
    await reached(gate)
    shown = await kept.shown(message, NONE[language])
    assert shown.splitlines()[-1] == NONE[language]
    await (await kept.owner.press(message, (0, 0))).answer(within=60)
    gate.open()
    assert await kept.shown(message, STOPPED[language]) == STOPPED[language] + NONE[language]


async def test_a_first_build_that_fails_speaks_of_no_old_index(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.home.put(law())
    await kept.start()

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.snapshot.sync_tree", fail)
    message = await kept.preview()
    await kept.press(message, "开始")
    assert await kept.shown(message, "没有做成") == (
        "没有做成。磁盘写不了：No space left on device。"
        "腾出地方或改好权限，再试。现在还没有索引，建好之后才能提问。"
    )


@pytest.mark.usefixtures("indexed")
async def test_a_second_reindex_is_refused_with_who_began_the_first(kept: Kept, gate: Any) -> None:
    kept.home.put(law(食堂=NEW))
    app = await kept.start()
    second = kept.server.user("Pavel", started=True)
    await app.bot_data.store.owners.add(Owner(second.user.id, "Pavel", 1))
    mine, theirs = await kept.preview(), await kept.preview(second)
    await kept.press(mine, "开始")
    await reached(gate)
    await (await second.press(theirs, "开始")).answer()
    pattern = r"Olga 从 \d\d:\d\d 起正在更新索引，现在是：计算向量。等它结束再试。"
    assert re.fullmatch(pattern, theirs.shown)
    again = await second.ask("/reindex")
    assert re.fullmatch(pattern, again.shown)
    gate.open()
    await kept.shown(mine, "✅ 索引更新好了")
    assert len(kept.home.store.manifests()) == 2


@pytest.mark.usefixtures("indexed")
async def test_another_process_that_changes_the_home_is_named(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    before, message = kept.home.store.current_id(), await kept.preview()
    with HomeLock(kept.home.settings.home, "yandu add"):
        await kept.press(message, "开始")
        text = await kept.shown(message, "正在改动资料库")
    assert re.match(r"yandu add 从 \d\d:\d\d 起正在改动资料库，等它结束再试。", text)
    assert kept.home.store.current_id() == before


@pytest.mark.usefixtures("indexed")
async def test_a_library_that_changed_since_the_preview_is_shown_anew(kept: Kept) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    before, message = kept.home.store.current_id(), await kept.preview()
    kept.home.put(law(食堂="食堂关了。"))
    await kept.press(message, "开始")
    await kept.shown(message, "刚刚又变了")
    assert kept.home.store.current_id() == before
    forged = encode(Start("0" * 12))
    await (await kept.owner.press(message, data=forged)).answer()
    await kept.shown(message, "刚刚又变了")


@pytest.mark.usefixtures("indexed")
async def test_a_document_that_cannot_be_read_is_named(kept: Kept) -> None:
    kept.home.put(b"%PDF-1.4 broken", "坏的.pdf")
    await kept.start()
    written = await kept.owner.send(None, "/reindex")
    text = (await kept.after(kept.owner, written, "没有做成")).shown
    assert "坏的.pdf" in text
    assert "/documents" in text


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device"), "磁盘写不了：No space left on device"),
        (ModelUnavailable("cannot load"), "向量模型用不了"),
        (RuntimeError("boom"), "没有料到的错误：RuntimeError"),
    ],
)
@pytest.mark.usefixtures("indexed")
async def test_whatever_goes_wrong_the_old_index_serves(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    before = sorted(kept.home.store.folder.rglob("*"))

    def fail(*_: Any) -> None:
        raise error

    monkeypatch.setattr("index.snapshot.sync_tree", fail)
    message = await kept.preview()
    await kept.press(message, "开始")
    text = await kept.shown(message, said)
    assert "用的还是原来的索引" in text
    assert sorted(kept.home.store.folder.rglob("*")) == before
    assert "食堂小组" in (await kept.alice.ask("食堂由谁负责")).shown
    monkeypatch.undo()
    message = await kept.preview()
    await kept.press(message, "开始")
    await kept.shown(message, "✅ 索引更新好了")


@pytest.mark.usefixtures("indexed")
async def test_edits_that_fail_do_not_stop_a_build(kept: Kept, gate: Any) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    message = await kept.preview()
    failing = kept.server.fail("editMessageText", faults.server_error(502), times=3)
    kept.server.fail("editMessageText", faults.flood(1), times=1)
    await kept.press(message, "开始")
    await reached(gate)
    await kept.server.until(lambda: failing.hits == 3, within=30)
    gate.open()
    await kept.shown(message, "✅ 索引更新好了")


@pytest.mark.usefixtures("indexed")
async def test_a_progress_message_that_was_deleted_is_replaced_at_the_end(
    kept: Kept, gate: Any
) -> None:
    kept.home.put(law(食堂=NEW))
    await kept.start()
    message = await kept.preview()
    await kept.press(message, "开始")
    await reached(gate)
    await kept.owner.delete(message)
    gate.open()
    await kept.after(kept.owner, message, "✅ 索引更新好了")


@pytest.mark.usefixtures("indexed")
async def test_a_build_stops_with_the_bot_and_the_next_start_says_so(
    kept: Kept, gate: Any
) -> None:
    kept.home.put(law(食堂=NEW))
    app = await kept.start()
    before = sorted(kept.home.store.folder.rglob("*"))
    message = await kept.preview()
    await kept.press(message, "开始")
    await reached(gate)
    build = app.bot_data.works.build
    assert build is not None
    ending = asyncio.create_task(IndexWatch(app).end())
    async with asyncio.timeout(5):
        while not build.stop.is_set():  # noqa: ASYNC110 - a thread waits for it
            await asyncio.sleep(0.01)
    gate.open()
    await ending
    assert sorted(kept.home.store.folder.rglob("*")) == before
    await kept.start()
    await kept.shown(message, "更新的时候机器人停过")


@pytest.mark.usefixtures("indexed")
async def test_a_log_that_cannot_be_written_does_not_keep_the_end_from_being_said(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.home.put(law(食堂=NEW))
    app = await kept.start()
    message = await kept.preview()
    record = app.bot_data.store.audit.record

    async def fail_at_the_end(deed: Deed, at: int) -> None:
        if deed.action is Action.REINDEXED:
            raise OperationalError("INSERT", {}, Exception("disk full"))
        await record(deed, at)

    monkeypatch.setattr(app.bot_data.store.audit, "record", fail_at_the_end)
    await kept.press(message, "开始")
    await kept.shown(message, "✅ 索引更新好了")
    assert app.bot_data.searcher is not None
    assert app.bot_data.searcher.snapshot == kept.home.store.current_id()


async def test_a_build_that_cannot_even_begin_leaves_room_for_the_next(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.home.put(law())
    app = await kept.start()
    message = await kept.preview()

    async def fail() -> None:
        raise RuntimeError("no database")

    with monkeypatch.context() as patched:
        patched.setattr(app.bot_data.store.aliases, "questions", fail)
        await kept.press(message, "开始")
        await kept.shown(message, "没有料到的错误：RuntimeError")
    message = await kept.preview()
    await kept.press(message, "开始")
    await kept.shown(message, "✅ 索引更新好了")


@pytest.mark.usefixtures("indexed")
async def test_pushes_come_from_the_index_that_serves(kept: Kept) -> None:
    await kept.start()
    kept.home.put(law(**{name: f"{name}改由{name}委员会负责。" for name in SUBJECTS}))
    message = await kept.preview()
    await kept.press(message, "开始")
    await kept.shown(message, "✅ 索引更新好了")
    written = await kept.owner.send(None, "/daily now")
    push = await kept.after(kept.owner, written, "委员会负责")
    assert "小组负责" not in push.shown


@pytest.mark.usefixtures("indexed")
async def test_the_subjects_are_found(kept: Kept) -> None:
    await kept.start()
    for subject in SUBJECTS:
        assert f"{subject}小组" in (await kept.alice.ask(f"{subject}由谁负责")).shown
