"""The ledger: of several processes one sends, and what a crash leaves is known for what it is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.daily.models import Kind, Off, Order, Push, Schedule, State, Target
from bot.daily.planning import make_plan
from bot.daily.slots import Slot
from bot.store import Store, connect

CHAT = Target(-1001, 7)
DAY = 24 * 3600
DUE = 1795390200  # 2026-11-22 23:30 UTC, 7:30 on the 23rd in Shanghai
SLOT = Slot(date(2026, 11, 23), DUE)
WINDOW = 12 * 3600


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[tuple[Store, Store]]:
    """Give two processes' views of one database."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'yandu.db'}"
    opened = Store(connect(url)), Store(connect(url))
    for store in opened:
        await store.open()
    yield opened
    for store in opened:
        await store.close()


@pytest.fixture
async def store(stores: tuple[Store, Store]) -> Store:
    return stores[0]


async def subscribe(store: Store, target: Target = CHAT, slot: Slot = SLOT) -> Schedule:
    schedule = Schedule(target, "Asia/Shanghai", enabled=True)
    await store.schedules.save(schedule, slot)
    return schedule


async def claim(store: Store, owner: str, now: int = DUE) -> list[Push]:
    due = await store.schedules.due(now, 10)
    plans = [make_plan(schedule, slot, now, WINDOW) for schedule, slot in due]
    return await store.pushes.enter(plans, now, owner, now + 100)


async def test_a_schedule_is_kept_whole(store: Store) -> None:
    given = replace(await subscribe(store), documents=("一", "b"), paused_until=date(2026, 12, 1),
                    off=Off.CHOSEN, language="en", since=5)  # fmt: skip
    await store.schedules.save(given, None)
    assert await store.schedules.get(CHAT) == given
    assert await store.schedules.get(Target(CHAT.chat)) is None
    assert await store.schedules.due(DUE + DAY, 10) == []


async def retake(store: Store, owner: str, now: int) -> list[Push]:
    left = await store.pushes.left_over(now, 10)
    return await store.pushes.retake(left, now, owner, now + 200)


async def test_one_process_claims(stores: tuple[Store, Store]) -> None:
    one, other = stores
    await subscribe(one)
    assert await claim(one, "one", DUE - 1) == []
    seen = await other.schedules.due(DUE, 10)
    (mine,) = await claim(one, "one")
    assert (mine.target, mine.day, mine.state) == (CHAT, SLOT.day, State.CLAIMED)
    plans = [make_plan(schedule, slot, DUE, WINDOW) for schedule, slot in seen]
    assert await other.pushes.enter(plans, DUE, "other", DUE + 100) == []
    assert await claim(other, "other") == []
    ((_, awaited),) = await one.schedules.enabled()
    assert awaited == Slot(SLOT.day + timedelta(1), DUE + DAY)


async def test_a_changed_time_brings_no_date_twice(store: Store) -> None:
    schedule = await subscribe(store)
    assert len(await claim(store, "one")) == 1
    await store.schedules.save(schedule, Slot(SLOT.day, DUE + 3600))
    assert [push.id for push in await claim(store, "two", DUE + 3600)] == []
    assert await store.pushes.taken(CHAT) == {SLOT.day}


async def test_a_row_left_claimed_is_claimed_again(stores: tuple[Store, Store]) -> None:
    one, other = stores
    await subscribe(one)
    (mine,) = await claim(one, "one")
    assert await retake(other, "other", DUE + 100) == []
    assert await retake(other, "other", DUE + 101) == [mine]
    assert not await one.pushes.begin(mine, "one", DUE + 200)
    assert await other.pushes.begin(mine, "other", DUE + 200)
    assert not await other.pushes.begin(mine, "other", DUE + 200)


async def test_a_row_left_sending_is_uncertain_for_good(stores: tuple[Store, Store]) -> None:
    one, other = stores
    await subscribe(one)
    (mine,) = await claim(one, "one")
    assert await one.pushes.begin(replace(mine, passages=("p",)), "one", DUE + 50)
    assert await other.pushes.left_over(DUE + 50, 10) == []
    (found,) = await other.pushes.left_over(DUE + 51, 10)
    left = await other.pushes.doubt(found, DUE + 51)
    assert (left.state, left.passages) == (State.UNCERTAIN, ("p",))
    assert await retake(other, "other", DUE + DAY) == []
    # its process was slow, not dead, and learns what became of it
    await one.pushes.settle(replace(mine, state=State.SENT, settled=DUE, message=5), "one")
    (settled,) = await one.pushes.read(CHAT, [Order.SEQUENCE], 0)
    assert (settled.state, settled.message, settled.attempts) == (State.SENT, 5, 1)


async def test_a_refused_push_waits(store: Store) -> None:
    await subscribe(store)
    (mine,) = await claim(store, "one")
    await store.pushes.begin(mine, "one", DUE + 50)
    await store.pushes.settle(replace(mine, state=State.WAITING), "one", again=DUE + 60)
    assert await retake(store, "two", DUE + 59) == []
    (again,) = await retake(store, "two", DUE + 60)
    assert (again.id, again.state) == (mine.id, State.CLAIMED)


async def test_switched_off_between_claim_and_request(store: Store) -> None:
    await subscribe(store)
    (mine,) = await claim(store, "one")
    assert await store.schedules.switch_off(CHAT.chat, Off.KICKED, CHAT.topic) == 1
    assert not await store.pushes.begin(mine, "one", DUE + 50)
    found = await store.schedules.get(CHAT)
    assert found is not None
    assert (found.enabled, found.off) == (False, Off.KICKED)


async def test_what_was_slept_through_is_entered_as_missed(store: Store) -> None:
    await subscribe(store)
    (mine,) = await claim(store, "one", DUE + 2 * DAY + 60)
    assert mine.day == SLOT.day + timedelta(2)
    rows = await store.pushes.last(CHAT, 5)
    assert [(row.day.day, row.state) for row in sorted(rows, key=lambda row: row.day)] == [
        (23, State.MISSED), (24, State.MISSED), (25, State.CLAIMED)
    ]  # fmt: skip


async def test_kinds_of_their_own(store: Store) -> None:
    push = Push(0, CHAT, Kind.NOW, SLOT.day, 900, State.CLAIMED, DUE)
    first = await store.pushes.add(push, "one", DUE + 50)
    assert first is not None
    assert await store.pushes.add(push, "two", DUE + 50) is None
    assert await store.pushes.add(replace(push, number=901), "one", DUE + 50) is not None
    assert await store.pushes.taken(CHAT) == frozenset()
    assert await store.pushes.begin(first, "one", DUE + 50)  # needs no schedule


async def test_a_group_takes_everything_along(store: Store) -> None:
    old, new = Target(-5), Target(-1005)
    schedule = await subscribe(store, old)
    await claim(store, "one")
    await subscribe(store, Target(new.chat, 3))
    push = Push(0, new, Kind.SCHEDULED, SLOT.day + timedelta(1), 0, State.CLAIMED, DUE)
    await store.pushes.add(push, "two", DUE)
    for _ in range(2):
        await store.chats.move(old.chat, new.chat)
    assert await store.schedules.get(new) == replace(schedule, target=new)
    assert await store.pushes.taken(new) == {SLOT.day, SLOT.day + timedelta(1)}
    assert await store.pushes.taken(old) == frozenset()
    assert len(await store.schedules.of_chat(new.chat)) == 2
