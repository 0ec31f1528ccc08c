"""The record of what the bot asked for and how it was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .state import Chat, Message

T = TypeVar("T")


@dataclass(eq=False)
class Call:
    """One request of the bot. `code` is None while no answer has gone out."""

    number: int
    method: str
    params: dict[str, Any]
    time: float
    """Monotonic seconds at arrival."""
    chat_id: int | None = None
    executed: bool = False
    """Whether the method did its work, whatever the bot was told."""
    code: int | None = None
    """HTTP status answered; 0 is a connection cut on purpose."""
    error: str | None = None
    blamed: bool = False
    """Whether a careful bot would have avoided the error."""
    result: Any = None
    message: Message | None = None
    """The message that was sent or edited."""
    done: float | None = None
    seen: bool = False
    """Whether a wait has already returned it."""
    uploads: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether the bot was told that it worked."""
        return self.code == 200


@dataclass(frozen=True)
class Violation:
    """Something the bot should not have asked for."""

    method: str
    text: str
    params: dict[str, Any]
    rejected: bool

    def __repr__(self) -> str:
        return f"<{self.method}: {self.text} {self.params}>"


class CallLog:
    """Keep calls in order of arrival, and wake those who wait for one."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.polls: list[Call] = []
        self.violations: list[Violation] = []
        self.rejections: list[Violation] = []
        self._changed: asyncio.Future[None] | None = None

    def finished(self) -> None:
        """Tell the waiting that something has changed."""
        if self._changed and not self._changed.done():
            self._changed.set_result(None)
        self._changed = None

    def doubt(self, call: Call, text: str) -> None:
        """Note something that Telegram accepts though it can't have been meant."""
        self.violations.append(Violation(call.method, text, call.params, rejected=False))

    async def wait_until(self, find: Callable[[], T | None], timeout: float, what: str) -> T:
        """Wait for `find` to return something, asked again after each call."""
        deadline = asyncio.get_running_loop().time() + timeout
        while not (found := find()):
            remaining = deadline - asyncio.get_running_loop().time()
            if self._changed is None:
                self._changed = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(asyncio.shield(self._changed), min(remaining, 0.05))
            except TimeoutError:
                if remaining <= 0.05 and not find():
                    raise TimeoutError(f"waited {timeout} s for {what}") from None
        return found

    def select(self, method: str | None, chat: Chat | int | None, *, ok: bool) -> list[Call]:
        """List calls by method and chat."""
        chat_id = chat.id if isinstance(chat, Chat) else chat
        return [
            call
            for call in self.calls
            if (method is None or call.method == method)
            and (chat_id is None or call.chat_id == chat_id)
            and (not ok or call.executed)
        ]
