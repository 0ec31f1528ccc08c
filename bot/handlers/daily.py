"""/daily: the state of the daily push and its controls, by words and by buttons."""

from telegram import CallbackQuery, Chat, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.daily.models import Schedule, State
from bot.daily.panel import render_history, render_menu, render_panel
from bot.daily.payloads import Choose, Pick, parse
from bot.daily.picks import changes_of
from bot.daily.subscriptions import (
    change,
    found_or_new,
    send_now,
    target_of,
    today_of,
    view_of,
)
from bot.daily.wording import push_line, wrong_text
from bot.daily.words import Action, Request, WrongWord, read_words
from bot.markup import escape
from bot.privileges import Role, permit
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store.audit import Action as Logged
from bot.texts import Texts

__all__ = ["register"]

_HISTORY = 10
_MENUS = (Pick.TIME, Pick.DAYS, Pick.ORDER, Pick.MINUTES, Pick.DOCUMENT)


def register(app: App) -> None:
    posts = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    app.add_handler(CommandHandler("daily", _daily, posts))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_choice))


def _is_choice(data: object) -> bool:
    return isinstance(parse(data), Choose)


async def _daily(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    if not await permit(update, context, Role.CHAT_ADMIN, _refusal(_)):
        return
    schedule = await found_or_new(context.services, target_of(message))
    words = " ".join(context.args or ())
    try:
        request = read_words(words)
        screen = await _answer(update, context, schedule, request)
        if request.changes or request.action is Action.NOW:
            await _record(update, context, words)
    except WrongWord as wrong:
        screen = Screen(escape(wrong_text(wrong, _)))
    if screen:
        await reply(context, message, screen)


async def _answer(
    update: Update, context: Context, schedule: Schedule, request: Request
) -> Screen | None:
    """Carry out what was written, and show what is so now."""
    services, _ = context.services, await context.texts(update)
    until = request.changes.get("paused_until")
    if until and until <= today_of(services, schedule):
        raise WrongWord("past", until.isoformat())
    if request.changes:
        schedule = await change(services, schedule, request.changes, _.language)
    match request.action:
        case Action.NOW:
            _begin_now(update, context, schedule, update.update_id)
            return None
        case Action.HISTORY:
            return await _history(context, schedule, _)
    return render_panel(await view_of(services, schedule), _)


async def _record(update: Update, context: Context, detail: str) -> None:
    """Log what an admin did to a group or a channel; in private everyone is their own."""
    if update.effective_chat and update.effective_chat.type != Chat.PRIVATE:
        await context.record(update, Logged.DAILY_CHANGED, detail)


def _begin_now(update: Update, context: Context, schedule: Schedule, number: int) -> None:
    """Send one beside the handling of updates: it may have to wait, answers may not."""
    context.application.create_task(_now(update, context, schedule, number), update=update)


async def _now(update: Update, context: Context, schedule: Schedule, number: int) -> None:
    """Send one now; say so where it did not arrive."""
    _, message = await context.texts(update), update.effective_message
    push = await send_now(context.services, schedule, number, _.language)
    if push and push.state is not State.SENT and message:
        today = today_of(context.services, schedule)
        await reply(context, message, Screen(escape(push_line(push, schedule, today, _))))


async def _history(context: Context, schedule: Schedule, _: Texts) -> Screen:
    pushes = await context.store.pushes.last(schedule.target, _HISTORY)
    return render_history(await view_of(context.services, schedule), pushes, _)


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    choice = parse(query.data) if query else None
    if query is None or not isinstance(choice, Choose) or not isinstance(query.message, Message):
        return
    _ = await context.texts(update)
    if not await permit(update, context, Role.CHAT_ADMIN, _refusal(_)):
        return
    schedule = await found_or_new(context.services, target_of(query.message))
    if choice.pick is Pick.NOW:
        _begin_now(update, context, schedule, _number(query))
    screen = await _chosen(context, schedule, choice, _)
    if choice.pick is Pick.NOW or (screen and choice.pick not in (Pick.MENU, Pick.HISTORY)):
        await _record(update, context, f"{choice.pick.name.lower()} {choice.value}".rstrip())
    if screen is None:
        await answer_query(query)
        return
    await edit(context, query.message.chat.id, query.message.message_id, screen)
    await answer_query(query)


async def _chosen(context: Context, schedule: Schedule, choice: Choose, _: Texts) -> Screen | None:
    """Carry out a press; None where nothing is to be shown in the message's place."""
    services, value = context.services, choice.value
    match choice.pick:
        case Pick.MENU if value in _MENUS:
            return render_menu(await view_of(services, schedule), Pick(value), _)
        case Pick.MENU if not value:
            return render_panel(await view_of(services, schedule), _)
        case Pick.HISTORY:
            return await _history(context, schedule, _)
    changes = await changes_of(services, schedule, choice)
    if changes is None:
        return None
    schedule = await change(services, schedule, changes, _.language)
    view = await view_of(services, schedule)
    if choice.pick in (Pick.DAYS, Pick.DOCUMENT):
        return render_menu(view, choice.pick, _)
    return render_panel(view, _)


def _number(query: CallbackQuery) -> int:
    """Return a number that tells this press from every other."""
    return int(query.id) if query.id.isdecimal() else abs(hash(query.id))


def _refusal(_: Texts) -> str:
    return _("只有管理员可以设置这里的每日研读。想自己订阅，在私聊里发 /daily。")
