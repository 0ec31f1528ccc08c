"""Places that many documents have: the choice offers some and says how to name the others."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from botapi import Account, BotApiServer

from bot.context import App
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

StartBot = Callable[..., Awaitable[App]]
Build = Callable[[int], Searcher]

TITLES = [f"{name}组工作计划" for name in "甲乙丙丁戊己庚辛壬癸子"]
OFFERED = [[title] for title in TITLES[:8]]
MANY = "有几份材料都有这一处，请选一份："


def plan(number: int) -> Document:
    lines = (TITLES[number], "一、目标", "（一）种菜。每家一畦。", "（二）养花。门口摆花。",
             "二、分工", "（一）浇水。轮流安排。")  # fmt: skip
    name = f"plan-{number:02}"
    return structure(Source(name, tuple(map(Paragraph, lines))), name)


@pytest.fixture
def plans(tmp_path: Path) -> Build:
    def build_plans(count: int) -> Searcher:
        build([*map(plan, range(count))], SnapshotStore(tmp_path / INDEX_FOLDER), None)
        return open_searcher(tmp_path, None)

    return build_plans


@pytest.fixture
async def app(start_bot: StartBot, plans: Build, server: BotApiServer) -> AsyncIterator[App]:
    yield await start_bot(searching=plans(len(TITLES)))
    assert server.violations == []


async def test_the_others_can_be_named(app: App, alice: Account) -> None:
    choice = await alice.ask("一、（一）")
    example = "《壬组工作计划》一、（一）"
    assert choice.shown == f"{MANY}\n……还有 3 份，请在前面写上材料名，例如 {example}"
    assert choice.button_texts == OFFERED
    named = await alice.ask(example)
    path = "目标 › 种菜"
    assert named.shown == f"📖 一、（一） · 壬组工作计划\n{path}\n\n（一）种菜。每家一畦。"


async def test_in_other_languages(app: App, server: BotApiServer, english: Account) -> None:
    assert (await english.ask("一、（一）")).shown == (
        "Several documents have this place; please choose one:\n… and 3 more; type the name of "
        "the document in front, for example 《壬组工作计划》一、（一）"
    )
    traditional = server.user("Tina", language_code="zh-hant", started=True)
    assert (await traditional.ask("一、（一）")).shown == (
        "有幾份材料都有這一處，請選一份：\n"
        "……還有 3 份，請在前面寫上材料名，例如 《壬组工作计划》一、（一）"
    )


@pytest.mark.parametrize(
    ("count", "line"),
    [(8, ""), (9, "\n……还有 1 份，请在前面写上材料名，例如 《壬组工作计划》二")],
)
async def test_only_what_is_left_out_is_told(
    start_bot: StartBot, plans: Build, alice: Account, count: int, line: str
) -> None:
    await start_bot(searching=plans(count))
    choice = await alice.ask("第二部分")
    assert choice.shown == MANY + line
    assert choice.button_texts == OFFERED


async def test_beside_the_place_that_is_open(app: App, alice: Account) -> None:
    choice = await alice.ask("一、（二）")
    await (await alice.press(choice, "丁组工作计划")).answer()
    more = "……还有 8 份，请在前面写上材料名，例如 《丙组工作计划》一、（二）"
    text = "📖 一、（二） · 丁组工作计划\n目标 › 养花\n\n（二）养花。门口摆花。"
    assert choice.shown == f"{text}\n\n{more}"
    assert choice.button_texts == [["甲组工作计划"], ["乙组工作计划"]]


async def test_the_nearest_places(app: App, alice: Account) -> None:
    missing = await alice.ask("一、（三）")
    assert missing.shown == (
        "材料里没有“一、（三）”这一处。最近的是：\n"
        "……还有 47 处，请在前面写上材料名，例如 《壬组工作计划》一、（二）"
    )
    assert missing.button_texts == [[f"一、（二） {title}"] for title in TITLES[:8]]


@pytest.mark.parametrize(
    ("question", "has", "example"),
    [
        ("第一部分有几点", "2 点", "《壬组工作计划》一有几点"),
        ("一共有几部分", "2 个部分", "《壬组工作计划》有几部分"),
        ("目录", "2 个部分", "《壬组工作计划》目录"),
    ],
)
async def test_outlines(app: App, alice: Account, question: str, has: str, example: str) -> None:
    choice = await alice.ask(question)
    assert choice.shown.splitlines() == [
        "几份材料里都有，请选一份：",
        *(f"• {title}：{has}" for title in TITLES[:8]),
        f"……还有 3 份，请在前面写上材料名，例如 {example}",
    ]
    assert choice.button_texts == OFFERED
    count, address, *_ = (await alice.ask(example)).shown.splitlines()
    assert count == f"共 {has}："
    assert address.endswith("壬组工作计划")


async def test_beside_the_outline_that_is_open(app: App, alice: Account) -> None:
    await alice.ask("癸组工作计划一、（一）")
    listed = await alice.ask("一共有几部分")
    assert listed.shown == (
        "共 2 个部分：\n📖 癸组工作计划\n\n一  目标\n二  分工\n\n"
        "……还有 2 份，请在前面写上材料名，例如 《壬组工作计划》有几部分"
    )
    assert listed.button_texts == [["一", "二"], *OFFERED]


async def test_undivided_places(app: App, alice: Account) -> None:
    choice = await alice.ask("二、（一）有几点")
    assert choice.shown.splitlines()[1] == "• 甲组工作计划：没有再分点"
    await (await alice.press(choice, "甲组工作计划")).answer()
    assert choice.shown.startswith("📖 二、（一） · 甲组工作计划\n分工 › 浇水\n\n")
