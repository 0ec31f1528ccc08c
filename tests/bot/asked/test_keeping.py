"""What is done beside the updates: purging after the retention, telling once whatever happens."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from botapi import Account, BotApiServer, faults

from bot.app import build_application, make_services
from bot.context import App
from bot.settings import Settings
from bot.store import Answered, ShownMessage, Store, connect
from bot.store.aliases import RightPlace, Ruling
from bot.store.asked import Asked, Outcome
from bot.store.tables import answers, asked, shown, votes, wishes
from bot.store.wishes import Wish
from index.search import Searcher

Rows = Callable[..., Awaitable[list[tuple[Any, ...]]]]
Serving = Callable[..., AbstractAsyncContextManager[App]]
MakeSettings = Callable[..., Settings]
Start = Callable[..., AbstractAsyncContextManager[App]]
Settle = Callable[..., Awaitable[None]]

OPEN = "食堂几点开饭"
RIGHT = RightPlace("half-year-speech", "一、（四）", ("一、（四）",))
ANSWERED = "“食堂几点开饭”，现在有答案了："
DAY = 24 * 3600


@pytest.fixture
def start(make_settings: MakeSettings, searcher: Searcher, serving: Serving) -> Start:
    """Run one process after another on the same home."""
    return lambda **given: serving(
        build_application(make_services(make_settings(**given), searcher))
    )


@pytest.fixture
def settle(make_settings: MakeSettings) -> Settle:
    """Settle the question as another process would."""

    async def settle(place: RightPlace = RIGHT, count: int = 1) -> None:
        store = Store(connect(make_settings().database))
        await store.aliases.settle(Ruling([OPEN], place, 1, [*range(1, count + 1)]), 1)
        await store.close()

    return settle


async def waited_for(account: Account, rows: Rows, count: int = 1) -> None:
    """Let somebody ask what has no answer, and wish to be told."""
    answer = await account.ask(OPEN)
    await (await account.press(answer, "🔔 有答案时告诉我")).answer()
    await rows(wishes, "asked_id", count=count)


def times_told(server: BotApiServer, account: Account) -> int:
    return [m.shown.split("\n")[0] for m in server.sent(account.private)].count(ANSWERED)


async def test_what_is_settled_while_the_bot_is_down_is_told_at_the_next_start_once(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async with start():
        await waited_for(alice, rows)
    await settle()
    server.forget()
    async with start():
        assert (await server.reply(alice.private)).shown.startswith(f"{ANSWERED}\n\n")
    sent = server.delivered(alice.private)
    async with start():
        await alice.ask("一、（五）")
    assert server.delivered(alice.private) == sent + 1


async def test_nobody_is_told_twice_where_no_answer_came_from_telegram(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async with start() as app:
        await waited_for(alice, rows)
        server.fail("sendMessage", faults.drop(executed=True))
        await settle()
        app.bot_data.settled.set()
        await rows(wishes, "asked_id", count=0)
        await server.until(lambda: server.delivered(alice.private) == 2)
        app.bot_data.settled.set()
    async with start():
        await alice.ask("一、（五）")
    assert times_told(server, alice) == 1


async def test_a_stop_while_members_are_told_loses_nobody(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    bob = server.user("Bob", started=True)
    async with start() as app:
        await waited_for(alice, rows)
        await waited_for(bob, rows, count=2)
        taken, take = asyncio.Event(), app.bot_data.store.wishes.take

        async def take_slowly(question: int) -> list[Wish]:
            found = await take(question)
            taken.set()
            while app.running:  # noqa: ASYNC110 - the library has no event for it
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.1)  # meanwhile the bot goes on to stop
            return found

        app.bot_data.store.wishes.take = take_slowly  # type: ignore[method-assign]
        await settle(count=2)
        app.bot_data.settled.set()
        await taken.wait()
    async with start():
        await rows(wishes, "asked_id", count=0)
        await server.until(lambda: server.delivered(bob.private) == 2)
    assert [times_told(server, each) for each in (alice, bob)] == [1, 1]


async def test_whom_no_connection_reached_is_told_by_the_next_process(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async with start() as app:
        await waited_for(alice, rows)
        kept, put_back = asyncio.Event(), app.bot_data.store.wishes.put_back

        async def put_back_and_say(taken: Sequence[Wish]) -> None:
            await put_back(taken)
            kept.set()

        app.bot_data.store.wishes.put_back = put_back_and_say  # type: ignore[method-assign]
        await server.shut()
        await settle()
        app.bot_data.settled.set()
        async with asyncio.timeout(10):
            await kept.wait()
    await server.open()
    async with start():
        await server.until(lambda: times_told(server, alice) == 1)


async def test_a_flood_is_waited_for(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async with start() as app:
        await waited_for(alice, rows)
        server.fail("sendMessage", faults.flood(1), chat=alice.private)
        await settle()
        app.bot_data.settled.set()
        refused = await server.wait_for("sendMessage", executed=False)
        await server.until(lambda: times_told(server, alice) == 1)
        told = await server.wait_for("sendMessage", chat=alice.private)
    assert told.time - refused.time >= 1


async def test_a_process_that_dies_before_telling_leaves_the_wish(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async def die(question: int) -> list[Wish]:
        raise asyncio.CancelledError

    async with start() as app:
        await waited_for(alice, rows)
        app.bot_data.store.wishes.take = die  # type: ignore[method-assign]
        await settle()
        app.bot_data.settled.set()
    assert await rows(wishes, "asked_id", count=1) == [(1,)]
    server.forget()
    async with start():
        assert (await server.reply(alice.private)).shown.startswith(f"{ANSWERED}\n\n")


async def test_a_chat_that_does_not_study_the_document_is_not_told(
    start: Start, settle: Settle, server: BotApiServer, alice: Account, rows: Rows
) -> None:
    async with start() as app:
        await waited_for(alice, rows)
        await settle(RightPlace("another", "一", ("一",)))
        app.bot_data.settled.set()
        await alice.ask("一、（五）")
    assert server.delivered(alice.private) == 2
    assert await rows(wishes, "asked_id", count=1) == [(1,)]


async def test_old_questions_go_with_their_votes_and_wishes(
    start: Start, make_settings: MakeSettings, rows: Rows
) -> None:
    settings, now = make_settings(), int(time.time())
    settings.home.mkdir(parents=True)
    store = Store(connect(settings.database))
    await store.open()
    for number, age in enumerate((12, 11, 9, 0), 1):
        what = Asked(7, 0, number, number + 10, "m", f"问题{number}", Outcome.NONE)
        await store.asked.record(what, now - age * DAY)
        await store.asked.vote(number, "m", now, helpful=False)
        await store.wishes.add(Wish(number, "m", "en", now))
    await store.close()
    async with start(questions_days=10):
        assert await rows(asked, "question", count=2) == [("问题3",), ("问题4",)]
    assert await rows(votes, "asked_id") == [(3,), (4,)]
    assert await rows(wishes, "asked_id") == [(3,), (4,)]


async def test_what_can_be_gone_on_from_goes_while_the_bot_runs_on(
    start: Start, rows: Rows
) -> None:
    now = int(time.time())
    async with start() as app:
        store = app.bot_data.store
        for number, age in enumerate((31, 29)):
            at = now - age * DAY
            await store.shown.record(7, number, ShownMessage("问题", "", ()), at)
            await store.answers.record(7, number, Answered(10, ""), at)
        app.bot_data.settled.set()
        assert await rows(shown, "message_id", count=1) == [(1,)]
        assert await rows(answers, "question_id", count=1) == [(1,)]


async def test_questions_of_a_group_that_moves(make_settings: MakeSettings) -> None:
    settings = make_settings()
    settings.home.mkdir(parents=True)
    store = Store(connect(settings.database))
    await store.open()
    await store.asked.record(Asked(-7, 0, 5, 6, "m", "旧", Outcome.NONE), 1)
    await store.asked.record(Asked(-100, 0, 5, 6, "m", "新", Outcome.NONE), 1)
    await store.wishes.add(Wish(1, "m", "en", 1))
    await store.chats.move(-7, -100)
    await store.aliases.settle(Ruling(["旧"], RIGHT, 1, [1]), 1)
    [due] = await store.wishes.due()
    assert (due.chat, due.message, due.question) == (-100, -5, "旧")
    found = await store.asked.find(-100, 6)
    assert found is not None
    assert found.id == 2
    await store.close()
