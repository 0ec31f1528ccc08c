"""/privacy: what is kept, and for how long; /forget: delete what is kept about whoever asks."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.asked.payloads import Forget, encode, parse
from bot.context import App, Context
from bot.markup import escape
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store.forgetting import Forgotten
from bot.store.store import ANSWERS_KEPT
from bot.texts import Texts

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CommandHandler("privacy", _privacy, filters.UpdateType.MESSAGE))
    app.add_handler(CommandHandler("forget", _forget, filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(_decided, pattern=_is_decision))


def _is_decision(data: object) -> bool:
    return isinstance(parse(data), Forget)


async def _privacy(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    text = _(
        "保存些什么：\n"
        "• 问我的问题、对应的回答和 👍👎，保存 {days} 天。不存名字：记下的是一串算出来的代号，"
        "私聊另外有聊天的编号。群里别的聊天不看、不存。\n"
        "• 每条回答打开的是哪一处，好让你接着问，保存 {recent} 天。\n"
        "• 各人和各聊天的选择（语言、每日研读、学习哪些材料），和每日研读推送的记录，一直保存。\n"
        "• 没答好的问题，管理者看得到问题本身，看不到是谁问的。他们指明了出处的问法不再和"
        "任何人有联系，一直保存。\n"
        "• 管理者和群管理员的操作，连同名字和编号，记在操作记录里。\n\n"
        "都存在运行机器人的那台机器上，除了 Telegram 不发给任何人。\n"
        "删除你的数据：在私聊里发 /forget。",
        days=context.settings.questions_days,
        recent=ANSWERS_KEPT,
    )
    await reply(context, message, Screen(escape(text)))


async def _forget(update: Update, context: Context) -> None:
    """Ask before anything goes; in private only, where nobody else can press the button."""
    message = update.effective_message
    if message is None:
        return
    _ = await context.texts(update)
    if message.chat.type != message.chat.PRIVATE:
        text = _("请在私聊里给我发 /forget。你在群里问过的也会一起删除。")
        await reply(context, message, Screen(escape(text)))
        return
    text = _(
        "要删除你的全部数据吗？你在这里和群里问过的问题、评价、等候的通知，你的语言，"
        "这个私聊的每日研读和它的记录，都会删掉，不能恢复。"
    )
    buttons = (
        InlineKeyboardButton(_("🗑 全部删除"), callback_data=encode(Forget(sure=True))),
        InlineKeyboardButton(_("不删了"), callback_data=encode(Forget(sure=False))),
    )
    await reply(context, message, Screen(escape(text), InlineKeyboardMarkup([buttons])))


async def _decided(update: Update, context: Context) -> None:
    query, chat = update.callback_query, update.effective_chat
    decision = parse(query.data) if query else None
    if query is None or query.message is None or not isinstance(decision, Forget):
        return
    _ = await context.texts(update)
    if chat is None or chat.id != query.from_user.id:  # forged: another's chat, or a group's
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    if decision.sure:
        text = await _forgotten(context, query.from_user.id, _)
    else:
        text = _("好，什么都没有删。")
    await edit(context, chat.id, query.message.message_id, Screen(escape(text)))
    await answer_query(query)


async def _forgotten(context: Context, user: int, _: Texts) -> str:
    """Delete what is kept about a user; say what went, and what stays."""
    gone = await context.store.forget(user)
    lines = [_told(gone, _)]
    if await context.services.is_owner(user):
        lines.append(_("你是管理者，这一点保留着。"))
    if gone.deeds:
        lines.append(_("你做过的管理操作还在操作记录里：{count}", count=gone.deeds))
    return "\n".join(lines)


def _told(gone: Forgotten, _: Texts) -> str:
    lines = (
        (gone.questions, _("• 问过的问题：{count}", count=gone.questions)),
        (gone.votes, _("• 评价：{count}", count=gone.votes)),
        (gone.wishes, _("• 等候的通知：{count}", count=gone.wishes)),
        (gone.settings, _("• 设置（语言、每日研读、学习的材料）：{count}", count=gone.settings)),
        (gone.pushes, _("• 推送记录：{count}", count=gone.pushes)),
    )
    there = [line for count, line in lines if count]
    if not there:
        return _("没有关于你的数据。你没有问过什么，也没有设置过什么。")
    return "\n".join([_("已经删除："), *there])
