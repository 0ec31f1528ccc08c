"""Sending messages and chat actions."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.access import find_chat, find_message, find_topic, member_chat, writable_chat
from botapi.errors import bad_request
from botapi.methods.content import caption_text, markup, message_text, reply_target
from botapi.methods.files import incoming_file, incoming_photo
from botapi.methods.registry import Params, Uploads, method
from botapi.people import JSON
from botapi.state import Message
from botapi.world import World


def post(world: World, params: Params, what: str, **details: Any) -> Message:
    """Post the bot's message where its parameters say."""
    chat = writable_chat(world, params, what)
    reply, quote = reply_target(world, chat, params)
    thread = find_topic(world, chat, params.get("message_thread_id"), reply)
    keyboard = markup(world, params, chat)
    message = world.post(
        chat,
        world.bot,
        from_bot=True,
        markup=keyboard,
        reply_to=reply,
        quote=quote,
        thread=thread,
        silent=bool(params.get("disable_notification")),
        **details,
    )
    world.touched = message
    return message


@method("sendMessage")
def send_message(world: World, params: Params, uploads: Uploads) -> JSON:
    """Send a text."""
    text, entities = message_text(world, params)
    return post(world, params, "text messages", text=text, entities=entities).to_api()


@method("sendDocument")
def send_document(world: World, params: Params, uploads: Uploads) -> JSON:
    """Send a file."""
    caption, entities = caption_text(world, params)
    writable_chat(world, params, "documents")
    stored = incoming_file(world, params, uploads, "document")
    content = {"document": stored.to_api()}
    details = {"caption": caption, "entities": entities, "content": content, "file": stored}
    return post(world, params, "documents", **details).to_api()


@method("sendPhoto")
def send_photo(world: World, params: Params, uploads: Uploads) -> JSON:
    """Send a picture."""
    caption, entities = caption_text(world, params)
    writable_chat(world, params, "photos")
    stored = incoming_photo(world, params, uploads)
    content = {"photo": [{**stored.to_api(), "width": stored.width, "height": stored.height}]}
    details = {"caption": caption, "entities": entities, "content": content, "file": stored}
    return post(world, params, "photos", **details).to_api()


@method("forwardMessage")
def forward_message(world: World, params: Params, uploads: Uploads) -> JSON:
    """Forward a message."""
    source = find_message(
        find_chat(world, params, "from_chat_id"), params.get("message_id"), "forward"
    )
    content = {**source.content, "forward_origin": forward_origin(source)}
    details = {"text": source.text, "caption": source.caption, "entities": source.entities}
    return post(world, params, "text messages", content=content, **details).to_api()


def forward_origin(message: Message) -> JSON:
    """Say where a forwarded message came from."""
    if message.chat.type == "channel":
        place = {"chat": message.chat.to_api(), "message_id": message.id}
        return {"type": "channel", "date": message.date, **place}
    assert message.sender is not None
    return {"type": "user", "date": message.date, "sender_user": message.sender.to_api()}


@method("sendChatAction")
def send_chat_action(world: World, params: Params, uploads: Uploads) -> bool:
    """Show that the bot is busy."""
    chat = writable_chat(world, params)
    action = params.get("action") or ""
    if action not in limits.CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = params.get("message_thread_id")
    if thread is not None and not (chat.is_forum and thread == 1):
        find_topic(world, chat, thread, None)
    chat.actions.append(action)
    return True


@method("setMessageReaction")
def set_message_reaction(world: World, params: Params, uploads: Uploads) -> bool:
    """Set the bot's reaction."""
    chat = member_chat(world, params)
    message_id = params.get("message_id")
    if message_id not in chat.stored:
        raise bad_request("message to react not found", foreseeable=message_id not in chat.deleted)
    reactions = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction.get("type") == "emoji" and reaction.get("emoji") not in limits.REACTIONS:
            raise bad_request("REACTION_INVALID")
    chat.stored[message_id].reactions = [r.get("emoji", r["type"]) for r in reactions]
    return True
