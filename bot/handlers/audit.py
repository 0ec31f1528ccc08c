"""/audit: what owners and admins have done, in pages."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.daily.subscriptions import found_or_new, target_of, today_of
from bot.owners.panel import PAGE, render_audit
from bot.owners.payloads import AuditPage, parse
from bot.privileges import permit_in_private
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.texts import Texts

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CommandHandler("audit", _audit, filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(_turn, pattern=_is_page))


def _is_page(data: object) -> bool:
    return isinstance(parse(data), AuditPage)


async def _audit(update: Update, context: Context) -> None:
    message = update.effective_message
    if message and await permit_in_private(update, context):
        _ = await context.texts(update)
        await reply(context, message, await _page(context, message, 0, _))


async def _turn(update: Update, context: Context) -> None:
    query = update.callback_query
    wish = parse(query.data) if query else None
    if query is None or not isinstance(wish, AuditPage) or not isinstance(query.message, Message):
        return
    if not await permit_in_private(update, context):
        return
    _, message = await context.texts(update), query.message
    screen = await _page(context, message, wish.number, _)
    await edit(context, message.chat.id, message.message_id, screen)
    await answer_query(query)


async def _page(context: Context, message: Message, wanted: int, _: Texts) -> Screen:
    """Show a page of the log, the last where there are not so many."""
    log = context.store.audit
    pages = -(-await log.count() // PAGE)
    number = min(wanted, max(pages - 1, 0))
    entries = await log.newest(PAGE, number * PAGE)
    schedule = await found_or_new(context.services, target_of(message))
    today = today_of(context.services, schedule)
    return render_audit(entries, number, pages, schedule.zone_info, today, _)
