"""A question and its answer; an edited question edits the answer."""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot.context import App, Context
from bot.markup import escape, trim
from bot.metrics import Metrics
from bot.questions import Addressed, digest_of, question_of
from bot.render import Screen, render, render_choice
from bot.replies import edit, reply, show_typing
from bot.store import Answered
from bot.texts import Texts
from corpus.errors import UnknownReference
from index.models import Place, Verdict
from index.search import Searcher

__all__ = ["register"]

_LOGGER = logging.getLogger(__name__)
_NEAREST = 5
_TYPED = 60


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
    screen = await _screen(context, message, question, _)
    if answered and await edit(context, message.chat.id, answered.answer, screen):
        answer = answered.answer
    else:
        answer = (await reply(context, message, screen)).message_id
    await _remember(context, message, Answered(answer, digest))


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


async def _screen(context: Context, message: Message, question: str, _: Texts) -> Screen:
    searcher = context.services.searcher
    if not question:
        return Screen(escape(_("请把问题写在 /ask 后面，例如：/ask 下半年的重点工作有哪些？")))
    if searcher is None:
        return Screen(escape(_("现在还没有学习材料，等管理员添加之后再来问我吧。")))
    metrics = context.services.metrics
    search = context.services.in_thread(lambda: _found(searcher, question, metrics, _))
    screen, passage = await show_typing(context, message, search)
    if passage:
        await _note_asked(context, message.chat.id, passage)
    return screen


async def _note_asked(context: Context, chat: int, passage: str) -> None:
    """Remember for the chat's review what it asked about."""
    try:
        await context.store.asked.note(chat, passage, int(context.services.clock.now()))
    except SQLAlchemyError:
        _LOGGER.exception("what was asked about could not be noted")


def _found(
    searcher: Searcher, question: str, metrics: Metrics, _: Texts
) -> tuple[Screen, str | None]:
    """Search and write the answer, with the passage that was asked about; blocking."""
    try:
        with metrics.searching():
            answer = searcher.search(question)
        metrics.answered(answer)
        first = answer.hits[0].passage.id if answer.hits else ""
        asked = first if answer.verdict is not Verdict.NONE else None
        return render(answer, _, section=searcher.section_of(first) is not None), asked
    except UnknownReference as unknown:
        metrics.not_found()
        text = _("材料里没有“{typed}”这一处。", typed=trim(unknown.typed, _TYPED))
        near = _places(searcher, unknown.nearest)
        return render_choice(text + _("最近的是：") if near else text, near), None


def _places(searcher: Searcher, references: tuple[str, ...]) -> list[Place]:
    return [place for name in references[:_NEAREST] for place in searcher.read(name)]
