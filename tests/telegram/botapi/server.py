"""The server itself: HTTP in front of a stage."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from botapi.dispatch import Answer
from botapi.errors import ApiError
from botapi.stage import Stage
from botapi.webhook import WebhookPusher
from botapi.wire import read_request
from botapi.world import TOKEN, World


class BotApiServer(Stage):
    """A strict Bot API on the loopback, for one bot."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = "YanduTestBot",
        clock: Callable[[], float] = time.time,
        privacy: bool = True,
        enforce_rates: bool = False,
        port: int = 0,
    ) -> None:
        super().__init__(World(token, username, clock, privacy))
        self.port = port
        self.enforce_rates(on=enforce_rates)
        self._runner: web.ServerRunner | None = None
        self._pusher: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.shut()

    async def open(self) -> None:
        """Listen; a server that was shut comes back on its old port with its old world."""
        server = web.Server(self._respond, access_log=None, handler_cancellation=True)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self._pusher = asyncio.create_task(WebhookPusher(self.world).run())

    async def shut(self) -> None:
        """Stop listening and cut all connections, as in an outage."""
        assert self._runner is not None
        assert self._pusher is not None
        self._pusher.cancel()
        await asyncio.gather(self._pusher, return_exceptions=True)
        self.world.updates.end_polls()
        await self._runner.cleanup()

    @property
    def token(self) -> str:
        """Return the bot's token."""
        return self.world.token

    @property
    def base_url(self) -> str:
        """Return what python-telegram-bot calls `base_url`."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """Return what python-telegram-bot calls `base_file_url`."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    async def _respond(self, request: web.BaseRequest) -> web.StreamResponse:
        kind, _, rest = request.path.lstrip("/").partition("bot")
        token, _, name = rest.partition("/")
        if token != self.token or kind not in ("", "file/"):
            return _refuse_token(token)
        if kind == "file/":
            return self._download(name)
        try:
            raw, uploads = await read_request(request)
        except ApiError as error:
            return _response(Answer(error.code, json.dumps(error.body())))
        handling = self.dispatcher.handle(name, raw, uploads)
        polling = name.lower() == "getupdates"  # ends with its client; all else is carried out
        answer = await (handling if polling else asyncio.shield(handling))
        if answer.body is None and request.transport is not None:
            request.transport.abort()
        return _response(answer)

    def _download(self, path: str) -> web.Response:
        stored = self.world.paths.get(path)
        if stored is None:
            return _response(Answer(404, json.dumps(ApiError(404, "Not Found").body())))
        return web.Response(body=stored.data, content_type="application/octet-stream")


def _response(answer: Answer) -> web.Response:
    body = answer.body or ""
    return web.Response(status=answer.status or 500, text=body, content_type=answer.kind)


def _refuse_token(token: str) -> web.Response:
    number, _, secret = token.partition(":")
    code, text = (401, "Unauthorized") if number.isdigit() and secret else (404, "Not Found")
    return _response(Answer(code, json.dumps(ApiError(code, text).body())))
