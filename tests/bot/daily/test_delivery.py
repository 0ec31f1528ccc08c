"""Pushes on the wire: once, at the time, and an honest ledger when something goes wrong."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

import pytest
from botapi import Account, BotApiServer, faults
from hand_clock import HandClock
from morning import Morning
from pydantic import SecretStr
from socks_proxy import SocksProxy, leaves_refused_connections

from bot.app import build_application
from bot.context import App, Services
from bot.daily.models import Kind, Off, Push, State, Target
from bot.daily.sending import Timing

HALF_HOUR, HOUR, DAY = 1800.0, 3600.0, 24 * 3600.0
FIRST = """📅 每日研读 · 11 月 23 日
📖 ¶1 – 一¶1 · 党委负责人在2020年上半年工作会暨经济运行分析会上的讲话（学习版）"""


async def test_a_push_comes_at_its_time(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    await morning.alice.ask("一、（五）")
    morning.clock.pass_(HALF_HOUR - 1)
    await morning.alice.ask("一、（五）")
    assert morning.server.delivered(morning.alice.private) == 2
    morning.clock.pass_(1)
    message = await morning.server.reply(morning.alice.private)
    assert message.shown.startswith(FIRST)
    assert message.shown.endswith("\n\n第 1–2 / 48 段 · 预计 12 月 10 日读完")
    assert message.button_texts == [["下一段 ▸"], ["📖 读整节", "❓ 问这一段"]]
    assert not message.silent
    (row,) = await morning.settled(morning.alice.id)
    assert (row.state, row.day, row.message) == (State.SENT, date(2026, 11, 23), message.id)
    assert (row.references, row.late) == (("¶1", "一¶1"), False)
    morning.clock.pass_(DAY)
    assert (await morning.server.reply(morning.alice.private)).shown.startswith(
        "📅 每日研读 · 11 月 24 日"
    )


async def test_late_but_within_the_window(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    morning.clock.pass_(HALF_HOUR + 12 * HOUR)
    message = await morning.server.reply(morning.alice.private)
    assert message.shown.startswith("📅 每日研读 · 11 月 23 日（迟到了，原定 07:30）\n")
    await morning.idle()
    assert 'yandu_pushes_total{event="late"} 1.0' in metrics(morning.app)


async def test_beyond_the_window_the_ledger_says_missed(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    morning.clock.pass_(HALF_HOUR + 12 * HOUR + 1)
    (row,) = await morning.settled(morning.alice.id)
    assert (row.state, row.day) == (State.MISSED, date(2026, 11, 23))
    morning.clock.pass_(12 * HOUR)
    assert (await morning.server.reply(morning.alice.private)).shown.startswith(
        "📅 每日研读 · 11 月 24 日"
    )
    assert morning.server.delivered(morning.alice.private) == 1
    await morning.idle()
    assert 'yandu_pushes_total{event="missed"} 1.0' in metrics(morning.app)


def metrics(app: App) -> str:
    from prometheus_client import generate_latest  # noqa: PLC0415

    return generate_latest(app.bot_data.metrics.registry).decode()


@pytest.mark.parametrize(
    "fault",
    [faults.server_error(502), faults.server_error(502, executed=True), faults.drop(),
     faults.drop(executed=True)],
)  # fmt: skip
async def test_nobody_knows_and_it_is_not_sent_again(
    morning: Morning, fault: faults.Fault
) -> None:
    await morning.subscribe(morning.alice.id)
    morning.server.fail("sendMessage", fault)
    morning.clock.pass_(HALF_HOUR)
    (row,) = await morning.settled(morning.alice.id)
    assert row.state is State.UNCERTAIN
    morning.clock.pass_(HOUR)
    morning.clock.pass_(HOUR)
    await morning.alice.ask("一、（五）")
    assert morning.server.delivered(morning.alice.private) == 1 + fault.executed
    morning.clock.pass_(22 * HOUR)
    row = (await morning.settled(morning.alice.id, 2))[-1]
    assert (row.state, row.references[0]) == (State.SENT, "一、（一）一")


@leaves_refused_connections
async def test_a_push_waits_for_a_proxy_that_cannot_connect(
    make_services_here: Callable[..., Services],
    serving: Any,
    server: BotApiServer,
    alice: Account,
    clock: HandClock,
) -> None:
    async with SocksProxy() as proxy:
        services = make_services_here(proxy=SecretStr(proxy.url))
        async with serving(build_application(services, timing=Timing(tick=0.01))) as app:
            morning = Morning(app, server, alice, clock)
            await morning.subscribe(alice.id)
            proxy.reaches = False
            clock.pass_(HALF_HOUR)
            (row,) = await morning.settled(alice.id)
            assert (row.state, row.attempts) == (State.WAITING, 1)
            proxy.reaches = True
            clock.pass_(32)
            assert (await server.reply(alice.private)).shown.startswith(FIRST)


async def test_a_refusal_is_tried_again_a_little_later_each_time(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    morning.server.fail("sendMessage", faults.server_error(500, json=True), times=2)
    morning.clock.pass_(HALF_HOUR)
    await morning.server.wait_for(executed=False)
    (row,) = await morning.settled(morning.alice.id)
    assert (row.state, row.attempts) == (State.WAITING, 1)
    morning.clock.pass_(32)
    await morning.settled(morning.alice.id, attempts=2)
    morning.clock.pass_(62)
    await morning.server.reply(morning.alice.private)
    (row,) = await morning.settled(morning.alice.id)
    assert morning.server.delivered(morning.alice.private) == 1


async def test_a_refusal_for_good_is_told_as_failed(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    refusal = faults.rejected(400, "Bad Request: can't parse entities")
    morning.server.fail("sendMessage", refusal, times=None)
    morning.clock.pass_(HALF_HOUR + 12 * HOUR - 10)
    (row,) = await morning.settled(morning.alice.id)
    assert (row.state, row.reason) == (State.FAILED, "Can't parse entities")


async def test_a_flood_waits_as_told_and_others_go_on(morning: Morning) -> None:
    bob = morning.server.user("Bob", started=True)
    for account in (morning.alice, bob):
        await morning.subscribe(account.id)
    morning.server.fail("sendMessage", faults.flood(40), chat=morning.alice.id)
    morning.clock.pass_(HALF_HOUR)
    assert await morning.server.reply(bob.private)
    (row,) = await morning.settled(morning.alice.id)
    assert row.state is State.WAITING
    morning.clock.pass_(39)
    assert (await morning.alice.ask("一、（五）")).shown.startswith("📖")
    assert morning.server.delivered(morning.alice.private) == 1
    morning.clock.pass_(3)
    assert (await morning.server.reply(morning.alice.private)).shown.startswith("📅")


@pytest.mark.parametrize(
    ("description", "off"),
    [
        ("Forbidden: bot was blocked by the user", Off.BLOCKED),
        ("Forbidden: user is deactivated", Off.DEACTIVATED),
        ("Forbidden: bot was kicked from the supergroup chat", Off.KICKED),
        ("Bad Request: chat not found", Off.DELETED),
    ],
)
async def test_who_cannot_be_reached_is_switched_off(
    morning: Morning, description: str, off: Off
) -> None:
    await morning.subscribe(morning.alice.id)
    code = 403 if description.startswith("Forbidden") else 400
    morning.server.fail("sendMessage", faults.rejected(code, description))
    morning.clock.pass_(HALF_HOUR)
    (row,) = await morning.settled(morning.alice.id)
    assert row.state is State.FAILED
    schedule = await morning.app.bot_data.store.schedules.get(Target(morning.alice.id))
    assert schedule is not None
    assert (schedule.enabled, schedule.off) == (False, off)
    await morning.idle()
    assert 'yandu_pushes_total{event="switched_off"} 1.0' in metrics(morning.app)


async def test_a_group_that_moved_is_followed(morning: Morning) -> None:
    group = morning.server.group("小组", owner=morning.alice, kind="group")
    new = morning.server.group("小组", owner=morning.alice)
    group.migrated_to = new.id
    await morning.subscribe(group.id)
    morning.clock.pass_(HALF_HOUR)
    assert (await morning.server.reply(new)).shown.startswith(FIRST)
    (row,) = await morning.settled(new.id)
    assert (row.state, row.target) == (State.SENT, Target(new.id))
    morning.clock.pass_(DAY)
    assert (await morning.server.reply(new)).shown.startswith("📅 每日研读 · 11 月 24 日")


async def test_topics_have_their_own_and_a_deleted_one_is_reported(morning: Morning) -> None:
    owner = morning.server.user("Owner", started=True)
    forum = morning.server.group(
        "论坛", owner=owner, admins=[morning.server.user("Never started")], forum=True
    )
    topic = await owner.create_topic(forum, "每日")
    await morning.subscribe(forum.id)
    await morning.subscribe(forum.id, topic.id)
    morning.clock.pass_(HALF_HOUR)
    assert (await morning.reply(forum)).shown.startswith("📅")
    assert (await morning.reply(forum)).shown.startswith("📅")
    assert [len(forum.topic_messages(thread)) for thread in (None, topic.id)] == [1, 2]
    await owner.delete_topic(forum, topic)
    morning.clock.pass_(DAY)
    report = await morning.reply(owner.private)
    assert report.shown == (
        "“论坛”里每日研读所在的话题被删除了，推送已经停下。可以在别的话题里发 /daily on。"
    )
    for thread, enabled in ((0, True), (topic.id, False)):
        schedule = await morning.app.bot_data.store.schedules.get(Target(forum.id, thread))
        assert schedule is not None
        assert schedule.enabled is enabled


async def test_a_closed_topic_is_reported_in_the_group_if_no_admin_listens(
    morning: Morning,
) -> None:
    owner = morning.server.user("Owner")
    forum = morning.server.group("论坛", owner=owner, forum=True)
    topic = await owner.create_topic(forum, "每日")
    await morning.subscribe(forum.id, topic.id)
    await owner.close_topic(forum, topic)
    morning.clock.pass_(HALF_HOUR)
    report = await morning.server.reply(forum)
    assert report.shown.startswith("“论坛”里每日研读所在的话题关闭了")
    assert report.thread is None


async def test_several_processes_send_once(
    morning: Morning, make_services_here: Callable[..., Services]
) -> None:
    groups = [morning.server.group(f"小组 {number}") for number in range(12)]
    for group in groups:
        await morning.subscribe(group.id)
    async with AsyncExitStack() as stack:
        for _ in range(2):
            other = build_application(make_services_here(), timing=Timing(tick=0.01))
            assert other.post_init
            assert other.post_shutdown
            await stack.enter_async_context(other)
            await other.post_init(other)
            stack.push_async_callback(other.post_shutdown, other)
        morning.clock.pass_(HALF_HOUR)
        for group in groups:
            await morning.reply(group)
            assert [row.state for row in await morning.settled(group.id)] == [State.SENT]
    assert [morning.server.delivered(group) for group in groups] == [1] * 12


async def test_a_stop_between_the_ledger_and_the_request_lets_the_push_go(
    make_services_here: Callable[..., Services], serving: Any, server: BotApiServer,
    alice: Account, clock: HandClock,
) -> None:  # fmt: skip
    def make() -> App:
        return build_application(make_services_here(), timing=Timing(tick=0.01))

    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(serving(make()))
        delivery, pushes = app.bot_data.delivery, app.bot_data.store.pushes
        assert delivery
        noted, on, begin = asyncio.Event(), asyncio.Event(), pushes.begin

        async def begin_slowly(*given: Any) -> bool:
            begun: bool = await begin(*given)
            noted.set()
            await on.wait()
            return begun

        pushes.begin = begin_slowly
        await Morning(app, server, alice, clock).subscribe(alice.id)
        clock.pass_(HALF_HOUR)
        await noted.wait()
        stopping = asyncio.create_task(stack.aclose())
        await delivery.idle()  # all is let go
        on.set()
        await stopping
    clock.pass_(Timing().lease + 1)
    async with serving(make()) as app:
        (row,) = await Morning(app, server, alice, clock).settled(alice.id)
    assert (row.state, server.delivered(alice.private)) == (State.SENT, 1)


async def test_at_the_end_the_chat_chooses(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id, minutes=10)
    morning.clock.pass_(HALF_HOUR)
    last = await morning.server.reply(morning.alice.private)
    for _ in range(10):
        if "读完了" in last.shown:
            break
        morning.clock.pass_(DAY)
        last = await morning.server.reply(morning.alice.private)
    assert last.shown.endswith("48 / 48 段 · 读完了")
    await morning.settled(morning.alice.id, morning.server.delivered(morning.alice.private))
    await morning.idle()
    assert last.button_texts[-2:] == [["🔁 从头再读"], ["⏹ 不再推送"]]
    schedule = await morning.app.bot_data.store.schedules.get(Target(morning.alice.id))
    assert schedule is not None
    assert (schedule.enabled, schedule.off) == (False, Off.FINISHED)
    count = morning.server.delivered(morning.alice.private)
    morning.clock.pass_(DAY)
    await morning.alice.ask("一、（五）")
    assert morning.server.delivered(morning.alice.private) == count + 1


async def test_the_clock_is_set_back(morning: Morning) -> None:
    await morning.subscribe(morning.alice.id)
    morning.clock.pass_(HALF_HOUR)
    await morning.server.reply(morning.alice.private)
    morning.clock.step(30 * DAY)
    await morning.settled(morning.alice.id, 30)
    await morning.reply(morning.alice.private)
    morning.clock.step(-30 * DAY)
    await morning.awaits(morning.alice.id, date(2026, 11, 24))
    morning.clock.pass_(DAY)
    await morning.server.reply(morning.alice.private)
    rows = sorted(await morning.settled(morning.alice.id, 3), key=lambda row: row.day)
    assert [(row.day, row.state) for row in rows] == [
        (day, State.SENT) for day in (date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 23))
    ]


async def test_without_material_it_waits_until_there_is_some(morning: Morning) -> None:
    services, alice = morning.app.bot_data, morning.alice
    searcher, services.searcher = services.searcher, None
    await morning.subscribe(alice.id)
    morning.clock.pass_(HALF_HOUR)
    (row,) = await morning.settled(alice.id)
    assert (row.state, row.reason) == (State.WAITING, "no material")
    services.searcher = searcher
    morning.clock.pass_(HALF_HOUR + 1)
    assert (await morning.reply(alice.private)).shown.startswith(
        "📅 每日研读 · 11 月 23 日（迟到了，原定 07:30）"
    )


async def test_answers_do_not_wait_behind_a_push(morning: Morning) -> None:
    owner = morning.server.user("Owner")
    group = morning.server.group("学习", owner=owner)
    await owner.ask("/daily now", group)
    for number in range(2):
        await owner.send(group, "/daily now")
        answer = await owner.ask("/ask 一、（五）", group)
        assert answer.shown.startswith("📖 一、（五）"), number
    while morning.server.delivered(group) < 5:
        await morning.reply(group)


async def test_a_push_that_another_process_took_over_is_left_to_it(morning: Morning) -> None:
    alice, store = morning.alice, morning.app.bot_data.store
    await morning.subscribe(alice.id)
    delivery, now = morning.app.bot_data.delivery, int(morning.clock.now())
    assert delivery
    push = Push(0, Target(alice.id), Kind.NOW, date(2026, 11, 23), 1, State.CLAIMED, now)
    mine = await delivery.claim(push)
    assert mine
    later = now + 1000
    assert await store.pushes.retake([mine], later, "other", later)
    assert await delivery.deliver(mine) == mine
    assert morning.server.delivered(alice.private) == 0
    assert (await morning.schedule(alice.id)).enabled


async def test_switched_off_at_the_last_moment(morning: Morning) -> None:
    group = morning.server.group("学习")
    await morning.subscribe(group.id)
    morning.app.bot_data.delivery._sender._parts.pacer.hold(group.id, HALF_HOUR + 60)  # type: ignore[union-attr]
    morning.clock.pass_(HALF_HOUR)
    assert (await morning.claimed(group.id)).state is State.CLAIMED
    await morning.app.bot_data.store.schedules.switch_off(group.id, Off.CHOSEN)
    morning.clock.pass_(120)
    (row,) = await morning.settled(group.id)
    assert (row.state, row.reason) == (State.FAILED, "switched off")
    assert (await morning.schedule(group.id)).off is Off.CHOSEN
    assert morning.server.delivered(group) == 0
