"""The transport that stands where HTTPS to Telegram would."""

import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from telegram.request import BaseRequest, RequestData

from bot.console.desk import Desk, RefusedCall
from bot.console.posts import JSON


class ConsoleRequest(BaseRequest):
    """Serves the bot's calls from the desk and its updates from what is typed."""

    def __init__(self, desk: Desk, updates: Callable[[], Awaitable[list[JSON]]]) -> None:
        self.desk = desk
        self.updates = updates

    @property
    def read_timeout(self) -> None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_timeouts: Any,
        **_more_timeouts: Any,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        if method == "GET":
            return HTTPStatus.OK, self.desk.files[name].read_bytes()
        given = request_data.parameters if request_data else {}
        try:
            result = await self._result(name, given, request_data)
        except RefusedCall as refused:
            return HTTPStatus.BAD_REQUEST, _json(
                {"ok": False, "error_code": 400, "description": str(refused)}
            )
        return HTTPStatus.OK, _json({"ok": True, "result": result})

    async def _result(self, name: str, given: JSON, data: RequestData | None) -> Any:
        if name == "getUpdates":
            return await self.updates() if given.get("timeout") else []
        return self.desk.call(name, given, data.multipart_data if data else {})


def _json(answer: JSON) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()
