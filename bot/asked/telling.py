"""Tell members who asked to be told that their question has an answer now: once, whatever comes.

A wish is dropped before the message goes out, so that a process that dies in between does not
tell twice; it is kept again only where Telegram surely did nothing.
"""

import logging
import time

from telegram import Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from bot.answering import Turn, turn_of
from bot.context import App
from bot.following.scene import ask_again
from bot.markup import escape, trim
from bot.payloads import encode
from bot.store import ChatState, ShownMessage
from bot.store.asked import Outcome
from bot.store.wishes import Due
from bot.texts import Language, Texts
from bot.transport import was_not_executed

__all__ = ["tell_all"]

_LOGGER = logging.getLogger(__name__)
_QUESTION = 40


async def tell_all(app: App) -> bool:
    """Tell all whose question is settled; False where some are still to be told."""
    told = [await _tell(app, due) for due in await app.bot_data.store.wishes.due()]
    return all(told)


async def _tell(app: App, due: Due) -> bool:
    """Tell those who wait for one question; False where it has to be tried again."""
    store = app.bot_data.store
    if await store.chats.state(due.chat) in (ChatState.BLOCKED, ChatState.LEFT):
        await store.wishes.take(due.asked)
        return True
    if not await _turn(app, due, Texts(app.bot_data.settings.language)):
        return True  # the chat does not study that document
    wishes = await store.wishes.take(due.asked)
    if not wishes:
        return True
    _ = Texts(Language(wishes[0].language))
    turn = await _turn(app, due, _)
    try:
        if turn:
            await _send(app, due, turn, _)
    except ChatMigrated as moved:
        await store.chats.move(due.chat, moved.new_chat_id)
    except Forbidden:
        state = ChatState.BLOCKED if due.chat > 0 else ChatState.LEFT
        await store.chats.set_state(due.chat, state)
        return True
    except TelegramError as error:
        _LOGGER.warning("chat %d could not be told of an answer: %s", due.chat, error)
        passing = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
        if not passing or not was_not_executed(error):
            return True
    else:
        return True
    await store.wishes.put_back(wishes)
    return False


async def _turn(app: App, due: Due, _: Texts) -> Turn | None:
    """Write the answer as the chat gets it now; None where it gets none."""
    searcher = await app.bot_data.searcher_for(due.chat)
    if searcher is None:
        return None
    turn = await app.bot_data.in_thread(
        lambda: turn_of(searcher, ask_again(searcher, due.question), _)
    )
    return turn if turn.found and turn.found.outcome is not Outcome.NONE else None


async def _send(app: App, due: Due, turn: Turn, _: Texts) -> None:
    lead = _("“{question}”，现在有答案了：", question=trim(due.question, _QUESTION))
    to = ReplyParameters(due.message, allow_sending_without_reply=True)
    sent = await app.bot.send_message(
        due.chat,
        f"{escape(lead)}\n\n{turn.screen.text}",
        reply_markup=turn.screen.keyboard,
        reply_parameters=to if due.message > 0 else None,
        message_thread_id=due.topic or None,
    )
    await _remember(app, due, sent, turn)


async def _remember(app: App, due: Due, sent: Message, turn: Turn) -> None:
    """Keep what the message shows, so that a follow-up can go on from it."""
    view = encode(turn.said.view) if turn.said.view else ""
    shown = ShownMessage(due.question, view, turn.said.seen)
    await app.bot_data.store.shown.record(due.chat, sent.message_id, shown, int(time.time()))
