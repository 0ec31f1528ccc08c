"""Joining and leaving groups, being blocked, and groups that become supergroups."""

from telegram import Chat, ChatMember, ChatMemberUpdated, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot.context import App, Context
from bot.daily.models import Off
from bot.markup import escape
from bot.store import ChatKind, ChatState
from bot.texts import Texts

__all__ = ["register"]

_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


def register(app: App) -> None:
    app.add_handler(ChatMemberHandler(_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    app.add_handler(ChatMemberHandler(_member_changed, ChatMemberHandler.CHAT_MEMBER))
    app.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, _migrate))


async def _member_changed(update: Update, context: Context) -> None:
    """Look anew who the admins are; Telegram tells of changes where the bot is one."""
    if update.chat_member:
        context.services.roles.forget(update.chat_member.chat.id)


async def _membership(update: Update, context: Context) -> None:
    change = update.my_chat_member
    if change is None:
        return
    chat, known = change.chat, await context.store.chats.state(change.chat.id)
    state = _state(change)
    await context.store.chats.note(chat.id, ChatKind(chat.type), chat.effective_name or "", state)
    if state is not ChatState.ACTIVE:
        reason = Off.BLOCKED if state is ChatState.BLOCKED else Off.KICKED
        await context.store.schedules.switch_off(chat.id, reason)
    joined = change.old_chat_member.status in _OUTSIDE and state is ChatState.ACTIVE
    is_group = chat.type in (Chat.GROUP, Chat.SUPERGROUP)
    # A group that became a supergroup is known already: nobody there needs a second greeting.
    if joined and is_group and known is not ChatState.ACTIVE:
        await _greet(context, change)


def _state(change: ChatMemberUpdated) -> ChatState:
    member = change.new_chat_member
    restricted_outside = member.status == ChatMember.RESTRICTED and not getattr(
        member, "is_member", True
    )
    if member.status not in _OUTSIDE and not restricted_outside:
        return ChatState.ACTIVE
    return ChatState.BLOCKED if change.chat.type == Chat.PRIVATE else ChatState.LEFT


async def _greet(context: Context, change: ChatMemberUpdated) -> None:
    """Say in three lines what the bot does, how to ask, and what it gets to see."""
    _ = await context.texts_for(change.chat, change.from_user)
    sees_all = context.bot.can_read_all_group_messages or (
        change.new_chat_member.status == ChatMember.ADMINISTRATOR
    )
    lines = (
        _("大家好，我是研读：有人提问，我就引用学习材料的原文来回答，并注明出处。"),
        _("提问：发 /ask 加问题，或者直接回复我的消息。"),
        _sight(_, sees_all=sees_all),
    )
    await context.bot.send_message(change.chat.id, escape("\n".join(lines)))


def _sight(_: Texts, *, sees_all: bool) -> str:
    if sees_all:
        return _("我能收到群里的消息，但只理会命令、对我的回复和 @我，别的一概不看、不存。")
    return _("隐私模式开着：我只收得到命令和对我的回复，看不到大家的其他聊天，@我 也可能收不到。")


async def _migrate(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id:
        await context.store.chats.move(message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await context.store.chats.move(message.migrate_from_chat_id, message.chat.id)
