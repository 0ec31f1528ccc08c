"""What a document holds at a glance, remembered for as long as its file stays as it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import UnreadableDocument
from corpus.library import Entry, Library, slug
from corpus.likeness import Sketch, likeness, sketch
from corpus.models import Document, Passage
from corpus.passages import structure
from corpus.readers import read
from corpus.references import Kind, Step

__all__ = ["Alike", "Overview", "find_alike", "overview_of", "samples"]

ALIKE = 0.3
"""Likeness from which on documents are called alike."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The outline of a document in numbers: `counts` by kind, in the order of the text.

    Of what an appendix holds only the appendix counts: its own numbering starts anew.
    `digest` is that of the cleaned text, `title` the document's own.
    """

    title: str
    digest: str
    counts: tuple[tuple[Kind, int], ...]
    passages: int
    characters: int
    sketch: Sketch = field(repr=False, compare=False)

    @classmethod
    def of(cls, document: Document) -> "Overview":
        steps = (section.reference.steps for section in document.walk())
        kinds = Counter(each[-1].kind for each in steps if each and not _is_inside_appendix(each))
        return cls(
            document.title,
            document.digest,
            tuple(kinds.items()),
            len(document.passages),
            len(document.text),
            sketch(document.text),
        )


@dataclass(frozen=True, slots=True)
class Alike:
    """A document of the library that is like another one in its text, or in its name.

    `share` of what they have in common is from 0 to 1; `same` tells that the texts are equal.
    """

    entry: Entry
    title: str
    share: float
    same: bool


def overview_of(entry: Entry) -> Overview:
    """Look over a document of the library; raises UnreadableDocument."""
    return _overview(entry.path, entry.digest)


def find_alike(library: Library, document: Document) -> tuple[Alike, ...]:
    """List the documents that may be versions of this one, the most alike first.

    What cannot be read is passed over.
    """
    own = Overview.of(document)
    found = [_compare(library, entry, document.id, own) for entry in library.entries()]
    kept = [alike for alike in found if alike is not None]
    return tuple(sorted(kept, key=lambda alike: -alike.share))


def samples(document: Document, most: int = 3) -> tuple[Passage, ...]:
    """Take passages from all over a document, those deepest in its outline first."""
    deepest = max((len(passage.reference.steps) for passage in document.passages), default=0)
    deep = [each for each in document.passages if len(each.reference.steps) == deepest]
    pool: Sequence[Passage] = deep if len(deep) >= most else document.passages
    chosen = {(2 * at + 1) * len(pool) // (2 * most) for at in range(most)} if pool else set()
    return tuple(pool[at] for at in sorted(chosen))


def _is_inside_appendix(steps: Sequence[Step]) -> bool:
    return len(steps) > 1 and steps[0].kind is Kind.APPENDIX


def _compare(library: Library, entry: Entry, document: str, own: Overview) -> Alike | None:
    try:
        overview = overview_of(entry)
    except (UnreadableDocument, OSError):
        return None
    share = likeness(own.sketch, overview.sketch)
    if share < ALIKE and slug(entry.name) != document:
        return None
    title = library.chosen_title(entry.id) or overview.title
    return Alike(entry, title, share, overview.digest == own.digest)


@lru_cache(maxsize=4096)
def _overview(path: Path, _digest: str) -> Overview:
    """Read a file once for each content that it has."""
    return Overview.of(structure(clean(read(path)), path.stem))
