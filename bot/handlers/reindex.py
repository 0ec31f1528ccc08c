"""/reindex, /versions, /rollback: owners renew the index from the chat."""

import asyncio

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.home import snapshots_of
from bot.privileges import permit_in_private
from bot.reindex import preview
from bot.reindex.failing import failure_text, is_foreseen
from bot.reindex.history import Version, find_version, list_versions, previous_of
from bot.reindex.models import Author, Busy, Outdated
from bot.reindex.panel import render_busy, render_plain
from bot.reindex.payloads import (
    Cancel,
    Decline,
    Dismiss,
    Payload,
    Preview,
    RollBack,
    Start,
    Take,
    Versions,
    WishRollBack,
    parse,
)
from bot.reindex.running import Progress, run
from bot.reindex.versions import render_rolled_back, render_versions, render_wish
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store.audit import Action
from bot.texts import Texts

__all__ = ["register"]


def register(app: App) -> None:
    messages = filters.UpdateType.MESSAGE
    app.add_handler(CommandHandler("reindex", _reindex, messages))
    app.add_handler(CommandHandler("versions", _versions, messages))
    app.add_handler(CommandHandler("rollback", _rollback, messages))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=lambda data: parse(data) is not None))


async def _reindex(update: Update, context: Context) -> None:
    if await permit_in_private(update, context):
        _beside(update, context)


async def _versions(update: Update, context: Context) -> None:
    message = update.effective_message
    if message and await permit_in_private(update, context):
        await reply(context, message, await _list(update, context))


async def _rollback(update: Update, context: Context) -> None:
    """Ask whether to go back to what served before."""
    message = update.effective_message
    if message is None or not await permit_in_private(update, context):
        return
    _ = await context.texts(update)
    previous = previous_of(await _all(context))
    if previous is None:
        screen = render_plain(_("没有更早的索引可以退回。"), _)
    else:
        screen = render_wish(previous, context.settings.zone, context.services.clock.now(), _)
    await reply(context, message, screen)


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    payload = parse(query.data) if query else None
    if query is None or payload is None or not isinstance(query.message, Message):
        return
    if not await permit_in_private(update, context):
        return
    screen = await _do(update, context, query, payload)
    if screen:
        await edit(context, query.message.chat.id, query.message.message_id, screen)
    await answer_query(query)


async def _do(
    update: Update, context: Context, query: CallbackQuery, payload: Payload
) -> Screen | None:
    """Carry out a press; None where the message stays as it is."""
    _ = await context.texts(update)
    match payload:
        case Preview():
            _beside(update, context)
            return None
        case Start(state):
            return await _start(update, context, query, state, _)
        case Cancel(build):
            return await _cancel(update, context, build, _)
        case Dismiss():
            return render_plain(_("没有改动。"), _)
        case Versions():
            return await _list(update, context)
        case WishRollBack(snapshot):
            found = find_version(await _all(context), snapshot)
            now = context.services.clock.now()
            return render_wish(found, context.settings.zone, now, _) if found else _gone(_)
        case Take() | Decline() | RollBack():
            return await _decide(update, context, query, payload, _)


def _beside(update: Update, context: Context) -> None:
    """Show a preview beside the handling of updates: reading may take long."""
    context.application.create_task(preview.show(update, context), update=update)


async def _start(
    update: Update, context: Context, query: CallbackQuery, state: str, _: Texts
) -> Screen | None:
    """Begin to build in the place of the preview; refused while another build is under way."""
    services, message = context.services, query.message
    assert isinstance(message, Message)
    try:
        build = services.works.begin(_author(query), state, services.clock.now())
    except Busy as busy:
        return render_busy(busy.build, services.settings.zone, _, services.clock.now())
    progress = Progress(context, message.chat.id, message.message_id)
    services.works.task = asyncio.create_task(run(update, context, build, progress, _))
    await context.record(update, Action.REINDEX_STARTED)
    return None


async def _cancel(update: Update, context: Context, number: str, _: Texts) -> Screen | None:
    build = context.services.works.build
    if build is None or build.id != number:
        return render_plain(_("这次更新已经结束了。"), _)
    if not build.stop.is_set():
        build.stop.set()
        await context.record(update, Action.REINDEX_CANCELLED)
    return None


async def _decide(
    update: Update,
    context: Context,
    query: CallbackQuery,
    payload: Take | Decline | RollBack,
    _: Texts,
) -> Screen:
    """Switch, or drop what waits for a decision."""
    services, author = context.services, _author(query)
    snapshot, zone = payload.snapshot, context.settings.zone
    try:
        match payload:
            case Take():
                services.searcher = await services.works.take(snapshot, author)
                await context.record(update, Action.REINDEXED, snapshot)
                return render_plain(_("换上了，从现在起按新的索引回答。"), _)
            case Decline():
                await services.works.decline(snapshot, author)
                await context.record(update, Action.REINDEX_CANCELLED, snapshot)
                return render_plain(_("新的索引丢掉了，用的还是原来的。"), _)
            case RollBack():
                services.searcher = await services.works.roll_back(snapshot, author)
                await context.record(update, Action.ROLLED_BACK, snapshot)
                found = find_version(await _all(context), snapshot)
                now = services.clock.now()
                return render_rolled_back(found, zone, now, _) if found else _gone(_)
    except Outdated:
        return _gone(_)
    except Exception as error:
        if not is_foreseen(error):
            raise
        return render_plain(failure_text(error, services, _), _)


async def _list(update: Update, context: Context) -> Screen:
    _, now = await context.texts(update), context.services.clock.now()
    return render_versions(await _all(context), context.settings.zone, now, _)


async def _all(context: Context) -> tuple[Version, ...]:
    return await context.services.in_thread(lambda: list_versions(snapshots_of(context.settings)))


def _gone(_: Texts) -> Screen:
    return render_plain(_("那个索引已经不在了，或者后来又换过。请再看一次。"), _)


def _author(query: CallbackQuery) -> Author:
    return Author(query.from_user.id, query.from_user.full_name)
