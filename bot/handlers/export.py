"""/export: the questions that owners have settled, as a file for yandu evaluate."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.context import App, Context
from bot.markup import escape
from bot.privileges import permit_in_private
from bot.replies import reply
from bot.screens import Screen
from bot.store.audit import Action
from index.questions import write_questions

__all__ = ["register"]

_NAME = "settled.questions.jsonl"


def register(app: App) -> None:
    app.add_handler(CommandHandler("export", _export, filters.UpdateType.MESSAGE))


async def _export(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit_in_private(update, context):
        return
    _ = await context.texts(update)
    pairs = await context.store.aliases.questions()
    if not pairs:
        text = _("还没有定过出处的问题。用 /questions 定了以后，可以在这里导出。")
        await reply(context, message, Screen(escape(text)))
        return
    absent = sum(not pair.answerable for pair in pairs)
    caption = _(
        "{count} 个问题，其中材料没讲的 {absent} 个。检验回答：yandu evaluate {name}",
        count=len(pairs),
        absent=absent,
        name=_NAME,
    )
    await context.bot.send_document(
        message.chat.id, write_questions(pairs), caption=escape(caption), filename=_NAME
    )
    await context.record(update, Action.QUESTIONS_EXPORTED, str(len(pairs)))
