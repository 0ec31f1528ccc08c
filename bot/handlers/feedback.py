"""The buttons under an answer: was it helpful, and the wish to be told of a better one."""

import time

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from bot.asked.buttons import offers_wish, with_wish
from bot.asked.payloads import Vote, Wish, parse
from bot.context import App, Context
from bot.replies import answer_query, edit
from bot.screens import Screen
from bot.store.asked import AskedQuestion
from bot.store.wishes import Wish as Waiting
from bot.texts import Texts

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CallbackQueryHandler(_vote, pattern=_is_vote))
    app.add_handler(CallbackQueryHandler(_wish, pattern=_is_wish))


def _is_vote(data: object) -> bool:
    return isinstance(parse(data), Vote)


def _is_wish(data: object) -> bool:
    return isinstance(parse(data), Wish)


async def _vote(update: Update, context: Context) -> None:
    """Count one vote a member; a later one changes it."""
    query = update.callback_query
    vote = parse(query.data) if query else None
    asked = await _asked(context, query)
    if query is None or not isinstance(vote, Vote):
        return
    _ = await context.texts(update)
    if asked is None:
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    member = await context.store.keys.member(query.from_user.id)
    await context.store.asked.vote(asked.id, member, int(time.time()), helpful=vote.helpful)
    if vote.helpful:
        await answer_query(query, _("谢谢！记下了：有帮助。"))
        return
    await answer_query(query, _("谢谢！记下了：没帮上忙，管理者会看到这个问题。"))
    await _offer_wish(query, context, _)


async def _offer_wish(query: CallbackQuery, context: Context, _: Texts) -> None:
    message = query.message
    if not isinstance(message, Message) or offers_wish(message.reply_markup):
        return
    screen = Screen(message.text_html, with_wish(message.reply_markup, _))
    await edit(context, message.chat.id, message.message_id, screen)


async def _wish(update: Update, context: Context) -> None:
    query = update.callback_query
    asked = await _asked(context, query)
    if query is None:
        return
    _ = await context.texts(update)
    if asked is None:
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    member = await context.store.keys.member(query.from_user.id)
    wish = Waiting(asked.id, member, _.language, int(time.time()))
    if await context.store.wishes.add(wish):
        await answer_query(query, _("好，有了答案就在这里告诉你。"))
    else:
        await answer_query(query, _("已经记下了，有了答案就在这里告诉你。"))
    if asked.alias is not None:
        context.services.settled.set()


async def _asked(context: Context, query: CallbackQuery | None) -> AskedQuestion | None:
    """Find the question that the message under a button answers."""
    if query is None or query.message is None:
        return None
    return await context.store.asked.find(query.message.chat.id, query.message.message_id)
