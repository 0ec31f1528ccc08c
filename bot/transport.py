"""Requests to the Bot API that wait when told to, and repeat only what was surely not executed."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import NetworkError, TelegramError
from telegram.ext import Defaults, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.settings import Settings

__all__ = ["ObedientRequest", "PollingRequest", "mouth_of", "requests_for", "was_not_executed"]

os.environ.setdefault("PTB_TIMEDELTA", "true")  # or the library warns whenever it is told to wait

_LOGGER = logging.getLogger(__name__)
_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between tries where Telegram does not say how long to wait."""
_LONGEST_WAIT = 120.0
# A proxy's error is raised only while it is asked to connect, before the request goes out.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_REFUSED = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)

Response = tuple[int, bytes]


class ObedientRequest(HTTPXRequest):
    """Asks again after a 429, as late as it says, and after what was surely not executed.

    A read timeout or a gateway's error is raised at once: the request may have been executed.
    """

    def __init__(self, pauses: tuple[float, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._pauses = pauses

    async def do_request(self, *args: Any, **kwargs: Any) -> Response:
        for pause in self._pauses:
            try:
                code, payload = await super().do_request(*args, **kwargs)
            except NetworkError as error:
                if not isinstance(error.__cause__, _NOT_SENT):
                    raise
                reason, wait = error.message, pause
            else:
                told = _told_to_wait(code, payload, pause)
                if told is None or told > _LONGEST_WAIT:
                    return code, payload
                reason, wait = f"HTTP {code}", told
            _LOGGER.warning("Telegram: %s; asking again in %.1f s", reason, wait)
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
    settings: Settings,
    refused: Callable[[], Awaitable[None]],
    *,
    patient: bool = True,
    heard: Callable[[httpx.Response], Awaitable[None]] | None = None,
) -> tuple[ObedientRequest, PollingRequest]:
    """Make the requests for methods and for fetching updates, both through the proxy.

    An impatient one asks once: for whoever waits at a shell, or keeps what was not sent.
    `heard` is given every response.
    """
    pauses = _PAUSES if patient else ()
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    hooks = {"event_hooks": {"response": [heard] if heard else []}}
    both: dict[str, Any] = {"proxy": proxy, "httpx_kwargs": hooks}
    ordinary = ObedientRequest(pauses, read_timeout=20.0, pool_timeout=30.0, **both)
    polling = PollingRequest(refused, connection_pool_size=1, read_timeout=10.0, **both)
    return ordinary, polling


def mouth_of(
    settings: Settings, request: BaseRequest, token: str, defaults: Defaults | None
) -> ExtBot[None]:
    """Make a bot that only speaks, and whose requests go a way of their own."""
    return ExtBot(
        token,
        settings.base_url,
        settings.base_file_url,
        request=request,
        get_updates_request=request,
        defaults=defaults,
    )


def was_not_executed(error: TelegramError) -> bool:
    """Tell of a failed request whether Telegram surely did nothing, so that it may be repeated.

    Either it never went out, or Telegram itself said no; a gateway's page says nothing.
    """
    return error.__cause__ is None or isinstance(error.__cause__, _NOT_SENT)


def _told_to_wait(code: int, payload: bytes, pause: float) -> float | None:
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
        return float(told) if told is not None else pause
    return pause if rejected else None
