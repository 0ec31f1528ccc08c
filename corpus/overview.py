"""What a document holds at a glance, remembered for as long as its file stays as it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import UnreadableDocument
from corpus.library import Entry, Library
from corpus.likeness import Sketch, likeness, sketch
from corpus.models import Document, Passage
from corpus.passages import structure
from corpus.readers import read
from corpus.references import Kind

__all__ = ["Alike", "Overview", "find_alike", "overview_of", "samples"]

ALIKE = 0.3
"""Likeness from which on documents are called alike."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The outline of a document in numbers: `counts` by kind, in the order of the text.

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
        kinds = Counter(each[-1].kind for each in steps if each)
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
    """A document of the library that is like another text; `share` is from 0 to 1."""

    entry: Entry
    title: str
    share: float


def overview_of(entry: Entry) -> Overview:
    """Look over a document of the library; raises UnreadableDocument."""
    return _overview(entry.path, entry.digest)


def find_alike(library: Library, document: Document) -> tuple[Alike, ...]:
    """List the documents of the library that are like this one, the most alike first.

    What cannot be read is passed over.
    """
    own, found = sketch(document.text), []
    for entry in library.entries():
        try:
            overview = overview_of(entry)
        except (UnreadableDocument, OSError):
            continue
        share = likeness(own, overview.sketch)
        if share >= ALIKE:
            found.append(Alike(entry, library.chosen_title(entry.id) or overview.title, share))
    return tuple(sorted(found, key=lambda alike: -alike.share))


def samples(document: Document, most: int = 3) -> tuple[Passage, ...]:
    """Take passages from all over a document, those deepest in its outline first."""
    deepest = max((len(passage.reference.steps) for passage in document.passages), default=0)
    deep = [each for each in document.passages if len(each.reference.steps) == deepest]
    pool: Sequence[Passage] = deep if len(deep) >= most else document.passages
    chosen = {(2 * at + 1) * len(pool) // (2 * most) for at in range(most)} if pool else set()
    return tuple(pool[at] for at in sorted(chosen))


@lru_cache(maxsize=4096)
def _overview(path: Path, _digest: str) -> Overview:
    """Read a file once for each content that it has."""
    return Overview.of(structure(clean(read(path)), path.stem))
