"""/start and /help: what the bot does and how to ask."""

from contextlib import suppress

from telegram import Message, Update
from telegram.ext import CommandHandler, filters

from bot.commands import Audience, commands_for
from bot.context import App, Context
from bot.emptiness import nothing_yet
from bot.errors import AdminsUnknown
from bot.markup import escape, trim
from bot.menus import set_owner_menu
from bot.replies import reply
from bot.screens import Screen
from bot.store import ChatKind, ChatState
from bot.texts import Texts

__all__ = ["register"]

_MOST_TITLES = 5
_TITLE = 60


def register(app: App) -> None:
    app.add_handler(CommandHandler("start", _start, filters.UpdateType.MESSAGE))
    app.add_handler(CommandHandler("help", _help, filters.UpdateType.MESSAGE))


async def _start(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    private = message.chat.type == message.chat.PRIVATE
    if private:
        await context.store.chats.note(
            message.chat.id, ChatKind.PRIVATE, message.chat.full_name or "", ChatState.ACTIVE
        )
    hello = _(
        "你好，我是研读。把问题发给我，我在学习材料里找到讲这件事的地方，原文照录，并注明出处。"
    )
    material = await _material(update, context, message)
    await reply(context, message, _screen(hello, _how(_), material))
    if private and await _audience(update, context, message) is Audience.OWNER:
        # Telegram refused the menu of an owner who had not written to the bot yet.
        await set_owner_menu(context.bot, message.chat.id, context.settings.language)


async def _help(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    audience = await _audience(update, context, message)
    commands = "\n".join(
        f"/{each.command} — {each.description}" for each in commands_for(audience, _)
    )
    material = await _material(update, context, message)
    await reply(context, message, _screen(_how(_), commands, material))


async def _audience(update: Update, context: Context, message: Message) -> Audience:
    user = update.effective_user
    if message.chat.type == message.chat.PRIVATE:
        owner = user is not None and await context.services.is_owner(user.id)
        return Audience.OWNER if owner else Audience.PRIVATE
    with suppress(AdminsUnknown):
        if await context.services.roles.may_manage(context.bot, message):
            return Audience.GROUP_ADMIN
    return Audience.GROUP


def _how(_: Texts) -> str:
    return _(
        "怎样用：\n"
        "• 私聊里直接写问题，例如：下半年的重点工作有哪些？\n"
        "• 只写出处就翻到那一处，例如：一、（四）\n"
        "• 也可以问结构，例如：第二部分有几点、一共有几部分、目录\n"
        "• 可以接着问：还有吗、下一条、那第二点呢、展开、为什么呢（群里请回复那条回答）\n"
        "• 群里发 /ask 加问题，或者回复我的消息\n"
        "• 问题写错了，修改那条消息，答案会跟着改"
    )


async def _material(update: Update, context: Context, message: Message) -> str:
    """List what can be asked about."""
    searcher, _ = await context.searcher(message.chat.id), await context.texts(update)
    if searcher is None or not searcher.documents:
        return await nothing_yet(update, context)
    titles = [f"• {trim(document.title, _TITLE)}" for document in searcher.documents]
    more = len(titles) - _MOST_TITLES
    lines = titles[:_MOST_TITLES] + ([_("……还有 {count} 份", count=more)] if more > 0 else [])
    return "\n".join([_("现有材料："), *lines])


def _screen(*paragraphs: str) -> Screen:
    return Screen(escape("\n\n".join(paragraphs)))
