"""Addresses of places: parse what people type, print in the document's own style."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.numerals import NUMERAL, to_chinese, to_number


class Kind(StrEnum):
    """How a place is numbered."""

    APPENDIX = "appendix"  # 附件1
    BOOK = "book"  # 第一编
    CHAPTER = "chapter"  # 第一章
    DIVISION = "division"  # 第一节
    ARTICLE = "article"  # 第三条, numbered through the whole law
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
        printed, previous = "", None
        for step in self.steps:
            printed += _print_step(step, previous)
            previous = step.kind
        return printed


def parse(typed: str) -> Reference | None:
    """Read a typed reference in any reasonable spelling; None where the text is something else.

    Steps whose kind the spelling leaves open come back as `Kind.ANY`: compare with `matches`.
    """
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    text = text.replace("小节", "节").strip("。.、,，:：? ")
    steps: list[Step] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.end() == position:
            return None
        step = _read_token(token, steps)
        if step is None:
            return None
        steps += step
        position = token.end()
    return Reference(tuple(steps)) if steps else None


def matches(typed: Reference, place: Reference) -> bool:
    """Tell whether a typed reference names this place: same numbers, kinds equal or left open."""
    return len(typed.steps) == len(place.steps) and all(
        one.number == other.number
        and one.occurrence == other.occurrence
        and (one.kind is other.kind or Kind.ANY in (one.kind, other.kind))
        for one, other in zip(typed.steps, place.steps, strict=True)
    )


def resolve(
    typed: Reference, places: Iterable[Reference], *, loosely: bool = False
) -> Reference | None:
    """Find the place that is meant; where several fit, the kind that readers count by wins.

    `loosely` lets the numbers alone decide: 第三条 finds （三） where there are no articles.
    """
    known = list(places)
    if typed in known:
        return typed
    meant = _with_last(typed, known)
    if loosely:
        meant = Reference(
            tuple(
                step
                if step.kind is Kind.PARAGRAPH
                else Step(Kind.ANY, step.number, step.occurrence)
                for step in meant.steps
            )
        )
    fitting = [place for place in known if matches(meant, place)]
    return min(
        fitting, key=lambda place: [_PREFERRED[step.kind] for step in place.steps], default=None
    )


def nearest(typed: Reference, places: Iterable[Reference], count: int = 5) -> tuple[str, ...]:
    """Print the existing places closest to one that does not exist."""

    def distance(place: Reference) -> tuple[int, int, int]:
        pairs = list(zip(typed.steps, place.steps, strict=False))
        shared = 0
        for one, other in pairs:
            if one.number != other.number:
                break
            shared += 1
        gap = abs(pairs[shared][0].number - pairs[shared][1].number) if shared < len(pairs) else 0
        return -shared, abs(len(typed.steps) - len(place.steps)), gap

    return tuple(str(place) for place in sorted(places, key=distance)[:count])


_PREFERRED = {
    kind: rank
    for rank, kind in enumerate((
        Kind.PART, Kind.ARTICLE, Kind.CHAPTER, Kind.BOOK, Kind.SECTION, Kind.DIVISION,
        Kind.ITEM, Kind.SUBITEM, Kind.POINT, Kind.CLAUSE, Kind.DECIMAL, Kind.HEADING,
        Kind.APPENDIX, Kind.PARAGRAPH, Kind.ANY,
    ))
}  # fmt: skip

_ORDINAL = {Kind.BOOK: "编", Kind.CHAPTER: "章", Kind.DIVISION: "节",
            Kind.ARTICLE: "条", Kind.CLAUSE: "款"}  # fmt: skip

_SEPARATOR = r"[\s、.,，\-—–/·:：的之]*"
_TOKEN = re.compile(
    rf"""{_SEPARATOR}(?:
      附[件录]?\s*(?P<appendix>{NUMERAL})?
    | (?P<first>开头|开篇|开场) | (?P<last>结尾|末尾|最后一段)
    | §\s*(?P<heading>[0-9]+(?:\.[0-9]+)*)
    | (?:¶|p(?:ara(?:graph)?)?\.?)\s*(?P<pilcrow>{NUMERAL})
    | (?:art(?:icle)?)\.?\s*(?P<article>{NUMERAL})
    | (?:ch(?:apter)?)\.?\s*(?P<chapter>{NUMERAL})
    | (?P<word>part|sec(?:tion)?|point)\.?\s*(?P<worded>{NUMERAL})
    | 第?\s*(?P<ordinal>{NUMERAL})\s*(?P<unit>[大个]?部分|自然段|段落?|编|章|节|条|款|项|点|个)
    | 第\s*(?P<bare_ordinal>{NUMERAL})
    | [(\[]\s*(?P<bracket>{NUMERAL})\s*[)\]]
    | (?P<point>[一二三四五六七八九十]+)(?:是|要|则)
    | (?P<bare>{NUMERAL})
    )(?:\#(?P<occurrence>[0-9]+))?{_SEPARATOR}""",
    re.VERBOSE,
)
_UNIT = {"编": Kind.BOOK, "章": Kind.CHAPTER, "款": Kind.CLAUSE, "部分": Kind.PART,
         "大部分": Kind.PART, "个部分": Kind.PART, "段": Kind.PARAGRAPH,
         "段落": Kind.PARAGRAPH, "自然段": Kind.PARAGRAPH}  # fmt: skip
