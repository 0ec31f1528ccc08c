"""What happened to pushes, for the log and the counters."""

import logging
from datetime import date
from enum import StrEnum

from bot.daily.models import Push, State, Target
from bot.metrics import Metrics

__all__ = ["Event", "Events"]

_LOGGER = logging.getLogger("bot.daily")


class Event(StrEnum):
    """What is counted."""

    DUE = "due"
    SENT = "sent"
    LATE = "late"
    MISSED = "missed"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    SWITCHED_OFF = "switched_off"


_WARNINGS = {Event.MISSED, Event.UNCERTAIN, Event.FAILED}
_SETTLED = {
    State.SENT: Event.SENT,
    State.UNCERTAIN: Event.UNCERTAIN,
    State.MISSED: Event.MISSED,
    State.FAILED: Event.FAILED,
}


class Events:
    """Writes a line and counts, once for each thing that happens."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def happened(self, event: Event, push: Push, reason: str = "") -> None:
        self._note(event, push.target, push.day, push.kind, reason)

    def missed(self, target: Target, day: date) -> None:
        self._note(Event.MISSED, target, day, "scheduled", "the bot was down")

    def settled(self, push: Push) -> None:
        """Tell of a push that came to its end, or is to be tried again."""
        event = _SETTLED.get(push.state)
        if event is None:
            _LOGGER.info("push waits: %s %s", _where(push.target, push.day), push.reason)
            return
        self._note(event, push.target, push.day, push.kind, push.reason)
        if push.late and event is Event.SENT:
            self._metrics.pushed(Event.LATE)

    def _note(self, event: Event, target: Target, day: date, kind: str, reason: str) -> None:
        self._metrics.pushed(event)
        fields = {"event": event, "chat": target.chat, "topic": target.topic,
                  "day": day.isoformat(), "kind": kind, "reason": reason}  # fmt: skip
        level = logging.WARNING if event in _WARNINGS else logging.INFO
        where = _where(target, day)
        _LOGGER.log(
            level, "push %s: %s kind=%s %s", event, where, kind, reason, extra={"fields": fields}
        )


def _where(target: Target, day: date) -> str:
    return f"chat={target.chat} topic={target.topic} day={day}"
