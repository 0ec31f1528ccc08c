"""Requests to the Bot API that wait when told to, and repeat only what was surely not executed."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.settings import Settings

__all__ = ["ObedientRequest", "PollingRequest", "requests_for"]

_LOGGER = logging.getLogger(__name__)
_TRIES = 4
_LONGEST_WAIT = 120.0
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)

Response = tuple[int, bytes]


class ObedientRequest(HTTPXRequest):
    """Waits as long as a 429 says and asks again, and again after what Telegram rejected with 5xx.

    A read timeout is raised at once: the request may have been executed.
    """

    async def do_request(self, *args: Any, **kwargs: Any) -> Response:
        for attempt in range(1, _TRIES):
            try:
                code, payload = await super().do_request(*args, **kwargs)
            except NetworkError as error:
                if not isinstance(error.__cause__, _NOT_SENT):
                    raise
                wait = 0.5 * attempt
            else:
                told = _told_to_wait(code, payload, attempt)
                if told is None or told > _LONGEST_WAIT:
                    return code, payload
                wait = told
            _LOGGER.info("asking again in %.1f s", wait)
            await asyncio.sleep(wait)
        return await super().do_request(*args, **kwargs)


class PollingRequest(HTTPXRequest):
    """Notices that Telegram refuses the token while updates are being fetched.

    The library would end polling without a word and leave the process running, deaf. So it is
    told instead, and polling waits to be stopped.
    """

    def __init__(self, refused: Callable[[], Awaitable[None]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._tell_refused = refused
        self._refused = False

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> Response:
        if self._refused:
            return HTTPStatus.OK, b'{"ok": true, "result": []}'
        code, payload = await super().do_request(url, *args, **kwargs)
        if code in _REFUSED and url.endswith("/getUpdates"):
            self._refused = True
            await self._tell_refused()
            await asyncio.Event().wait()
        return code, payload


def requests_for(
    settings: Settings, refused: Callable[[], Awaitable[None]]
) -> tuple[ObedientRequest, PollingRequest]:
    """Make the requests for methods and for fetching updates, both through the proxy."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    ordinary = ObedientRequest(proxy=proxy, read_timeout=20.0, pool_timeout=30.0)
    polling = PollingRequest(refused, connection_pool_size=1, proxy=proxy, read_timeout=10.0)
    return ordinary, polling


def _told_to_wait(code: int, payload: bytes, attempt: int) -> float | None:
    """Return the seconds to wait before asking again, or None where the answer is final."""
    if code != HTTPStatus.TOO_MANY_REQUESTS and code < HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    try:
        answer = json.loads(payload)
        rejected = answer["ok"] is False
        told = answer.get("parameters", {}).get("retry_after")
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        return float(told) if told is not None else 1.0
    return 0.5 * attempt if rejected else None
