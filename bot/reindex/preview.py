"""The preview: what a reindex would change, in a message that begins as a word of patience."""

from telegram import Message, Update

from bot.context import Context
from bot.markup import escape
from bot.reindex.failing import failure_text, is_foreseen
from bot.reindex.panel import render_busy, render_outlook, render_plain
from bot.replies import edit, reply
from bot.screens import Screen

__all__ = ["show"]


async def show(update: Update, context: Context) -> None:
    """Answer with what a reindex would change; the documents are read beside everything else."""
    message = update.effective_message
    if not isinstance(message, Message):
        return
    services, _ = context.services, await context.texts(update)
    if build := services.works.build:
        zone, now = services.settings.zone, services.clock.now()
        await reply(context, message, render_busy(build, zone, _, now))
        return
    sent = await reply(context, message, Screen(escape(_("正在读资料库，和索引比较……"))))
    try:
        outlook = await services.works.look_ahead(services.searcher)
        empty = outlook.first and not outlook.documents
        screen = render_outlook(outlook, _)
        if empty:
            screen = Screen(escape(_("资料库里还没有材料。先在这里把文件发给我。")))
    except Exception as error:
        if not is_foreseen(error):
            raise
        screen = render_plain(failure_text(error, services, _), _)
    await edit(context, sent.chat.id, sent.message_id, screen)
