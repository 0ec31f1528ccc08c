"""The library as a page of its list, or one document of it; all of it blocking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum

from bot.documents.buttons import PER_PAGE, page_of
from corpus.errors import UnreadableDocument
from corpus.library import Entry, Library
from corpus.models import Document
from corpus.overview import Overview, overview_of
from corpus.trash import Thrown

__all__ = ["Book", "Shelf", "State", "look_at", "look_over", "titles"]

_MOST_REMOVED = 3


class State(StrEnum):
    """How a document stands to the index."""

    INDEXED = "indexed"
    CHANGED = "changed"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Book:
    """A document of the library as it is listed; without an overview it cannot be read."""

    entry: Entry
    title: str
    state: State
    changed: datetime
    overview: Overview | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list; `gone` are titles that only the index still has.

    `removed` are the documents that were removed last and can come back.
    """

    books: tuple[Book, ...]
    page: int
    pages: int
    total: int
    gone: tuple[str, ...]
    removed: tuple[Thrown, ...]


def look_over(library: Library, indexed: Sequence[Document], page: int, zone: tzinfo) -> Shelf:
    """Read what a page of the list shows."""
    entries = library.entries()
    page, pages = page_of(len(entries), page)
    shown = entries[page * PER_PAGE : (page + 1) * PER_PAGE]
    there = {entry.id for entry in entries}
    return Shelf(
        tuple(look_at(library, entry, indexed, zone) for entry in shown),
        page,
        pages,
        len(entries),
        tuple(document.title for document in indexed if document.id not in there),
        tuple(each for each in library.trash.items() if not each.replaced)[:_MOST_REMOVED],
    )


def look_at(library: Library, entry: Entry, indexed: Sequence[Document], zone: tzinfo) -> Book:
    """Compare a document with what the index has of it."""
    changed = datetime.fromtimestamp(entry.path.stat().st_mtime, zone)
    chosen = library.chosen_title(entry.id)
    try:
        overview = overview_of(entry)
    except (UnreadableDocument, OSError):
        return Book(entry, chosen or entry.name, State.UNREADABLE, changed, None)
    title = chosen or overview.title
    known = next((one for one in indexed if one.id == entry.id), None)
    state = State.ABSENT
    if known is not None:
        same = (known.digest, known.title) == (overview.digest, title)
        state = State.INDEXED if same else State.CHANGED
    return Book(entry, title, state, changed, overview)


def titles(library: Library) -> tuple[tuple[Entry, str], ...]:
    """List the documents with the titles that they are shown under."""
    return tuple((entry, _title(library, entry)) for entry in library.entries())


def _title(library: Library, entry: Entry) -> str:
    try:
        return library.chosen_title(entry.id) or overview_of(entry).title
    except (UnreadableDocument, OSError):
        return entry.name
