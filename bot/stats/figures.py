"""The figures of a period, counted from what the store keeps."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.daily.models import State
from bot.stats.periods import Bin, Span

__all__ = ["ANSWERED", "UNANSWERED", "VERDICTS", "Figures", "Spot", "Tally"]

ANSWERED = ("exact", "related", "place")
UNANSWERED = ("none", "unknown")
VERDICTS = ANSWERED + UNANSWERED
"""What became of a question: the verdicts of answers, a place opened, a place there is not."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions ended in a verdict in the quarter of an hour from `at`, epoch seconds.

    All offsets from UTC are whole quarters, so that local dates can be told.
    """

    at: int
    verdict: str
    count: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that questions led to, by its printed reference."""

    document: str
    reference: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a period, in one chat or in all; `spots` are the most asked first."""

    tallies: tuple[Tally, ...] = ()
    spots: tuple[Spot, ...] = ()
    helpful: int = 0
    unhelpful: int = 0
    members: int = 0
    chats: int = 0
    pushes: Mapping[State, int] = field(default_factory=dict)

    @property
    def verdicts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for tally in self.tallies:
            counts[tally.verdict] += tally.count
        return counts

    @property
    def questions(self) -> int:
        return sum(tally.count for tally in self.tallies)

    @property
    def unanswered(self) -> int:
        return sum(self.verdicts[verdict] for verdict in UNANSWERED)

    @property
    def unanswered_share(self) -> float | None:
        """From 0 to 1; None without questions."""
        return self.unanswered / self.questions if self.questions else None

    @property
    def helpful_share(self) -> float | None:
        """From 0 to 1; None without votes."""
        votes = self.helpful + self.unhelpful
        return self.helpful / votes if votes else None

    @property
    def pushed(self) -> int:
        return sum(self.pushes.values())

    @property
    def empty(self) -> bool:
        return not self.questions and not self.pushed

    def by_bin(self, span: Span) -> dict[str, list[int]]:
        """Count each verdict in each of the span's bins."""
        bins = span.bins()
        counts = {verdict: [0] * len(bins) for verdict in VERDICTS}
        for tally in self.tallies:
            counts[tally.verdict][_bin_of(span.date_of(tally.at), bins)] += tally.count
        return counts


def _bin_of(day: date, bins: tuple[Bin, ...]) -> int:
    return next(i for i, one in enumerate(bins) if day <= one.last)
