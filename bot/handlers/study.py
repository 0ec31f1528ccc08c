"""/study: a chat's admins choose which documents it uses; in private everyone for themselves."""

from collections.abc import Collection

from telegram import Chat, Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.daily.payloads import short_id
from bot.emptiness import nothing_yet
from bot.markup import escape
from bot.privileges import Role, permit
from bot.replies import answer_query, edit, reply, shows
from bot.screens import Screen
from bot.store.audit import Action
from bot.study.choice import kept
from bot.study.panel import render_study
from bot.study.payloads import All, Toggle, parse
from corpus.models import Document

__all__ = ["register"]


def register(app: App) -> None:
    posts = filters.UpdateType.MESSAGE | filters.UpdateType.CHANNEL_POST
    app.add_handler(CommandHandler("study", _study, posts))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_ours))


def _is_ours(data: object) -> bool:
    return parse(data) is not None


async def _study(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit(update, context, Role.CHAT_ADMIN):
        return
    await reply(context, message, await _panel(update, context, message.chat.id, 0))


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    payload = parse(query.data) if query else None
    if query is None or payload is None or not isinstance(query.message, Message):
        return
    if not await permit(update, context, Role.CHAT_ADMIN):
        return
    chat = query.message.chat
    if isinstance(payload, All | Toggle):
        await _choose(update, context, chat, payload)
    screen = await _panel(update, context, chat.id, payload.page)
    if not shows(query.message, screen):
        await edit(context, chat.id, query.message.message_id, screen)
    await answer_query(query)


async def _choose(update: Update, context: Context, chat: Chat, payload: All | Toggle) -> None:
    """Keep a choice; a document that is gone meanwhile changes nothing.

    Logged is what an admin chooses for others: in private everyone chooses for themselves.
    """
    studies, documents = context.store.studies, _documents(context)
    chosen: Collection[str] = ()
    if isinstance(payload, Toggle):
        named = [each.id for each in documents if short_id(each.id) == payload.document]
        if not named:
            return
        chosen = (kept(documents, await studies.of(chat.id)) or frozenset()) ^ {*named}
    await studies.choose(chat.id, chosen)
    if chat.type != Chat.PRIVATE:
        await context.record(update, Action.STUDY_CHANGED, ", ".join(sorted(chosen)))


async def _panel(update: Update, context: Context, chat: int, page: int) -> Screen:
    _, documents = await context.texts(update), _documents(context)
    if not documents:
        return Screen(escape(await nothing_yet(update, context)))
    return render_study(documents, await context.store.studies.of(chat), page, _)


def _documents(context: Context) -> tuple[Document, ...]:
    searcher = context.services.searcher
    return searcher.documents if searcher else ()
