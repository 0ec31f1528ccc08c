"""Which parameters each method takes, and how they come over the wire."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from botapi.errors import bad_request

_SEND = (
    "business_connection_id:str chat_id:chat message_thread_id:int direct_messages_topic_id:int "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool "
    "message_effect_id:str suggested_post_parameters:json reply_parameters:json reply_markup:json "
)
_CAPTION = "caption:str parse_mode:str caption_entities:json show_caption_above_media:bool "
_EDIT = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str "

_SOURCE = {
    "getMe": "", "logOut": "", "close": "", "getWebhookInfo": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:json",
    "setWebhook": "url:str certificate:file ip_address:str max_connections:int "
    "allowed_updates:json drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "sendMessage": _SEND + "text:str parse_mode:str entities:json link_preview_options:json",
    "sendDocument": _SEND + _CAPTION + "document:file thumbnail:file "
    "disable_content_type_detection:bool",
    "sendPhoto": _SEND + _CAPTION + "photo:file has_spoiler:bool",
    "sendPoll": _SEND + "question:str question_parse_mode:str question_entities:json options:json "
    "is_anonymous:bool type:str allows_multiple_answers:bool correct_option_id:int "
    "correct_option_ids:json allows_revoting:bool shuffle_options:bool allow_adding_options:bool "
    "hide_results_until_closes:bool members_only:bool country_codes:json explanation:str "
    "explanation_parse_mode:str explanation_entities:json open_period:int close_date:int "
    "is_closed:bool description:str description_parse_mode:str description_entities:json",
    "stopPoll": _EDIT + "reply_markup:json",
    "sendChatAction": "business_connection_id:str chat_id:chat message_thread_id:int action:str",
    "editMessageText": _EDIT + "text:str parse_mode:str entities:json link_preview_options:json "
    "reply_markup:json",
    "editMessageCaption": _EDIT + _CAPTION + "reply_markup:json",
    # parse_mode belongs into media; python-telegram-bot's Defaults put it here as well.
    "editMessageMedia": _EDIT + "media:json reply_markup:json parse_mode:str",
    "editMessageReplyMarkup": _EDIT + "reply_markup:json",
    "deleteMessage": "chat_id:chat message_id:int",
    "deleteMessages": "chat_id:chat message_ids:json",
    "forwardMessage": "chat_id:chat message_thread_id:int from_chat_id:chat message_id:int "
    "disable_notification:bool protect_content:bool",
    "answerCallbackQuery": "callback_query_id:str text:str show_alert:bool url:str cache_time:int",
    "answerInlineQuery": "inline_query_id:str results:json cache_time:int is_personal:bool "
    "next_offset:str button:json",
    "setMyCommands": "commands:json scope:json language_code:str",
    "getMyCommands": "scope:json language_code:str",
    "deleteMyCommands": "scope:json language_code:str",
    "setMyName": "name:str language_code:str", "getMyName": "language_code:str",
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "setChatMenuButton": "chat_id:chat menu_button:json",
    "getChat": "chat_id:chat", "leaveChat": "chat_id:chat",
    "getChatAdministrators": "chat_id:chat return_bots:bool",
    "getChatMemberCount": "chat_id:chat",
    "getChatMember": "chat_id:chat user_id:int",
    "getFile": "file_id:str",
    "pinChatMessage": "business_connection_id:str chat_id:chat message_id:int "
    "disable_notification:bool",
    "unpinChatMessage": "business_connection_id:str chat_id:chat message_id:int",
    "setMessageReaction": "chat_id:chat message_id:int reaction:json is_big:bool",
}  # fmt: skip

SPEC: dict[str, dict[str, str]] = {
    method: dict(item.split(":") for item in source.split()) for method, source in _SOURCE.items()
}
NAMES = {method.lower(): method for method in SPEC}
"""Methods are found whatever the case, as on the real server."""
_BOOL = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}


def decode(method: str, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return typed parameters and the names that the method does not know."""
    spec = SPEC[method]
    params = {k: _value(k, spec[k], v) for k, v in raw.items() if k in spec}
    return params, [name for name in raw if name not in spec]


def _value(name: str, kind: str, value: Any) -> Any:
    if kind in ("str", "file"):
        return value if isinstance(value, str) else json.dumps(value)
    if kind == "json":
        return _json(name, value)
    if kind == "bool":
        known = _BOOL.get(str(value).strip().lower())
        if known is None:
            raise bad_request(f"can't parse boolean {name}")
        return known
    if re.fullmatch(r"-?\d{1,19}", str(value)):
        return int(value)
    if kind == "chat" and isinstance(value, str) and value.startswith("@"):
        return value
    raise bad_request("chat_id is empty" if kind == "chat" else f"invalid {name} specified")


def _json(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise bad_request(f"can't parse {what} JSON object") from None


def required(params: Mapping[str, Any], name: str) -> Any:
    """Return a parameter, or say that it is missing."""
    value = params.get(name)
    if value is None or value == "":
        raise bad_request(f'parameter "{name}" is required')
    return value
