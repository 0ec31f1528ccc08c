"""Whether the bot may write where it is: each group and channel, each topic that is pushed to."""

import asyncio
from collections.abc import Iterable

from telegram import Bot, ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.daily.models import Off, Schedule
from bot.daily.outcomes import judge
from bot.doctor.findings import Finding
from bot.markup import trim
from bot.store import ChatKind, Store
from bot.texts import Texts

__all__ = ["check_chats"]

_MOST, _AT_ONCE = 200, 5
_TITLE = 40
_OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)

Known = tuple[int, ChatKind, str]


async def check_chats(bot: Bot, store: Store, _: Texts) -> list[Finding]:
    """Look at the groups and channels that the bot is in, and say where it may not write."""
    known = await store.chats.groups(_MOST + 1)
    if not known:
        return []
    turns = asyncio.Semaphore(_AT_ONCE)

    async def look(one: Known) -> list[Finding]:
        async with turns:
            return await _check(bot, one, await store.schedules.of_chat(one[0]), _)

    found = await asyncio.gather(*map(look, known[:_MOST]))
    wrong = [finding for findings in found for finding in findings]
    count = min(len(known), _MOST)
    good = sum(not findings for findings in found)
    detail = _("{count} 个群和频道，{good} 个没有问题", count=count, good=good)
    if len(known) > _MOST:
        detail += _("；其余的没有看")
    return [Finding(_("聊天"), detail), *wrong]


async def _check(bot: Bot, known: Known, schedules: Iterable[Schedule], _: Texts) -> list[Finding]:
    number, kind, title = known
    subject = f"“{trim(title, _TITLE) or number}”"
    try:
        member = await bot.get_chat_member(number, bot.id)
        silenced = await _silenced(bot, known, member)
    except ChatMigrated as moved:
        detail = _("已经变成超级群 {chat}", chat=moved.new_chat_id)
        return [Finding(subject, detail, _("在那个群里给机器人发任何一个命令"), advice=True)]
    except (Forbidden, BadRequest):
        return [_outside(subject, _)]
    except TelegramError as error:
        return [Finding(subject, error.message, _("过一会儿再查"), advice=True)]
    if member.status in _OUTSIDE:
        return [_outside(subject, _)]
    if silenced:
        mend = (
            _("在频道里设它为管理员，并允许它发消息")
            if kind is ChatKind.CHANNEL
            else _("在群的权限里允许它发消息，或者设它为管理员")
        )
        return [Finding(subject, _("机器人不能发消息"), mend)]
    return [found for one in schedules if (found := await _topic(bot, subject, one, _))]


def _outside(subject: str, _: Texts) -> Finding:
    mend = _("还要用就重新把它加进去；不用了就不必管")
    return Finding(subject, _("机器人已经不在里面"), mend, advice=True)


async def _silenced(bot: Bot, known: Known, member: ChatMember) -> bool:
    """Tell whether the bot may not write, by its own rights or by everybody's."""
    number, kind, _title = known
    if isinstance(member, ChatMemberAdministrator):
        return kind is ChatKind.CHANNEL and not member.can_post_messages
    if isinstance(member, ChatMemberRestricted):
        return not member.can_send_messages
    if kind is ChatKind.CHANNEL:
        return True
    permissions = (await bot.get_chat(number)).permissions
    return permissions is not None and permissions.can_send_messages is False


async def _topic(bot: Bot, subject: str, schedule: Schedule, _: Texts) -> Finding | None:
    """Look whether a topic with a daily push is open, by showing there that the bot types."""
    off, topic = schedule.off, schedule.target.topic
    if schedule.enabled and topic:
        try:
            await bot.send_chat_action(
                schedule.target.chat, ChatAction.TYPING, message_thread_id=topic
            )
        except TelegramError as error:
            off = judge(error).off
            if off is None:
                return Finding(subject, error.message, _("过一会儿再查"), advice=True)
        else:
            return None
    if off is Off.TOPIC_CLOSED:
        mend = _("重新打开话题，在里面发 /daily on")
        return Finding(subject, _("每日研读所在的话题关闭了"), mend, advice=not schedule.enabled)
    if off is Off.TOPIC_DELETED:
        mend = _("在别的话题里发 /daily on")
        return Finding(subject, _("每日研读所在的话题没有了"), mend, advice=not schedule.enabled)
    return None
