"""The most asked sections: what questions led to, counted by the section that it stands in."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.stats.figures import Spot
from corpus.models import Document, Section

__all__ = ["AskedSection", "most_asked"]


@dataclass(frozen=True, slots=True)
class AskedSection:
    """A section with how often it was asked for; titles are empty where there are none.

    `document` is the document's title, its id where it is no longer there.
    """

    document: str
    reference: str
    title: str
    count: int


def most_asked(
    spots: Iterable[Spot], documents: Sequence[Document], most: int
) -> tuple[AskedSection, ...]:
    """Count places by their sections and name the most asked, most frequent first.

    A place that its document has no longer stands for itself.
    """
    known = {document.id: document for document in documents}
    headings = {one.id: dict(_headings(one.sections, "")) for one in documents}
    counts: Counter[tuple[str, str, str]] = Counter()
    for spot in spots:
        found = headings.get(spot.document, {}).get(spot.reference, (spot.reference, ""))
        counts[spot.document, *found] += spot.count
    return tuple(
        AskedSection(
            known[document].title if document in known else document, reference, title, count
        )
        for (document, reference, title), count in counts.most_common(most)
    )


def _headings(sections: Iterable[Section], above: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give for each address of a section or of a passage in it the section's, and its title."""
    for section in sections:
        title = section.title or above
        own = str(section.reference), title
        for passage in section.passages:
            yield str(passage.reference), own
        yield own[0], own
        yield from _headings(section.sections, title)
