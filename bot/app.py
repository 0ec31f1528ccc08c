"""The application, wired from top to bottom, and its two ways to run."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.error import InvalidToken
from telegram.ext import Application, ContextTypes, Defaults
from telegram.request import BaseRequest

from bot.asked.keeper import Keeper
from bot.context import App, Context, Services
from bot.daily.clock import Clock, SystemClock
from bot.daily.sending import Timing
from bot.daily.service import PushService
from bot.errors import TokenRefused
from bot.failures import on_error
from bot.handlers import (
    ask,
    audit,
    daily,
    doctor,
    documents,
    export,
    feedback,
    hints,
    language,
    membership,
    owners,
    places,
    privacy,
    pushed,
    questions,
    reindex,
    start,
    stats,
    study,
)
from bot.markup import escape
from bot.menus import set_menus
from bot.order import ByChat, Inbox
from bot.own import Own, end_all
from bot.owners.telling import tell_owners
from bot.reindex.watching import IndexWatch
from bot.screens import Screen
from bot.settings import Settings
from bot.store import Store, connect
from bot.transport import requests_for
from index.search import Searcher

__all__ = ["build_application", "make_services", "message_defaults", "run"]

_LOGGER = logging.getLogger(__name__)
Step = Callable[[App], Coroutine[Any, Any, None]]


def make_services(
    settings: Settings, searcher: Searcher | None, clock: Clock | None = None
) -> Services:
    """Put together what the handlers work with; the database is opened when the bot starts."""
    store = Store(connect(settings.database))
    return Services(settings, store, searcher, clock=clock or SystemClock())


def build_application(
    services: Services,
    request: BaseRequest | None = None,
    *,
    token: str | None = None,
    timing: Timing | None = None,
) -> App:
    """Wire the whole bot; `request` stands in for the network, as in the terminal."""
    settings, store = services.settings, services.store
    own_token = settings.token.get_secret_value() if settings.token else ""

    # The way to Telegram: one request for the methods, one that fetches updates.
    polling: BaseRequest
    ordinary, polling = requests_for(settings, lambda: _refused(services, app))
    builder = (
        Application.builder()
        .token(token or own_token)
        .base_url(settings.base_url)
        .base_file_url(settings.base_file_url)
        .request(request or ordinary)
        .get_updates_request(request or polling)
        # What comes in: kept first, then chats at the same time and each chat in order.
        .update_queue(Inbox(store))
        .concurrent_updates(ByChat(store))
        # What goes out.
        .defaults(message_defaults(settings))
        .context_types(ContextTypes(context=Context))
        .job_queue(None)
    )
    app = cast(App, builder.build())
    app.bot_data = services

    # What it does by itself: the daily push and what became of members' questions, on a way of
    # their own that asks once; the index as others leave it.
    hasty, _polling = requests_for(settings, lambda: _refused(services, app), patient=False)
    once = request or hasty
    own = (PushService(app, once, timing), Keeper(app, once), IndexWatch(app))
    app.post_init, app.post_shutdown = _preparing(own), _putting_away(own, once)
    app.post_stop = lambda _app: end_all(own)  # while it can still reach Telegram

    # Who answers what: the first handler that fits takes an update, so hints come last.
    for handlers in (
        owners,
        audit,
        start,
        documents,
        study,
        questions,
        ask,
        language,
        daily,
        pushed,
        places,
        reindex,
        feedback,
        export,
        privacy,
        membership,
        stats,
        doctor,
        hints,
    ):
        handlers.register(app)
    app.add_error_handler(on_error)
    return app


def message_defaults(settings: Settings) -> Defaults:
    """Say how every message is sent: HTML without previews of links."""
    return Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        tzinfo=settings.zone,
    )


def run(app: App) -> None:
    """Serve until a signal to stop; raises TokenRefused, StoreUnavailable."""
    settings = app.bot_data.settings
    asyncio.set_event_loop(asyncio.new_event_loop())  # the library closes the one it finds
    try:
        if settings.webhook_url and settings.webhook_secret:
            app.run_webhook(
                listen=settings.listen_host,
                port=settings.listen_port,
                url_path=urlsplit(settings.webhook_url).path.lstrip("/"),
                webhook_url=settings.webhook_url,
                secret_token=settings.webhook_secret.get_secret_value(),
                allowed_updates=Update.ALL_TYPES,
                bootstrap_retries=-1,
            )
        else:
            app.run_polling(allowed_updates=Update.ALL_TYPES, bootstrap_retries=-1)
    except InvalidToken:
        raise TokenRefused from None
    if app.bot_data.token_refused:
        raise TokenRefused


async def _prepare(app: App) -> None:
    """Be ready before the first update: database, model, menus, what was left over."""
    services = app.bot_data
    services.settings.home.mkdir(parents=True, exist_ok=True)
    await services.store.open()
    if services.settings.metrics_port:
        services.metrics.serve(services.settings.metrics_port)
    if searcher := services.searcher:
        await services.in_thread(lambda: searcher.search("预热"))
    await set_menus(app.bot, await services.owners(), services.settings.language)
    await _tell_owners(app)
    inbox = cast(Inbox, app.update_queue)
    services.replayed |= await inbox.resume(app.bot)


async def _tell_owners(app: App) -> None:
    """Tell the owners once why answers come from the words alone, where they do."""
    services = app.bot_data
    reason = services.searcher.degraded if services.searcher else None
    if reason:
        _LOGGER.warning("answering from the words alone: %s", reason)
    if not await services.store.is_news("degraded", reason or "") or not reason:
        return
    await tell_owners(
        app,
        lambda _: Screen(escape(_("向量模型用不上，现在只按字词检索。发 /doctor 看怎样修复。"))),
    )


async def _refused(services: Services, app: App) -> None:
    """Stop when Telegram refuses the token while updates are being fetched."""
    services.token_refused = True
    while not app.running:  # noqa: ASYNC110 - the library has no event for it
        await asyncio.sleep(0.1)
    app.stop_running()


def _preparing(own: Sequence[Own]) -> Step:
    async def prepare(app: App) -> None:
        await _prepare(app)
        for each in own:
            each.begin()

    return prepare


def _putting_away(own: Sequence[Own], once: BaseRequest) -> Step:
    async def put_away(app: App) -> None:
        """Close what is open, also where the start itself failed."""
        await end_all(own)
        for request in (once, app.bot.request):
            await request.shutdown()
        await app.bot_data.store.close()
        app.bot_data.threads.shutdown(wait=False, cancel_futures=True)

    return put_away
