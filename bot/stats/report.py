"""The figures of a period with all that is said about them."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.stats.figures import Figures
from bot.stats.periods import Period, Span, span_of
from bot.stats.sections import AskedSection, most_asked
from bot.store import Store
from index.search import Searcher

__all__ = ["Report", "report_on"]

_MOST_SECTIONS = 8


@dataclass(frozen=True, slots=True)
class Report:
    """What is shown: the figures of one chat by its title, or of all where that is empty."""

    period: Period
    span: Span
    figures: Figures
    sections: tuple[AskedSection, ...] = ()
    chat: str = ""


async def report_on(  # noqa: PLR0913 - each is a choice of the caller's
    store: Store,
    searcher: Searcher | None,
    period: Period,
    *,
    now: float,
    zone: ZoneInfo,
    chat: tuple[int, str] | None = None,
) -> Report:
    """Count for all chats, or for one given by its id and title."""
    number = chat[0] if chat else None
    earliest = await store.statistics.earliest(number) if period is Period.ALL else None
    span = span_of(period, now, zone, earliest)
    figures = await store.statistics.figures(span.start, span.end, number)
    documents = searcher.documents if searcher else ()
    sections = most_asked(figures.spots, documents, _MOST_SECTIONS)
    return Report(period, span, figures, sections, chat[1] if chat else "")
