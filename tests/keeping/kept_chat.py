"""An owner who keeps a home from the chat, and members who ask."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from botapi import Account, BotApiServer, Message
from kept_home import KeptHome, place_of

from bot.context import App
from bot.store.aliases import RightPlace, Ruling
from index.search import Searcher

__all__ = ["Kept"]

_LONG = 60.0


@dataclass(frozen=True)
class Kept:
    """The home, its owner Olga, a member Alice, and the bot that both write to."""

    home: KeptHome
    server: BotApiServer
    owner: Account
    alice: Account
    begin: Callable[..., Awaitable[App]]

    async def start(self, **given: Any) -> App:
        """Start the bot on what the home's index is now."""
        has_index = self.home.store.current_id() is not None
        searcher: Searcher | None = self.home.searcher() if has_index else None
        return await self.begin(
            searching=searcher, admins=frozenset({self.owner.user.id}), **given
        )

    async def preview(self, owner: Account | None = None) -> Message:
        """Ask what a reindex would change, and wait until it is shown."""
        account = owner or self.owner
        written = await account.send(None, "/reindex")
        return await self.after(account, written, "更新索引 ·")

    async def after(self, account: Account, written: Message, *parts: str) -> Message:
        """Wait for a message of the bot behind one of a person's that holds these texts."""

        def found() -> Message | None:
            later = (m for m in self.server.sent(account.private) if m.id > written.id)
            return next((m for m in later if all(part in m.shown for part in parts)), None)

        return await self.server.until(found, within=_LONG, what=" ".join(parts) or "a message")

    async def answer(self, member: Account, question: str) -> str:
        """Ask and return what is answered."""
        written = await member.send(None, question)
        return (await self.after(member, written)).shown

    async def press(self, message: Message, button: str) -> None:
        await (await self.owner.press(message, button)).answer(within=_LONG)

    async def shown(self, message: Message, *parts: str) -> str:
        """Wait until a message holds these texts and return what it shows."""
        await self.server.until(
            lambda: all(part in message.shown for part in parts), within=_LONG, what=str(parts)
        )
        return message.shown

    async def settle(self, app: App, *subjects: str) -> None:
        """Settle a question on each of these subjects of the law."""
        law = next(one for one in self.home.searcher().documents if one.id == "办法")
        for subject in subjects:
            section = place_of(subject)
            inside = [str(each.reference) for each in law.passages]
            found = tuple(each for each in inside if each.startswith(section))
            place = RightPlace(law.id, section, found)
            ruling = Ruling([f"{subject}由谁负责"], place, author=1)
            await app.bot_data.store.aliases.settle(ruling, 1_700_000_000)
