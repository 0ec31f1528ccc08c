"""Open places by their address: whole sections, passages, the paragraphs of an article."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.errors import UnknownReference
from corpus.models import Document, Passage, Section
from corpus.points import opens_item
from corpus.references import Kind, Reference, matches, nearest, parse, resolve
from index.models import Place

__all__ = ["Places", "clauses"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A section with the titles down to it, its own included, and all passages below it."""

    section: Section
    path: tuple[str, ...]
    passages: tuple[Passage, ...]


class Places:
    """The addresses of some documents; nothing in it changes."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._sections = {
            document.id: {entry.section.reference: entry for entry in _walk(document.sections, ())}
            for document in documents
        }
        self._passages = {
            document.id: {passage.reference: passage for passage in document.passages}
            for document in documents
        }
        self._order = {
            passage.id: (document, index)
            for document in documents
            for index, passage in enumerate(document.passages)
        }

    def find(self, typed: Reference, documents: Sequence[str]) -> tuple[Place, ...]:
        """Open a place in each of ``documents`` that has it; empty where none does.

        Kinds as typed are looked for first, then numbers alone.
        """
        for loosely in (False, True):
            found = [self._open(typed, document, loosely=loosely) for document in documents]
            places = tuple(place for place in found if place is not None)
            exactly = tuple(place for place in places if matches(typed, place.reference))
            if places:
                return exactly or places
        return ()

    def read(self, typed: str, documents: Sequence[str]) -> tuple[Place, ...]:
        """Open a place by what was typed; UnknownReference carries the nearest there are."""
        reference = parse(typed)
        places = self.find(reference, documents) if reference else ()
        if not places:
            raise UnknownReference(typed, self.nearest(reference, documents))
        return places

    def nearest(
        self, reference: Reference | None, documents: Sequence[str], count: int = 5
    ) -> tuple[str, ...]:
        """Print the addresses closest to one that does not exist, each once."""
        known = chain.from_iterable(self._addresses(document) for document in documents)
        return nearest(reference or Reference(), dict.fromkeys(known), count)

    def passage(self, passage_id: str) -> Passage | None:
        found = self._order.get(passage_id)
        return found[0].passages[found[1]] if found else None

    def open_passage(self, passage: Passage) -> Place:
        document = self._documents[passage.document]
        return Place(
            document.id, document.title, passage.reference, passage.path, passage.text, (passage,)
        )

    def section(self, document: str, reference: Reference) -> Place:
        """Open a section by its very address; KeyError where there is none."""
        return self._open_section(document, self._sections[document][reference])

    def at(self, document: str, offset: int) -> Place:
        """Open the passage at an offset of a document's text, or the section headed there."""
        source = self._documents[document]
        for passage in source.passages:
            if passage.start <= offset < passage.end:
                return self.open_passage(passage)
        inner = [one for one in source.walk() if one.start <= offset < one.end]
        return self.section(document, inner[-1].reference) if inner else self.whole(document)

    def whole(self, document: str) -> Place:
        """Open a document as one place, without its text."""
        source = self._documents[document]
        return Place(document, source.title, Reference(), (), "", source.passages)

    def neighbours(self, passage_id: str) -> tuple[Passage | None, Passage | None]:
        """Give the passages before and after one in its document."""
        if passage_id not in self._order:
            return None, None
        document, index = self._order[passage_id]
        before = document.passages[index - 1] if index else None
        after = document.passages[index + 1] if index + 1 < len(document.passages) else None
        return before, after

    def section_of(self, passage_id: str) -> Place | None:
        """Open the smallest section that holds a passage and more; None under no section."""
        passage = self.passage(passage_id)
        if passage is None:
            return None
        around = [
            entry
            for entry in self._sections[passage.document].values()
            if passage in entry.passages and len(entry.passages) > 1
        ]
        smallest = min(around, key=lambda entry: len(entry.passages), default=None)
        return self._open_section(passage.document, smallest) if smallest else None

    def below(self, reference: Reference, documents: Sequence[str]) -> Iterator[Passage]:
        """List the passages at an address or under it."""
        for place in self.find(reference, documents):
            yield from place.passages

    def _addresses(self, document: str) -> Iterator[Reference]:
        yield from self._sections[document]
        yield from self._passages[document]

    def _open(self, typed: Reference, document: str, *, loosely: bool) -> Place | None:
        known = resolve(typed, self._addresses(document), loosely=loosely)
        if known is None:
            return self._open_clause(typed, document) or self._open_first(typed, document)
        entry = self._sections[document].get(known)
        if entry is not None:
            return self._open_section(document, entry)
        return self.open_passage(self._passages[document][known])

    def _open_section(self, document: str, entry: _Entry) -> Place:
        source, section = self._documents[document], entry.section
        text = source.text[section.start : section.end].strip()
        return Place(document, source.title, section.reference, entry.path, text, entry.passages)

    def _open_first(self, typed: Reference, document: str) -> Place | None:
        """Open 一、（三）¶1: a section's own text, which has the section's address."""
        last = typed.steps[-1]
        if len(typed.steps) < 2 or (last.kind, last.number) != (Kind.PARAGRAPH, 1):
            return None
        known = resolve(Reference(typed.steps[:-1]), self._passages[document])
        return self.open_passage(self._passages[document][known]) if known else None

    def _open_clause(self, typed: Reference, document: str) -> Place | None:
        """Open one paragraph (款) of an article that is short enough to be one passage."""
        if len(typed.steps) < 2 or typed.steps[-1].kind not in (Kind.CLAUSE, Kind.PARAGRAPH):
            return None
        known = resolve(Reference(typed.steps[:-1]), self._passages[document])
        if known is None or known.steps[-1].kind is not Kind.ARTICLE:
            return None
        passage = self._passages[document][known]
        paragraphs = clauses(passage.text)
        number = typed.steps[-1].number
        if not 1 <= number <= len(paragraphs):
            return None
        address = known.child(Kind.CLAUSE, number)
        title = self._documents[document].title
        return Place(document, title, address, passage.path, paragraphs[number - 1], (passage,))


def _walk(sections: Sequence[Section], path: tuple[str, ...]) -> Iterator[_Entry]:
    for section in sections:
        titles = (*path, section.title) if section.title else path
        below = list(_walk(section.sections, titles))
        inside = {passage.id: passage for passage in section.passages}
        for entry in below:
            inside |= {passage.id: passage for passage in entry.passages}
        passages = tuple(sorted(inside.values(), key=lambda passage: passage.start))
        yield _Entry(section, titles, passages)
        yield from below


def clauses(text: str) -> list[str]:
    """Divide an article into its paragraphs, the items （一） kept with theirs."""
    paragraphs: list[str] = []
    for line in text.splitlines():
        if paragraphs and opens_item(line):
            paragraphs[-1] += "\n" + line
        else:
            paragraphs.append(line)
    return paragraphs
