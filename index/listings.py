"""What lists are made of: headings as printed, and the passages that a list quotes."""

from collections.abc import Sequence

from corpus.models import Document, Passage, Section
from corpus.text import sentences
from index.models import Hit, Listing

__all__ = ["heading", "opening"]


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


def heading(document: Document, section: Section) -> str:
    """Give a section's heading as it is printed, its first sentence where it has no title."""
    if section.title and section.body > section.start:
        return " ".join(document.text[section.start : section.body].split())
    text = document.text[section.start : section.end]
    start, end = sentences(text)[0]
    return text[start:end].strip()