_WORD = {"part": Kind.PART, "sec": Kind.ANY, "section": Kind.ANY, "point": Kind.ANY}


def _read_token(token: re.Match[str], before: list[Step]) -> list[Step] | None:
    """Turn one token into its steps; None where its numeral is no number."""
    found = {name: text for name, text in token.groupdict().items() if text}
    occurrence = int(found.pop("occurrence", "1"))
    if "first" in found or "last" in found:
        return [Step(Kind.PARAGRAPH, 1 if "first" in found else -1)]
    if "heading" in found:
        return [Step(Kind.HEADING, int(number)) for number in found["heading"].split(".")]
    if not found:
        return [Step(Kind.APPENDIX, 0, occurrence)]
    unit, word = found.pop("unit", ""), found.pop("word", "")
    name, numeral = next(iter(found.items()))
    number = to_number(numeral)
    if number is None:
        return None
    return [Step(_kind(name, numeral, unit or word, before), number, occurrence)]


def _kind(name: str, numeral: str, unit: str, before: list[Step]) -> Kind:
    """Tell what kind of place a numeral names from its decoration and from what came before."""
    previous = before[-1].kind if before else None
    match name:
        case "appendix" | "article" | "chapter" | "point":
            return Kind(name)
        case "pilcrow":
            return Kind.PARAGRAPH
        case "worded":
            return _WORD[unit]
        case "ordinal":
            return _ordinal_kind(unit, previous)
        case "bracket":
            return Kind.ANY if numeral.isascii() else Kind.SECTION
        case "bare" if not numeral.isascii():
            if previous in (None, Kind.APPENDIX):
                return Kind.PART
            return Kind.ANY if previous is Kind.ANY else Kind.POINT
        case _:
            return Kind.ANY


def _ordinal_kind(unit: str, previous: Kind | None) -> Kind:
    if unit in _UNIT:
        return _UNIT[unit]
    if unit == "条" and previous in (None, Kind.CHAPTER, Kind.DIVISION, Kind.BOOK):
        return Kind.ARTICLE
    if unit == "节" and previous is Kind.CHAPTER:
        return Kind.DIVISION
    return Kind.ANY


def _with_last(typed: Reference, known: list[Reference]) -> Reference:
    """Put the real number in place of -1, the last paragraph."""
    if not typed.steps or typed.steps[-1].number != -1:
        return typed
    parent = Reference(typed.steps[:-1])
    numbers = [
        place.steps[-1].number
        for place in known
        if place.steps[-1:]
        and place.steps[-1].kind is Kind.PARAGRAPH
        and matches(parent, Reference(place.steps[:-1]))
    ]
    return parent.child(Kind.PARAGRAPH, max(numbers, default=0))


def _print_step(step: Step, previous: Kind | None) -> str:
    if step.occurrence > 1:
        return f"{_print_step(Step(step.kind, step.number), previous)}#{step.occurrence}"
    if step.kind in _ORDINAL:
        return f"第{to_chinese(step.number)}{_ORDINAL[step.kind]}"
    joint = {Kind.PART: "、", Kind.APPENDIX: " "}.get(previous, "") if previous else ""
    match step.kind:
        case Kind.APPENDIX:
            return f"附件{step.number or ''}"
        case Kind.PART:
            return joint + to_chinese(step.number)
        case Kind.SECTION:
            return f"{joint}（{to_chinese(step.number)}）"
        case Kind.SUBITEM:
            return f"{joint}（{step.number}）"
        case Kind.POINT:
            return f"{joint}{to_chinese(step.number)}{'' if previous else '是'}"
        case Kind.PARAGRAPH:
            return f"¶{step.number}"
        case Kind.HEADING:
            return f".{step.number}" if previous is Kind.HEADING else f"§{step.number}"
        case _:
            return (
                f"{'.' if previous in (Kind.DECIMAL, Kind.ITEM, Kind.ANY) else joint}{step.number}"
            )
