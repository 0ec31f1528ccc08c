"""The server in a thread of its own, for tests and scripts that are not asynchronous."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

from botapi.server import BotApiServer

T = TypeVar("T")


class ThreadedServer:
    """A running server, and the way to have its coroutines carried out."""

    def __init__(self, server: BotApiServer, loop: asyncio.AbstractEventLoop) -> None:
        self.server = server
        self._loop = loop

    def run(self, coroutine: Coroutine[Any, Any, T], *, within: float = 60.0) -> T:
        """Carry out a coroutine of the server's in its thread."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(within)


@contextlib.contextmanager
def in_thread(**options: Any) -> Iterator[ThreadedServer]:
    """Run a BotApiServer with these options in a thread until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bot-api", daemon=True)
    thread.start()
    server = BotApiServer(**options)
    threaded = ThreadedServer(server, loop)
    try:
        threaded.run(server.open())
        yield threaded
        threaded.run(server.shut())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
