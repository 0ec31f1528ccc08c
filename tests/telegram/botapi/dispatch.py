"""One request from its raw parameters to its answer: faults, limits, method, record."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

from botapi.errors import ApiError, too_many_requests
from botapi.faults import Fault, FaultPlan
from botapi.log import Call, CallLog
from botapi.methods import METHODS
from botapi.parameters import NAMES, decode
from botapi.rates import RateLimiter
from botapi.world import World

_PACED = ("send", "edit", "forward", "copy")


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire; no body means that the connection is cut."""

    status: int
    body: str | None
    kind: str = "application/json"


class Dispatcher:
    """Run the bot's requests against the world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log = CallLog()
        self.faults = FaultPlan()
        self.rates: RateLimiter | None = None

    async def handle(
        self, name: str, raw: dict[str, Any], uploads: dict[str, tuple[str, bytes]]
    ) -> Answer:
        """Answer one request."""
        call = self._open(NAMES.get(name.lower(), name), raw, uploads)
        fault: Fault | None = None
        try:
            self._decode(call, raw)
            fault = self.faults.take(call.method, call.params)
            if fault and not fault.executed:
                await self._before(fault)
            if fault is None or fault.executed or not _fails(fault):
                await self._execute(call)
            if fault and fault.executed:
                await self._after(fault)
        except ApiError as error:
            return self._close(call, _reject(call, error))
        except Exception as error:  # noqa: BLE001  a request so odd that this server stumbles
            stumbled = ApiError(500, f"Internal Server Error: {error!r}")
            return self._close(call, _reject(call, stumbled))
        return self._close(call, _answer(call, fault))

    def _open(self, method: str, raw: dict[str, Any], uploads: dict[str, Any]) -> Call:
        home = self.log.polls if method == "getUpdates" else self.log.calls
        call = Call(len(home), method, dict(raw), time.monotonic(), uploads=uploads)
        home.append(call)
        return call

    def _decode(self, call: Call, raw: dict[str, Any]) -> None:
        if call.method not in NAMES.values():
            raise ApiError(404, "Not Found: method not found")
        call.params, unknown = decode(call.method, raw)
        chat_id = call.params.get("chat_id")
        if isinstance(chat_id, str):
            chat_id = self._named(chat_id)
        if chat_id is not None:
            self.log.in_chat(call, chat_id)
        if unknown:
            self.log.doubt(call, f"unknown parameters {sorted(unknown)}")
        if self.world.logged_out:
            raise ApiError(400, "Logged out")

    def _named(self, name: str) -> int | None:
        chats = self.world.chats.values()
        return next((c.id for c in chats if f"@{c.username}" == name), None)

    async def _before(self, fault: Fault) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.error:
            raise fault.error

    async def _after(self, fault: Fault) -> None:
        self.log.finished()
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.error:
            raise fault.error

    async def _execute(self, call: Call) -> None:
        world, params = self.world, call.params
        if call.method == "getUpdates":
            world.updates.allow(params.get("allowed_updates"))
            call.result = await world.updates.poll(
                params.get("offset", 0), params.get("limit", 100), params.get("timeout", 0)
            )
            call.executed = True
            return
        self._pace(call)
        world.touched = None
        world.doubts.clear()
        call.result = METHODS[call.method](world, params, call.uploads)
        call.executed, call.message = True, world.touched
        for doubt in world.doubts:
            self.log.doubt(call, doubt)

    def _pace(self, call: Call) -> None:
        if self.rates is None or call.chat_id is None or not call.method.startswith(_PACED):
            return
        if call.method == "sendChatAction":
            return
        if wait := self.rates.wait(call.chat_id, self.world.clock()):
            raise too_many_requests(wait)

    def _close(self, call: Call, answer: Answer) -> Answer:
        call.code = answer.status
        call.done = time.monotonic()
        if call.error is not None:
            self.log.reject(call)
        self.log.finished()
        return answer


def _fails(fault: Fault) -> bool:
    return fault.drop or fault.raw is not None or fault.error is not None


def _reject(call: Call, error: ApiError) -> Answer:
    call.error, call.blamed = error.description, error.foreseeable
    return Answer(error.code, json.dumps(error.body()))


def _answer(call: Call, fault: Fault | None) -> Answer:
    if fault and fault.drop:
        return Answer(0, None)
    if fault and fault.raw:
        return Answer(*fault.raw, "text/html")
    return Answer(200, json.dumps({"ok": True, "result": call.result}))
