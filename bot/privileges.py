"""Who may do what: owners keep the corpus, a chat's admins its settings, members ask."""

from enum import StrEnum

from telegram import Message, Update

from bot.context import Context
from bot.markup import escape
from bot.replies import alert_query, reply
from bot.screens import Screen
from bot.texts import Texts

__all__ = ["Role", "permit"]


class Role(StrEnum):
    """What a privileged action asks for; an owner is an admin of no chat by that alone."""

    OWNER = "owner"
    CHAT_ADMIN = "chat admin"


async def permit(update: Update, context: Context, role: Role) -> bool:
    """Tell whether whoever sent a message or pressed a button has this role here and now.

    Whoever has not is told who may: as a reply, or as an alert over the button.
    """
    if await _has(update, context, role):
        return True
    _ = await context.texts(update)
    if query := update.callback_query:
        await alert_query(query, _refusal(role, _))
    elif message := update.effective_message:
        await reply(context, message, Screen(escape(_refusal(role, _))))
    return False


async def _has(update: Update, context: Context, role: Role) -> bool:
    services, user, query = context.services, update.effective_user, update.callback_query
    if role is Role.OWNER:
        return user is not None and await services.is_owner(user.id)
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
