"""Who may do what: owners keep the corpus, a chat's admins its settings, members ask."""

from enum import StrEnum

from telegram import Chat, Message, Update, User

from bot.context import Context
from bot.errors import AdminsUnknown
from bot.markup import escape
from bot.replies import alert_query, reply
from bot.screens import Screen
from bot.texts import Texts

__all__ = ["Role", "permit", "permit_in_private"]


class Role(StrEnum):
    """What a privileged action asks for; an owner is an admin of no chat by that alone."""

    OWNER = "owner"
    CHAT_ADMIN = "chat admin"


async def permit(update: Update, context: Context, role: Role, refusal: str = "") -> bool:
    """Tell whether whoever sent a message or pressed a button has this role here and now.

    Whoever has not is told who may, or the words of `refusal`: as a reply, or as an alert over
    the button.
    """
    _ = await context.texts(update)
    try:
        if await _has(update, context, role):
            return True
        said = refusal or _refusal(role, _)
    except AdminsUnknown:
        said = _("现在问不到 Telegram 这里的管理员是谁，请过一会儿再试。")
    await _say(update, context, said)
    return False


async def permit_in_private(update: Update, context: Context, refusal: str = "") -> bool:
    """Tell whether an owner asks in private, where nobody else reads what is shown."""
    if not await permit(update, context, Role.OWNER, refusal):
        return False
    chat = update.effective_chat
    if chat and chat.type == Chat.PRIVATE:
        return True
    _ = await context.texts(update)
    await _say(update, context, _("请在私聊里用这个命令，群里大家都看得到。"))
    return False


async def _say(update: Update, context: Context, text: str) -> None:
    if query := update.callback_query:
        await alert_query(query, text)
    elif message := update.effective_message:
        await reply(context, message, Screen(escape(text)))


async def _has(update: Update, context: Context, role: Role) -> bool:
    services, query = context.services, update.callback_query
    if role is Role.OWNER:
        # Who writes in the name of a group or a channel comes with an id that many share.
        sender = update.effective_sender
        return isinstance(sender, User) and await services.is_owner(sender.id)
    if query:
        chat = query.message.chat if query.message else None
        return chat is not None and await services.roles.is_admin(
            context.bot, chat, query.from_user.id
        )
    message = update.effective_message
    return isinstance(message, Message) and await services.roles.may_manage(context.bot, message)


def _refusal(role: Role, _: Texts) -> str:
    if role is Role.OWNER:
        return _("只有机器人的管理者可以这样做。")
    return _("只有本群管理员可以这样做。")
