"""The bot itself: its name, its descriptions and its command menus."""

from __future__ import annotations

import json
import re
from typing import Any

from botapi import limits
from botapi.access import find_chat
from botapi.errors import bad_request
from botapi.methods.registry import Handler, Params, Uploads, method
from botapi.people import JSON
from botapi.world import World

_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


@method("getMe")
def get_me(world: World, params: Params, uploads: Uploads) -> JSON:
    """Introduce the bot."""
    return {
        **world.bot.to_api(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": world.inline_enabled,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("logOut")
def log_out(world: World, params: Params, uploads: Uploads) -> bool:
    """Log out of this server."""
    world.logged_out = True
    return True


@method("close")
def close(world: World, params: Params, uploads: Uploads) -> bool:
    """Close the bot's instance."""
    return True


def _key(world: World, params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if scope["type"] in ("chat", "chat_administrators", "chat_member"):
        chat = find_chat(world, scope)
        if chat.user is not None and scope["type"] != "chat":
            raise bad_request("can't change commands in private chats for this scope")
    return json.dumps(scope, sort_keys=True), _language(params)


def _language(params: Params) -> str:
    language = params.get("language_code") or ""
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


@method("setMyCommands")
def set_my_commands(world: World, params: Params, uploads: Uploads) -> bool:
    """Set the command menu of a scope and language."""
    commands = params.get("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands JSON object")
    if len(commands) > limits.COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_key(world, params)] = [_command(command) for command in commands]
    return True


def _command(value: Any) -> JSON:
    if not isinstance(value, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(value.get("command") or "").strip().removeprefix("/")
    description = str(value.get("description") or "").strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > limits.COMMAND:
        raise bad_request("command length must not exceed 32")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > limits.COMMAND_DESCRIPTION:
        raise bad_request("command description length must not exceed 256")
    return {"command": name, "description": description}


@method("getMyCommands")
def get_my_commands(world: World, params: Params, uploads: Uploads) -> list[JSON]:
    """Return the menu of exactly this scope and language."""
    return world.commands.get(_key(world, params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params, uploads: Uploads) -> bool:
    """Forget the menu of this scope and language."""
    world.commands.pop(_key(world, params), None)
    return True


@method("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params, uploads: Uploads) -> bool:
    """Set what the menu button does."""
    return True


def _text_methods(suffix: str, field: str, limit: int) -> None:
    def put(world: World, params: Params, uploads: Uploads) -> bool:
        text = params.get(field) or ""
        if len(text) > limit:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        world.texts[field, _language(params)] = text
        return True

    def get(world: World, params: Params, uploads: Uploads) -> JSON:
        own = world.texts.get((field, _language(params)))
        return {field: own if own is not None else world.texts.get((field, ""), "")}

    handlers: dict[str, Handler] = {f"setMy{suffix}": put, f"getMy{suffix}": get}
    for name, handler in handlers.items():
        method(name)(handler)


_text_methods("Name", "name", limits.BOT_NAME)
_text_methods("Description", "description", limits.BOT_DESCRIPTION)
_text_methods("ShortDescription", "short_description", limits.BOT_SHORT_DESCRIPTION)
