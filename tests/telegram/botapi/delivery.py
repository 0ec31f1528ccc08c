"""Which messages reach the bot: group privacy, edits, channel posts and membership."""

from __future__ import annotations

from botapi.people import JSON, Member, User
from botapi.state import Chat, Message
from botapi.text import piece
from botapi.world import World


def reaches_bot(world: World, message: Message) -> bool:
    """Tell whether Telegram hands this message to the bot."""
    chat = message.chat
    if message.from_bot:
        return False
    if chat.user is not None:
        return not chat.blocked
    member = world.bot_member(chat)
    if not member.present:
        return False
    if chat.type == "channel":
        return member.is_admin
    if not world.privacy or member.is_admin or message.kind:
        return True
    return _is_meant(world, message)


def _is_meant(world: World, message: Message) -> bool:
    """Tell whether a message in privacy mode is meant for the bot."""
    if message.via_bot is world.bot:
        return True
    if message.reply_to is not None and message.reply_to.from_bot:
        return True
    name = world.username.lower()
    for entity in message.entities:
        text = piece(message.shown, entity).lower()
        if entity["type"] == "bot_command" and text.partition("@")[2] in ("", name):
            return True
        if entity["type"] == "mention" and text == f"@{name}" and world.deliver_mentions:
            return True
    return False


def deliver(world: World, message: Message, *, edited: bool = False) -> JSON | None:
    """Queue the update of a new or edited message, if the bot gets one."""
    if not reaches_bot(world, message):
        return None
    kind = "channel_post" if message.chat.type == "channel" else "message"
    return world.updates.put(f"edited_{kind}" if edited else kind, message.to_api())


def change_member(world: World, chat: Chat, by: User, old: Member, new: Member) -> JSON | None:
    """Put a member's new place in force and tell the bot what it may know of it."""
    if not chat.user:
        chat.members[new.user.id] = new
    mine = new.user is world.bot
    if not mine and not world.bot_member(chat).is_admin:
        return None
    change = {
        "chat": chat.to_api(),
        "from": by.to_api(),
        "date": world.now(),
        "old_chat_member": old.to_api(),
        "new_chat_member": new.to_api(),
    }
    return world.updates.put("my_chat_member" if mine else "chat_member", change)
