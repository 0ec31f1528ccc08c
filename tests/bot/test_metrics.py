"""What is counted, read as Prometheus reads it."""

import socket
from collections.abc import Awaitable, Callable

import httpx
import pytest
from botapi import Account

from bot.context import App
from bot.metrics import Metrics

StartBot = Callable[..., Awaitable[App]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_answers_are_counted_by_verdict(start_bot: StartBot, alice: Account) -> None:
    port = free_port()
    await start_bot(metrics_port=port)
    for question in ("错峰消毒法是怎么做的", "怎样给猫洗澡", "三、（九）"):
        await alice.ask(question)
    async with httpx.AsyncClient(trust_env=False) as client:
        figures = (await client.get(f"http://127.0.0.1:{port}/metrics")).text.splitlines()
    assert 'yandu_answers_total{verdict="exact"} 1.0' in figures
    assert 'yandu_answers_total{verdict="none"} 1.0' in figures
    assert "yandu_unknown_references_total 1.0" in figures
    assert "yandu_search_seconds_count 3.0" in figures


def test_a_taken_port_is_said_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        Metrics().serve(port)
    assert f"no metrics: port {port} cannot be opened" in caplog.text
