"""A friendly word where the bot cannot help: in private chats only, and under old buttons."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.albums import FirstOfAlbum
from bot.context import App, Context
from bot.markup import escape
from bot.replies import answer_query, reply
from bot.screens import Screen

__all__ = ["register"]


def register(app: App) -> None:
    """Register last: these handlers take what no other has taken."""
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    app.add_handler(MessageHandler(private & filters.COMMAND, _unknown_command))
    app.add_handler(MessageHandler(private & ~filters.StatusUpdate.ALL & FirstOfAlbum(), _no_text))
    app.add_handler(CallbackQueryHandler(_old_button))


async def _unknown_command(update: Update, context: Context) -> None:
    if message := update.effective_message:
        _ = await context.texts(update)
        text = _("没有这个命令。直接把问题发给我就行，/help 看怎样使用。")
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
