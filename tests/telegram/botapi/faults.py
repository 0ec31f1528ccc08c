"""Faults that tests inject: what goes wrong, where and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botapi.errors import ApiError, forbidden, too_many_requests

_GATEWAY_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True)
class Fault:
    """One way to fail. With `executed`, the method does its work before the failure."""

    executed: bool = False
    error: ApiError | None = None
    raw: tuple[int, str] | None = None
    """HTTP status and a body that is no JSON."""
    drop: bool = False
    delay: float = 0.0
    """Seconds before the answer (after the work where `executed`, otherwise before it)."""


def flood(retry_after: int = 1) -> Fault:
    """Answer 429."""
    return Fault(error=too_many_requests(retry_after))


def server_error(code: int = 502, *, executed: bool = False, json: bool = False) -> Fault:
    """Answer 5xx, as a gateway's page or as Telegram's JSON."""
    if json:
        error = ApiError(code, "Internal Server Error", foreseeable=False)
        return Fault(error=error, executed=executed)
    return Fault(raw=(code, _GATEWAY_PAGE), executed=executed)


def drop(*, executed: bool = False) -> Fault:
    """Cut the connection, before or after the method is executed."""
    return Fault(drop=True, executed=executed)


def slow(seconds: float, *, executed: bool = False) -> Fault:
    """Answer properly but late; the work is done before the wait or after it."""
    return Fault(delay=seconds, executed=executed)


def refused(text: str = "bot was blocked by the user") -> Fault:
    """Answer 403."""
    return Fault(error=forbidden(text))


def rejected(code: int, description: str, **parameters: Any) -> Fault:
    """Answer any error."""
    given = parameters or None
    return Fault(error=ApiError(code, description, parameters=given, foreseeable=False))


@dataclass
class Planned:
    """A fault waiting for its requests; `remaining` None is for ever."""

    method: str
    fault: Fault
    remaining: int | None
    chat_id: int | None
    skip: int
    where: Callable[[dict[str, Any]], bool] | None
    hits: int = 0

    def cancel(self) -> None:
        """Stop failing."""
        self.remaining = 0

    def matches(self, method: str, params: dict[str, Any]) -> bool:
        """Tell whether a request is meant."""
        if self.remaining == 0 or self.method not in ("*", method):
            return False
        if self.method == "*" and method == "getUpdates":
            return False
        if self.chat_id is not None and params.get("chat_id") != self.chat_id:
            return False
        return self.where is None or self.where(params)


@dataclass
class FaultPlan:
    """The faults to come, in the order given."""

    planned: list[Planned] = field(default_factory=list)

    def add(self, planned: Planned) -> Planned:
        """Queue a fault."""
        self.planned.append(planned)
        return planned

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """Return the fault that this request meets."""
        for planned in self.planned:
            if not planned.matches(method, params):
                continue
            if planned.skip > 0:
                planned.skip -= 1
                continue
            planned.hits += 1
            if planned.remaining is not None:
                planned.remaining -= 1
            if planned.remaining == 0:
                self.planned = [p for p in self.planned if p.remaining != 0]
            return planned.fault
        return None
