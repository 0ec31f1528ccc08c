"""What the buttons under the figures carry, in the manner of `bot.payloads`.

1gs30    the figures of a period
"""

import re
from dataclasses import dataclass

from bot.stats.periods import Period

__all__ = ["ShowStats", "encode", "parse"]

_SHOW = re.compile(r"1gs([0-9a-z]{1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShowStats:
    """The wish to see the figures of another period."""

    period: Period


Payload = ShowStats


def encode(payload: Payload) -> str:
    """Write a payload, at most 64 bytes."""
    return f"1gs{payload.period}"


def parse(data: object) -> Payload | None:
    """Read a payload; None for one that is old, forged or of another room."""
    found = _SHOW.fullmatch(data) if isinstance(data, str) else None
    if found is None or found[1] not in tuple(Period):
        return None
    return ShowStats(Period(found[1]))
