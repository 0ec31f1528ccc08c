"""The command menus: what each kind of chat is offered, in each language."""

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import Any

from telegram import (
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.commands import Audience, commands_for
from bot.texts import Language, Texts

__all__ = ["drop_owner_menu", "set_menus", "set_owner_menu"]

_LOGGER = logging.getLogger(__name__)
_PATIENCE = 15.0
"""Seconds that the start waits for the menus."""


async def set_menus(bot: ExtBot[None], owners: Collection[int], default: Language) -> None:
    """Set the menus of every scope, and those of the owners."""
    general: tuple[tuple[BotCommandScope, Audience], ...] = (
        (BotCommandScopeAllPrivateChats(), Audience.PRIVATE),
        (BotCommandScopeAllGroupChats(), Audience.GROUP),
        (BotCommandScopeAllChatAdministrators(), Audience.GROUP_ADMIN),
    )
    await asyncio.gather(
        *(_tried(_put(bot, scope, audience, default)) for scope, audience in general),
        *(set_owner_menu(bot, owner, default) for owner in sorted(owners)),
    )


async def set_owner_menu(bot: ExtBot[None], owner: int, default: Language) -> None:
    """Show an owner every command; Telegram refuses where they never wrote to the bot."""
    await _tried(_put(bot, BotCommandScopeChat(owner), Audience.OWNER, default))


async def drop_owner_menu(bot: ExtBot[None], former: int) -> None:
    """Show someone who is owner no more what any member is shown."""
    scope = BotCommandScopeChat(former)

    async def drop() -> None:
        for code in _languages(Language.ZH_HANS):
            await bot.delete_my_commands(scope, language_code=code)

    await _tried(drop())


async def _put(
    bot: ExtBot[None], scope: BotCommandScope, audience: Audience, default: Language
) -> None:
    for code, language in _languages(default).items():
        commands = commands_for(audience, Texts(language))
        await bot.set_my_commands(commands, scope, language_code=code)


async def _tried(work: Coroutine[Any, Any, None]) -> None:
    """Log what fails: the bot works without a menu."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await work
    except (TelegramError, TimeoutError) as error:
        _LOGGER.warning("a command menu could not be set: %s", error or "no answer")


def _languages(default: Language) -> dict[str | None, Language]:
    """Say which language each code gets: codes have two letters, both scripts share one."""
    chinese = default if default is not Language.EN else Language.ZH_HANS
    return {None: default, "zh": chinese, "en": Language.EN}
