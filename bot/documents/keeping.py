"""Change the library for an owner, under the home's lock; all of it blocking."""

import hashlib
from dataclasses import dataclass

from bot.daily.payloads import short_id
from bot.documents.incoming import Arrival, incoming_of
from bot.home import library_of
from bot.settings import Settings
from corpus.errors import UnknownDocument
from corpus.library import Entry, Library, sample_documents
from corpus.trash import Thrown
from index.lock import HomeLock

__all__ = ["Added", "Keeper", "find_entry", "sample_of"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: a document, and what it put into the trash, if anything.

    `first` tells that it is the first document beside the sample, `again` that it had been
    added before, `known` that the same file was there already: there is nothing to undo.
    """

    document: str
    title: str
    thrown: str | None
    first: bool
    again: bool
    known: bool


class Keeper:
    """Changes the library; `who` is named to others who find the home locked meanwhile.

    Everything raises HomeLocked while another is at it.
    """

    def __init__(self, settings: Settings, who: str) -> None:
        self._home, self._who = settings.home, who
        self._library, self._incoming = library_of(settings), incoming_of(settings)

    def add(self, name: str, place: str | None = None) -> Added | None:
        """Add a file that came in, or put it in the place of a document; once at most.

        None where the file is gone. Raises UnreadableDocument, and UnknownDocument for the place.
        """
        with self._lock():
            arrival = self._incoming.find(name)
            if arrival is None:
                return None
            if arrival.done is not None:
                return self._added(arrival, again=True)
            content = self._incoming.content(arrival)
            before = {each.id: each.digest for each in self._library.entries()}
            entry = self._library.add(arrival.name, content, replace=place, title=arrival.title)
            thrown = self._replaced_by(arrival, entry) if place is not None else None
            known = thrown is None and before.get(entry.id) == entry.digest
            settled = self._incoming.settle(arrival, entry.id, thrown, known=known)
            return self._added(settled, again=False)

    def rename(self, document: str, title: str) -> str:
        """Give a document another title and return it as it is shown now."""
        with self._lock():
            return self._library.rename(document, title).title

    def remove(self, document: str) -> tuple[Thrown, str]:
        """Move a document to the trash; return its title too."""
        with self._lock():
            title = _title(self._library, document)
            return self._library.remove(document), title

    def restore(self, thrown: str) -> tuple[Entry, str]:
        """Take something out of the trash; raises NotInTrash."""
        with self._lock():
            entry = self._library.restore(self._library.trash.find(thrown))
            return entry, _title(self._library, entry.id)

    def remove_sample(self) -> tuple[Thrown, str]:
        """Move the sample to the trash; raises UnknownDocument where it is gone already."""
        sample = sample_of(self._library)
        if sample is None:
            raise UnknownDocument("sample", ())
        return self.remove(sample.id)

    def _replaced_by(self, arrival: Arrival, entry: Entry) -> str | None:
        """Find what a file has put into the trash, also where a crash came between."""
        thrown = (
            each.id
            for each in self._library.trash.items()
            if each.replaced and each.document == entry.id and each.at >= arrival.at
        )
        return next(thrown, None)

    def _lock(self) -> HomeLock:
        return HomeLock(self._home, self._who)

    def _added(self, arrival: Arrival, *, again: bool) -> Added:
        entries, sample = self._library.entries(), sample_of(self._library)
        document = arrival.done or ""
        first = sample is not None and sample.id != document and len(entries) == 2
        title = _title(self._library, document)
        return Added(document, title, arrival.thrown, first, again, arrival.known)


def find_entry(library: Library, short: str) -> Entry:
    """Find a document by what a button names it with; raises UnknownDocument."""
    entries = library.entries()
    for entry in entries:
        if short_id(entry.id) == short:
            return entry
    raise UnknownDocument(short, tuple(entry.id for entry in entries))


def sample_of(library: Library) -> Entry | None:
    """Find the sample among the documents, as it ships."""
    own = {hashlib.sha256(path.read_bytes()).hexdigest() for path in sample_documents()}
    return next((entry for entry in library.entries() if entry.digest in own), None)


def _title(library: Library, document: str) -> str:
    return library.chosen_title(document) or library.document(document).title
