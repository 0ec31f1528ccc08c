"""/language: everyone chooses their own, a group's admins choose the group's."""

from telegram import (
    CallbackQuery,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.markup import escape
from bot.payloads import LanguageChoice, encode, parse
from bot.privileges import Role, permit
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store import ChatKind
from bot.store.audit import Action
from bot.texts import Language, Texts

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CommandHandler("language", _offer, filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(_choose, pattern=_names_language))


def _names_language(data: object) -> bool:
    return isinstance(parse(data), LanguageChoice)


async def _offer(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    if not await permit(update, context, Role.CHAT_ADMIN, _refusal(_)):
        return
    private = message.chat.type == Chat.PRIVATE
    text = _("请选择界面语言：") if private else _("请选择本群的界面语言：")
    await reply(context, message, Screen(escape(text), _keyboard()))


async def _choose(update: Update, context: Context) -> None:
    query = update.callback_query
    choice = parse(query.data) if query else None
    if query is None or query.message is None or not isinstance(choice, LanguageChoice):
        return
    chat = query.message.chat
    refusal = _refusal(await context.texts(update))
    if not await permit(update, context, Role.CHAT_ADMIN, refusal):
        return
    await _store(context, chat, query, choice.language)
    if chat.type != Chat.PRIVATE:
        await context.record(update, Action.LANGUAGE_CHANGED, choice.language)
    _ = Texts(choice.language)
    private = chat.type == Chat.PRIVATE
    done = _("好，界面语言改为简体中文。") if private else _("好，本群的界面语言改为简体中文。")
    await edit(context, chat.id, query.message.message_id, Screen(escape(done), _keyboard()))
    await answer_query(query)


async def _store(context: Context, chat: Chat, query: CallbackQuery, language: Language) -> None:
    chats = context.store.chats
    if chat.type == Chat.PRIVATE:
        await chats.choose_user_language(query.from_user.id, language)
    else:
        await chats.choose_chat_language(chat.id, ChatKind(chat.type), chat.title or "", language)


def _refusal(_: Texts) -> str:
    return _("只有群管理员可以改本群的语言。你自己的语言可以在私聊里用 /language 选。")


def _keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup.from_column(
        [
            InlineKeyboardButton(language.own_name, callback_data=encode(LanguageChoice(language)))
            for language in Language
        ]
    )
