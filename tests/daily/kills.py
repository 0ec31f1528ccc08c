"""Kill the bot again and again while it pushes to many chats, and count at the server."""

import asyncio
import os
import random
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from botapi import BotApiServer, Chat, faults
from yandu_process import Yandu

from bot.daily.models import Schedule, State, Target
from bot.daily.slots import Slot
from bot.store import Store, connect

__all__ = ["Killing", "kill_while_pushing"]

ZONE = ZoneInfo("Asia/Shanghai")
SCRIPT = Path(__file__).with_name("push_process.py")
ANSWERED_AFTER = 0.03  # seconds in which a message is delivered and the bot does not know it
PATIENCE = 60.0
_OPEN = (State.CLAIMED, State.SENDING, State.WAITING)


@dataclass(frozen=True)
class Killing:
    """How often each chat got the push, what the ledger says of it, and how many kills."""

    delivered: dict[int, int]
    states: dict[int, State]
    kills: int

    def check(self) -> Counter[str]:
        """Nothing lost, nothing twice; where nobody knows, the ledger says so."""
        for chat, state in self.states.items():
            count = self.delivered[chat]
            assert state in (State.SENT, State.UNCERTAIN), f"{chat} is left {state}"
            assert count <= 1, f"{chat} got it {count} times"
            assert state is State.UNCERTAIN or count == 1, f"{chat}: {state} without a message"
        counts = Counter(str(state) for state in self.states.values())
        counts["arrived"], counts["kills"] = sum(self.delivered.values()), self.kills
        return counts


async def kill_while_pushing(home: Path, chats: int, kills: int, seed: int = 1) -> Killing:
    """Push to so many chats from an indexed home, and kill so many processes meanwhile."""
    chance = random.Random(seed)
    async with BotApiServer() as server:
        server.fail("sendMessage", faults.slow(ANSWERED_AFTER, executed=True), times=None)
        members = [
            server.user(f"member {number}", started=True).private for number in range(chats)
        ]
        store = Store(connect(f"sqlite+aiosqlite:///{home / 'yandu.db'}"))
        await store.open()
        await _make_due(store, members)
        process = await _launch(home, server)
        try:
            for _ in range(kills):
                child = await _child(process)
                await _push_a_few(server, chance.randint(0, 2 * chats // kills - 1))
                await asyncio.sleep(chance.uniform(0, 2 * ANSWERED_AFTER))
                os.kill(child, signal.SIGKILL)
            child = await _child(process)
            states = await _final_states(store, members)
            assert process.stdin
            process.stdin.close()
            os.kill(child, signal.SIGTERM)
            await asyncio.wait_for(process.wait(), PATIENCE)
        finally:
            if process.returncode is None:
                process.kill()
            await store.close()
        return Killing({chat.id: server.delivered(chat) for chat in members}, states, kills)


async def _make_due(store: Store, members: Sequence[Chat]) -> None:
    """Subscribe everybody with a push that is due since this minute."""
    now = datetime.now(ZONE).replace(second=0, microsecond=0)
    slot = Slot(now.date(), int(now.timestamp()))
    for chat in members:
        schedule = Schedule(Target(chat.id), "Asia/Shanghai", now.time(), enabled=True)
        await store.schedules.save(schedule, slot)


async def _launch(home: Path, server: BotApiServer) -> Process:
    settings = {"YANDU_TOKEN": server.token, "YANDU_API_URL": f"http://127.0.0.1:{server.port}"}
    environment = Yandu(home, settings).environment
    return await asyncio.create_subprocess_exec(
        sys.executable, SCRIPT, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    )


async def _child(process: Process) -> int:
    assert process.stdout
    return int(await asyncio.wait_for(process.stdout.readline(), PATIENCE))


async def _push_a_few(server: BotApiServer, count: int) -> None:
    """Wait until so many more pushes have arrived; all that are left may be fewer."""
    goal = server.delivered() + count
    with suppress(TimeoutError):
        await server.until(lambda: server.delivered() >= goal, within=5)


async def _final_states(store: Store, members: Sequence[Chat]) -> dict[int, State]:
    """Wait until every chat's push has come to its end."""
    async with asyncio.timeout(PATIENCE):
        while True:
            rows = {chat.id: await store.pushes.last(Target(chat.id), 5) for chat in members}
            if all(row and row[0].state not in _OPEN for row in rows.values()):
                assert all(len(row) == 1 for row in rows.values())
                return {chat: row[0].state for chat, row in rows.items()}
            await asyncio.sleep(0.5)
