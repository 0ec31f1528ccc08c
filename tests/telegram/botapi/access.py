"""May the bot act there? The questions that come before every method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botapi.errors import bad_request, forbidden, migrated
from botapi.people import Topic
from botapi.state import Chat, Message
from botapi.world import World

_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(world: World, params: Mapping[str, Any], name: str = "chat_id") -> Chat:
    """Find a chat that the bot has met."""
    wanted = params.get(name)
    if wanted is None or wanted == "":
        raise bad_request("chat_id is empty")
    if isinstance(wanted, str):
        chats = world.chats.values()
        named = (c for c in chats if c.user is None and f"@{c.username}" == wanted)
        chat = next(named, None)
    else:
        chat = world.chats.get(wanted)
    if chat is None:
        raise _unknown(world, wanted)
    if chat.migrated_to is not None:
        raise migrated(chat.migrated_to)
    return chat


def _unknown(world: World, wanted: int | str) -> Exception:
    user = world.users.get(wanted) if isinstance(wanted, int) else None
    if user is None:
        return bad_request("chat not found")
    if user.is_bot:
        return forbidden("bot can't send messages to bots")
    met = any(c.member(user.id) and world.bot_member(c).present for c in world.chats.values())
    return (
        forbidden("bot can't initiate conversation with a user")
        if met
        else bad_request("chat not found")
    )


def member_chat(world: World, params: Mapping[str, Any]) -> Chat:
    """Find a chat that the bot is in."""
    chat = find_chat(world, params)
    if chat.user is not None:
        return chat
    member = world.bot_member(chat)
    if member.status == "kicked" or (chat.type == "group" and not member.present):
        raise forbidden(f"bot was kicked from the {_NAMES[chat.type]}")
    if not member.present and not chat.username:
        raise forbidden(f"bot is not a member of the {_NAMES[chat.type]}")
    return chat


def writable_chat(world: World, params: Mapping[str, Any], what: str = "text messages") -> Chat:
    """Find a chat that the bot may write to now."""
    chat = member_chat(world, params)
    if chat.user is not None:
        if chat.user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat
    member = world.bot_member(chat)
    if not member.present:
        raise forbidden(f"bot is not a member of the {_NAMES[chat.type]}")
    if chat.type == "channel" and not member.may("can_post_messages"):
        raise bad_request("need administrator rights in the channel chat", foreseeable=False)
    if member.status == "restricted" and "can_send_messages" not in member.rights:
        raise bad_request(f"not enough rights to send {what} to the chat", foreseeable=False)
    return chat


def find_topic(world: World, chat: Chat, thread: int | None, reply: Message | None) -> int | None:
    """Return the topic that a message goes to, or raise what keeps it from going there."""
    if thread is None and reply is not None and reply.in_topic:
        thread = reply.thread
    if not chat.is_forum:
        if thread is not None:
            raise bad_request("message thread not found")
        return None
    if thread is None:
        if chat.general_closed and not world.bot_member(chat).may("can_manage_topics"):
            raise bad_request("TOPIC_CLOSED", foreseeable=False)
        return None
    topic = chat.topics.get(thread)
    if topic is None:  # General, id 1, is no thread that one can name
        raise bad_request("message thread not found")
    check_open(world, chat, topic)
    return topic.id


def check_open(world: World, chat: Chat, topic: Topic) -> None:
    """Refuse a deleted topic, and a closed one unless the bot manages topics."""
    if topic.deleted:
        raise bad_request("message thread not found", foreseeable=False)
    if topic.closed and not world.bot_member(chat).may("can_manage_topics"):
        raise bad_request("TOPIC_CLOSED", foreseeable=False)


def find_message(chat: Chat, message_id: int | None, what: str) -> Message:
    """Find a message, or say that the `what` is gone; a deleted one is nobody's fault."""
    if not message_id:
        raise bad_request("message identifier is not specified")
    if message_id not in chat.stored:
        gone = message_id in chat.deleted
        raise bad_request(f"message to {what} not found", foreseeable=not gone)
    return chat.stored[message_id]
