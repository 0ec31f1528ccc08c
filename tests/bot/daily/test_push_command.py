"""`yandu push`: what would go where, and a day sent again."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from botapi import Account, BotApiServer
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.daily.models import Kind, Push, Schedule, State, Target
from bot.daily.slots import Slot, next_slot
from bot.store import Store, connect
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

ZONE = ZoneInfo("Asia/Shanghai")
Run = Callable[..., Awaitable[Result]]


@pytest.fixture
async def store(tmp_path: Path, sample: Document) -> AsyncIterator[Store]:
    home = tmp_path / "home"
    build([sample], SnapshotStore(home / INDEX_FOLDER), None)
    opened = Store(connect(f"sqlite+aiosqlite:///{home / 'yandu.db'}"))
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def run(tmp_path: Path, server: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command in this process, on a thread with a loop of its own."""
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YANDU_TOKEN", server.token)
    monkeypatch.setenv("YANDU_API_URL", f"http://127.0.0.1:{server.port}")
    monkeypatch.setenv("LC_ALL", "C")
    return lambda *arguments: asyncio.to_thread(CliRunner().invoke, cli, ["push", *arguments])


async def subscribe(store: Store, chat: int, topic: int = 0) -> Schedule:
    """Subscribe at an hour that comes only tomorrow."""
    schedule = Schedule(Target(chat, topic), "Asia/Shanghai", time(0, 0), enabled=True)
    await store.schedules.save(schedule, next_slot(schedule, datetime.now(ZONE).timestamp()))
    return schedule


async def test_what_would_go_where(run: Run, store: Store) -> None:
    await subscribe(store, 7000000001)
    await subscribe(store, -1002000000001, 5)
    later = datetime.now(ZONE).date() + timedelta(2)
    told = await run("--dry-run", "--at", f"{later}T01:00", "--json")
    assert told.exit_code == 0, told.output
    pushes = json.loads(told.stdout)["pushes"]
    assert [(each["chat"], each["topic"], each["date"]) for each in pushes] == [
        (-1002000000001, 5, later.isoformat()), (7000000001, 0, later.isoformat())
    ]  # fmt: skip
    # the day before has had the first two passages by then
    assert pushes[0]["references"] == ["一、（一）一", "一、（一）二"]
    shown = await run("--dry-run", "--at", f"{later}T01:00")
    assert shown.stdout.splitlines()[0].startswith("-1002000000001/5  ")
    assert shown.stdout.splitlines()[-1] == "会推送到 2 处"
    assert (await run("--dry-run")).stdout == "会推送到 0 处\n"
    assert await store.pushes.last_id() == 0


async def test_a_missed_day_is_sent_again_where_it_did_not_arrive(
    run: Run, store: Store, server: BotApiServer, alice: Account
) -> None:
    missed, day = State.MISSED, datetime.now(ZONE).date() - timedelta(1)
    others = [server.user(name, started=True) for name in ("Bob", "Carol", "Dora")]
    states = (missed, State.UNCERTAIN, State.SENT, None)
    for account, state in zip((alice, *others), states, strict=True):
        await subscribe(store, account.id)
        if state:
            push = Push(0, Target(account.id), Kind.SCHEDULED, day, 0, state, 0)
            await store.pushes.add(push, "", 0)
    told = await run("--date", day.isoformat())
    assert (told.exit_code, told.stdout) == (0, "补发 2 处：已发 2，不确定 0，没发成 0\n")
    assert [server.delivered(each.private) for each in (alice, *others)] == [1, 1, 0, 0]
    assert server.sent(alice.private)[0].shown.startswith("📅 每日研读")
    again = await run("--date", day.isoformat(), "--json")
    assert json.loads(again.stdout) == {
        "date": day.isoformat(), "all": 0, "sent": 0, "uncertain": 0, "failed": 0
    }  # fmt: skip
    assert server.violations == []


async def test_what_is_due_is_sent_first_and_not_again(
    run: Run, store: Store, server: BotApiServer, alice: Account
) -> None:
    due = (datetime.now(ZONE) - timedelta(minutes=2)).replace(second=0, microsecond=0)
    schedule = Schedule(Target(alice.id), "Asia/Shanghai", due.time(), enabled=True)
    await store.schedules.save(schedule, Slot(due.date(), int(due.timestamp())))
    told = await run("--date", due.date().isoformat())
    assert told.stdout == "补发 0 处：已发 0，不确定 0，没发成 0\n"
    assert server.delivered(alice.private) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "要写 --dry-run（可以加 --at TIME），或者 --date DATE"),
        (("--at", "07:30"), "要写 --dry-run（可以加 --at TIME），或者 --date DATE"),
        (
            ("--dry-run", "--date", "2026-10-08"),
            "要写 --dry-run（可以加 --at TIME），或者 --date DATE",
        ),
        (("--dry-run", "--at", "25:00"), "看不懂时间“25:00”；写成 07:30 或 2026-10-08T07:30"),
        (("--date", "昨天"), "看不懂日期“昨天”；写成 2026-10-08"),
    ],
)
async def test_wrong_usage(run: Run, arguments: tuple[str, ...], error: str) -> None:
    told = await run(*arguments)
    assert told.exit_code == 2
    assert told.stderr.splitlines()[-1] == f"Error: {error}"
