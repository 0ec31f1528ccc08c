"""Addresses of places: parse what people type, print in the document's own style."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a place is numbered."""

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


@dataclass(frozen=True, slots=True)
class Reference:
    """The address of a section or passage: its steps from the outermost in; empty is the whole."""

    steps: tuple[Step, ...] = ()

    def child(self, kind: Kind, number: int, occurrence: int = 1) -> "Reference":
        return Reference((*self.steps, Step(kind, number, occurrence)))

    def __str__(self) -> str:
        return format_reference(self)


def format_reference(reference: Reference) -> str:
    raise NotImplementedError
