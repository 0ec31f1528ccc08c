"""What is pushed where and when: schedules, and the ledger's rows."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from bot.daily.workdays import is_workday

__all__ = ["Days", "Kind", "Off", "Order", "Push", "Schedule", "State", "Target"]

_WORKDAYS = "workdays"


class Order(StrEnum):
    """In which order the passages come."""

    SEQUENCE = "sequence"
    SHUFFLED = "shuffled"
    REVIEW = "review"  # asked about, or pushed longest ago, first


class Kind(StrEnum):
    """Why a push is made; of the scheduled kind there is one a day."""

    SCHEDULED = "scheduled"
    NOW = "now"
    RESEND = "resend"


class State(StrEnum):
    """How far a push has come."""

    CLAIMED = "claimed"  # a process will send it; after a crash another does
    SENDING = "sending"  # the request may be on its way
    WAITING = "waiting"  # was refused, and is tried again at `not_before`
    SENT = "sent"
    UNCERTAIN = "uncertain"  # may have arrived; never sent again by itself
    MISSED = "missed"  # the bot was down for the whole catch-up window
    FAILED = "failed"


class Off(StrEnum):
    """Why a schedule is switched off."""

    CHOSEN = "chosen"
    FINISHED = "finished"  # everything has been read; the chat chooses what comes next
    BLOCKED = "blocked"
    KICKED = "kicked"
    DEACTIVATED = "deactivated"
    DELETED = "deleted"
    TOPIC_CLOSED = "topic_closed"
    TOPIC_DELETED = "topic_deleted"


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week, Monday 0; or China's workdays, whatever the day of the week."""

    weekdays: frozenset[int] = frozenset(range(7))
    workdays: bool = False

    @classmethod
    def parse(cls, text: str) -> "Days":
        """Read what `str()` writes."""
        if text == _WORKDAYS:
            return cls(workdays=True)
        return cls(frozenset(map(int, text)))

    def __str__(self) -> str:
        return _WORKDAYS if self.workdays else "".join(map(str, sorted(self.weekdays)))

    def include(self, day: date) -> bool:
        return is_workday(day) if self.workdays else day.weekday() in self.weekdays


@dataclass(frozen=True, slots=True)
class Target:
    """A chat, or one topic of it; topic 0 is the chat itself and its General topic."""

    chat: int
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a chat or a topic has chosen; `at` is wall-clock time in `zone`, an IANA name.

    No push before `paused_until`. `minutes` is the reading time of one push. Without `documents`
    all are read. `since` is the last row of the ledger before the present reading began: what was
    pushed before does not count for its place. `language` is that of whoever set it up.
    """

    target: Target
    zone: str
    at: time = time(7, 30)
    days: Days = field(default_factory=Days)
    enabled: bool = False
    off: Off | None = None
    silent: bool = False
    paused_until: date | None = None
    order: Order = Order.SEQUENCE
    minutes: int = 2
    documents: tuple[str, ...] = ()
    since: int = 0
    language: str = ""

    @property
    def zone_info(self) -> ZoneInfo:
        return _zone(self.zone)


@cache
def _zone(name: str) -> ZoneInfo:
    """Keep every zone in use; the library's own cache forgets all but a few."""
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Push:
    """A row of the ledger. Times are in epoch seconds, `day` is the chat's local date.

    `number` is 0 for the scheduled kind, the update's id for /daily now, a count for re-sends.
    `passages` are content ids, `references` their printed addresses, `marks` what tells the ends
    of their texts apart, all in the text's order.
    """

    id: int
    target: Target
    kind: Kind
    day: date
    number: int
    state: State
    due: int
    attempts: int = 0
    passages: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    document: str = ""
    order: Order = Order.SEQUENCE
    late: bool = False
    settled: int = 0
    message: int | None = None
    reason: str = ""
