"""A question and its answer, a follow-up and its own; an edited question edits the answer."""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.answering import Said, Turn, answer, narrowed
from bot.asked.recording import offered, record
from bot.context import App, Context
from bot.emptiness import nothing_yet
from bot.following import follow
from bot.followups import Move, recognise
from bot.markup import escape
from bot.memory import recall, remember
from bot.questions import Addressed, digest_of, question_of
from bot.replies import edit, reply, show_typing
from bot.screens import Screen
from bot.store import Answered

__all__ = ["register"]

_LOGGER = logging.getLogger(__name__)


def register(app: App) -> None:
    messages = filters.UpdateType.MESSAGES
    text = filters.TEXT & ~filters.COMMAND
    app.add_handler(CommandHandler("ask", _ask, messages))
    app.add_handler(MessageHandler(messages & filters.ChatType.PRIVATE & text, _ask))
    app.add_handler(MessageHandler(messages & filters.ChatType.GROUPS & text & Addressed(), _ask))


async def _ask(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    question = question_of(message, context.bot)
    digest = digest_of(message, question)
    answered = await _answered(update, context, message)
    if answered and answered.digest == digest:
        return
    turn = await _turn(update, context, message, question)
    screen = offered(turn, _)
    if answered and await edit(context, message.chat.id, answered.answer, screen):
        sent = answered.answer
    else:
        sent = (await reply(context, message, screen)).message_id
    await record(context, message, sent, turn)
    await _remember(context, message, Answered(sent, digest))
    await remember(context, message.chat.id, sent, turn.said, message.message_id)


async def _remember(context: Context, message: Message, answered: Answered) -> None:
    """Record an answer; where that fails, the answer was given all the same."""
    try:
        await context.store.answers.record(
            message.chat.id, message.message_id, answered, int(time.time())
        )
    except SQLAlchemyError:
        _LOGGER.exception("an answer could not be recorded")


async def _answered(update: Update, context: Context, message: Message) -> Answered | None:
    """Return the answer that there is already: only to an edited or a replayed question."""
    if update.edited_message is None and update.update_id not in context.services.replayed:
        return None
    return await context.store.answers.find(message.chat.id, message.message_id)


async def _turn(update: Update, context: Context, message: Message, question: str) -> Turn:
    services, _ = context.services, await context.texts(update)
    searcher, metrics = await context.searcher(message.chat.id), services.metrics
    if not question:
        return _only(_("请把问题写在 /ask 后面，例如：/ask 下半年的重点工作有哪些？"))
    if searcher is None or not searcher.documents:
        return _only(await nothing_yet(update, context))
    asked = recognise(question)
    said = await recall(context, message, replied=asked.plain) if asked else None

    def work() -> Turn:
        turn = follow(searcher, said, asked, _) if asked and said else None
        if turn is None and asked and asked.move is not Move.NUMBERED:
            return _only(_("这句话接着哪一条回答？请回复那条回答再说一遍，或者把问题写全。"))
        return turn or answer(searcher, question, metrics, _)

    turn = await show_typing(context, message, services.in_thread(work))
    before = await recall(context, message) if turn.answer else None
    return narrowed(searcher, turn, before, _) if before else turn


def _only(text: str) -> Turn:
    return Turn(Screen(escape(text)), Said())
