"""/questions: owners name the right place of what was not answered; /export: what they named."""

from telegram import CallbackQuery, ForceReply, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.asked.cards import item_in, render_places, tag
from bot.asked.desk import QUESTION, card, read, settled_card, unknown_card
from bot.asked.payloads import Dismiss, Item, Queue, Settle, Type, Undo, parse
from bot.asked.queue import group_of, load
from bot.context import App, Context
from bot.emptiness import nothing_yet
from bot.markup import escape, trim
from bot.opening import find_place
from bot.privileges import permit_in_private
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store.audit import Action
from bot.texts import Texts
from corpus.errors import UnknownReference
from index.models import Place

__all__ = ["register"]


class _AboutGroup(filters.MessageFilter):
    """Lets through a reply to a message of ours about a group of questions."""

    def filter(self, message: Message) -> bool:
        quoted = message.reply_to_message
        if quoted is None or quoted.from_user is None:
            return False
        own = quoted.from_user.id == message.get_bot().id
        return own and item_in(quoted.text or "") is not None


def register(app: App) -> None:
    """Register before questions: a reply to a group of them is none itself."""
    new, text = filters.UpdateType.MESSAGE, filters.TEXT & ~filters.COMMAND
    app.add_handler(CommandHandler("questions", _questions, new))
    app.add_handler(MessageHandler(new & filters.ChatType.PRIVATE & text & _AboutGroup(), _typed))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_ours))


def _is_ours(data: object) -> bool:
    return isinstance(parse(data), Queue | Dismiss | Type | Settle | Undo)


async def _questions(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit_in_private(update, context):
        return
    _ = await context.texts(update)
    await reply(context, message, await card(context, 0, _))


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    choice = parse(query.data) if query else None
    if query is None or not await permit_in_private(update, context):
        return
    _ = await context.texts(update)
    match choice:
        case Queue(page):
            await _show(context, query, await card(context, page, _))
        case Undo(settled):
            await _undo(update, context, settled, _)
        case Type(item):
            await _prompt(context, query, item, _)
        case Dismiss(item):
            await _settle(update, context, item, None, _)
        case Settle(item, view):
            searcher = context.services.searcher
            places = find_place(searcher, view) if searcher else ()
            if places:
                await _settle(update, context, item, places[0], _)
            else:
                await answer_query(query, _("材料改过了，这一段已经不在了"))


async def _settle(
    update: Update, context: Context, item: Item, place: Place | None, _: Texts
) -> None:
    """Settle a group, and go on with the next in the place of the message."""
    query = update.callback_query
    found = await load(context.services)
    group = group_of(found, item)
    if query is None:
        return
    if group is None:
        await _show(context, query, await card(context, 0, _), _("这一组已经处理过了。"))
        return
    await _show(context, query, await settled_card(update, context, found, group, place))


async def _undo(update: Update, context: Context, settled: int, _: Texts) -> None:
    query = update.callback_query
    if query is None:
        return
    if not await context.store.aliases.undo(settled):
        await answer_query(query, _("已经撤销过，或者改定过了。"))
        return
    await context.record(update, Action.QUESTION_REOPENED)
    await _show(context, query, await card(context, 0, _), _("撤销了，这些问题又在队里。"))


async def _show(
    context: Context, query: CallbackQuery, screen: Screen, word: str | None = None
) -> None:
    if query.message:
        await edit(context, query.message.chat.id, query.message.message_id, screen)
    await answer_query(query, word)


async def _prompt(context: Context, query: CallbackQuery, item: Item, _: Texts) -> None:
    """Ask for the reference; the reply to that is opened already."""
    group = group_of(await load(context.services), item)
    if group is None or query.message is None:
        await answer_query(query, _("这一组已经处理过了。"))
        return
    question = trim(group.wordings[0].text, QUESTION)
    text = _("“{question}”的出处是哪里？回复这条消息，例如 一、（三）二。", question=question)
    await context.bot.send_message(
        query.message.chat.id, escape(f"{tag(item)} {text}"), reply_markup=ForceReply()
    )
    await answer_query(query)


async def _typed(update: Update, context: Context) -> None:
    """Settle a group by the reference that was typed in reply to it."""
    message = update.effective_message
    quoted = message.reply_to_message if message else None
    item = item_in(quoted.text or "") if quoted else None
    if message is None or item is None or not await permit_in_private(update, context):
        return
    _, searcher = await context.texts(update), context.services.searcher
    if searcher is None:
        await reply(context, message, Screen(escape(await nothing_yet(update, context))))
        return
    typed = (message.text or "").strip()
    places = await context.services.in_thread(lambda: read(searcher, typed))
    if isinstance(places, UnknownReference):
        await reply(context, message, unknown_card(searcher, item, places, _))
    elif len(places) > 1:
        text = _("有几份材料都有这一处，请选一份：")
        await reply(context, message, render_places(item, text, places))
    else:
        await _settle_typed(update, context, item, places[0])


async def _settle_typed(update: Update, context: Context, item: Item, place: Place) -> None:
    _, message = await context.texts(update), update.effective_message
    found = await load(context.services)
    group = group_of(found, item)
    if message is None:
        return
    if group is None:
        await reply(context, message, Screen(escape(_("这一组已经处理过了。"))))
        return
    await reply(context, message, await settled_card(update, context, found, group, place))
