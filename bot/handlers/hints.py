"""A friendly word where the bot cannot help: in private chats only, and under old buttons."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.context import App, Context
from bot.markup import escape
from bot.replies import answer_query, reply
from bot.screens import Screen

__all__ = ["register"]

_ALBUMS_REMEMBERED = 1000


def register(app: App) -> None:
    """Register last: these handlers take what no other has taken."""
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    albums = _Albums()
    app.add_handler(MessageHandler(private & filters.COMMAND, _unknown_command))
    app.add_handler(MessageHandler(private & filters.Document.ALL & albums, _document))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL & albums, _no_text))
    app.add_handler(CallbackQueryHandler(_old_button))


class _Albums(filters.MessageFilter):
    """Lets through the first picture of an album and keeps the others out."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, int] = {}

    def filter(self, message: Message) -> bool:
        album = message.media_group_id
        if album is None:
            return True
        if len(self._seen) >= _ALBUMS_REMEMBERED:
            self._seen.clear()
        return self._seen.setdefault(album, message.message_id) == message.message_id


async def _unknown_command(update: Update, context: Context) -> None:
    if message := update.effective_message:
        _ = await context.texts(update)
        text = _("没有这个命令。直接把问题发给我就行，/help 看怎样使用。")
        await reply(context, message, Screen(escape(text)))


async def _document(update: Update, context: Context) -> None:
    message, user = update.effective_message, update.effective_user
    if message is None:
        return
    _ = await context.texts(update)
    if user and user.id in context.settings.admins:
        text = _("在聊天里还不能添加材料。请在服务器上运行：yandu index --add 文件名")
    else:
        text = _("我还读不了发来的文件。请把问题打成文字发给我。")
    await reply(context, message, Screen(escape(text)))


async def _no_text(update: Update, context: Context) -> None:
    if message := update.effective_message:
        _ = await context.texts(update)
        text = _("我只看得懂文字。请把问题打成文字发给我，我去材料里找原文。")
        await reply(context, message, Screen(escape(text)))


async def _old_button(update: Update, context: Context) -> None:
    if query := update.callback_query:
        _ = await context.texts(update)
        await answer_query(query, _("这个按钮已过期，请重新提问"))
