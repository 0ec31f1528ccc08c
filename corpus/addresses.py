"""What an address is made of, and how it prints in the document's own style."""

from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.numerals import to_chinese

__all__ = ["Kind", "Reference", "Step", "spoken"]


class Kind(StrEnum):
    """How a place is numbered."""

    APPENDIX = "appendix"  # 附件1
    GRAND = "grand"  # 第一部分, where chapters or 一、 stand below it
    BOOK = "book"  # 第一编
    SUBBOOK = "subbook"  # 第一分编
    CHAPTER = "chapter"  # 第一章
    DIVISION = "division"  # 第一节
    ARTICLE = "article"  # 第三条, numbered through the whole law
    INSERTED = "inserted"  # the 之一 of 第三条之一
    CLAUSE = "clause"  # 第二款, the paragraphs of a long article
    HEADING = "heading"  # a heading without a number, by its place: §2
    PART = "part"  # 一、 or 第一部分
    SECTION = "section"  # （一）
    ITEM = "item"  # 1.
    SUBITEM = "subitem"  # （1）
    POINT = "point"  # 一是, 首先, 第一，
    DECIMAL = "decimal"  # 3.5.2, one step for each number
    PARAGRAPH = "paragraph"  # ¶2; -1 is the last
    ANY = "any"  # typed without saying which: the 3 of 1.3


_ORDINAL = {
    Kind.GRAND: "部分",
    Kind.BOOK: "编",
    Kind.SUBBOOK: "分编",
    Kind.CHAPTER: "章",
    Kind.DIVISION: "节",
    Kind.ARTICLE: "条",
    Kind.CLAUSE: "款",
}
_DIGITS = (Kind.ITEM, Kind.DECIMAL, Kind.ANY)
_STARTS_WITH_NUMERAL = (Kind.PART, Kind.POINT, *_DIGITS)
_BARE_POINT_AFTER = (
    Kind.PART,
    Kind.SECTION,
    Kind.ITEM,
    Kind.SUBITEM,
    Kind.DECIMAL,
    Kind.PARAGRAPH,
    Kind.POINT,
    Kind.ANY,
)


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
        printed = ""
        previous: Step | None = None
        for step in self.steps:
            printed += _joint(step.kind, previous)
            printed += _print(step, previous.kind if previous else None)
            printed += f"#{step.occurrence}" if step.occurrence > 1 else ""
            previous = step
        return printed


def spoken(address: Reference) -> str:
    """Print an address as it is typed: 第一部分 and 一、 are told apart by nobody."""
    if all(step.kind is not Kind.GRAND for step in address.steps):
        return str(address)
    parts = (
        replace(step, kind=Kind.PART) if step.kind is Kind.GRAND else step
        for step in address.steps
    )
    return str(Reference(tuple(parts)))


def _print(step: Step, previous: Kind | None) -> str:
    """Print one step; a point says 是 where a bare numeral would read as something else."""
    if step.kind in _ORDINAL:
        return f"第{to_chinese(step.number)}{_ORDINAL[step.kind]}"
    match step.kind:
        case Kind.APPENDIX:
            return f"附件{step.number or ''}"
        case Kind.INSERTED:
            return f"之{to_chinese(step.number)}"
        case Kind.SECTION:
            return f"（{to_chinese(step.number)}）"
        case Kind.SUBITEM:
            return f"（{step.number}）"
        case Kind.PART:
            return to_chinese(step.number)
        case Kind.POINT:
            return to_chinese(step.number) + ("" if previous in _BARE_POINT_AFTER else "是")
        case Kind.PARAGRAPH:
            return "结尾" if step.number < 0 else f"¶{step.number}"
        case Kind.HEADING if previous is not Kind.HEADING:
            return f"§{step.number}"
        case _:
            return str(step.number)


def _joint(kind: Kind, previous: Step | None) -> str:
    """Give what stands between two steps."""
    if previous is None or kind in (Kind.PARAGRAPH, Kind.INSERTED):
        return ""
    if previous.kind is Kind.APPENDIX:
        return "、" if not previous.number and kind in _STARTS_WITH_NUMERAL else " "
    if previous.kind in (Kind.GRAND, Kind.INSERTED) and kind is not Kind.CLAUSE:
        return " "
    if previous.kind is Kind.HEADING:
        return "." if kind is Kind.HEADING else " "
    if previous.kind in _DIGITS and kind in _DIGITS:
        return "."
    if previous.occurrence > 1 and kind in _DIGITS:
        return "、"
    return "、" if previous.kind is Kind.PART and kind not in _ORDINAL else ""
