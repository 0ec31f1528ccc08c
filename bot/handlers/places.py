"""Buttons that open a place: another hit, more of a long passage, an outline, an entry of it."""

from dataclasses import replace

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.answering import entry_turn, place_turn
from bot.asked.buttons import kept
from bot.context import App, Context
from bot.memory import remember, said_by
from bot.opening import View, find_place, open_view
from bot.payloads import AnswerView, ItemView, OutlineView, PlaceView, SectionView, parse
from bot.replies import answer_query, edit, reply
from index.models import Place
from index.search import Searcher

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CallbackQueryHandler(_open, pattern=_names_place))
    app.add_handler(CallbackQueryHandler(_send, pattern=_names_message))


def _names_place(data: object) -> bool:
    return isinstance(parse(data), AnswerView | PlaceView | OutlineView)


def _names_message(data: object) -> bool:
    return isinstance(parse(data), SectionView | ItemView)


async def _open(update: Update, context: Context) -> None:
    """Put what a button names in the place of the message under which it stands."""
    query, searcher = update.callback_query, context.services.searcher
    if query is None or query.message is None:
        return
    _ = await context.texts(update)
    view = parse(query.data)
    if not searcher or not isinstance(view, AnswerView | PlaceView | OutlineView):
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    searcher = await _narrowed(context, query.message.chat.id, searcher, view)
    screen = await context.services.in_thread(lambda: open_view(searcher, view, _))
    if screen is None:
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    chat, message = query.message.chat.id, query.message.message_id
    shown = query.message.reply_markup if isinstance(query.message, Message) else None
    await edit(context, chat, message, kept(screen, shown))
    await answer_query(query)
    said = await said_by(context, chat, message)
    opened = (view.hit.passage,) if isinstance(view, AnswerView) else ()
    seen = tuple(dict.fromkeys((*said.seen, *opened)))
    await remember(context, chat, message, replace(said, view=view, seen=seen))


async def _narrowed(context: Context, chat: int, searcher: Searcher, view: View) -> Searcher:
    """Offer the same place of those documents only that the chat studies.

    A button under an older message still opens a document that it no longer studies.
    """
    own = await context.searcher(chat)
    opened = view.hit.passage if isinstance(view, AnswerView) else view.passage
    place = searcher.passage(opened)
    if own and place and any(each.id == place.document for each in own.documents):
        return own
    return searcher


async def _send(update: Update, context: Context) -> None:
    """Send the section around a passage, or an entry of a list, as a message of its own."""
    query, searcher = update.callback_query, context.services.searcher
    view = parse(query.data) if query else None
    if query is None or not isinstance(view, SectionView | ItemView):
        return
    _ = await context.texts(update)
    place = _place(searcher, view) if searcher else None
    if searcher is None or place is None or not isinstance(query.message, Message):
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    chat = query.message.chat.id
    said = await said_by(context, chat, query.message.message_id)
    if isinstance(view, SectionView):
        turn = place_turn(place, said.question, _)
    else:
        turn = entry_turn(searcher, place, said.question, _)
    sent = await reply(context, query.message, turn.screen)
    await answer_query(query)
    await remember(context, chat, sent.message_id, turn.said)


def _place(searcher: Searcher, view: SectionView | ItemView) -> Place | None:
    if isinstance(view, SectionView):
        return searcher.section_of(view.passage)
    return next(iter(find_place(searcher, view)), None)
