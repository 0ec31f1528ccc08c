"""The shapes that documents take on their way to passages."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.references import Reference


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as a reader of the file sees it, on one line and without markup.

    `level` is the heading level that the format gives (Markdown `##` is 2, Word's Heading 1
    is 1); 0 where it gives none.
    """

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A run of paragraphs that is no part of the document, and why it was cut."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader made of a file: its paragraphs in order, and what cleaning took out."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A leaf of the outline: what an answer quotes.

    `text` is `document.text[start:end]` without the white space around it; `path` holds the
    titles of the sections it stands in, outermost first; `id` is made from the document and
    the text alone, so that it outlives re-indexing and a change of number.
    """

    id: str
    document: str
    reference: Reference
    path: tuple[str, ...]
    start: int
    end: int
    text: str

    @property
    def titled(self) -> str:
        """Its text below the titles of its sections, a line each."""
        return "\n".join((*self.path, self.text))


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled place: heading `document.text[start:body]`, all of it up to `end`.

    `number` is the numeral as printed, bare (`三` for `（三）`), None where it has none.
    """

    reference: Reference
    number: str | None
    title: str
    start: int
    body: int
    end: int
    sections: tuple["Section", ...] = ()
    passages: tuple[Passage, ...] = ()

    def walk(self) -> Iterator["Section"]:
        """Go through this section and all below it, in the order of the text."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Document:
    """A cleaned text with its outline; headings and passages partition `text`.

    `id` is a slug of the file name, `digest` the SHA-256 of `text`.
    """

    id: str
    title: str
    text: str
    digest: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    headings: tuple[tuple[int, int], ...]
    cuts: tuple[Cut, ...] = ()

    def walk(self) -> Iterator[Section]:
        """Go through all sections, in the order of the text."""
        for section in self.sections:
            yield from section.walk()

    def section(self, reference: Reference) -> Section | None:
        return next((one for one in self.walk() if one.reference == reference), None)

    def places(self) -> tuple[Reference, ...]:
        """List every address once: sections first, then passages."""
        sections = (section.reference for section in self.walk())
        passages = (passage.reference for passage in self.passages)
        return tuple(dict.fromkeys([*sections, *passages]))
