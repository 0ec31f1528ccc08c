"""Follow-ups through the real application: what they go on from, and where they lead."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from botapi import Account, BotApiServer
from sqlalchemy.exc import OperationalError

from bot.app import build_application, make_services
from bot.context import App
from bot.settings import Settings
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

Serving = Callable[..., AbstractAsyncContextManager[App]]
StartBot = Callable[..., Awaitable[App]]

QUESTION = "错峰消毒法是什么"
HINT = "这句话接着哪一条回答？请回复那条回答再说一遍，或者把问题写全。"
MINUTE = 60


def document(name: str, *paragraphs: str) -> Document:
    return structure(Source(name, tuple(map(Paragraph, paragraphs))), name)


LAW = document(
    "garden-rules",
    "社区花园管理办法",
    "第一章 总则",
    "第一条 花园由居民共同照看。",
    "任何人不得独占。",
    "第二条 浇水的人轮流安排。",
    "第二章 分工",
    "第三条 堆肥由三号楼负责。",
)
PLAN = document(
    "garden-plan",
    "社区花园工作计划",
    "一、目标",
    "（一）种菜。每家种一畦菜。",
    "（二）养花。门口摆满花。",
    "二、步骤",
    "（一）翻地。先把板结的地翻一遍。一是借工具。锄头向物业借。二是分组。每组四个人。",
    f"（二）播种。{'种子选本地的。' * 800}",
)


@pytest.fixture
def garden(tmp_path: Path) -> Searcher:
    home = tmp_path / "garden"
    build((PLAN, LAW), SnapshotStore(home / INDEX_FOLDER), None)
    return open_searcher(home, None)


@pytest.fixture
async def gardeners(start_bot: StartBot, garden: Searcher, server: BotApiServer) -> App:
    return await start_bot(searching=garden)


def place(shown: str) -> str:
    """Read the reference that a message gives first."""
    return shown.split("📖 ", 1)[1].split(" · ", maxsplit=1)[0].split("\n", maxsplit=1)[0]


async def test_more_of_the_same(app: App, alice: Account, searcher: Searcher) -> None:
    first, second, third, *_ = searcher.search(QUESTION, k=5).hits
    answer = await alice.ask(QUESTION)
    more = await alice.ask("还有吗", reply_to=answer)
    assert place(more.shown) == str(second.passage.reference)
    assert second.passage.text in more.shown
    again = await alice.ask("还有别的吗")
    assert place(again.shown) == str(third.passage.reference)
    said = again.shown
    while said.startswith("还有这些相关段落："):
        said = (await alice.ask("还有吗")).shown
    assert said.startswith(f"没有更相关的了，已经给出的是：{first.passage.reference}；")


async def test_what_was_opened_with_a_button_is_not_given_again(
    app: App, alice: Account, searcher: Searcher
) -> None:
    hits = searcher.search(QUESTION, k=3).hits
    answer = await alice.ask(QUESTION)
    await (await alice.press(answer, (0, 0))).answer()
    assert place(answer.shown) == str(hits[1].passage.reference)
    more = await alice.ask("还有吗", reply_to=answer)
    assert place(more.shown) == str(hits[2].passage.reference)


async def test_there_is_no_more_where_nothing_was_found(app: App, alice: Account) -> None:
    nothing = await alice.ask("珠穆朗玛峰有多高")
    assert nothing.shown.startswith("材料中没有讲到这个问题。最接近的是：")
    more = await alice.ask("还有吗", reply_to=nothing)
    assert more.shown == "材料中没有讲到这个问题，再找下去也没有更接近的了。"


async def test_after_a_place_that_is_not_there(gardeners: App, alice: Account) -> None:
    unknown = await alice.ask("第九部分有几点")
    assert unknown.shown == "材料里没有“第九部分”这一处。最近的是："
    for message in ("还有吗", "展开", "为什么呢"):
        assert (await alice.ask(message, reply_to=unknown)).shown == HINT


async def test_neighbours(gardeners: App, alice: Account) -> None:
    typed = ("二、（一）", "上一条", "下一条", "下一点呢")
    assert [place((await alice.ask(message)).shown) for message in typed] == [
        "二、（一）", "一、（二）", "二、（一）", "二、（二）",
    ]  # fmt: skip
    end = "后面没有了，这是《社区花园工作计划》的最后一处。"
    assert (await alice.ask("下一条")).shown == end


async def test_paragraphs_follow_the_text(app: App, alice: Account) -> None:
    assert place((await alice.ask("开头")).shown) == "¶1"
    assert place((await alice.ask("下一条")).shown) == "一¶1"
    assert place((await alice.ask("结尾讲了什么")).shown) == "¶2"
    assert place((await alice.ask("上一条")).shown) == "三、（六）三"


async def test_the_rest_of_a_long_place_then_the_next(gardeners: App, alice: Account) -> None:
    whole = await alice.ask("第二部分")
    assert whole.button_texts == [["继续 ▸"]]
    rest = await alice.ask("继续")
    assert rest.button_texts == [["◂ 上文"]]
    assert (await alice.ask("继续")).shown.startswith("后面没有了")


async def test_the_second_point(gardeners: App, alice: Account) -> None:
    listed = await alice.ask("第二部分有几点")
    assert place((await alice.ask("那第二点呢", reply_to=listed)).shown) == "二、（二）"
    opened = await alice.ask("那第一点呢", reply_to=listed)
    assert place(opened.shown) == "二、（一）"
    assert place((await alice.ask("第二条呢", reply_to=opened)).shown) == "二、（一）二"
    beside = await alice.ask("那第一点呢")
    assert place(beside.shown) == "二、（一）一"
    assert place((await alice.ask("最后一点呢", reply_to=listed)).shown) == "二、（二）"
    none = await alice.ask("那第五点呢", reply_to=listed)
    assert none.shown == "没有这一点，这里有：二、（一）；二、（二）。"


async def test_the_second_part_is_no_second_point(gardeners: App, alice: Account) -> None:
    listed = await alice.ask("工作计划第一部分有几点")
    assert place((await alice.ask("那第二点呢", reply_to=listed)).shown) == "一、（二）"
    assert place((await alice.ask("那第二部分呢", reply_to=listed)).shown) == "二"


async def test_the_third_of_a_formula(app: App, alice: Account) -> None:
    listed = await alice.ask("三大平台是哪三个")
    assert place((await alice.ask("那第三个平台呢", reply_to=listed)).shown) == "一、（三）三"
    kept = await alice.ask("三个坚持是哪三个")
    assert place((await alice.ask("那第二个呢", reply_to=kept)).shown) == "三、（五）"
    none = await alice.ask("那第四个呢", reply_to=kept)
    assert none.shown == "没有这一点，这里有：三、（四）；三、（五）；三、（六）。"
    inside = await alice.ask("三个示范是哪三个")
    shown = (await alice.ask("第二个呢", reply_to=inside)).shown
    assert shown.startswith("党支部书记示范岗\n\n📖 一、（一）一 · ")
    other = await alice.ask("第三个书记呢", reply_to=listed)
    assert not other.shown.startswith("📖")


async def test_articles_and_their_clauses(gardeners: App, alice: Account) -> None:
    article = await alice.ask("管理办法第一条")
    assert place((await alice.ask("那第二款呢", reply_to=article)).shown) == "第一条第二款"
    assert place((await alice.ask("那第二条呢", reply_to=article)).shown) == "第二条"
    assert place((await alice.ask("那第三条呢", reply_to=article)).shown) == "第三条"
    assert (await alice.ask("那第九条呢", reply_to=article)).shown.startswith("没有这一点")


async def test_chapters_are_named_apart_from_their_articles(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    listed = await alice.ask("管理办法第二章有几条")
    assert listed.shown.startswith("共 1 条：\n📖 第二章 · ")
    back = await alice.ask("上一章", reply_to=listed)
    assert back.shown.startswith("共 2 条：\n📖 第一章 · ")
    assert place((await alice.ask("那第二条呢", reply_to=back)).shown) == "第二条"
    chapters = await alice.ask("管理办法有几章")
    server.forget()
    await (await alice.press(chapters, "第二章")).answer()
    chapter = await server.reply()
    assert place(chapter.shown) == "第二章"
    assert place((await alice.ask("上一章", reply_to=chapter)).shown) == "第一章"
    assert place((await alice.ask("最后一章", reply_to=chapters)).shown) == "第二章"


async def test_the_section_around(gardeners: App, alice: Account) -> None:
    point = await alice.ask("二、（一）二")
    section = await alice.ask("展开", reply_to=point)
    assert place(section.shown) == "二、（一）"
    assert "一是借工具" in section.shown
    long = await alice.ask("全文", reply_to=section)
    assert place(long.shown) == "二"
    article = await alice.ask("管理办法第二条")
    outline = await alice.ask("这一章讲了什么", reply_to=article)
    assert outline.shown.startswith("共 2 条：\n📖 第一章 · 社区花园管理办法")
    contents = await alice.ask("这份材料讲了什么", reply_to=article)
    assert contents.button_texts == [["第一章", "第二章"]]
    assert (await alice.ask("下一条")).shown == "这里是整份材料的目录，请选一处打开。"


async def test_why_asks_again_about_the_same_thing(gardeners: App, alice: Account) -> None:
    answer = await alice.ask("堆肥")
    assert place(answer.shown) == "第三条"
    who = await alice.ask("谁负责", reply_to=answer)
    assert place(who.shown) == "第三条"
    assert who.shown.startswith("原文没有更多说明，还是这一处：")
    point = await alice.ask("二、（一）二")
    how = await alice.ask("那具体怎么做呢", reply_to=point)
    assert place(how.shown).startswith("二、（一）")


async def test_traditional_and_english(
    gardeners: App, server: BotApiServer, english: Account
) -> None:
    listed = await english.ask("第二部分有几点")
    assert listed.shown.startswith("In all 2 points:")
    assert place((await english.ask("what about the second one?")).shown) == "二、（二）"
    assert place((await english.ask("previous")).shown) == "二、（一）"
    assert place((await english.ask("下一條")).shown) == "二、（二）"
    last = await english.ask("next")
    assert last.shown == "Nothing follows: this is the last place of “社区花园工作计划”."


async def test_only_shortly_after_an_answer(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    assert (await alice.ask("还有吗")).shown == HINT
    answer = await alice.ask("一、（一）")
    server.world.clock = lambda: time.time() + 9 * MINUTE
    assert place((await alice.ask("下一条")).shown) == "一、（二）"
    server.world.clock = lambda: time.time() + 11 * MINUTE
    assert (await alice.ask("下一条")).shown == HINT
    assert place((await alice.ask("下一条", reply_to=answer)).shown) == "一、（二）"


async def test_in_groups_only_as_a_reply(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    group = server.group("花园", [alice])
    answer = await alice.ask("/ask 一、（一）", group)
    assert (await alice.ask("/ask 下一条", group)).shown == HINT
    reply = await alice.ask("下一条", group, reply_to=answer)
    assert place(reply.shown) == "一、（二）"
    assert place((await alice.ask("上一条", group, reply_to=reply)).shown) == "一、（一）"


async def test_of_several_documents_the_open_one_is_meant(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    assert (await alice.ask("一共有几部分")).shown.startswith("几份材料里都有，请选一份：")
    await alice.ask("堆肥")
    listed = await alice.ask("一共有几部分")
    assert listed.shown.startswith("共 2 章：\n📖 社区花园管理办法")
    assert listed.button_texts == [["第一章", "第二章"], ["社区花园工作计划"]]
    await (await alice.press(listed, "社区花园工作计划")).answer()
    assert listed.shown.startswith("共 2 个部分：\n📖 社区花园工作计划")
    group = server.group("花园", [alice])
    chosen = await alice.ask("/ask 一共有几部分", group)
    assert chosen.shown.startswith("几份材料里都有，请选一份：")


async def test_a_complete_question_is_no_follow_up(gardeners: App, alice: Account) -> None:
    answer = await alice.ask("二、（一）")
    own = await alice.ask("管理办法第三条", reply_to=answer)
    assert place(own.shown) == "第三条"
    typed = await alice.ask("第二条")
    assert place(typed.shown) == "第二条"


async def test_an_edited_follow_up_goes_on_from_the_same_answer(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    await alice.ask("一、（二）")
    server.forget()
    message = await alice.send(None, "上一条")
    assert place((await server.reply()).shown) == "一、（一）"
    await alice.edit(message, "下一条")
    edited = await server.wait_for("editMessageText")
    assert "<b>二</b>" in edited.params["text"] or "<b>二、（一）</b>" in edited.params["text"]


async def test_it_survives_a_restart(
    make_settings: Callable[..., Settings],
    serving: Serving,
    garden: Searcher,
    server: BotApiServer,
    alice: Account,
) -> None:
    def process() -> App:
        return build_application(make_services(make_settings(), garden))

    async with serving(process()):
        answer = await alice.ask("一、（一）")
    async with serving(process()):
        assert place((await alice.ask("下一条", reply_to=answer)).shown) == "一、（二）"


async def test_an_answer_from_an_older_index(
    gardeners: App, server: BotApiServer, alice: Account, searcher: Searcher
) -> None:
    answer = await alice.ask("一、（一）")
    listed = await alice.ask("第二部分有几点")
    gardeners.bot_data.searcher = searcher
    gone = "那条回答里的那一处，现在的材料里没有了。请重新提问。"
    for message, about in (("下一条", answer), ("展开", answer), ("那第二点呢", listed)):
        assert (await alice.ask(message, reply_to=about)).shown == gone


async def test_entries_open_as_messages_that_can_be_followed(
    gardeners: App, server: BotApiServer, alice: Account
) -> None:
    listed = await alice.ask("目录")
    assert listed.shown.splitlines()[0] == "几份材料里都有，请选一份："
    await (await alice.press(listed, "社区花园工作计划")).answer()
    assert "    二、（一）  翻地" in listed.shown.splitlines()
    server.forget()
    await (await alice.press(listed, "一")).answer()
    part = await server.reply()
    assert place(part.shown) == "一"
    assert place((await alice.ask("那第二点呢", reply_to=part)).shown) == "一、（二）"
    stale = await alice.press(listed, data="1i20abcdefghijkl")
    assert (await stale.answer())["text"] == "这个按钮已过期，请重新提问"


async def test_what_cannot_be_kept_is_answered_all_the_same(
    gardeners: App, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise OperationalError("", None, Exception("disk full"))

    monkeypatch.setattr(gardeners.bot_data.store.shown, "record", fail)
    assert place((await alice.ask("一、（一）")).shown) == "一、（一）"
    assert (await alice.ask("下一条")).shown == HINT
