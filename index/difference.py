"""What changed between two states of the documents: in documents, sections and passages."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from corpus.models import Document, Passage, Section
from corpus.references import Reference

__all__ = ["Changes", "Difference", "Place"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """What has new or vanished content stands in one of these; what only moved in none.

    `changed` holds what is new at a place whose old content is gone; `added` what else is new;
    `removed` what is gone and whose place was not changed.
    """

    added: tuple[T, ...] = ()
    changed: tuple[T, ...] = ()
    removed: tuple[T, ...] = ()

    @classmethod
    def between(
        cls,
        old: Sequence[T],
        new: Sequence[T],
        content: Callable[[T], Hashable],
        place: Callable[[T], Hashable],
    ) -> "Changes[T]":
        gone, fresh = _beyond(old, new, content), _beyond(new, old, content)
        left = {place(one) for one in gone}
        changed = tuple(one for one in fresh if place(one) in left)
        taken = {place(one) for one in changed}
        return cls(
            added=tuple(one for one in fresh if place(one) not in taken),
            changed=changed,
            removed=tuple(one for one in gone if place(one) not in taken),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Place:
    """A section with its document; its content is its title and the passages directly in it."""

    document: Document
    section: Section

    @property
    def reference(self) -> Reference:
        return self.section.reference


@dataclass(frozen=True, slots=True)
class Difference:
    """Documents are told apart by id, sections and passages by document and reference."""

    documents: Changes[Document]
    sections: Changes[Place]
    passages: Changes[Passage]

    @classmethod
    def between(cls, old: Sequence[Document], new: Sequence[Document]) -> "Difference":
        return cls(
            Changes.between(old, new, _content_of_document, lambda one: one.id),
            Changes.between(
                list(_places(old)),
                list(_places(new)),
                _content_of_section,
                lambda one: (one.document.id, one.reference),
            ),
            Changes.between(
                list(_passages(old)),
                list(_passages(new)),
                lambda one: one.id,
                lambda one: (one.document, one.reference),
            ),
        )

    def __bool__(self) -> bool:
        return bool(self.documents)


def _content_of_document(document: Document) -> Hashable:
    ids = tuple(passage.id for passage in document.passages)
    titles = tuple((section.reference, section.title) for section in document.walk())
    return document.id, document.title, document.digest, ids, titles


def _content_of_section(place: Place) -> Hashable:
    ids = tuple(passage.id for passage in place.section.passages)
    return place.document.id, place.section.title, ids


def _places(documents: Sequence[Document]) -> Iterator[Place]:
    return (Place(document, section) for document in documents for section in document.walk())


def _passages(documents: Sequence[Document]) -> Iterator[Passage]:
    return (passage for document in documents for passage in document.passages)


def _beyond(these: Sequence[T], those: Sequence[T], content: Callable[[T], Hashable]) -> list[T]:
    """List those of ``these`` whose content occurs in them more often than in ``those``."""
    spare = Counter(map(content, those))
    beyond = []
    for one in these:
        key = content(one)
        if spare[key]:
            spare[key] -= 1
        else:
            beyond.append(one)
    return beyond
