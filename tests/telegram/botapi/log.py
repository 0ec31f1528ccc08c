"""The record of what the bot asked for and how it was answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from botapi.state import Chat, Message

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
        """Show it in one line of a failed assertion."""
        return f"<{self.method}: {self.text} {self.params}>"


class CallLog:
    """Keep calls in order of arrival, and wake those who wait for one."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.polls: list[Call] = []
        self.violations: list[Violation] = []
        self.rejections: list[Violation] = []
        self._by_chat: dict[int, list[Call]] = {}
        self._changed: asyncio.Future[None] | None = None

    def finished(self) -> None:
        """Tell the waiting that something has changed."""
        if self._changed and not self._changed.done():
            self._changed.set_result(None)
        self._changed = None

    def in_chat(self, call: Call, chat_id: int) -> None:
        """Note which chat a call is about."""
        call.chat_id = chat_id
        self._by_chat.setdefault(chat_id, []).append(call)

    def doubt(self, call: Call, text: str) -> None:
        """Note something that Telegram accepts though it can't have been meant."""
        self.violations.append(Violation(call.method, text, call.params, rejected=False))

    def reject(self, call: Call) -> None:
        """Note an error answered, and whose fault it is."""
        violation = Violation(call.method, call.error or "", call.params, rejected=True)
        self.rejections.append(violation)
        if call.blamed:
            self.violations.append(violation)

    def forget(self) -> None:
        """Take all calls so far as returned."""
        for call in self.calls:
            call.seen = True

    def about(self, chat: Chat | int | None) -> Iterable[Call]:
        """Go through the calls about a chat, or all of them."""
        chat_id = chat.id if isinstance(chat, Chat) else chat
        return self.calls if chat_id is None else self._by_chat.get(chat_id, [])

    def select(self, method: str | None, chat: Chat | int | None, *, executed: bool) -> list[Call]:
        """List calls by method and chat."""
        return [
            call
            for call in self.about(chat)
            if method in (None, call.method) and (call.executed or not executed)
        ]

    async def next_call(
        self, wanted: Callable[[Call], bool], chat: Chat | int | None, within: float, what: str
    ) -> Call:
        """Wait for the oldest call that is done, wanted and not yet seen."""

        def find() -> Call | None:
            done = (c for c in self.about(chat) if (c.executed or c.done) and not c.seen)
            return next(filter(wanted, done), None)

        found = await self.wait_until(find, within, what)
        found.seen = True
        return found

    async def wait_until(self, find: Callable[[], T | None], within: float, what: str) -> T:
        """Wait for `find` to return something true; it is asked again after each call."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not (found := find()):
            if loop.time() >= deadline:
                raise TimeoutError(f"waited {within} s for {what}")
            if self._changed is None:
                self._changed = loop.create_future()
            await asyncio.wait([self._changed], timeout=min(deadline - loop.time(), 0.05))
        return found
