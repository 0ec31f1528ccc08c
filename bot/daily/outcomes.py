"""What an error of Telegram means for a message: whether it was sent, and what to do next."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.daily.models import Off
from bot.transport import was_not_executed

__all__ = ["Failure", "Fate", "judge"]


class Fate(StrEnum):
    """What to do next."""

    AGAIN = "again"  # surely not sent: later, or after `wait` seconds where told
    OFF = "off"  # the chat cannot be reached any more
    MOVED = "moved"  # to `chat`
    UNKNOWN = "unknown"  # the request went out, and nobody knows what became of it


@dataclass(frozen=True, slots=True)
class Failure:
    fate: Fate
    reason: str
    wait: float | None = None
    off: Off | None = None
    chat: int = 0


_FORBIDDEN = (
    ("blocked by the user", Off.BLOCKED),
    ("deactivated", Off.DEACTIVATED),
    ("", Off.KICKED),
)
_BAD = (
    ("topic_closed", Off.TOPIC_CLOSED),
    ("topic_deleted", Off.TOPIC_DELETED),
    ("message thread not found", Off.TOPIC_DELETED),
    ("chat not found", Off.DELETED),
    ("chat_deactivated", Off.DELETED),
    ("deactivated", Off.DELETED),
    ("peer_id_invalid", Off.DELETED),
)


def judge(error: TelegramError) -> Failure:
    """Tell what a failed request means."""
    reason = error.message
    match error:
        case RetryAfter():
            return Failure(Fate.AGAIN, reason, wait=_seconds(error.retry_after))
        case ChatMigrated():
            return Failure(Fate.MOVED, reason, chat=error.new_chat_id)
        case Forbidden():
            return Failure(Fate.OFF, reason, off=_known(reason, _FORBIDDEN))
        case BadRequest():
            off = _known(reason, _BAD)
            return Failure(Fate.OFF if off else Fate.AGAIN, reason, off=off)
        case InvalidToken():
            return Failure(Fate.AGAIN, reason)
    fate = Fate.AGAIN if was_not_executed(error) else Fate.UNKNOWN
    return Failure(fate, reason)


def _known(reason: str, known: tuple[tuple[str, Off], ...]) -> Off | None:
    text = reason.casefold()
    return next((off for piece, off in known if piece in text), None)


def _seconds(told: int | timedelta) -> float:
    return told.total_seconds() if isinstance(told, timedelta) else float(told)
