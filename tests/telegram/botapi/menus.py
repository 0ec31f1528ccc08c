"""Which command menu a person sees, by Telegram's order of scopes and languages."""

from __future__ import annotations

import json

from botapi.people import JSON, User
from botapi.state import Chat
from botapi.world import World


def visible_commands(world: World, user: User, chat: Chat) -> list[JSON]:
    """Return the first menu set for the narrowest scope, in the user's language or in none."""
    language = (user.language_code or "")[:2]
    for scope in _scopes(user, chat):
        for code in (language, ""):
            found = world.commands.get((json.dumps(scope, sort_keys=True), code))
            if found is not None:
                return found
    return []


def _scopes(user: User, chat: Chat) -> list[JSON]:
    if chat.user is not None:
        kinds: list[JSON] = [{"type": "chat", "chat_id": chat.id}, {"type": "all_private_chats"}]
        return [*kinds, {"type": "default"}]
    member = chat.member(user.id)
    admin = member is not None and member.is_admin
    here = {"chat_id": chat.id}
    return [
        {"type": "chat_member", **here, "user_id": user.id},
        *([{"type": "chat_administrators", **here}] if admin else []),
        {"type": "chat", **here},
        *([{"type": "all_chat_administrators"}] if admin else []),
        {"type": "all_group_chats"},
        {"type": "default"},
    ]
