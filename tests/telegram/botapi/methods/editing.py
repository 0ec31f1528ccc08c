"""Editing, deleting and pinning messages."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.access import check_open, find_message, member_chat, writable_chat
from botapi.errors import bad_request
from botapi.keyboard import Markup
from botapi.methods.content import caption_text, markup, message_text
from botapi.methods.files import incoming_file, incoming_photo
from botapi.methods.registry import Params, Uploads, method
from botapi.people import JSON
from botapi.state import Chat, Message
from botapi.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


def _target(world: World, params: Params) -> Message:
    if inline_id := params.get("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[inline_id]
    chat = writable_chat(world, params)
    message = find_message(chat, params.get("message_id"), "edit")
    editor = chat.type == "channel" and world.bot_member(chat).may("can_edit_messages")
    if not (message.from_bot or editor) or message.kind:
        raise bad_request("message can't be edited")
    if message.in_topic and message.thread in chat.topics:
        check_open(world, chat, chat.topics[message.thread])
    return message


def _apply(world: World, message: Message, keyboard: Markup, **changes: Any) -> JSON:
    changes["markup"] = keyboard
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise bad_request(_NOT_MODIFIED)
    for name, value in changes.items():
        setattr(message, name, value)
    message.edit_date = world.now()
    message.edits += 1
    world.touched = message
    return message.to_api()


def _answer(params: Params, edited: JSON) -> JSON | bool:
    return True if params.get("inline_message_id") else edited


@method("editMessageText")
def edit_message_text(world: World, params: Params, uploads: Uploads) -> JSON | bool:
    """Change the text; a keyboard that is not given again goes."""
    text, entities = message_text(world, params)
    message = _target(world, params)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    keyboard = markup(world, params, message.chat, inline_only=True)
    return _answer(params, _apply(world, message, keyboard, text=text, entities=entities))


@method("editMessageCaption")
def edit_message_caption(world: World, params: Params, uploads: Uploads) -> JSON | bool:
    """Change the caption."""
    caption, entities = caption_text(world, params)
    message = _target(world, params)
    if message.file is None:
        raise bad_request("there is no caption in the message to edit")
    keyboard = markup(world, params, message.chat, inline_only=True)
    return _answer(params, _apply(world, message, keyboard, caption=caption, entities=entities))


@method("editMessageMedia")
def edit_message_media(world: World, params: Params, uploads: Uploads) -> JSON | bool:
    """Put a picture or a file in the place of another one, or into a text message."""
    media = params.get("media")
    if not isinstance(media, dict) or media.get("type") not in ("photo", "document"):
        raise bad_request("can't parse input media: this test server knows photo and document")
    message = _target(world, params)
    if message.text is None and message.file is None:
        raise bad_request("there is no media in the message to edit")
    if params.get("inline_message_id") and uploads:
        raise bad_request("a new file can't be uploaded to an inline message")
    kind, source = media["type"], {media["type"]: media.get("media")}
    if kind == "photo":
        stored = incoming_photo(world, source, uploads)
        shown: Any = [{**stored.to_api(), "width": stored.width, "height": stored.height}]
    else:
        stored = incoming_file(world, source, uploads, kind)
        shown = stored.to_api()
    caption, entities = caption_text(world, media)
    changes = {"text": None, "caption": caption, "entities": entities, "file": stored}
    keyboard = markup(world, params, message.chat, inline_only=True)
    return _answer(params, _apply(world, message, keyboard, content={kind: shown}, **changes))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params, uploads: Uploads) -> JSON | bool:
    """Change the keyboard."""
    message = _target(world, params)
    keyboard = markup(world, params, message.chat, inline_only=True)
    return _answer(params, _apply(world, message, keyboard))


def _delete(world: World, chat: Chat, message: Message) -> None:
    own = message.from_bot or chat.user is not None
    too_old = world.clock() - message.date > limits.DELETE_AGE
    may = world.bot_member(chat).may("can_delete_messages")
    if chat.user is not None and too_old:
        raise bad_request("message can't be deleted for everyone", foreseeable=False)
    if not may and (not own or too_old):
        raise bad_request("message can't be deleted", foreseeable=False)
    del chat.stored[message.id]
    chat.deleted.add(message.id)


@method("deleteMessage")
def delete_message(world: World, params: Params, uploads: Uploads) -> bool:
    """Delete one message."""
    chat = member_chat(world, params)
    _delete(world, chat, find_message(chat, params.get("message_id"), "delete"))
    return True


@method("deleteMessages")
def delete_messages(world: World, params: Params, uploads: Uploads) -> bool:
    """Delete several messages; missing ones are passed over."""
    chat = member_chat(world, params)
    ids = params.get("message_ids") or []
    if not 1 <= len(ids) <= 100:
        raise bad_request("message identifiers are not specified")
    for message_id in ids:
        if message_id in chat.stored:
            _delete(world, chat, chat.stored[message_id])
    return True


@method("pinChatMessage")
def pin_chat_message(world: World, params: Params, uploads: Uploads) -> bool:
    """Pin a message."""
    chat = _pinnable(world, params)
    message = find_message(chat, params.get("message_id"), "pin")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, params: Params, uploads: Uploads) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = _pinnable(world, params)
    wanted = params.get("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(wanted)
    return True


def _pinnable(world: World, params: Params) -> Chat:
    chat = writable_chat(world, params)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.user is None and not world.bot_member(chat).may(right):
        raise bad_request(
            "not enough rights to manage pinned messages in the chat", foreseeable=False
        )
    return chat
