"""The numbers of the Bot API, as documented for version 10.0."""

from __future__ import annotations

TEXT = 4096
"""Message text, UTF-16 units after entities are parsed."""
CAPTION = 1024
CALLBACK_DATA = 64
"""Bytes, not characters."""
CALLBACK_ANSWER = 200
CALLBACK_LIFETIME = 60.0
"""Seconds in which a pressed button may be answered."""
BUTTONS = 100
BUTTONS_IN_ROW = 8
COPY_TEXT = 256
START_PAYLOAD = 64
COMMAND = 32
COMMAND_DESCRIPTION = 256
COMMANDS = 100
BOT_NAME = 64
BOT_DESCRIPTION = 512
BOT_SHORT_DESCRIPTION = 120
INLINE_RESULTS = 50
INLINE_RESULT_ID = 64
"""Bytes."""
POLL_QUESTION = 300
POLL_OPTION = 100
POLL_OPTIONS = 12
POLL_EXPLANATION = 200
POLL_EXPLANATION_LINES = 2
POLL_OPEN_PERIOD = 2_628_000
DOWNLOAD = 20 * 1024 * 1024
UPLOAD = 50 * 1024 * 1024
PHOTO = 10 * 1024 * 1024
PHOTO_DIMENSIONS = 10_000
"""Width plus height."""
PHOTO_RATIO = 20
DELETE_AGE = 48 * 3600
UPDATES_IN_BATCH = 100
SECRET_TOKEN = 256
PER_CHAT_SECOND = 1
PER_GROUP_MINUTE = 20
OVERALL_SECOND = 30

CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
UPDATE_KINDS = frozenset(
    [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "purchased_paid_media",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "managed_bot",
        "guest_message",
    ]
)
DEFAULT_UPDATES = UPDATE_KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
REACTIONS = frozenset(
    [
        "👍",
        "👎",
        "❤",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)
