"""Reply markup: parsed and checked before a message is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botapi import limits
from botapi.errors import ApiError, bad_request

_ACTIONS = frozenset(
    [
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    ]
)
_DECORATION = frozenset({"text", "style", "icon_custom_emoji_id"})


@dataclass(frozen=True)
class Button:
    """One button under a message, as its reader sees it."""

    text: str
    data: str | None = None
    url: str | None = None
    raw: Any = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Markup:
    """What `reply_markup` asked for: an inline keyboard, or another kind as given."""

    inline: Rows = ()
    other: tuple[tuple[str, Any], ...] = ()
    doubts: tuple[str, ...] = ()

    def to_api(self) -> dict[str, Any] | None:
        """Return the inline keyboard as the Bot API shows it in a message."""
        if not self.inline:
            return None
        return {"inline_keyboard": [[button.raw for button in row] for row in self.inline]}


def parse_markup(value: Any, *, inline_only: bool = False) -> Markup:
    """Check a reply markup, or raise what Telegram answers."""
    if value is None:
        return Markup()
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return _inline(value["inline_keyboard"])
    if not value:
        return Markup()
    if inline_only:
        raise bad_request("inline keyboard expected")
    if not {"keyboard", "remove_keyboard", "force_reply"} & set(value):
        raise bad_request("can't parse reply keyboard markup JSON object")
    return Markup(other=tuple(value.items()))


def _inline(rows: Any) -> Markup:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    doubts: list[str] = []
    parsed = tuple(tuple(_button(raw, doubts) for raw in row) for row in rows if row)
    if any(not row for row in rows):
        doubts.append("an empty row of buttons")
    if sum(map(len, parsed)) > limits.BUTTONS:
        raise bad_request("reply markup is too long")
    if any(len(row) > limits.BUTTONS_IN_ROW for row in parsed):
        raise bad_request("reply markup is too long: more than 8 buttons in a row")
    return Markup(inline=parsed, doubts=tuple(doubts))


def _button(raw: Any, doubts: list[str]) -> Button:
    if not isinstance(raw, dict):
        raise _invalid("InlineKeyboardButton must be an Object")
    text = raw.get("text")
    if not isinstance(text, str):
        raise _invalid('Field "text" must be of type String')
    if not text.strip():
        raise _invalid("text of inline keyboard buttons must be non-empty")
    actions = _ACTIONS & set(raw)
    if unknown := set(raw) - _ACTIONS - _DECORATION:
        doubts.append(f"unknown button fields {sorted(unknown)}")
    if not actions:
        raise _invalid("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        doubts.append(f"button {text!r} has several actions: {sorted(actions)}")
    data, url = raw.get("callback_data"), raw.get("url")
    if "callback_data" in actions:
        _check_data(data)
    if "url" in actions:
        _check_url(url)
    if "copy_text" in actions:
        _check_copy(raw["copy_text"])
    return Button(text, data, url, raw)


def _check_data(data: Any) -> None:
    if not isinstance(data, str):
        raise _invalid('Field "callback_data" must be of type String')
    if not data:
        raise _invalid("Text buttons are unallowed in the inline keyboard")
    if len(data.encode()) > limits.CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    parts = urlsplit(url if isinstance(url, str) else "")
    if parts.scheme not in ("", "http", "https", "tg", "tonsite"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: unsupported protocol")
    host = parts.netloc or parts.path
    if "." not in host and parts.scheme != "tg":
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: wrong HTTP URL")


def _check_copy(value: Any) -> None:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= limits.COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _invalid(text: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {text}")
