"""Documents sent in private, /add and /documents with their buttons: for owners alone."""

import logging

from telegram import ForceReply, InputFile, Message, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.albums import FirstOfAlbum
from bot.context import App, Context
from bot.documents.incoming import Incoming, Naming, incoming_of
from bot.documents.payloads import parse
from bot.documents.preview import render_arrival
from bot.documents.problems import PROBLEMS, problem_text
from bot.documents.receiving import Sent, fetch, receive, sent_by_add, sent_file
from bot.documents.wishes import Outcome, Wishes
from bot.home import library_of
from bot.markup import escape, trim
from bot.privileges import Role, permit
from bot.replies import alert_query, answer_query, edit, reply, show_typing, shows
from bot.screens import Screen
from bot.texts import Texts

__all__ = ["register"]

_LOGGER = logging.getLogger(__name__)
_ALERT = 190


def register(app: App) -> None:
    """Register before questions are: a title that was asked for is none."""
    messages = filters.UpdateType.MESSAGE
    private = messages & filters.ChatType.PRIVATE
    titles = private & filters.TEXT & ~filters.COMMAND
    titles &= _AnswersTitle(incoming_of(app.bot_data.settings))
    app.add_handler(CommandHandler("add", _add, messages))
    app.add_handler(CommandHandler("documents", _documents, messages))
    app.add_handler(MessageHandler(private & filters.Document.ALL, _Files().take))
    app.add_handler(MessageHandler(titles, _title))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_ours))


def _is_ours(data: object) -> bool:
    return parse(data) is not None


class _AnswersTitle(filters.MessageFilter):
    """Lets through a reply to a message of ours that asks for a title."""

    def __init__(self, incoming: Incoming) -> None:
        super().__init__()
        self._incoming = incoming

    def filter(self, message: Message) -> bool:
        asked = message.reply_to_message
        known = asked and self._incoming.asked(message.chat.id, asked.message_id)
        return known is not None


class _Files:
    """Takes files of owners; others learn once an album that questions are wanted."""

    def __init__(self) -> None:
        self._first = FirstOfAlbum()

    async def take(self, update: Update, context: Context) -> None:
        message, user = update.effective_message, update.effective_user
        if message is None or message.document is None or user is None:
            return
        if await context.services.is_owner(user.id):
            await _take(update, context, sent_file(message.document))
        elif self._first.filter(message):
            _ = await context.texts(update)
            text = _("我还读不了发来的文件。请把问题打成文字发给我。")
            await reply(context, message, Screen(escape(text)))


async def _add(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit(update, context, Role.OWNER):
        return
    _ = await context.texts(update)
    sent = sent_by_add(message)
    if message.chat.type != message.chat.PRIVATE:
        await reply(context, message, Screen(escape(_("请在和我的私聊里加入文档。"))))
    elif sent is None:
        text = _(
            "把文件发给我就行：txt、md、docx、pdf、html 或 epub，可以一次发几个。\n"
            "文字也行：把文字发来，再用 /add 回复它；/add 后面可以写标题。"
        )
        await reply(context, message, Screen(escape(text)))
    else:
        await _take(update, context, sent)


async def _take(update: Update, context: Context, sent: Sent) -> None:
    """Read what was sent, and show what was understood of it."""
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    try:
        screen = await show_typing(context, message, _understood(context, message, sent, _))
    except (*PROBLEMS, TelegramError) as error:
        _LOGGER.info("a document was not taken: %s", type(error).__name__)
        screen = Screen(escape(problem_text(error, _)))
    await reply(context, message, screen)


async def _understood(context: Context, message: Message, sent: Sent, _: Texts) -> Screen:
    services, content = context.services, await fetch(sent)

    def work() -> Screen:
        understood = receive(services.settings, message, sent, content)
        return render_arrival(understood, library_of(services.settings).entries(), _)

    return await services.in_thread(work)


async def _documents(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit(update, context, Role.OWNER):
        return
    _ = await context.texts(update)
    if message.chat.type != message.chat.PRIVATE:
        await reply(context, message, Screen(escape(_("请在和我的私聊里用这个命令。"))))
        return
    wishes = await _wishes(update, context, _)
    await reply(context, message, await context.services.in_thread(wishes.list))


async def _title(update: Update, context: Context) -> None:
    """Give what the message that is replied to asks for its title."""
    message = update.effective_message
    asked = message.reply_to_message if message else None
    if message is None or asked is None or not await permit(update, context, Role.OWNER):
        return
    services, _ = context.services, await context.texts(update)
    incoming, title = incoming_of(services.settings), message.text or ""
    naming = incoming.asked(message.chat.id, asked.message_id)
    if naming is None:
        return
    wishes = await _wishes(update, context, _)
    try:
        outcome = await services.in_thread(lambda: wishes.entitle(naming, title))
    except PROBLEMS as error:
        await reply(context, message, Screen(escape(problem_text(error, _))))
        return
    if outcome.screen:
        await reply(context, message, outcome.screen)
    await _record(update, context, outcome)
    incoming.answered(message.chat.id, asked.message_id)


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    payload = parse(query.data) if query else None
    if query is None or payload is None or not isinstance(query.message, Message):
        return
    if not await permit(update, context, Role.OWNER):
        return
    message, _ = query.message, await context.texts(update)
    wishes = await _wishes(update, context, _)

    def work() -> Outcome:
        return wishes.carry_out(payload, message.message_id)

    try:
        outcome = await context.services.in_thread(work)
    except PROBLEMS as error:
        await alert_query(query, trim(problem_text(error, _), _ALERT))
        return
    await _record(update, context, outcome)
    await _show(context, message, outcome, _)
    await answer_query(query)


async def _show(context: Context, message: Message, outcome: Outcome, _: Texts) -> None:
    """Put a screen in the message's place, send a file, or ask for a title."""
    chat, screen = message.chat.id, outcome.screen
    if screen and not shows(message, screen):
        there = await edit(context, chat, message.message_id, screen)
        if not there:
            await reply(context, message, screen)
    if outcome.file:
        name, content = outcome.file
        await context.bot.send_document(chat, InputFile(content, filename=name))
    if outcome.naming:
        await _ask_title(context, chat, outcome.naming, _)


async def _ask_title(context: Context, chat: int, naming: Naming, _: Texts) -> None:
    text = escape(_("请回复这条消息，写上新的标题。"))
    asked = await context.bot.send_message(chat, text, reply_markup=ForceReply())
    incoming = incoming_of(context.settings)
    await context.services.in_thread(lambda: incoming.ask(chat, asked.message_id, naming))


async def _record(update: Update, context: Context, outcome: Outcome) -> None:
    if outcome.action:
        await context.record(update, outcome.action, outcome.document)


async def _wishes(update: Update, context: Context, _: Texts) -> Wishes:
    services, user = context.services, update.effective_user
    return Wishes(
        services.settings,
        services.searcher.documents if services.searcher else (),
        await services.store.studies.chats(),
        user.full_name if user else "",
        _,
    )
