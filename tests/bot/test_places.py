"""Buttons that open places in the message that they stand under."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from botapi import Account, BotApiServer
from botapi.text import piece

from bot.context import App
from bot.payloads import PlaceView, SectionView, encode
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

StartBot = Callable[..., Awaitable[App]]

QUESTION = "错峰消毒法是什么"
SENTENCES = [f"第{number}项安排已经全部落实到位。" for number in range(500)]
LONG = "".join(SENTENCES)


def document(name: str, title: str, *paragraphs: str) -> Document:
    return structure(Source(name, tuple(map(Paragraph, (title, *paragraphs)))), name)


def index_of(home: Path, *documents: Document) -> Searcher:
    build(documents, SnapshotStore(home / INDEX_FOLDER), None)
    return open_searcher(home, None)


@pytest.fixture
def two_documents(tmp_path: Path) -> Searcher:
    return index_of(
        tmp_path / "two",
        document("plan", "甲单位工作计划", "一、总体要求", f"（一）落实。{LONG}",
                 "（二）检查。检查要常态化。", "二、保障", "（一）经费。经费要到位。"),
        document("report", "乙单位工作报告", "一、工作回顾", "（一）成绩。成绩来之不易。",
                 "（二）不足。不足还有很多。"),
    )  # fmt: skip


async def test_another_hit_opens_in_the_same_message_and_back(
    app: App, server: BotApiServer, alice: Account
) -> None:
    message = await alice.ask(QUESTION)
    first, [[second], [third], action, votes] = message.shown, message.button_texts
    assert votes == ["👍", "👎"]
    await (await alice.press(message, (0, 0))).answer()
    assert message.shown.split("📖 ")[1].startswith(second.split()[0])
    assert message.button_texts[0][0].startswith("一、（四） ")
    assert message.button_texts[1] == [third]
    await (await alice.press(message, (0, 0))).answer()
    assert message.shown == first
    assert message.button_texts == [[second], [third], action, votes]
    assert server.delivered(alice.private) == 1


async def test_buttons_survive_a_restart_and_reindexing(
    start_bot: StartBot, searcher: Searcher, alice: Account
) -> None:
    app = await start_bot()
    message = await alice.ask(QUESTION)
    app.bot_data.searcher = None
    assert "text" in await (await alice.press(message, (0, 0))).answer()
    app.bot_data.searcher = searcher
    assert "text" not in await (await alice.press(message, (0, 0))).answer()


async def test_a_hit_that_is_gone_is_offered_no_more(
    start_bot: StartBot, searcher: Searcher, sample: Document, tmp_path: Path, alice: Account
) -> None:
    app = await start_bot()
    message = await alice.ask(QUESTION)
    gone = searcher.search(QUESTION).hits[2].passage
    left = tuple(passage for passage in sample.passages if passage != gone)
    build([replace(sample, passages=left)], SnapshotStore(tmp_path / INDEX_FOLDER), None)
    app.bot_data.searcher = open_searcher(tmp_path, None)
    pressed = await alice.press(message, (1, 0))
    assert (await pressed.answer())["text"] == "这个按钮已过期，请重新提问"
    await (await alice.press(message, (0, 0))).answer()
    [[first], [section], votes] = message.button_texts
    assert first.startswith("一、（四） ")
    assert section == "📖 读整节"
    assert votes == ["👍", "👎"]


async def test_a_long_place_goes_on(
    start_bot: StartBot, two_documents: Searcher, alice: Account
) -> None:
    await start_bot(searching=two_documents)
    message = await alice.ask("一、（一）")
    assert message.shown == "有几份材料都有这一处，请选一份："
    assert message.button_texts == [["甲单位工作计划"], ["乙单位工作报告"]]
    await (await alice.press(message, "甲单位工作计划")).answer()
    assert message.button_texts == [["继续 ▸"], ["乙单位工作报告"]]
    seen = ""
    while True:
        [block] = [e for e in message.entities if e["type"] == "blockquote"]
        seen += piece(message.shown, block)
        if "继续 ▸" not in message.button_texts[0]:
            break
        await (await alice.press(message, "继续 ▸")).answer()
    assert seen == f"（一）落实。{LONG}"
    assert message.button_texts == [["◂ 上文"], ["乙单位工作报告"]]
    await (await alice.press(message, "乙单位工作报告")).answer()
    assert message.shown.startswith("📖 一、（一） · 乙单位工作报告\n")
    assert message.button_texts == [["甲单位工作计划"]]


async def test_an_undivided_place_is_shown_whole(
    start_bot: StartBot, server: BotApiServer, tmp_path: Path, alice: Account
) -> None:
    text = "一、日常巡查。" + "".join(SENTENCES[:150])
    rounds = document("rounds", "巡查制度", text, "二、汇总。每周一次。")
    await start_bot(searching=index_of(tmp_path / "rounds", rounds))
    message = await alice.ask("巡查制度第一部分有几点")
    assert message.shown == f"原文在这里没有再分点：\n\n📖 一 · 巡查制度\n日常巡查\n\n{text}"
    assert message.button_texts == []
    assert (await alice.ask("下一条")).shown == "📖 二 · 巡查制度\n汇总\n\n二、汇总。每周一次。"
    assert server.violations == []


async def test_an_undivided_place_that_is_long_goes_on(
    start_bot: StartBot, server: BotApiServer, two_documents: Searcher, alice: Account
) -> None:
    await start_bot(searching=two_documents)
    message = await alice.ask("甲单位工作计划一、（一）有几点")
    lead, first = message.shown.split("\n\n", 1)
    assert lead == "原文在这里没有再分点："
    assert message.button_texts == [["继续 ▸"]]
    pages = [first, (await alice.ask("继续")).shown, (await alice.ask("继续")).shown]
    address = "📖 一、（一） · 甲单位工作计划\n总体要求 › 落实\n\n"
    texts = [page.removeprefix(address) for page in pages]
    assert "".join(texts) == f"（一）落实。{LONG}"
    assert [text[-1] for text in texts] == ["。", "。", "。"]
    await (await alice.press(message, "继续 ▸")).answer()
    assert message.shown == pages[1]
    assert message.button_texts == [["◂ 上文", "继续 ▸"], ["乙单位工作报告"]]
    assert server.violations == []


async def test_a_long_answer_goes_on(
    start_bot: StartBot, two_documents: Searcher, alice: Account
) -> None:
    await start_bot(searching=two_documents)
    message = await alice.ask("第7项安排落实得怎么样")
    assert message.button_texts[0] == ["继续 ▸"]
    await (await alice.press(message, "继续 ▸")).answer()
    assert message.shown.startswith("📖 一、（一） · 甲单位工作计划")
    assert message.button_texts[0] == ["◂ 上文", "继续 ▸"]


async def test_the_whole_section_comes_as_a_message_of_its_own(
    app: App, server: BotApiServer, searcher: Searcher, alice: Account
) -> None:
    message = await alice.ask(QUESTION)
    passage = searcher.search(QUESTION).hits[0].passage.id
    server.forget()
    await (await alice.press(message, "📖 读整节")).answer()
    section = await server.reply()
    around = searcher.section_of(passage)
    assert around
    assert section.shown.startswith(f"📖 {around.reference} · ")
    pressed = await alice.press(message, data=encode(SectionView("abcdefghijkl")))
    assert (await pressed.answer())["text"] == "这个按钮已过期，请重新提问"


async def test_a_place_that_is_gone(app: App, searcher: Searcher, alice: Account) -> None:
    message = await alice.ask("一、（五）")
    passage = searcher.documents[0].passages[0].id
    for view in (PlaceView("abcdefghijkl", 1), PlaceView(passage, 40), PlaceView(passage, 1, 9)):
        pressed = await alice.press(message, data=encode(view))
        assert (await pressed.answer())["text"] == "这个按钮已过期，请重新提问"


async def test_pressing_twice_is_no_failure(
    app: App, server: BotApiServer, alice: Account, caplog: pytest.LogCaptureFixture
) -> None:
    message = await alice.ask(QUESTION)
    button = next(iter(message.all_buttons())).data
    for _ in range(2):
        await (await alice.press(message, data=button)).answer()
    assert "failed" not in caplog.text
    server.violations.clear()  # the second edit made no difference
