"""/today, and the buttons under a push: turn to what is around it, ask about it."""

from telegram import ForceReply, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.answering import Said
from bot.context import App, Context
from bot.daily.dates import moment_text
from bot.daily.models import Schedule, State
from bot.daily.payloads import AskAbout, ExcerptView, parse
from bot.daily.posts import render_excerpt, surroundings
from bot.daily.reading import Excerpt, Reading
from bot.daily.subscriptions import following, found_or_new, target_of, today_of
from bot.markup import escape
from bot.memory import remember
from bot.render import view_of_place
from bot.replies import answer_query, edit, reply, thread_of
from bot.screens import Screen
from bot.texts import Texts
from index.search import Searcher

__all__ = ["register"]


def register(app: App) -> None:
    posts = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    app.add_handler(CommandHandler("today", _today, posts))
    app.add_handler(CallbackQueryHandler(_turn, pattern=_is_view))
    app.add_handler(CallbackQueryHandler(_ask, pattern=_is_question))


def _is_view(data: object) -> bool:
    return isinstance(parse(data), ExcerptView)


def _is_question(data: object) -> bool:
    return isinstance(parse(data), AskAbout)


async def _today(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    schedule = await found_or_new(context.services, target_of(message))
    await reply(context, message, await _of_today(context, schedule, _))


async def _of_today(context: Context, schedule: Schedule, _: Texts) -> Screen:
    """Show what was pushed last today, or say when something comes."""
    services = context.services
    today = today_of(services, schedule)
    pushes = await services.store.pushes.on(schedule.target, today)
    read = [push for push in pushes if push.state in (State.SENT, State.UNCERTAIN)]
    searcher = await services.searcher_for(schedule.target.chat)
    if read and searcher:
        reading = await services.layouts.of(searcher, schedule)
        rows = reading.places(read[-1])
        if rows:
            return _screen(searcher, reading, reading.excerpt(rows[0], rows[-1] + 1), 0, _)
    slot = await following(services, schedule)
    if slot is None:
        return Screen(escape(_("今天没有推送。每日研读没有开，发 /daily 开启。")))
    moment = moment_text(slot.due, schedule.zone_info, today, _)
    return Screen(escape(_("今天还没有推送。下一次：{moment}", moment=moment)))


async def _turn(update: Update, context: Context) -> None:
    """Put the excerpt before or after, or more of a long one, in the place of the message."""
    query = update.callback_query
    view = parse(query.data) if query else None
    if query is None or not isinstance(view, ExcerptView):
        return
    _ = await context.texts(update)
    chat = query.message.chat.id if query.message else 0
    searcher = await context.services.searcher_for(chat)
    if not isinstance(query.message, Message) or searcher is None:
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    schedule = await found_or_new(context.services, target_of(query.message))
    reading = await context.services.layouts.of(searcher, schedule)
    start = reading.find(view.passage)
    if start is None:
        await answer_query(query, _("材料改过了，这一段已经不在了"))
        return
    excerpt = reading.excerpt(start, start + view.count)
    screen = _screen(searcher, reading, excerpt, view.part, _)
    await edit(context, query.message.chat.id, query.message.message_id, screen)
    await answer_query(query)


def _screen(searcher: Searcher, reading: Reading, excerpt: Excerpt, part: int, _: Texts) -> Screen:
    around = surroundings(reading, excerpt, searcher)
    return render_excerpt(excerpt, around, len(reading), _, part)


async def _ask(update: Update, context: Context) -> None:
    """Ask for the question; in a private chat the reply is opened already."""
    query, searcher = update.callback_query, context.services.searcher
    view = parse(query.data) if query else None
    if query is None or not isinstance(view, AskAbout):
        return
    _ = await context.texts(update)
    place = searcher.passage(view.passage) if searcher else None
    if place is None or not isinstance(query.message, Message):
        await answer_query(query, _("材料改过了，这一段已经不在了"))
        return
    message = query.message
    text = _("关于“{place}”想问什么？回复这条消息就行。", place=str(place.reference))
    private = message.chat.type == message.chat.PRIVATE
    prompt = await context.bot.send_message(
        message.chat.id,
        escape(text),
        reply_markup=ForceReply() if private else None,
        message_thread_id=thread_of(message),
    )
    said = Said(view=view_of_place(place))
    await remember(context, message.chat.id, prompt.message_id, said)
    await answer_query(query)
