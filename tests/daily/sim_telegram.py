"""Telegram in a simulation: answers the library well or badly, and keeps the record."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from botapi.rates import RateLimiter
from sim_clock import Alive, SimClock
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

__all__ = ["Delivered", "SimRequest", "SimTelegram", "Troubles"]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message that was put into a chat: when by the simulation's time, and its text."""

    chat: int
    thread: int
    time: float
    text: str


@dataclass(frozen=True, slots=True)
class Troubles:
    """How often a request is met by each trouble, from 0 to 1."""

    flood: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    rejected: float = 0.0


@dataclass
class SimTelegram:
    clock: SimClock
    random: random.Random
    troubles: Troubles = Troubles()
    latency: tuple[float, float] = (0.03, 0.25)
    record: list[Delivered] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    down: bool = False
    floods: int = 0
    rates: RateLimiter = field(default_factory=RateLimiter)

    async def answer(self, method: str, given: dict[str, Any], alive: Callable[[], None]) -> Any:
        """Carry out a method; raises what the library makes of a network that fails."""
        if self.down:
            raise NetworkError("no route") from httpx.ConnectError("no route")
        await self.clock.sleep(self.random.uniform(*self.latency))
        alive()
        if method != "sendMessage":
            return {"ok": False, "error_code": 404, "description": "Not Found"}
        luck = self.random.random()
        refusal = self._refusal(int(given["chat_id"]), luck)
        if refusal:
            return refusal
        luck -= self.troubles.flood + self.troubles.rejected
        if 0 <= luck < self.troubles.lost_before:
            raise TimedOut from httpx.ReadTimeout("lost on the way there")
        message = self._deliver(given)
        if 0 <= luck - self.troubles.lost_before < self.troubles.lost_after:
            raise TimedOut from httpx.ReadTimeout("lost on the way back")
        await self.clock.sleep(self.random.uniform(*self.latency))
        return {"ok": True, "result": message}

    def _refusal(self, chat: int, luck: float) -> Any:
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        if luck < self.troubles.flood:
            return _flood(self.random.randint(1, 90))
        if luck < self.troubles.flood + self.troubles.rejected:
            return _error(500, "Internal Server Error")
        if wait := self.rates.wait(chat, self.clock.monotonic()):
            self.floods += 1
            return _flood(wait)
        return None

    def _deliver(self, given: dict[str, Any]) -> dict[str, Any]:
        chat, thread = int(given["chat_id"]), int(given.get("message_thread_id") or 0)
        self.record.append(Delivered(chat, thread, self.clock.monotonic(), given["text"]))
        kind = "private" if chat > 0 else "supergroup"
        return {"message_id": len(self.record), "date": int(self.clock.now()),
                "chat": {"id": chat, "type": kind}, "text": "…"}  # fmt: skip


def _error(code: int, text: str, **parameters: int) -> dict[str, Any]:
    error = {"ok": False, "error_code": code, "description": text}
    return error | ({"parameters": parameters} if parameters else {})


def _flood(wait: int) -> dict[str, Any]:
    return _error(429, f"Too Many Requests: retry after {wait}", retry_after=wait)


class SimRequest(BaseRequest):
    """One process's way to the simulated Telegram."""

    def __init__(self, telegram: SimTelegram, process: Alive) -> None:
        self._telegram, self._process = telegram, process

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
        self._process.check()
        given = request_data.parameters if request_data else {}
        name = url.rsplit("/", 1)[-1]
        answer = await self._telegram.answer(name, given, self._process.check)
        self._process.check()
        return answer.get("error_code", 200), json.dumps(answer).encode()
