"""Claiming the bot by its one-time link, and /owners: who runs it."""

import logging

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.context import App, Context
from bot.daily.subscriptions import found_or_new, target_of, today_of
from bot.markup import escape
from bot.menus import set_owner_menu
from bot.owners.claiming import token_of
from bot.owners.keeping import Person, Refused, appoint, dismiss, known_owners, person_of
from bot.owners.panel import render_owners, render_question
from bot.owners.payloads import ListOwners, RemoveOwner, parse
from bot.privileges import permit_in_private
from bot.replies import answer_query, edit, reply
from bot.screens import Screen
from bot.store import ChatKind, ChatState
from bot.store.audit import Action
from bot.store.owners import Claim, Owner
from bot.texts import Texts

__all__ = ["register"]

_LOGGER = logging.getLogger(__name__)
_ADD = ("add", "加", "添加")
_REMOVE = ("remove", "去掉", "移除")


def register(app: App) -> None:
    """Register before /start, whose payload may be a claim."""
    private = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
    claim = private & filters.Regex(r"^/start(@\w+)? +claim-")
    app.add_handler(CommandHandler("start", _claim, claim))
    app.add_handler(CommandHandler("owners", _owners, filters.UpdateType.MESSAGE))
    app.add_handler(CallbackQueryHandler(_pressed, pattern=_is_about_owners))


def _is_about_owners(data: object) -> bool:
    return isinstance(parse(data), ListOwners | RemoveOwner)


async def _claim(update: Update, context: Context) -> None:
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    services, _ = context.services, await context.texts(update)
    await services.store.chats.note(
        message.chat.id, ChatKind.PRIVATE, message.chat.full_name or "", ChatState.ACTIVE
    )
    if await services.is_owner(user.id):
        text = _("你已经是研读的管理者。发 /help 看可以做什么。")
    else:
        owner = Owner(user.id, user.full_name, int(services.clock.now()))
        outcome = await _try(context, owner)
        if outcome is Claim.WON:
            await context.record(update, Action.OWNER_CLAIMED)
            _LOGGER.info("user %d claimed the bot", user.id)
            await set_owner_menu(context.bot, user.id, services.settings.language)
        text = _claim_text(outcome, _)
    await reply(context, message, Screen(escape(text)))


async def _try(context: Context, owner: Owner) -> Claim:
    """Use the token of the link, which is worth nothing once there is an owner."""
    if await context.services.owners():
        return Claim.LATE
    token = token_of(" ".join(context.args or ()))
    return await context.store.owners.claim(token, owner) if token else Claim.UNKNOWN


def _claim_text(outcome: Claim, _: Texts) -> str:
    return {
        Claim.WON: _("好，你现在是研读的管理者，这个链接从此作废。发 /help 看可以做什么。"),
        Claim.LATE: _("晚了一步：已经有管理者了，这个链接作废了。请他们用 /owners 加你。"),
        Claim.UNKNOWN: _("这个链接不对，或者换了新的：机器人每次启动都会打印一个新的。"),
    }[outcome]  # fmt: skip


async def _owners(update: Update, context: Context) -> None:
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    _ = await context.texts(update)
    refusal = _("只有机器人的管理者可以这样做。你的用户号是 {user}。", user=user.id)
    if not await permit_in_private(update, context, refusal):
        return
    try:
        notice = await _carry_out(update, context, message, _)
    except Refused as refused:
        notice = str(refused)
    await reply(context, message, await _screen(context, message, _, notice))


async def _carry_out(update: Update, context: Context, message: Message, _: Texts) -> str:
    """Do what is written after /owners; returns what came of it."""
    word, typed = (*(context.args or ()), "", "")[:2]
    if not word:
        return ""
    if word.casefold() not in _ADD + _REMOVE:
        raise Refused(_("看不懂“{word}”。可以写 /owners add 或 /owners remove。", word=word[:40]))
    person = await _named(context, await person_of(context, message, typed, _))
    work = appoint if word.casefold() in _ADD else dismiss
    return await work(update, context, person, _)


async def _named(context: Context, person: Person) -> Person:
    """Give a person the name that the list of owners has."""
    known = {each.user: each for each in await known_owners(context)}
    return known.get(person.user, person)


async def _pressed(update: Update, context: Context) -> None:
    query = update.callback_query
    wish = parse(query.data) if query else None
    if query is None or wish is None or not isinstance(query.message, Message):
        return
    if not await permit_in_private(update, context):
        return
    _, message, notice = await context.texts(update), query.message, ""
    if isinstance(wish, RemoveOwner):
        person = await _named(context, Person(wish.user, ""))
        if not wish.sure:
            await edit(context, message.chat.id, message.message_id, render_question(person, _))
            await answer_query(query)
            return
        try:
            notice = await dismiss(update, context, person, _)
        except Refused as refused:
            notice = str(refused)
    if await context.services.is_owner(query.from_user.id):
        screen = await _screen(context, message, _, notice)
    else:  # who removed themselves sees the list no more
        screen = Screen(escape(notice))
    await edit(context, message.chat.id, message.message_id, screen)
    await answer_query(query)


async def _screen(context: Context, message: Message, _: Texts, notice: str) -> Screen:
    schedule = await found_or_new(context.services, target_of(message))
    people = await known_owners(context)
    today = today_of(context.services, schedule)
    return render_owners(people, schedule.zone_info, today, _, notice)
