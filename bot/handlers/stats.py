"""/stats: how the bot is used, for owners everywhere, for a chat's admins in their chat."""

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.markup import escape
from bot.privileges import Role, permit
from bot.replies import alert_query, answer_query, edit, reply, show_typing
from bot.screens import Screen
from bot.stats.chart import draw
from bot.stats.fonts import Hindrance, mend_of
from bot.stats.payloads import ShowStats, encode, parse
from bot.stats.periods import Period, read_period
from bot.stats.pictures import reply_picture, show_picture
from bot.stats.report import Report, report_on
from bot.stats.wording import period_name, text_of
from bot.store.audit import Action
from bot.texts import Texts

__all__ = ["register"]

_CAPTION = 1024  # units


def register(app: App) -> None:
    posts = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    app.add_handler(CommandHandler("stats", _stats, posts))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_wish))


def _is_wish(data: object) -> bool:
    return isinstance(parse(data), ShowStats)


async def _stats(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await _permitted(update, context, message.chat):
        return
    _ = await context.texts(update)
    period = read_period(" ".join(context.args or ()))
    if period is None:
        words = _("看不懂这个时间。可以写：/stats 7、/stats 30、/stats 90、/stats all")
        await reply(context, message, Screen(escape(words)))
        return
    await context.record(update, Action.STATS_READ, period)
    shown = await show_typing(context, message, _made(context, message.chat, period, _))
    if isinstance(shown, Screen):
        await reply(context, message, shown)
    else:
        await reply_picture(context, message, *shown)


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    wish = parse(query.data) if query else None
    if query is None or wish is None or not isinstance(query.message, Message):
        return
    message = query.message
    if not await _permitted(update, context, message.chat):
        return
    _ = await context.texts(update)
    await context.record(update, Action.STATS_READ, wish.period)
    shown = await _made(context, message.chat, wish.period, _)
    if isinstance(shown, Screen) and message.text is not None:
        await edit(context, message.chat.id, message.message_id, shown)
    elif isinstance(shown, Screen):  # a picture cannot become text
        await alert_query(query, _("现在画不了图，请重新发 /stats。"))
        return
    else:
        await show_picture(context, message, *shown)
    await answer_query(query)


async def _permitted(update: Update, context: Context, chat: Chat) -> bool:
    private = chat.type == Chat.PRIVATE
    return await permit(update, context, Role.OWNER if private else Role.CHAT_ADMIN)


async def _made(
    context: Context, chat: Chat, period: Period, _: Texts
) -> Screen | tuple[bytes, Screen]:
    """Count and draw; the text alone, with the reason, where there can be no picture."""
    services, private = context.services, chat.type == Chat.PRIVATE
    report = await report_on(
        services.store,
        services.searcher,
        period,
        now=services.clock.now(),
        zone=services.settings.zone,
        chat=None if private else (chat.id, chat.effective_name or str(chat.id)),
    )
    picture = await services.in_thread(lambda: draw(report, _))
    if isinstance(picture, Hindrance):
        mend = escape(_("画不了图：{mend}", mend=mend_of(picture, _)))
        return _screen(report, _, f"\n\n{mend}" if private else "")  # others cannot mend it
    return picture, _screen(report, _)


def _screen(report: Report, _: Texts, end: str = "") -> Screen:
    buttons = [
        InlineKeyboardButton(
            ("✓ " if period is report.period else "") + period_name(period, _),
            callback_data=encode(ShowStats(period)),
        )
        for period in Period
    ]
    return Screen(text_of(report, _CAPTION, _) + end, InlineKeyboardMarkup([buttons]))
