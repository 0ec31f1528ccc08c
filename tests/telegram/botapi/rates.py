"""Telegram's sending limits, enforced on demand."""

from __future__ import annotations

import math
from collections import deque

from botapi import limits


class RateLimiter:
    """Sliding windows: a second for each chat, a minute for each group, a second overall."""

    def __init__(self) -> None:
        self._overall: deque[float] = deque()
        self._second: dict[int, deque[float]] = {}
        self._minute: dict[int, deque[float]] = {}

    def wait(self, chat_id: int, now: float) -> int:
        """Count one message, or return the whole seconds to wait; refused ones don't count."""
        windows = [(self._overall, limits.OVERALL_SECOND, 1.0)]
        second = self._second.setdefault(chat_id, deque())
        windows.append((second, limits.PER_CHAT_SECOND, 1.0))
        if chat_id < 0:
            minute = self._minute.setdefault(chat_id, deque())
            windows.append((minute, limits.PER_GROUP_MINUTE, 60.0))
        wait = max(_wait(times, most, span, now) for times, most, span in windows)
        if wait > 0:
            return math.ceil(wait)
        for times, _, _ in windows:
            times.append(now)
        return 0


def _wait(times: deque[float], most: int, span: float, now: float) -> float:
    while times and times[0] <= now - span:
        times.popleft()
    return times[0] + span - now if len(times) >= most else 0.0
