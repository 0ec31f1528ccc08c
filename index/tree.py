"""Go about in the outlines: what stands below a place, beside it and around it."""

from collections.abc import Sequence

from corpus.models import Document, Section
from corpus.references import Kind, Reference
from index.models import Listing, Place
from index.places import Places
from index.structure import Structure

__all__ = ["Tree"]


class Tree:
    """The places of some documents as a tree; a place without a section is a passage."""

    def __init__(
        self, documents: Sequence[Document], places: Places, structure: Structure
    ) -> None:
        self._documents = {document.id: document for document in documents}
        self._places = places
        self._structure = structure

    def outline(
        self, document: str, reference: Reference, unit: Kind | None = None, *, deep: bool = False
    ) -> Listing | None:
        """List the sections at an address, the empty one for the document; None where none are.

        `unit` is the kind of section to count, `deep` goes two levels down.
        """
        place = self.find(document, reference)
        return self._structure.outline(place, unit, deep=deep) if place else None

    def find(self, document: str, reference: Reference) -> Place | None:
        """Open a place of one document, the whole of it for the empty reference."""
        if document not in self._documents:
            return None
        if not reference.steps:
            return self._places.whole(document)
        return next(iter(self._places.find(reference, [document])), None)

    def children(self, place: Place) -> tuple[Place, ...]:
        """Open the sections right below a place."""
        sections = self._sections(place.document, place.reference)
        return tuple(self._places.section(place.document, one.reference) for one in sections)

    def siblings(self, place: Place) -> tuple[Place, ...]:
        """Open the places that are numbered on with this one, itself among them."""
        document, home = self._documents[place.document], place.reference.steps[:-1]
        found = [one for one in document.walk() if one.reference.steps[:-1] == home]
        if any(one.reference == place.reference for one in found):
            return tuple(self._places.section(document.id, one.reference) for one in found)
        last = place.reference.steps[-1].kind if place.reference.steps else None
        beside = (
            passage
            for passage in document.passages
            if passage.reference.steps[:-1] == home and passage.reference.steps[-1].kind is last
        )
        return tuple(map(self._places.open_passage, beside))

    def around(self, place: Place) -> Place | None:
        """Open the smallest section that holds a place and more; None where there is none."""
        steps = place.reference.steps
        prefixes = (Reference(steps[:depth]) for depth in range(len(steps), 0, -1))
        for section in filter(None, map(self._documents[place.document].section, prefixes)):
            whole = self._places.section(place.document, section.reference)
            part_of_passage = (
                len(place.passages) == 1 and steps != place.passages[0].reference.steps
            )
            if len(whole.passages) > len(place.passages) or (
                part_of_passage and whole.reference != place.reference
            ):
                return whole
        return None

    def _sections(self, document: str, reference: Reference) -> Sequence[Section]:
        source = self._documents[document]
        if not reference.steps:
            return source.sections
        section = source.section(reference)
        return section.sections if section else ()
