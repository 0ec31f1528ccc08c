"""A server and real python-telegram-bot `Bot`s that talk to it."""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from botapi import BotApiServer
from telegram import Bot
from telegram.request import HTTPXRequest

os.environ["NO_PROXY"] = "*"
os.environ["PTB_TIMEDELTA"] = "true"  # otherwise the library warns at every 429

MakeBot = Callable[..., Awaitable[Bot]]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
async def make_bot(server: BotApiServer) -> AsyncIterator[MakeBot]:
    async with contextlib.AsyncExitStack() as stack:

        async def make(token: str | None = None, read_timeout: float = 5.0) -> Bot:
            requests = [HTTPXRequest(read_timeout=read_timeout) for _ in range(2)]
            for request in requests:
                stack.push_async_callback(request.shutdown)
            return Bot(
                token or server.token,
                base_url=server.base_url,
                base_file_url=server.base_file_url,
                request=requests[0],
                get_updates_request=requests[1],
            )

        yield make


@pytest.fixture
async def bot(make_bot: MakeBot) -> Bot:
    made = await make_bot()
    await made.initialize()
    return made
