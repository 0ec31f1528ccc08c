"""What changed between two states of the documents, told in passages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.models import Document, Passage
from corpus.references import Reference

__all__ = ["Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Each passage with new or vanished text stands in one of these; one that only moved in none.

    `changed` holds new passages at a place (document and reference) whose old text is gone;
    `added` the other new ones; `removed` those whose text is gone and whose place was not changed.
    """

    added: tuple[Passage, ...]
    changed: tuple[Passage, ...]
    removed: tuple[Passage, ...]

    @classmethod
    def between(cls, old: Sequence[Document], new: Sequence[Document]) -> "Difference":
        gone = _beyond(_passages(old), _passages(new))
        fresh = _beyond(_passages(new), _passages(old))
        left = {_place(passage) for passage in gone}
        changed = tuple(passage for passage in fresh if _place(passage) in left)
        taken = {_place(passage) for passage in changed}
        return cls(
            added=tuple(passage for passage in fresh if _place(passage) not in taken),
            changed=changed,
            removed=tuple(passage for passage in gone if _place(passage) not in taken),
        )


def _passages(documents: Iterable[Document]) -> list[Passage]:
    return [passage for document in documents for passage in document.passages]


def _place(passage: Passage) -> tuple[str, Reference]:
    return passage.document, passage.reference


def _beyond(these: Sequence[Passage], those: Sequence[Passage]) -> list[Passage]:
    """List the passages of ``these`` whose id occurs in them more often than in ``those``."""
    spare = Counter(passage.id for passage in those)
    beyond = []
    for passage in these:
        if spare[passage.id]:
            spare[passage.id] -= 1
        else:
            beyond.append(passage)
    return beyond
