"""Answers on the wire: the bot as a process of its own against the Bot API server of the tests."""

import asyncio
import itertools
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median

from botapi import Account, BotApiServer
from yandu_process import Yandu

from benchmarks.figures import Figure, percentile
from corpus.library import SAMPLES
from index.questions import load_questions

WARMING = 20  # questions that do not count
ALONE = 200  # questions of one member, one after another
MEMBERS = 16
EACH = 40  # questions of each member, all members at once
PATIENCE = 60.0
MEBIBYTE = 1024


async def measure_answers(yandu: Yandu) -> list[Figure]:
    """Ask alone, then in many chats at once; latency runs from the update to sendMessage."""
    questions = itertools.cycle(sample_questions())
    async with BotApiServer() as server:
        settings = {
            "YANDU_TOKEN": server.token,
            "YANDU_API_URL": f"http://127.0.0.1:{server.port}",
        }
        async with serving(Yandu(yandu.home, settings)) as process:
            members = [server.user(f"member {number}") for number in range(MEMBERS)]
            await ask(server, members[0], questions, WARMING + ALONE)
            started = time.perf_counter()
            await asyncio.gather(*(ask(server, each, questions, EACH) for each in members))
            rate = MEMBERS * EACH / (time.perf_counter() - started)
            taken = [seconds * 1000 for seconds in server.latencies()[WARMING:]]
            alone, crowd = taken[:ALONE], taken[ALONE:]
            memory = peak_memory(process)
    return [
        Figure(f"update to sendMessage, {ALONE} in a row, p50", median(alone), "ms", 30),
        Figure(f"update to sendMessage, {ALONE} in a row, p99", percentile(alone, 0.99), "ms"),
        Figure(f"answers, {MEMBERS} chats at once", rate, "1/s", 60, at_least=True),
        Figure(f"the same, {MEMBERS} chats at once, p50", median(crowd), "ms"),
        Figure(f"the same, {MEMBERS} chats at once, p99", percentile(crowd, 0.99), "ms"),
        Figure("peak memory of the bot", memory, "MiB"),
    ]


def sample_questions() -> list[str]:
    (path,) = SAMPLES.glob("*.questions.jsonl")
    return [question.question for question in load_questions(path)]


@asynccontextmanager
async def serving(yandu: Yandu) -> AsyncIterator[Process]:
    """Run the bot; its log is thrown away."""
    process = await yandu.spawn("run")
    assert process.stdout
    drain = asyncio.create_task(process.stdout.read())
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()
        await drain


async def ask(server: BotApiServer, member: Account, questions: Iterator[str], count: int) -> None:
    """Ask one question after another."""
    for _ in range(count):
        message = await member.send(None, next(questions))
        await server.reply(message.chat, within=PATIENCE)


def peak_memory(process: Process) -> float:
    """Read the most memory a process has held, in MiB; 0 where the system does not tell."""
    status = Path(f"/proc/{process.pid}/status")
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) / MEBIBYTE
