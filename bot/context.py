"""What every handler is given: the services and the language of whoever asks."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram import Chat, Update, User
from telegram.ext import Application, CallbackContext, ExtBot

from bot.daily.clock import Clock, SystemClock
from bot.daily.delivery import Delivery
from bot.daily.layouts import Layouts
from bot.metrics import Metrics
from bot.reindex.works import Works
from bot.roles import Roles
from bot.settings import Settings
from bot.store import Store
from bot.store.audit import Action, Deed
from bot.study.choice import kept
from bot.texts import Texts, choose_language
from index.search import Searcher

__all__ = ["App", "Context", "Services"]

T = TypeVar("T")
_SEARCHES_AT_ONCE = 8


@dataclass
class Services:
    """The one mutable object: what the handlers work with.

    `searcher` is None as long as nothing was indexed; a new snapshot replaces it whole.
    `settled` tells that a question has been settled, so that members are told.
    `delivery` sends the daily pushes from the moment that the bot is ready; `layouts` holds what
    they are cut from.
    `works` renews the index.
    `replayed` holds the ids of updates that an earlier process left unhandled.
    """

    settings: Settings
    store: Store
    searcher: Searcher | None
    roles: Roles = field(default_factory=Roles)
    metrics: Metrics = field(default_factory=Metrics)
    clock: Clock = field(default_factory=SystemClock)
    delivery: Delivery | None = None
    layouts: Layouts = field(default_factory=Layouts)
    replayed: set[int] = field(default_factory=set)
    token_refused: bool = False
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(_SEARCHES_AT_ONCE, "yandu-search")
    )
    works: Works = field(init=False)

    def __post_init__(self) -> None:
        self.works = Works(self.settings)

    async def is_owner(self, user: int) -> bool:
        """Tell whether a user keeps the corpus: named in the settings, or owner by claim."""
        return user in await self.owners()

    async def owners(self) -> frozenset[int]:
        """Return the ids of all owners."""
        return self.settings.admins | await self.store.owners.all()

    async def searcher_for(self, chat: int) -> Searcher | None:
        """Give the searcher of a chat: over the documents that it studies, None before the first.

        What owners have settled counts in it at once.
        """
        if self.searcher is None:
            return None
        chosen = kept(self.searcher.documents, await self.store.studies.of(chat))
        settled = await self.store.aliases.current()
        return self.searcher.within(chosen, settled.aliases)

    async def texts_of(self, user: int) -> Texts:
        """Speak to a user who has not written: as they chose, else in the bot's own language."""
        stored = await self.store.chats.languages(0, user)
        return Texts(choose_language(stored, None, self.settings.language))

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run blocking work beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], Services]):
    """A CallbackContext whose shared values are properties."""

    @property
    def services(self) -> Services:
        return self.bot_data

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @property
    def store(self) -> Store:
        return self.services.store

    async def searcher(self, chat: int) -> Searcher | None:
        """Give the searcher of a chat: over the documents it studies; None before the first."""
        return await self.services.searcher_for(chat)

    async def record(self, update: Update, action: Action, detail: str = "") -> None:
        """Write to the audit log what whoever sent the update has done here.

        `detail` is short and holds no text of a document or of a member's question.
        """
        sender, chat = update.effective_sender, update.effective_chat
        if sender is None:
            raise ValueError("nobody sent this update")
        name = sender.title if isinstance(sender, Chat) else sender.full_name
        here = chat.id if chat else 0
        deed = Deed(sender.id, name or "", here, action, detail)
        await self.store.audit.record(deed, int(self.services.clock.now()))

    async def texts(self, update: Update) -> Texts:
        """Return the strings in the language that suits the update."""
        return await self.texts_for(update.effective_chat, update.effective_user)

    async def texts_for(self, chat: Chat | None, user: User | None) -> Texts:
        """Choose by the group's language, the user's, what Telegram says, the default."""
        stored = await self.store.chats.languages(chat.id if chat else 0, user.id if user else 0)
        code = user.language_code if user else None
        return Texts(choose_language(stored, code, self.settings.language))


App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], Services, Any]
