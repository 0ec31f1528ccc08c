"""/questions: what was not answered is settled by an owner, and answered from then on."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from botapi import Account, BotApiServer, faults
from botapi.state import Message
from hypothesis import given
from hypothesis import strategies as st

from bot.asked.queue import Group, collect, group_of, groups
from bot.context import App, Services
from bot.store import ChatState
from bot.store.aliases import RightPlace, Ruling, SettledQuestion
from bot.store.asked import Unsettled
from bot.store.tables import aliases, asked, audit, wishes
from corpus.models import Paragraph, Source
from corpus.passages import structure
from index.aliases import wording
from index.building import build
from index.grouping import group
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
StartBot = Callable[..., Awaitable[App]]
Becomes = Callable[..., Awaitable[None]]
OpenQueue = Callable[[int], Awaitable[Message]]

OPEN, ALSO = "食堂几点开饭", "食堂几点开门"
WISH, DISMISS, TYPE, UNDO = "🔔 有答案时告诉我", "🚫 材料没讲", "✍️ 写出处", "↩️ 撤销刚才的"
EMPTY = "现在没有要处理的问题。没答上来的，和被 👎 的，都会列在这里。"
OWNERS_ONLY = "只有机器人的管理者可以这样做。"


@pytest.fixture
def two_plans(tmp_path: Path) -> Searcher:
    """Index two documents that both have a first part."""
    written = ("一、工会工作", "一是慰问职工。", "二是办好讲座。")
    documents = [
        structure(Source(name, tuple(map(Paragraph, (title, *written)))), name)
        for name, title in (("first", "甲单位计划"), ("second", "乙单位计划"))
    ]
    build(documents, SnapshotStore(tmp_path / "two" / INDEX_FOLDER), None)
    return open_searcher(tmp_path / "two", None)


@pytest.fixture
def bob(server: BotApiServer) -> Account:
    return server.user("Bob", started=True)


@pytest.fixture
def queue(olive: Account, rows: Rows) -> Callable[[int], Awaitable[Message]]:
    """Open the queue once so many questions are recorded."""

    async def open_queue(count: int) -> Message:
        await rows(asked, "id", count=count)
        return await olive.ask("/questions")

    return open_queue


async def pressed(account: Account, message: Message, button: str) -> str | None:
    """Press and wait until what it does is done."""
    text: str | None = (await (await account.press(message, button)).answer()).get("text")
    return text


async def test_an_empty_queue(app: App, olive: Account) -> None:
    assert (await olive.ask("/questions")).shown == EMPTY


async def test_only_owners_and_only_in_private(
    app: App, server: BotApiServer, alice: Account, olive: Account, rows: Rows
) -> None:
    await alice.ask(OPEN)
    group = server.group("学习", [olive])
    assert (await alice.ask("/questions")).shown.startswith(OWNERS_ONLY)
    assert (await alice.ask("/export")).shown.startswith(OWNERS_ONLY)
    assert (await olive.ask("/questions", group)).shown == (
        "请在私聊里用这个命令，群里大家都看得到。"
    )
    await rows(asked, "id", count=1)
    card = await olive.ask("/questions")
    for row in card.buttons:
        for button in row:
            told = await (await alice.press(card, data=button.data)).answer()
            assert told["text"].startswith(OWNERS_ONLY)
    refused = await alice.ask("一、（四）", reply_to=await alice.ask("/help"))
    assert refused.shown.startswith("📖 一、（四）")
    assert await rows(aliases, "id") == []


@pytest.mark.usefixtures("app")
async def test_a_group_is_shown_with_its_wordings_and_the_nearest_places(
    searcher: Searcher, alice: Account, bob: Account, olive: Account, queue: OpenQueue
) -> None:
    for member, text in ((alice, OPEN), (bob, f"{OPEN}？"), (alice, ALSO), (bob, "年假有几天")):
        await member.ask(text)
    card = await queue(4)
    hits = searcher.search(OPEN, k=4).hits
    lines = card.shown.splitlines()
    assert lines[:3] == ["❓ #a1 （1/2）问过 3 次", f"• {OPEN}？ ×2", f"• {ALSO} ×1"]
    assert [line.split(" · ")[0] for line in lines if " · " in line] == [
        str(hit.passage.reference) for hit in hits
    ]
    assert card.button_texts[-2:] == [[TYPE, DISMISS], ["下一组 ▸"]]
    await (await olive.press(card, "下一组 ▸")).answer()
    assert card.shown.startswith("❓ #a4 （2/2）问过 1 次\n• 年假有几天 ×1")
    assert card.button_texts[-1] == ["◂ 上一组"]


async def test_settling_answers_all_its_wordings_everywhere_at_once(
    app: App, server: BotApiServer, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    alice, bob = (server.user(name, started=True) for name in ("Ann", "Ben"))
    for member, text in ((alice, OPEN), (bob, f"{OPEN}？"), (alice, ALSO)):
        await member.ask(text)
    card = await queue(3)
    place = card.button_texts[0][0].split()[0]
    await (await olive.press(card, (0, 0))).answer()
    assert card.shown.startswith(f"✅ “{OPEN}？”的出处定为 {place} · ")
    assert card.shown.endswith(EMPTY)
    group = server.group("学习", [bob])
    for text in (OPEN, ALSO, "请问食堂几点开饭呢"):
        answer = await bob.ask(f"/ask {text}", group)
        assert answer.shown.split("\n\n")[1].startswith(f"📖 {place} · ")
    settled = await rows(aliases, "question", "document", "reference", "author", count=2)
    assert settled == [
        (f"{OPEN}？", "half-year-speech", place, olive.id),
        (ALSO, "half-year-speech", place, olive.id),
    ]
    [logged] = await rows(audit, "user_id", "action", "detail", count=1)
    assert logged == (olive.id, "question settled", f"half-year-speech {place}")
    pairs = await app.bot_data.store.aliases.questions()
    assert [(pair.question, str(pair.sections[0]), pair.kind) for pair in pairs] == [
        (f"{OPEN}？", place, "settled"),
        (ALSO, place, "settled"),
    ]


@pytest.mark.usefixtures("app")
async def test_the_place_can_be_typed(
    alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    await alice.ask(OPEN)
    card = await queue(1)
    unknown = await olive.ask("三（九）", reply_to=card)
    assert unknown.shown == "❓ #a1 材料里没有“三（九）”这一处。最近的是："
    assert unknown.button_texts[0][0].startswith("三、（六）")
    done = await olive.ask("一（四）", reply_to=unknown)
    assert done.shown.startswith(f"✅ “{OPEN}”的出处定为 一、（四） · ")
    assert await rows(aliases, "reference", count=1) == [("一、（四）",)]
    late = await olive.ask("一（五）", reply_to=card)
    assert late.shown == "这一组已经处理过了。"
    assert await pressed(olive, unknown, "三、（六）") == "这一组已经处理过了。"
    assert await rows(aliases, "reference") == [("一、（四）",)]


async def test_a_button_opens_the_reply(
    app: App, server: BotApiServer, alice: Account, olive: Account, queue: OpenQueue
) -> None:
    await alice.ask(OPEN)
    card = await queue(1)
    server.forget()
    await olive.press(card, TYPE)
    prompt = await server.reply()
    assert prompt.shown == f"❓ #a1 “{OPEN}”的出处是哪里？回复这条消息，例如 一、（三）二。"
    done = await olive.ask("三、（五）", reply_to=prompt)
    assert done.shown.startswith(f"✅ “{OPEN}”的出处定为 三、（五） · ")
    pairs = await app.bot_data.store.aliases.questions()
    assert [str(reference) for reference in pairs[0].sections] == [
        "三、（五）一",
        "三、（五）二",
        "三、（五）三",
    ]


async def test_several_documents_have_the_place(
    start_bot: StartBot, two_plans: Searcher, alice: Account, olive: Account, rows: Rows
) -> None:
    await start_bot(searching=two_plans, admins=frozenset({olive.id}))
    await alice.ask("火星上有什么")
    await rows(asked, "id", count=1)
    card = await olive.ask("/questions")
    choice = await olive.ask("一、", reply_to=card)
    assert choice.shown == "❓ #a1 有几份材料都有这一处，请选一份："
    assert [label.split(" ", 1)[0] for [label] in choice.button_texts] == ["一", "一"]
    await (await olive.press(choice, (1, 0))).answer()
    assert await rows(aliases, "document", "reference", count=1) == [("second", "一")]


async def test_a_press_can_be_undone(
    services: Services, alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    for text in (OPEN, ALSO):
        await alice.ask(text)
    card = await queue(2)
    await services.store.aliases.settle(Ruling(["天气如何"], None, olive.id), 1)
    await (await olive.press(card, DISMISS)).answer()
    assert card.button_texts == [[UNDO]]
    pressing = next(card.all_buttons()).data
    assert await pressed(olive, card, UNDO) == "撤销了，这些问题又在队里。"
    assert card.shown.split()[2].startswith("（1/1）问过")
    assert {line for line in card.shown.splitlines() if line[0:1] == "•"} == {
        f"• {OPEN} ×1",
        f"• {ALSO} ×1",
    }
    assert await rows(aliases, "question") == [("天气如何",)]
    assert await rows(asked, "alias_id") == [(None,), (None,)]
    again = await (await olive.press(card, data=pressing)).answer()
    assert again["text"] == "已经撤销过，或者改定过了。"
    assert await rows(audit, "action") == [("question dismissed",), ("question reopened",)]


async def test_what_is_dismissed_comes_back_no_more(
    services: Services, alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    await alice.ask(OPEN)
    card = await queue(1)
    await (await olive.press(card, DISMISS)).answer()
    assert card.shown == f"🚫 “{OPEN}”：记下了，材料没讲。\n\n{EMPTY}"
    await alice.ask(f"{OPEN}？")
    assert (await queue(2)).shown == EMPTY
    [logged] = await rows(audit, "action", "detail", count=1)
    assert logged == ("question dismissed", "")
    assert [pair.kind for pair in await services.store.aliases.questions()] == ["absent"]


@pytest.mark.usefixtures("app")
async def test_the_next_group_is_replied_to_below_what_was_just_done(
    alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    await alice.ask(OPEN)
    await alice.ask("年假有几天")
    card = await queue(2)
    await pressed(olive, card, DISMISS)
    done = await olive.ask("一（四）", reply_to=card)
    assert done.shown.startswith("✅ “")
    assert await rows(aliases, "reference") == [("",), ("一、（四）",)]


@pytest.mark.usefixtures("app")
async def test_what_was_voted_down_is_listed_until_it_is_settled(
    alice: Account, bob: Account, olive: Account, queue: OpenQueue
) -> None:
    question = "错峰消毒法是什么"
    answer = await alice.ask(question)
    await bob.ask(question)
    assert (await queue(2)).shown == EMPTY
    await pressed(alice, answer, "👎")
    card = await olive.ask("/questions")
    assert card.shown.startswith(f"❓ #a1 （1/1）问过 1 次，👎 1 次\n• {question} ×1")
    await olive.ask("一、（五）", reply_to=card)
    changed = await bob.ask(question)
    assert changed.shown.split("\n\n")[1].startswith("📖 一、（五）")
    await pressed(bob, changed, "👎")
    again = await olive.ask("/questions")
    assert again.shown.startswith("❓ #a3 （1/1）问过 1 次，👎 1 次")


async def test_what_was_settled_by_a_place_that_is_gone_comes_back(
    services: Services, alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    await alice.ask(OPEN)
    await rows(asked, "id", count=1)
    right = RightPlace("half-year-speech", "九、（九）", ("九、（九）",))
    old = RightPlace("thrown-away", "一", ("一",))
    await services.store.aliases.settle(Ruling([OPEN], right, olive.id, [1]), 1)
    await services.store.aliases.settle(Ruling(["天气如何"], old, olive.id), 1)
    card = await queue(1)
    assert card.shown.splitlines()[:3] == [
        "❓ #a1 （1/2）问过 1 次",
        f"• {OPEN} ×1",
        "原来定的出处已经不在材料里：九、（九）",
    ]
    done = await olive.ask("一、（四）", reply_to=card)
    assert done.shown.splitlines()[2:5] == [
        "❓ #l2 （1/1）问过 0 次",
        "• 天气如何",
        "原来定的出处已经不在材料里：一",
    ]
    await (await olive.press(done, DISMISS)).answer()
    assert await rows(aliases, "question", "reference") == [(OPEN, "一、（四）"), ("天气如何", "")]
    assert await rows(asked, "alias_id") == [(3,)]


async def test_who_waits_is_told_once_in_their_language(
    services: Services, server: BotApiServer, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    alice, bob = (server.user(name, started=True) for name in ("Ann", "Ben"))
    english = server.user("Emma", language_code="en", started=True)
    group = server.group("学习", [bob, alice])
    mine = await alice.send(None, OPEN)
    await pressed(alice, await server.reply(alice.private), WISH)
    there = await english.ask(OPEN)
    await pressed(english, there, "🔔 Tell me when there is an answer")
    await bob.ask(OPEN)
    ours = await bob.send(group, f"/ask {ALSO}")
    shown = await server.reply(group)
    await pressed(bob, shown, WISH)
    await pressed(alice, shown, WISH)
    server.forget()
    await olive.ask("一、（四）", reply_to=await queue(4))
    told = [await server.reply(chat) for chat in (alice.private, english.private, group)]
    leads = [message.shown.split("\n\n")[0] for message in told]
    assert leads == [
        f"“{OPEN}”，现在有答案了：",
        f"“{OPEN}” has an answer now:",
        f"“{ALSO}”，现在有答案了：",
    ]
    assert all("📖 一、（四） · " in message.shown for message in told)
    assert [message.reply_to and message.reply_to.id for message in (told[0], told[2])] == [
        mine.id,
        ours.id,
    ]
    assert await rows(wishes, "asked_id", count=0) == []
    services.settled.set()
    await bob.ask("一、（五）")
    assert server.delivered(group) == 2
    further = await alice.ask("下一条")
    assert further.shown.startswith("📖 一、（五）")


@pytest.mark.usefixtures("app")
async def test_a_wish_that_comes_after_the_answer_is_fulfilled_at_once(
    server: BotApiServer, alice: Account, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    answer = await alice.ask(OPEN)
    await olive.ask("一、（四）", reply_to=await queue(1))
    server.forget()
    await pressed(alice, answer, WISH)
    told = await server.reply(alice.private)
    assert told.shown.startswith(f"“{OPEN}”，现在有答案了：\n\n")
    assert await rows(wishes, "asked_id", count=0) == []


async def test_who_cannot_be_told_is_passed_over(
    server: BotApiServer, becomes: Becomes, olive: Account, queue: OpenQueue, rows: Rows
) -> None:
    alice, bob = (server.user(name, started=True) for name in ("Ann", "Ben"))
    for member in (alice, bob):
        await member.ask("/start")
        await pressed(member, await member.ask(OPEN), WISH)
    server.fail("sendMessage", faults.refused(), chat=alice.private)
    await olive.ask("一、（四）", reply_to=await queue(2))
    await server.until(lambda: "现在有答案了" in server.sent(bob.private)[-1].shown)
    await becomes(alice.id, ChatState.BLOCKED)
    assert await rows(wishes, "asked_id", count=0) == []


QUESTIONS = st.lists(
    st.tuples(st.text(alphabet="食堂几点开饭三五? ", max_size=6), st.integers(0, 3)), max_size=20
)


@given(QUESTIONS, st.permutations(range(20)))
def test_the_queue_loses_nothing(questions: list[tuple[str, int]], order: list[int]) -> None:
    rows = [
        Unsettled(number, text, 100 - number, disliked)
        for number, (text, disliked) in enumerate(questions, 1)
    ]
    gone = [SettledQuestion(7, "五点开饭", RightPlace("speech", "一", ("一",)))]
    found = groups(collect(rows, gone, ["三"]), group)
    kept = {row.id for row in rows if wording(row.question) not in ("", "三")}
    assert sorted(number for each in found for number in each.asked) == sorted(kept)
    assert [one.id for each in found for one in each.gone] == [7]
    assert sum(each.disliked for each in found) == sum(r.disliked for r in rows if r.id in kept)
    assert [len(each.asked) for each in found] == sorted(
        (len(each.asked) for each in found), reverse=True
    )
    shuffled = [rows[number] for number in order if number < len(rows)]
    again = groups(collect(shuffled, gone, ["三"]), group)
    assert [_contents(each) for each in again] == [_contents(each) for each in found]
    assert all(group_of(found, each.item) is each for each in found)


def _contents(each: Group) -> list[tuple[str, list[int]]]:
    return [(one.text, sorted(one.asked)) for one in each.wordings]
