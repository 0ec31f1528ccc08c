"""Setting the scene: people, groups, channels and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from botapi.account import Account
from botapi.faults import Fault, Planned
from botapi.inspection import Inspection
from botapi.migration import migrate
from botapi.people import JSON
from botapi.rates import RateLimiter
from botapi.state import Chat


class Stage(Inspection):
    """A place where tests put people and chats."""

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
        """Create a group (kind `group` or `supergroup`); `bot` is the bot's status, or None."""
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

    def channel(
        self,
        title: str,
        *,
        owner: Account,
        bot: str | None = "administrator",
        username: str | None = None,
    ) -> Chat:
        """Create a channel."""
        return self.group(title, owner=owner, bot=bot, kind="channel", username=username)

    def migrate(self, chat: Chat) -> Chat:
        """Turn a group into a supergroup and return the new chat."""
        return migrate(self.world, chat, self.world.anonymous)

    def fail(
        self,
        method: str,
        fault: Fault,
        *,
        times: int | None = 1,
        chat: Chat | int | None = None,
        skip: int = 0,
        where: Callable[[JSON], bool] | None = None,
    ) -> Planned:
        """Plan a fault for the next `times` matching requests, after `skip` good ones.

        `method` "*" means every one but getUpdates; `times` None is for ever.
        """
        chat_id = chat.id if isinstance(chat, Chat) else chat
        planned = Planned(method, fault, times, chat_id, skip, where)
        return self.dispatcher.faults.add(planned)

    def enforce_rates(self, *, on: bool = True) -> None:
        """Answer 429 where Telegram's sending limits are passed."""
        self.dispatcher.rates = RateLimiter() if on else None
