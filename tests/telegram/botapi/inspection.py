"""What a test asks of the server: what has the bot done, and when will it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from botapi.dispatch import Dispatcher
from botapi.log import Call, Violation
from botapi.people import JSON
from botapi.state import Chat, Message
from botapi.world import World

T = TypeVar("T")
_SENDS = frozenset({"sendMessage", "sendDocument", "sendPhoto", "sendPoll", "forwardMessage"})


class Inspection:
    """The record of the bot's requests, and waits for the next one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dispatcher = Dispatcher(world)

    @property
    def calls(self) -> list[Call]:
        """List the bot's requests but getUpdates, in order of arrival."""
        return self.dispatcher.log.calls

    @property
    def polls(self) -> list[Call]:
        """List the getUpdates requests."""
        return self.dispatcher.log.polls

    @property
    def violations(self) -> list[Violation]:
        """List what the bot should not have asked for: avoidable errors, and doubtful markup."""
        return self.dispatcher.log.violations

    @property
    def rejections(self) -> list[Violation]:
        """List every error answered, the unavoidable and the injected ones too."""
        return self.dispatcher.log.rejections

    def find_calls(
        self,
        method: str | None = None,
        chat: Chat | int | None = None,
        *,
        executed: bool = True,
    ) -> list[Call]:
        """List calls by method and chat; those that did their work, unless told otherwise."""
        return self.dispatcher.log.select(method, chat, executed=executed)

    def sent(self, chat: Chat | int | None = None) -> list[Message]:
        """List the messages that the bot has put into a chat, deleted ones too."""
        made = (c.message for c in self.find_calls(chat=chat) if c.method in _SENDS)
        return [message for message in made if message is not None]

    def delivered(self, chat: Chat | int | None = None) -> int:
        """Count the messages that the bot has put into a chat, whatever it was answered."""
        return len(self.sent(chat))

    def forget(self) -> None:
        """Let the next waits return only what is still to come."""
        self.dispatcher.log.forget()

    async def wait_for(
        self,
        method: str = "sendMessage",
        *,
        chat: Chat | int | None = None,
        where: Callable[[Call], bool] | None = None,
        executed: bool = True,
        within: float = 5.0,
    ) -> Call:
        """Return the oldest call of that kind that no wait has returned yet.

        With `executed` False, one that was refused or cut off.
        """

        def wanted(call: Call) -> bool:
            meant = call.method == method and call.executed is executed
            return meant and (where is None or where(call))

        return await self.dispatcher.log.next_call(wanted, chat, within, method)

    async def reply(self, chat: Chat | int | None = None, *, within: float = 5.0) -> Message:
        """Wait for the bot's next message in a chat."""
        call = await self.dispatcher.log.next_call(
            lambda c: c.executed and c.method in _SENDS, chat, within, "a message of the bot"
        )
        assert call.message is not None
        return call.message

    async def until(
        self, find: Callable[[], T | None], *, within: float = 5.0, what: str = "something"
    ) -> T:
        """Wait until `find` returns something true; it is asked after each call."""
        return await self.dispatcher.log.wait_until(find, within, what)

    async def wait_polling(self, *, within: float = 30.0) -> None:
        """Wait until the bot asks for updates."""
        await self.until(lambda: self.polls, within=within, what="the bot to poll")

    def redeliver(self, update: JSON | None = None) -> None:
        """Deliver an update (default: the newest) once more under its old number."""
        self.world.updates.redeliver(update)

    def latencies(self, method: str = "sendMessage", *, since: str = "queued") -> list[float]:
        """Pair each chat's updates with its calls in order: seconds between the two.

        `since` is `queued`, when the user acted, or `delivered`, when the bot was handed it.
        """
        starts: dict[int, list[float]] = {}
        for delivery in self.world.updates.deliveries.values():
            moment = getattr(delivery, since)
            if moment is not None and (chat_id := _chat_of(delivery.update)) is not None:
                starts.setdefault(chat_id, []).append(moment)
        ends: dict[int, list[float]] = {}
        for call in self.find_calls(method):
            ends.setdefault(call.chat_id or 0, []).append(call.time)
        return [
            end - start
            for chat_id, moments in starts.items()
            for start, end in zip(moments, ends.get(chat_id, []), strict=False)
        ]


def _chat_of(update: JSON) -> int | None:
    for kind, content in update.items():
        if kind == "callback_query":
            return int(content["message"]["chat"]["id"])
        if kind != "update_id" and "chat" in content:
            return int(content["chat"]["id"])
    return None
