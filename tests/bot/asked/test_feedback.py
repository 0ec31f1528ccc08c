"""What is recorded of a question, the votes on its answer, and the wish to be told."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from botapi import Account, BotApiServer
from sqlalchemy.schema import DropTable

from bot.app import build_application, make_services
from bot.context import App
from bot.settings import Settings
from bot.store import connect
from bot.store.tables import answers, asked, shown, votes, wishes
from index.search import Searcher

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
Serving = Callable[..., AbstractAsyncContextManager[App]]

QUESTION = "错峰消毒法是什么"
ABSENT = "食堂几点开饭"
DOCUMENT = "half-year-speech"
WISH = ["🔔 有答案时告诉我"]
OLD = "这个按钮已过期，请重新提问"
FOUND = ("question", "verdict", "document", "reference")


async def test_each_kind_of_question_is_recorded(app: App, alice: Account, rows: Rows) -> None:
    for text in (QUESTION, "一（五）", "三（九）", "第二部分有几点", "还有吗", "/ask"):
        await alice.ask(text)
    assert await rows(asked, *FOUND, count=4) == [
        (QUESTION, "exact", DOCUMENT, "一、（四）"),
        ("一（五）", "place", DOCUMENT, "一、（五）"),
        ("三（九）", "unknown", "", ""),
        ("第二部分有几点", "exact", DOCUMENT, "二"),
    ]


async def test_members_are_told_apart_but_not_named(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    group = server.group("学习", [alice])
    await alice.ask(QUESTION)
    await alice.ask(f"/ask {QUESTION}", group)
    await server.user("Bob", started=True).ask(QUESTION)
    [mine, again, other] = await rows(asked, "member", count=3)
    assert mine == again
    assert mine != other
    assert len(mine[0]) == 32
    assert str(alice.id) not in mine[0]


async def test_an_edited_question_keeps_its_row_and_loses_its_votes(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    server.forget()
    question = await alice.send(None, QUESTION)
    answer = await server.reply()
    await alice.press(answer, "👎")
    await server.until(lambda: WISH in answer.button_texts)
    await (await alice.press(answer, WISH[0])).answer()
    await alice.edit(question, "一、（五）")
    await server.wait_for("editMessageText")
    await alice.ask("一、（六）")
    assert await rows(asked, "question", "verdict", count=2) == [
        ("一、（五）", "place"),
        ("一、（六）", "place"),
    ]
    assert await rows(votes, "asked_id", count=0) == []
    assert await rows(wishes, "asked_id", count=0) == []


async def test_a_replayed_update_counts_once(
    make_settings: Callable[..., Settings],
    searcher: Searcher,
    serving: Serving,
    alice: Account,
    rows: Rows,
) -> None:
    async def die(update_id: int) -> None: ...

    def build() -> App:
        return build_application(make_services(make_settings(), searcher))

    dying = build()
    dying.bot_data.store.updates.done = die  # type: ignore[method-assign]
    async with serving(dying):
        await alice.ask(QUESTION)
    async with serving(build()):
        await alice.ask("一、（五）")
    assert await rows(asked, "question", count=2) == [(QUESTION,), ("一、（五）",)]


async def test_a_member_has_one_vote_that_can_be_changed(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    bob = server.user("Bob")
    group = server.group("学习", [alice, bob])
    answer = await alice.ask(f"/ask {QUESTION}", group)
    assert answer.button_texts[-1] == ["👍", "👎"]
    helpful, not_helpful = (
        "谢谢！记下了：有帮助。",
        "谢谢！记下了：没帮上忙，管理者会看到这个问题。",
    )
    for member, button, said in (
        (alice, "👍", helpful),
        (bob, "👎", not_helpful),
        (alice, "👎", not_helpful),
        (bob, "👍", helpful),
        (bob, "👍", helpful),
    ):
        assert (await (await member.press(answer, button)).answer())["text"] == said
        if button == "👎":
            await server.until(lambda: WISH in answer.button_texts)
    assert sorted(await rows(votes, "helpful", count=2)) == [(False,), (True,)]
    assert answer.button_texts[-2:] == [["👍", "👎"], WISH]


async def test_votes_stay_when_another_hit_is_opened(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    answer = await alice.ask(QUESTION)
    before = answer.shown, answer.entities
    await alice.press(answer, "👎")
    await server.until(lambda: WISH in answer.button_texts)
    assert (answer.shown, answer.entities) == before
    await (await alice.press(answer, (0, 0))).answer()
    assert answer.button_texts[-2:] == [["👍", "👎"], WISH]
    await (await alice.press(answer, "👍")).answer()
    assert await rows(votes, "helpful", count=1) == [(True,)]


async def test_what_is_a_typed_place_or_an_outline_is_not_judged(app: App, alice: Account) -> None:
    for text in ("一、（五）", "第二部分有几点", "目录", "三（九）", "/help"):
        answer = await alice.ask(text)
        assert "👍" not in [button.text for button in answer.all_buttons()]


async def test_a_question_without_an_answer_offers_to_tell(
    app: App, alice: Account, rows: Rows
) -> None:
    answer = await alice.ask(ABSENT)
    assert answer.shown.startswith("材料中没有讲到这个问题。")
    assert answer.button_texts[-2:] == [["👍", "👎"], WISH]
    first = await (await alice.press(answer, WISH[0])).answer()
    again = await (await alice.press(answer, WISH[0])).answer()
    assert first["text"] == "好，有了答案就在这里告诉你。"
    assert again["text"] == "已经记下了，有了答案就在这里告诉你。"
    assert await rows(wishes, "language", count=1) == [("zh_Hans",)]


async def test_forged_buttons_do_nothing(app: App, alice: Account, rows: Rows) -> None:
    place = await alice.ask("/help")
    for data in ("1v+", "1v-", "1vw", "1v*", "1vwx", "1v"):
        assert (await (await alice.press(place, data=data)).answer())["text"] == OLD
    assert await rows(votes, "asked_id") == []
    assert await rows(wishes, "asked_id") == []


async def test_a_question_edited_into_a_follow_up_is_none_any_more(
    app: App, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    await alice.ask(QUESTION)
    server.forget()
    question = await alice.send(None, ABSENT)
    await server.reply()
    await alice.edit(question, "展开")
    await server.wait_for("editMessageText")
    assert await rows(asked, "question", count=1) == [(QUESTION,)]


async def test_questions_are_not_logged_where_they_cannot_be_recorded(
    app: App, make_settings: Callable[..., Settings], alice: Account, caplog: Any
) -> None:
    engine = connect(make_settings().database)
    async with engine.begin() as connection:
        for table in (asked, shown, answers):
            await connection.execute(DropTable(table))
    await engine.dispose()
    assert (await alice.ask(QUESTION)).shown.startswith("后勤中心党支部")
    await alice.ask("/help")
    assert "a question could not be recorded" in caplog.text
    assert QUESTION not in caplog.text


async def test_questions_are_never_logged(app: App, alice: Account, caplog: Any) -> None:
    answer = await alice.ask(ABSENT)
    await (await alice.press(answer, "👎")).answer()
    assert ABSENT not in caplog.text
