"""The bot as a process of its own, between a member's client and the Bot API server."""

import asyncio
import signal
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi import BotApiServer
from yandu_process import Yandu

from bot.heartbeat import FILE
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

PATIENCE = 60.0  # seconds; a busy machine takes its time to import


@pytest.fixture
def yandu(server: BotApiServer, tmp_path: Path, sample: Document) -> Yandu:
    """Give a home indexed by words alone, with the server for its Telegram."""
    build([sample], SnapshotStore(tmp_path / "home" / INDEX_FOLDER), None)
    settings = {"YANDU_TOKEN": server.token, "YANDU_API_URL": f"http://127.0.0.1:{server.port}"}
    return Yandu(tmp_path / "home", settings)


async def ended(process: Process) -> str:
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return output.decode()


@pytest.fixture
async def running(yandu: Yandu) -> AsyncIterator[Process]:
    process = await yandu.spawn("run")
    yield process
    if process.returncode is None:
        process.kill()
        await process.wait()


async def test_a_member_asks_and_the_bot_answers(
    server: BotApiServer, running: Process, yandu: Yandu
) -> None:
    member = server.user("小李")
    message = await member.ask("错峰消毒法是什么", within=PATIENCE)
    assert "“错峰消毒法”" in (message.text or "")
    assert "一、（四）" in (message.text or "")
    assert time.time() - (yandu.home / FILE).stat().st_mtime < PATIENCE
    running.send_signal(signal.SIGTERM)
    log = await ended(running)
    assert (running.returncode, server.token in log, server.violations) == (0, False, [])
    assert log.count("https://t.me/YanduTestBot?start=claim-") == 1


async def test_a_token_that_telegram_refuses_ends_the_bot(yandu: Yandu) -> None:
    wrong = Yandu(yandu.home, {**yandu.settings, "YANDU_TOKEN": "1:wrong"})
    process = await wrong.spawn("run")
    log = await ended(process)
    assert process.returncode == 1
    assert log.splitlines()[-1] == (
        "yandu: Telegram 不认 YANDU_TOKEN：到 @BotFather 重新复制（或另要一个），再启动"
    )
