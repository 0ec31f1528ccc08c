"""What a build tells: how far it is, and what it did."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

__all__ = ["Progress", "Report", "Stage"]


class Stage(StrEnum):
    """What a build is doing, in this order."""

    READING = "reading"  # counts documents, before there is anything to build
    EMBEDDING = "embedding"
    WORDS = "words"
    WRITING = "writing"
    JUDGING = "judging"  # counts questions, not passages


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come: `done` of `total` passages."""

    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did, or would do.

    `snapshot` is the current one afterwards, None if there is none. `documents` and `passages`
    count what it holds; `added`, `changed` and `removed` are passages as `Difference` tells them
    apart; `reused` passages kept their vectors. `written` is False when nothing had changed and
    in a dry run; `seconds` is wall-clock time.
    """

    snapshot: str | None
    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    reused: int
    seconds: float
    written: bool

    def to_json(self) -> dict[str, Any]:
        """Give the keys that `yandu index --json` prints."""
        fields = asdict(self)
        del fields["written"]
        return fields
