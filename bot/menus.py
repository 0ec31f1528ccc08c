"""The command menus: what each kind of chat is offered, in each language."""

import asyncio
import logging

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.texts import Language, Texts

__all__ = ["set_menus"]

_LOGGER = logging.getLogger(__name__)
_PATIENCE = 15.0
"""Seconds that the start waits for the menus."""


async def set_menus(bot: ExtBot[None], default: Language) -> None:
    """Set the menus of every scope; one that fails is logged, for the bot works without."""
    chinese = default if default is not Language.EN else Language.ZH_HANS
    # Menus know two-letter codes only: both Chinese scripts share one.
    languages = {None: default, "zh": chinese, "en": Language.EN}
    menus = [
        (commands, scope, code)
        for code, language in languages.items()
        for scope, commands in _menus(Texts(language))
    ]
    try:
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(
                *(
                    bot.set_my_commands(commands, scope, language_code=code)
                    for commands, scope, code in menus
                )
            )
    except (TelegramError, TimeoutError) as error:
        _LOGGER.warning("the command menus could not be set: %s", error or "no answer")


def _menus(_: Texts) -> tuple[tuple[BotCommandScope, list[BotCommand]], ...]:
    ask = BotCommand("ask", _("提问，例如 /ask 下半年的重点工作"))
    help_ = BotCommand("help", _("怎样使用"))
    daily = BotCommand("daily", _("每日研读：开关、时间、顺序"))
    today = BotCommand("today", _("再看今天的研读"))
    own = BotCommand("language", _("选择界面语言"))
    group = BotCommand("language", _("选择本群的界面语言"))
    return (
        (BotCommandScopeAllPrivateChats(), [ask, daily, today, own, help_]),
        (BotCommandScopeAllGroupChats(), [ask, today, help_]),
        (BotCommandScopeAllChatAdministrators(), [ask, daily, today, group, help_]),
    )
