"""Texts and reply targets: what several methods read from their parameters."""

from __future__ import annotations

from typing import Any

from botapi import limits
from botapi.access import find_chat
from botapi.errors import bad_request
from botapi.keyboard import Markup, parse_markup
from botapi.markup import parse_html
from botapi.methods.registry import Params
from botapi.state import Chat, Message
from botapi.text import Entity, trimmed, units, with_found
from botapi.world import World

_ENTITY_KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)


def formatted(
    world: World, params: Params, field: str, mode: str = "parse_mode", given: str = "entities"
) -> tuple[str, list[Entity]]:
    """Parse a text parameter into plain text and entities."""
    source = params.get(field) or ""
    parse_mode = (params.get(mode) or "").lower()
    if source and parse_mode == "html":
        parsed = parse_html(source)
        world.doubts.extend(parsed.doubts)
        return trimmed(parsed.text, parsed.entities)
    if source and parse_mode in ("markdown", "markdownv2"):
        raise bad_request("this test server knows no Markdown: use HTML")
    if source and parse_mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return trimmed(source, _given_entities(source, params.get(given)))


def _given_entities(text: str, value: Any) -> list[Entity]:
    entities = value if isinstance(value, list) else []
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in _ENTITY_KINDS:
            raise bad_request("can't parse MessageEntity: unsupported type specified")
        start, length = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(length, int):
            raise bad_request("can't parse MessageEntity: offset and length must be Integer")
        if start < 0 or length <= 0 or start + length > units(text):
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return [dict(entity) for entity in entities]


def message_text(world: World, params: Params) -> tuple[str, list[Entity]]:
    """Read the text of a message."""
    if not params.get("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(world, params, "text")
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > limits.TEXT:
        raise bad_request("message is too long")
    return text, with_found(text, entities)


def caption_text(world: World, params: Params) -> tuple[str, list[Entity]]:
    """Read a caption, which may be empty."""
    text, entities = formatted(world, params, "caption", given="caption_entities")
    if units(text) > limits.CAPTION:
        raise bad_request("message caption is too long")
    return text, with_found(text, entities)


def markup(
    world: World, params: Params, chat: Chat | None, *, inline_only: bool = False
) -> Markup:
    """Read the reply markup."""
    in_channel = chat is not None and chat.type == "channel"
    parsed = parse_markup(params.get("reply_markup"), inline_only=inline_only or in_channel)
    world.doubts.extend(parsed.doubts)
    return parsed


def reply_target(world: World, chat: Chat, params: Params) -> tuple[Message | None, str | None]:
    """Find the message that is replied to, and the part of it that is quoted."""
    wanted = params.get("reply_parameters")
    if wanted is None:
        return None, None
    if not isinstance(wanted, dict) or not isinstance(wanted.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    other = find_chat(world, wanted) if wanted.get("chat_id") else chat
    target = other.stored.get(wanted["message_id"])
    if target is None:
        if wanted.get("allow_sending_without_reply"):
            return None, None
        gone = wanted["message_id"] in other.deleted
        raise bad_request("message to be replied not found", foreseeable=not gone)
    quote = wanted.get("quote")
    if quote and quote not in target.shown:
        raise bad_request("QUOTE_TEXT_INVALID")
    return target, quote
