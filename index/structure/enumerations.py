"""Find what a numbered formula counts, and give it only where the count and the words agree.

A formula is spelled out by the sections below the place that names it, by an enumeration beside
its name, or by a list elsewhere whose entries all carry its words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.models import Document, Section
from index.structure.dividing import (
    QUOTED,
    SENTENCE,
    Span,
    divide,
    evened,
    fold,
    line_end,
    repeated,
)
from index.structure.formulas import Formula

__all__ = ["Definition", "define", "lists_of"]

_STRONG = re.compile(
    r"[”’」』\"]*[^。！？；、“\n]{0,12}?(?:：|——|（|，?(?:也就是|就是|即|是指|指的是|指|"
    r"分别是|分别为|分别指|包括)：?)"
)
_WEAK = re.compile(r"[”’」』\"]*[^。！？；，\n]{0,8}?(?:是|为)")
_COLON = re.compile(r"[”’」』\"]*[^。！？；\n]{0,8}：\s*$")
_NEAR = re.compile(r"[^。！？；：，、\n“”]{0,10}[“‘「\"]?$")
_ADJOINING = re.compile(r"(?:的|这|等)*$|(?:的|这|等)+[“‘「\"]$")
_CLAUSE = re.compile(r"[^，。；：！？“”‘’「」（）()\n\"]+")


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a formula is named, and its entries: sections, or spans of the document's text."""

    document: Document
    name: Span
    sections: tuple[Section, ...] = ()
    spans: tuple[Span, ...] = ()


def define(formula: Formula, document: Document) -> Definition | None:
    """Find what the formula counts beside or below a place that names it."""
    text = fold(document.text)
    names = [found.span() for found in formula.pattern.finditer(text)]
    if not formula.count or not names or (formula.is_general and len(names) > 1):
        return None
    for carrying in (True, False):
        for name in names:
            sections = _sections(formula, document, text, name, carrying=carrying)
            if sections:
                return Definition(document, name, sections=sections)
            spans = _beside(formula, text, name, carrying=carrying)
            if spans:
                return Definition(document, name, spans=spans)
    return None


def lists_of(formula: Formula, document: Document) -> Definition | None:
    """Find the one list of just as many entries that all carry the formula's words.

    The document names the formula elsewhere; a document that does not may mean something else.
    """
    text = fold(document.text)
    if formula.count < 3 or not formula.pattern.search(text):
        return None
    found: dict[tuple[str, ...], Definition] = {}
    for clause in _CLAUSE.finditer(text):
        if clause.group().count("、") < formula.count - 2:
            continue
        spans = divide(text, clause.span(), "、", formula.count)
        quoted = text[clause.start() - 1 : clause.start()] in ("“", "‘", "「")
        telling = quoted or min(map(len, formula.words)) > 1
        if telling and spans and _all_carry(formula, text, spans):
            entries = evened(spans)
            words = tuple(text[start:end] for start, end in entries)
            found.setdefault(words, Definition(document, clause.span(), spans=entries))
    return found.popitem()[1] if len(found) == 1 else None


def _sections(
    formula: Formula, document: Document, text: str, name: Span, *, carrying: bool
) -> tuple[Section, ...]:
    """Take the sections below the one that names the formula.

    They carry its words, or are just as many and the name leads up to them.
    """
    around = [one for one in document.walk() if one.start <= name[0] < one.end]
    inner = around[-1] if around else None
    below = inner.sections if inner else document.sections
    after = [one for one in below if one.start > name[1]]
    if carrying:
        return _run(formula, text, after)
    ends = after[0].start if after else 0
    leads = (inner and name[0] < inner.body) or _COLON.fullmatch(text[name[1] : ends].rstrip())
    return tuple(after) if leads and len(after) == formula.count else ()


def _run(formula: Formula, text: str, sections: Iterable[Section]) -> tuple[Section, ...]:
    """Give the sections whose headings carry the words, if they follow on one another."""
    held = [formula.carried_by(_heading(text, section)) for section in sections]
    kept = tuple(one for one, carries in zip(sections, held, strict=True) if carries)
    together = "".join("x" if carries else " " for carries in held).split()
    return kept if len(kept) == formula.count and len(together) == 1 else ()


def _heading(text: str, section: Section) -> str:
    heading = text[section.start : section.body]
    return heading if heading.strip() else SENTENCE.split(text[section.start : section.end])[0]


def _beside(formula: Formula, text: str, name: Span, *, carrying: bool) -> tuple[Span, ...]:
    """Find the enumeration that follows or precedes the name in its paragraph.

    Where two ways to divide it give the right number, and no words decide, there is none.
    """
    ways = {
        spans
        for spans in (
            *_after(formula, text, name, carrying=carrying),
            *_before(formula, text, name, _NEAR if carrying else _ADJOINING),
        )
        if carrying == _all_carry(formula, text, spans)
    }
    ordered = sorted(ways, key=lambda spans: spans[-1][1] - spans[0][0])
    return ordered[0] if ordered and (carrying or len(ordered) == 1) else ()


def _after(
    formula: Formula, text: str, name: Span, *, carrying: bool
) -> Iterator[tuple[Span, ...]]:
    for link in (_STRONG, _WEAK) if carrying else (_STRONG,):
        found = link.match(text, name[1])
        if found is None:
            continue
        start, end = found.end(), line_end(text, found.end())
        closing = text.find("）", start, end) if text[start - 1] == "（" else -1
        end = end if closing < 0 else closing
        for region in _regions(text, start, end):
            for separator in "；，、":
                spans = divide(text, region, separator, formula.count)
                if spans and (carrying or "、" not in text[spans[-1][1] : end]):
                    yield spans


def _before(
    formula: Formula, text: str, name: Span, gap: re.Pattern[str]
) -> Iterator[tuple[Span, ...]]:
    """Read the quotations just before a name: one that holds the list, or one for each entry."""
    start = text.rfind("\n", 0, name[0]) + 1
    sentence = max((text.rfind(mark, start, name[0]) for mark in "。！？；：，"), default=-1) + 1
    quoted = [found.span(found.lastindex or 0) for found in QUOTED.finditer(text, start, name[0])]
    if not quoted or not gap.match(text, quoted[-1][1] + 1, name[0]):
        return
    for separator in "；，、":
        yield from filter(None, [divide(text, quoted[-1], separator, formula.count)])
    if len(formula.words) == 1:
        yield from filter(None, [repeated(text, quoted[-1], formula.words[0], formula.count)])
    single = [span for span in quoted if span[0] >= sentence]
    if len(single) == formula.count:
        yield tuple(single)


def _regions(text: str, start: int, end: int) -> Iterator[Span]:
    yield start, end
    quoted = QUOTED.match(text, start)
    if quoted:
        yield quoted.span(quoted.lastindex or 0)


def _all_carry(formula: Formula, text: str, spans: Iterable[Span]) -> bool:
    return all(formula.carried_by(text[start:end]) for start, end in spans)
