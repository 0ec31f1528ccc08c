"""Kill the bot again and again while it builds an index, and look at what it starts with."""

import asyncio
import os
import random
import signal
import statistics
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from botapi import Account, BotApiServer
from editions import Edition, edition_told
from owner_phone import OwnerPhone
from yandu_process import Yandu

from bot.home import library_of, snapshots_of
from bot.settings import Settings
from index.snapshot import KEPT

__all__ = ["Kills", "kill_while_reindexing"]

SCRIPT = Path(__file__).with_name("forked_bots.py")
PATIENCE = 60.0


@dataclass
class Kills:
    """What a kill left behind, counted by kind, and how long the next bot took to answer."""

    left: Counter[str] = field(default_factory=Counter)
    restarts: list[float] = field(default_factory=list)

    def figures(self) -> Counter[str]:
        counts = Counter(self.left)
        counts["kills"] = len(self.restarts)
        counts["ms to the first answer, median"] = round(1000 * statistics.median(self.restarts))
        counts["ms to the first answer, most"] = round(1000 * max(self.restarts))
        return counts


@dataclass
class _Stage:
    """The home, the bot of the moment, its owner and a member."""

    server: BotApiServer
    settings: Settings
    forks: Process
    phone: OwnerPhone
    member: Account
    places: int
    child: int = 0

    async def next_child(self) -> None:
        assert self.forks.stdout
        line = await asyncio.wait_for(self.forks.stdout.readline(), PATIENCE)
        self.child = int(line)  # or it says how the bot ended, which it must not

    def put(self, number: int) -> None:
        """Put an edition into the library, as a person at the shell would."""
        edition = Edition(number, self.places)
        folder = library_of(self.settings).folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / edition.name).write_bytes(edition.content)

    def serving(self) -> int | None:
        """Load the current snapshot, which checks it whole, and tell its edition."""
        (document,) = snapshots_of(self.settings).load().documents
        return edition_told(document.text)

    async def check_answer(self) -> float:
        """Let a member ask; the answer is the current snapshot's. Give the seconds it took."""
        started, before = time.monotonic(), self.serving()
        await self.member.send(None, "东区的班车由谁负责")
        answer = await self.server.reply(self.member.private, within=PATIENCE)
        told = edition_told(answer.shown)
        assert told in (before, self.serving()), f"{told} is told where {before} is current"
        assert told is not None
        assert Edition(told, self.places).answers["东区的班车由谁负责"] in answer.shown
        return time.monotonic() - started

    async def reindex(self) -> float:
        """Reindex to the end, and give the seconds."""
        preview = await self.phone.preview()
        started = time.monotonic()
        await self.phone.start(preview)
        await self.phone.renewed(preview)
        return time.monotonic() - started


async def kill_while_reindexing(
    home: Path, kills: int, *, seed: int = 1, places: int = 10
) -> Kills:
    """Begin so many reindexes and kill each at a random moment; AssertionError for what is wrong.

    The next bot must start, answer from the snapshot that is current, which must pass its
    checks, and leave no litter. In the end a reindex goes through.
    """
    chance, outcome = random.Random(seed), Kills()
    async with _stage(home, places) as stage:
        stage.put(1)
        await stage.next_child()
        seconds = await stage.reindex()
        for number in range(2, kills + 2):
            before = stage.serving()
            stage.put(number)
            await stage.phone.start(await stage.phone.preview())
            await asyncio.sleep(chance.uniform(0, seconds))
            os.kill(stage.child, signal.SIGKILL)
            await stage.next_child()
            outcome.left[_left(stage, before)] += 1
            outcome.restarts.append(await stage.check_answer())
            assert stage.serving() in (before, number)
            await _until_clean(stage.settings)
        stage.put(kills + 2)
        await stage.reindex()
        await stage.check_answer()
        assert stage.serving() == kills + 2
        assert len(snapshots_of(stage.settings).manifests()) <= KEPT
        assert stage.server.violations == []
    return outcome


@asynccontextmanager
async def _stage(home: Path, places: int) -> AsyncIterator[_Stage]:
    async with BotApiServer() as server:
        owner, member = (server.user(name, started=True) for name in ("Olga", "Max"))
        given = {"YANDU_TOKEN": server.token, "YANDU_API_URL": f"http://127.0.0.1:{server.port}",
                 "YANDU_ADMINS": str(owner.id)}  # fmt: skip
        with (home.parent / "bot.log").open("wb") as log:
            forks = await asyncio.create_subprocess_exec(
                sys.executable, SCRIPT, stdin=PIPE, stdout=PIPE, stderr=log,
                cwd=home.parent, env=Yandu(home, given).environment, start_new_session=True,
            )  # fmt: skip
        phone = OwnerPhone(server, owner)
        stage = _Stage(server, Settings(home=home), forks, phone, member, places)
        try:
            yield stage
        finally:
            os.killpg(forks.pid, signal.SIGKILL)
            await forks.wait()


def _left(stage: _Stage, before: int | None) -> str:
    """Name how far a build had come when it was killed, by what there is of it."""
    if stage.serving() != before:
        return "killed after the switch"
    litter = list(_litter(stage.settings))
    if any(not path.name.startswith(".") for path in litter):
        return "killed before the switch"
    return "killed while it wrote" if litter else "killed before it wrote"


def _litter(settings: Settings) -> Iterator[Path]:
    """List what no build that ended leaves behind."""
    index = snapshots_of(settings).folder
    return chain(
        (index / "snapshots").glob(".*"),
        (index / "candidates").glob("*"),
        index.glob(".current-*"),
        library_of(settings).folder.glob(".*.tmp"),
    )


async def _until_clean(settings: Settings) -> None:
    """Wait for the new bot to put away what the killed one has left."""
    async with asyncio.timeout(PATIENCE):
        while list(_litter(settings)):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
