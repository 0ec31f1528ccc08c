"""Tell members who asked to be told that their question has an answer now: once, whatever comes.

A wish is dropped before the message goes out, so that a process that dies in between does not
tell twice; it is kept again only where Telegram surely did nothing.
"""

import logging
import time
from collections.abc import Sequence

from telegram import Message, ReplyParameters
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot.answering import Turn, turn_of
from bot.context import App
from bot.daily.outcomes import Fate, judge
from bot.following.scene import ask_again
from bot.markup import escape, trim
from bot.payloads import encode
from bot.store import ChatState, ShownMessage, Store
from bot.store.asked import Outcome
from bot.store.wishes import Due, Wish
from bot.texts import Language, Texts

__all__ = ["tell"]

_LOGGER = logging.getLogger(__name__)
_QUESTION = 40
_SOON = 60.0
"""Seconds until whoever could not be reached is tried again, where nothing else is told."""


async def tell(app: App, mouth: ExtBot[None], due: Due) -> float:
    """Tell those who wait for one question; return 0, or the seconds until it is tried again."""
    store = app.bot_data.store
    if await store.chats.state(due.chat) in (ChatState.BLOCKED, ChatState.LEFT):
        await store.wishes.take(due.asked)
        return 0.0
    _ = Texts(Language(due.language))
    turn = await _turn(app, due, _)
    if turn is None:
        return 0.0  # the chat does not study that document
    wishes = await store.wishes.take(due.asked)
    if not wishes:
        return 0.0
    try:
        sent = await _send(mouth, due, turn, _)
    except TelegramError as error:
        return await _failed(store, due, wishes, error)
    await _remember(app, due, sent, turn)
    return 0.0


async def _failed(store: Store, due: Due, wishes: Sequence[Wish], error: TelegramError) -> float:
    """Keep the wishes again where Telegram surely did nothing and may do it yet."""
    failure = judge(error)
    _LOGGER.warning("chat %d could not be told of an answer: %s", due.chat, error)
    match failure.fate:
        case Fate.MOVED:
            await store.chats.move(due.chat, failure.chat)
        case Fate.OFF if isinstance(error, Forbidden):
            state = ChatState.BLOCKED if due.chat > 0 else ChatState.LEFT
            await store.chats.set_state(due.chat, state)
            return 0.0
        case Fate.AGAIN if not isinstance(error, BadRequest):
            pass
        case _:
            return 0.0
    await store.wishes.put_back(wishes)
    return _SOON if failure.wait is None else failure.wait + 1


async def _turn(app: App, due: Due, _: Texts) -> Turn | None:
    """Write the answer as the chat gets it now; None where it gets none."""
    searcher = await app.bot_data.searcher_for(due.chat)
    if searcher is None:
        return None
    turn = await app.bot_data.in_thread(
        lambda: turn_of(searcher, ask_again(searcher, due.question), _)
    )
    return turn if turn.found and turn.found.outcome is not Outcome.NONE else None


async def _send(mouth: ExtBot[None], due: Due, turn: Turn, _: Texts) -> Message:
    lead = _("“{question}”，现在有答案了：", question=trim(due.question, _QUESTION))
    to = ReplyParameters(due.message, allow_sending_without_reply=True)
    return await mouth.send_message(
        due.chat,
        f"{escape(lead)}\n\n{turn.screen.text}",
        reply_markup=turn.screen.keyboard,
        reply_parameters=to if due.message > 0 else None,
        message_thread_id=due.topic or None,
    )


async def _remember(app: App, due: Due, sent: Message, turn: Turn) -> None:
    """Keep what the message shows, so that a follow-up can go on from it."""
    view = encode(turn.said.view) if turn.said.view else ""
    shown = ShownMessage(due.question, view, turn.said.seen)
    await app.bot_data.store.shown.record(due.chat, sent.message_id, shown, int(time.time()))
