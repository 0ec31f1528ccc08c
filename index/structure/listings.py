"""What lists are made of: headings as printed, and the passages that a list quotes."""

from collections.abc import Sequence

from corpus.markers import find_marker
from corpus.models import Document, Passage, Section
from corpus.text import sentences
from index.models import Hit, Listing

__all__ = ["heading", "opening"]

_NUMBER = 24
"""The most characters that stand before a title: its number, white space."""


def opening(listings: Sequence[Listing], k: int) -> tuple[Hit, ...]:
    """Give the passages where entries stand, each once: the first of a section, quoted there.

    Entries within one passage are quoted with all sentences that they stand in.
    """
    hits: dict[str, Hit] = {}
    for listing in listings:
        within: dict[Passage, list[int]] = {}
        for item in listing.items:
            within.setdefault(item.place.passages[0], []).append(item.start)
        for passage, starts in within.items() or [(listing.place.passages[0], [0])]:
            start, quote = _quote(passage, starts)
            hits.setdefault(passage.id, Hit(passage, listing.place.title, quote, start, 1.0))
    return tuple(hits.values())[:k]


def _quote(passage: Passage, offsets: Sequence[int]) -> tuple[int, str]:
    """Give the sentences of a passage that hold these offsets of its document."""
    first, last = (max(0, at(offsets) - passage.start) for at in (min, max))
    held = [
        (start, end) for start, end in sentences(passage.text) if end > first and start <= last
    ]
    start = held[0][0]
    return start, passage.text[start : held[-1][1]].strip()


def heading(document: Document, section: Section) -> tuple[int, str]:
    """Give where a section's title stands and the title, or its first sentence without one.

    The number before it is left out.
    """
    text, title = document.text[section.start : section.end], section.title
    at = text.find(title, 0, len(title) + _NUMBER) if title else -1
    if at >= 0:
        return section.start + at, title
    marker = find_marker(text)
    at = marker.end if marker else 0
    start, end = sentences(text[at:])[0]
    return section.start + at + start, text[at + start : at + end].strip()
