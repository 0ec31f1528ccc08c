"""A clock that the test sets, and the bot that goes by it."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from botapi import Account, BotApiServer
from hand_clock import HandClock
from morning import START, Morning

from bot.app import build_application, make_services
from bot.context import App, Services
from bot.daily.sending import Timing
from bot.settings import Settings
from index.search import Searcher


@pytest.fixture
def clock() -> HandClock:
    return HandClock(START)


@pytest.fixture
def make_services_here(
    make_settings: Callable[..., Settings], searcher: Searcher, clock: HandClock
) -> Callable[..., Services]:
    """Give what a process on the test's home and clock works with."""
    return lambda **given: make_services(make_settings(**given), searcher, clock)


@pytest.fixture
async def app(
    make_services_here: Callable[..., Services], serving: Any, server: BotApiServer
) -> AsyncIterator[App]:
    async with serving(
        build_application(make_services_here(), timing=Timing(tick=0.01))
    ) as running:
        yield running
    assert server.violations == []


@pytest.fixture
def morning(app: App, server: BotApiServer, alice: Account, clock: HandClock) -> Morning:
    return Morning(app, server, alice, clock)
