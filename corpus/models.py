"""The shapes that documents take on their way to passages."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a place is numbered; the order of a document's levels is that of `RANK`."""

    APPENDIX = "appendix"  # 附件1
    BOOK = "book"  # 第一编
    CHAPTER = "chapter"  # 第一章
    DIVISION = "division"  # 第一节
    ARTICLE = "article"  # 第三条
    CLAUSE = "clause"  # 第二款, the paragraphs of a long article
    HEADING = "heading"  # a heading without a number, by its place: §2
    PART = "part"  # 一、 or 第一部分
    SECTION = "section"  # （一）
    ITEM = "item"  # 1.
    SUBITEM = "subitem"  # （1）
    POINT = "point"  # 一是, 首先, 第一，
    DECIMAL = "decimal"  # 3.5.2, one step for each number
    PARAGRAPH = "paragraph"  # ¶2
    ANY = "any"  # typed without saying which: the 3 of 1.3


@dataclass(frozen=True, slots=True)
class Step:
    """One level of an address; `occurrence` tells repeated numbers apart, the first is 1."""

    kind: Kind
    number: int
    occurrence: int = 1


@dataclass(frozen=True, slots=True, order=False)
class Reference:
    """The address of a section or passage: its steps from the outermost in; empty is the whole."""

    steps: tuple[Step, ...] = ()

    def child(self, kind: Kind, number: int, occurrence: int = 1) -> "Reference":
        return Reference((*self.steps, Step(kind, number, occurrence)))

    def __str__(self) -> str:
        from corpus.references import format_reference  # noqa: PLC0415  (formatting needs models)

        return format_reference(self)


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


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered or titled place; the heading is `document.text[start:body]`, all of it ends at `end`.

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
    cuts: tuple[Cut, ...] = field(default=())
