"""The server itself: HTTP in front, a world behind, and helpers for tests."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from .account import Account
from .delivery import deliver
from .dispatch import Answer, Dispatcher
from .errors import ApiError
from .faults import Fault, Planned
from .log import Call, Violation
from .rates import RateLimiter
from .state import JSON, Chat, Member, Message, User
from .webhook import WebhookPusher
from .wire import read_request
from .world import TOKEN, World

T = TypeVar("T")


class BotApiServer:
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
        self.world = World(token, username, clock, privacy)
        self.dispatcher = Dispatcher(self.world)
        self.last_update: JSON | None = None
        self.port = port
        self.enforce_rates(enforce_rates)
        self._runner: web.ServerRunner | None = None
        self._pusher: asyncio.Task[None] | None = None

    # running

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._respond, access_log=None))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, shutdown_timeout=0.2)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._pusher = asyncio.create_task(WebhookPusher(self.world).run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner and self._pusher
        self._pusher.cancel()
        await asyncio.gather(self._pusher, return_exceptions=True)
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
        answer = await self.dispatcher.handle(name, raw, uploads)
        if answer.body is None and request.transport is not None:
            request.transport.abort()
        return _response(answer)

    def _download(self, path: str) -> web.Response:
        stored = self.world.paths.get(path)
        if stored is None:
            return _response(Answer(404, '{"ok":false,"error_code":404,"description":"Not Found"}'))
        return web.Response(body=stored.data, content_type="application/octet-stream")

    # people and chats

    def user(
        self,
        first_name: str,
        *,
        language_code: str | None = "zh-hans",
        username: str | None = None,
        started: bool = False,
        **details: Any,
    ) -> Account:
        """Create a person; `started` has opened the private chat already."""
        given = {"language_code": language_code, "username": username, **details}
        account = Account(self, self.world.add_user(first_name, **given))
        if started:
            self.world.open_private(account.user)
        return account

    def group(
        self,
        title: str,
        members: Iterable[Account] = (),
        *,
        owner: Account | None = None,
        admins: Iterable[Account] = (),
        anonymous_admins: Iterable[Account] = (),
        bot: str | None = "member",
        kind: str = "supergroup",
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """Create a group; `bot` is the bot's status there, or None."""
        chat = self.world.add_chat(kind, title, is_forum=forum, username=username)
        for account in members:
            self.world.set_member(chat, account.user, "member")
        for account in admins:
            self.world.set_member(chat, account.user, "administrator")
        for account in anonymous_admins:
            self.world.set_member(chat, account.user, "administrator", anonymous=True)
        if owner:
            self.world.set_member(chat, owner.user, "creator")
        if bot:
            self.world.set_member(chat, self.world.bot, bot)
        return chat

    def channel(self, title: str, *, owner: Account, bot: str | None = "administrator",
                username: str | None = None) -> Chat:  # fmt: skip
        """Create a channel."""
        return self.group(title, owner=owner, bot=bot, kind="channel", username=username)

    def migrate(self, chat: Chat, by: User | None = None) -> Chat:
        """Turn a group into a supergroup, with the service messages that tell of it."""
        assert chat.type == "group"
        new = self.world.add_chat("supergroup", chat.title or "")
        new.members = {k: Member(**vars(m)) for k, m in chat.members.items()}
        old_note = self.world.post(chat, by or self.world.anonymous, kind="migrate",
                                   content={"migrate_to_chat_id": new.id})  # fmt: skip
        chat.migrated_to = new.id
        note = self.world.post(new, by or self.world.anonymous, kind="migrate",
                               content={"migrate_from_chat_id": chat.id})  # fmt: skip
        deliver(self.world, old_note)
        deliver(self.world, note)
        return new

    # faults and limits

    def fail(self, method: str, fault: Fault, *, times: int | None = 1,
             chat: Chat | int | None = None, skip: int = 0,
             where: Callable[[JSON], bool] | None = None) -> Planned:  # fmt: skip
        """Plan a fault for the next `times` matching requests, after `skip` good ones.

        `method` "*" means every one but getUpdates; `times` None is for ever.
        """
        chat_id = chat.id if isinstance(chat, Chat) else chat
        return self.dispatcher.faults.add(Planned(method, fault, times, chat_id, skip, where))

    def enforce_rates(self, on: bool = True) -> None:
        """Answer 429 where Telegram's sending limits are passed."""
        self.dispatcher.rates = RateLimiter() if on else None

    # what happened

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

    def find_calls(self, method: str | None = None, chat: Chat | int | None = None, *,
                   executed: bool = True) -> list[Call]:  # fmt: skip
        """List calls by method and chat; those that did their work, unless told otherwise."""
        return self.dispatcher.log.select(method, chat, ok=executed)

    def delivered(self, chat: Chat | int) -> int:
        """Count the messages that the server has put into a chat for the bot, deleted or not."""
        sends = (c for c in self.find_calls(chat=chat) if c.method in _SENDS)
        return sum(1 for _ in sends)

    def latencies(self, method: str = "sendMessage") -> list[float]:
        """Pair each chat's updates with its calls in order: seconds from hand-out to call."""
        waiting: dict[int, list[float]] = {}
        for delivery in self.world.updates.deliveries.values():
            chat_id = _chat_of(delivery.update)
            if chat_id is not None and delivery.delivered is not None:
                waiting.setdefault(chat_id, []).append(delivery.delivered)
        times: dict[int, list[float]] = {}
        for call in self.find_calls(method):
            times.setdefault(call.chat_id or 0, []).append(call.time)
        return [
            called - handed
            for chat_id, handed_out in waiting.items()
            for handed, called in zip(handed_out, times.get(chat_id, []), strict=False)
        ]

    def redeliver(self, update: JSON | None = None) -> None:
        """Deliver an update (default: the last one) once more."""
        again = update or self.last_update
        assert again is not None, "no update so far"
        self.world.updates.redeliver(again)

    # waiting

    def forget(self) -> None:
        """Let the next waits return only what is still to come."""
        for call in self.calls:
            call.seen = True

    async def wait_for(self, method: str = "sendMessage", *, chat: Chat | int | None = None,
                       where: Callable[[Call], bool] | None = None,
                       timeout: float = 5.0) -> Call:  # fmt: skip
        """Return the oldest executed call of that kind that no wait has returned yet."""

        def find() -> Call | None:
            fresh = (c for c in self.find_calls(method, chat) if not c.seen)
            return next((c for c in fresh if where is None or where(c)), None)

        found = await self.dispatcher.log.wait_until(find, timeout, f"{method} in {chat}")
        found.seen = True
        return found

    async def reply(self, chat: Chat | int | None = None, *, timeout: float = 5.0) -> Message:
        """Wait for the bot's next message in a chat."""

        def find() -> Call | None:
            sent = (c for c in self.find_calls(chat=chat) if c.method in _SENDS and not c.seen)
            return next(sent, None)

        found = await self.dispatcher.log.wait_until(find, timeout, "a message of the bot")
        found.seen = True
        assert found.message is not None
        return found.message

    async def until(self, find: Callable[[], T | None], *, timeout: float = 5.0,
                    what: str = "something") -> T:  # fmt: skip
        """Wait until `find` returns something true; it is asked after each call."""
        return await self.dispatcher.log.wait_until(find, timeout, what)

    async def wait_polling(self, timeout: float = 30.0) -> None:
        """Wait until the bot asks for updates."""
        await self.until(lambda: self.polls, timeout=timeout, what="the bot to poll")


_SENDS = ("sendMessage", "sendDocument", "sendPhoto", "sendPoll", "forwardMessage")


def _response(answer: Answer) -> web.Response:
    body = answer.body or ""
    return web.Response(status=answer.status or 500, text=body, content_type=answer.kind)


def _refuse_token(token: str) -> web.Response:
    number, _, secret = token.partition(":")
    code, text = (401, "Unauthorized") if number.isdigit() and secret else (404, "Not Found")
    return _response(Answer(code, json.dumps(ApiError(code, text).body())))


def _chat_of(update: JSON) -> int | None:
    for kind, content in update.items():
        if kind == "callback_query":
            return int(content["message"]["chat"]["id"])
        if kind != "update_id" and "chat" in content:
            return int(content["chat"]["id"])
    return None
