"""A group turns into a supergroup."""

from __future__ import annotations

from dataclasses import replace

from botapi.delivery import deliver
from botapi.people import User
from botapi.state import Chat
from botapi.world import World


def migrate(world: World, chat: Chat, by: User) -> Chat:
    """Give a group its new id, with the two service messages that tell of it."""
    assert chat.type == "group", f"{chat.title} is no basic group"
    new = world.add_chat("supergroup", chat.title or "")
    new.members = {user_id: replace(member) for user_id, member in chat.members.items()}
    farewell = {"migrate_to_chat_id": new.id}
    left = world.post(chat, by, kind="migrate", content=farewell)
    chat.migrated_to = new.id
    arrival = {"migrate_from_chat_id": chat.id}
    entered = world.post(new, by, kind="migrate", content=arrival)
    deliver(world, left)
    deliver(world, entered)
    return new
