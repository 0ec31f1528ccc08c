"""Naming owners and removing them, with what each is shown."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Message, MessageOriginHiddenUser, MessageOriginUser, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.markup import escape, trim
from bot.menus import drop_owner_menu, set_owner_menu
from bot.store import ChatState
from bot.store.audit import Action
from bot.store.owners import Owner
from bot.texts import Texts

__all__ = ["Person", "Refused", "appoint", "dismiss", "known_owners", "person_of"]

_LOGGER = logging.getLogger(__name__)
_NAME = 40


class Refused(Exception):
    """Something about owners that cannot be done; `str()` tells the user why."""


@dataclass(frozen=True, slots=True)
class Person:
    """An owner, or whoever is to be one; `since` is None for those whom the settings name."""

    user: int
    name: str
    since: int | None = None

    def shown(self, _: Texts) -> str:
        """Write the name, shortened, with the id."""
        if not self.name:
            return str(self.user)
        return _("{name}（{user}）", name=trim(self.name, _NAME), user=self.user)


async def known_owners(context: Context) -> Sequence[Person]:
    """List the owners with the names they are known by, those of the settings first."""
    fixed = sorted(context.settings.admins)
    people = [await _known(context, user) or Person(user, "") for user in fixed]
    claimed = await context.store.owners.entries()
    return people + [Person(o.user, o.name, o.since) for o in claimed if o.user not in fixed]


async def person_of(context: Context, message: Message, typed: str, _: Texts) -> Person:
    """Find whom a command names: by a user id, or by the forwarded message it replies to."""
    if typed:
        if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) < 2**63):
            raise Refused(_("“{typed}”不是用户号。", typed=trim(typed, _NAME)))
        user = int(typed)
        known = await _known(context, user)
        if known is None and not await context.services.is_owner(user):
            raise Refused(
                _("我还不认识用户 {user}：请他先打开机器人，发 /start，再来加。", user=user)
            )
        return known or Person(user, "")
    origin = message.reply_to_message.forward_origin if message.reply_to_message else None
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        return Person(origin.sender_user.id, origin.sender_user.full_name)
    if isinstance(origin, MessageOriginHiddenUser):
        raise Refused(_("他的设置不让人看到转发自谁。请他发 /owners 给我，我会告诉他用户号。"))
    raise Refused(_("请回复转发来的那个人的消息，或者写上用户号。"))


async def _known(context: Context, user: int) -> Person | None:
    """Ask Telegram for the name of someone who has opened the bot; names are not kept here."""
    if await context.store.chats.state(user) is None:
        return None
    try:
        return Person(user, (await context.bot.get_chat(user)).full_name or "")
    except TelegramError as error:
        _LOGGER.info("the name of user %d is not known: %s", user, error)
        return Person(user, "")


async def appoint(update: Update, context: Context, person: Person, _: Texts) -> str:
    """Make somebody an owner and tell them; returns what to tell whoever named them."""
    services = context.services
    owner = Owner(person.user, person.name, int(services.clock.now()))
    if await services.is_owner(person.user) or not await services.store.owners.add(owner):
        raise Refused(_("{person} 已经是管理者。", person=person.shown(_)))
    await context.record(update, Action.OWNER_ADDED, person.shown(_))
    if await services.store.chats.state(person.user) is ChatState.ACTIVE:
        await set_owner_menu(context.bot, person.user, services.settings.language)
        await _tell(context, person)
    return _("{person} 现在是管理者。", person=person.shown(_))


async def dismiss(update: Update, context: Context, person: Person, _: Texts) -> str:
    """Make somebody an owner no more; returns what to tell."""
    services = context.services
    if person.user in services.settings.admins:
        raise Refused(
            _(
                "{person} 写在 YANDU_ADMINS 里：在那里去掉，再重新启动机器人。",
                person=person.shown(_),
            )
        )
    if not await services.is_owner(person.user):
        raise Refused(_("{person} 不是管理者。", person=person.shown(_)))
    keep_one = not services.settings.admins
    if not await services.store.owners.remove(person.user, keep_one=keep_one):
        raise Refused(_("{person} 是最后一位管理者，先加一位再去掉。", person=person.shown(_)))
    await context.record(update, Action.OWNER_REMOVED, person.shown(_))
    await drop_owner_menu(context.bot, person.user)
    return _("{person} 不再是管理者。", person=person.shown(_))


async def _tell(context: Context, person: Person) -> None:
    _ = await context.services.texts_of(person.user)
    text = _("你现在是研读的管理者。发 /help 看可以做什么。")
    try:
        await context.bot.send_message(person.user, escape(text))
    except TelegramError as error:
        _LOGGER.info("the new owner %d could not be told: %s", person.user, error)
