"""Go about in the outlines: what stands below a place, beside it and around it."""

from collections.abc import Sequence

from corpus.models import Document, Section
from corpus.references import Kind, Reference, Step
from index.models import Listing, Place
from index.places import Places
from index.structure.outline import Structure

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
        document, steps = self._documents[place.document], place.reference.steps
        sections = [one.reference for one in document.walk()]
        passages = [passage.reference for passage in document.passages]
        for known in (sections, passages):
            if place.reference in known:
                beside = [one for one in known if _numbered_on(one.steps, steps)]
                found = (self.find(document.id, one) for one in dict.fromkeys(beside))
                return tuple(one for one in found if one is not None)
        return ()

    def line(self, place: Place) -> tuple[Place, ...]:
        """Open the sections that a place stands in, the innermost first; itself if it is one."""
        if not place.reference.steps:
            return ()
        start = place.passages[0].start
        sections = self._documents[place.document].walk()
        held = [one for one in sections if one.start <= start < one.end]
        own = [one for one in held if one.reference.steps == place.reference.steps]
        outer = held[: held.index(own[0]) + 1] if own else held
        return tuple(self._places.section(place.document, s.reference) for s in reversed(outer))

    def around(self, place: Place) -> Place | None:
        """Open the smallest section that holds a place and more; None where there is none."""
        is_part = place.reference.steps != place.passages[0].reference.steps
        for section in self.line(place):
            more = len(section.passages) > len(place.passages)
            if more or (is_part and len(place.reference.steps) > len(section.reference.steps)):
                return section
        return None

    def _sections(self, document: str, reference: Reference) -> Sequence[Section]:
        source = self._documents[document]
        if not reference.steps:
            return source.sections
        section = source.section(reference)
        return section.sections if section else ()


def _numbered_on(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return one[:-1] == other[:-1] and one[-1].kind is other[-1].kind
