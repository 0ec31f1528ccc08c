"""What is said while nothing can be asked about yet: to an owner, what to do about it."""

from telegram import Chat, Update

from bot.context import Context
from bot.home import library_of
from bot.texts import Texts

__all__ = ["not_indexed", "nothing_yet"]


def not_indexed(_: Texts) -> str:
    """Tell an owner what makes the documents that were added ones to ask about."""
    return _("材料已经加入，还没有建索引。发 /reindex 更新索引，之后就能提问。")


async def nothing_yet(update: Update, context: Context) -> str:
    """Say that there is no index yet; an owner in private is told the next step."""
    _, services = await context.texts(update), context.services
    chat, user = update.effective_chat, update.effective_user
    private = chat is not None and chat.type == Chat.PRIVATE
    if not (private and user and await services.is_owner(user.id)):
        return _("现在还没有学习材料，等管理者添加之后再来问我吧。")
    if await services.in_thread(library_of(services.settings).entries):
        return not_indexed(_)
    return _("现在还没有学习材料。把文件发给我就行：txt、md、docx、pdf、html 或 epub。")
