"""Find the points that a section lists inside its paragraphs: 一是…二是…, 首先…其次…, 第一，…."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.markers import mask_quotations
from corpus.numerals import to_number

SEMICOLON_POINT = 80
"""A list divided by semicolons is split only when its points are this long on average, in characters."""

_NUMBER = "[一二三四五六七八九十]{1,3}"
_POINT = re.compile(
    rf"(?P<shi>{_NUMBER})是(?!否|不是|非)"
    rf"|(?P<yao>{_NUMBER})要(?!素|求|点|务)"
    rf"|第(?P<di>{_NUMBER})(?=[，,、：:])[，,、：:]"
    rf"|其(?P<qi>{_NUMBER})(?=[，,、：:])[，,、：:]"
    r"|(?P<words>首先|其次|再次|最后)(?=[，,、：:])?[，,、：:]?"
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3}
_FIRST = "\n。！？!?；;：:"
_LATER = _FIRST + "，,”’）)》"


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list: where it starts, where its marker ends, its number."""

    start: int
    title: int
    number: int
    numeral: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    point: Point
    family: str
    paragraph: int
    boundary: str  # the character before it, a line feed at the start of its paragraph


def find_lists(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[tuple[Point, ...], ...]:
    """Give the lists of points in these paragraphs of `text`, in order and not nested.

    Short lists divided by semicolons stay one passage and are left out. A list whose points
    open paragraphs wins over those inside a paragraph.
    """
    candidates = [
        candidate
        for number, (start, end) in enumerate(paragraphs)
        for candidate in _candidates(text, start, end, number)
    ]
    found = _chains([candidate for candidate in candidates if candidate.boundary == "\n"])
    for chain in _chains(candidates):
        if not any(_overlap(chain, other) for other in found) and _worth(text, chain, paragraphs):
            found.append(chain)
    found.sort(key=lambda chain: chain[0].point.start)
    return tuple(tuple(candidate.point for candidate in chain) for chain in found)


def _candidates(text: str, start: int, end: int, paragraph: int) -> Iterator[_Candidate]:
    """Collect markers at sentence boundaries outside quotations."""
    masked = mask_quotations(text[start:end])
    for match in _POINT.finditer(masked):
        boundary = text[start + match.start() - 1] if match.start() else "\n"
        family = match.lastgroup or ""
        numeral = match.group(family)
        number = _WORDS.get(numeral, 0) if family == "words" else to_number(numeral)
        if number is None or boundary not in (_FIRST if number == 1 else _LATER):
            continue
        point = Point(start + match.start(), start + match.end(), number, numeral)
        yield _Candidate(point, family, paragraph, boundary)


def _chains(candidates: Sequence[_Candidate]) -> list[list[_Candidate]]:
    """Link 一, 二, 三 … of one family; 最后 closes a list of words. Single points are no list."""
    chains: list[list[_Candidate]] = []
    for candidate in candidates:
        last = next((chain for chain in reversed(chains) if _continues(chain, candidate)), None)
        if last is not None:
            last.append(candidate)
        elif candidate.point.number == 1:
            chains.append([candidate])
    return [_numbered(chain) for chain in chains if len(chain) > 1]


def _continues(chain: list[_Candidate], candidate: _Candidate) -> bool:
    due = len(chain) + 1
    return chain[0].family == candidate.family and candidate.point.number in (
        (due, 0) if candidate.family == "words" else (due,)
    )


def _numbered(chain: list[_Candidate]) -> list[_Candidate]:
    """Give 最后 its number."""
    return [
        candidate if candidate.point.number else _Candidate(
            Point(candidate.point.start, candidate.point.title, number, candidate.point.numeral),
            candidate.family, candidate.paragraph, candidate.boundary,
        )
        for number, candidate in enumerate(chain, 1)
    ]  # fmt: skip


def _overlap(one: list[_Candidate], other: list[_Candidate]) -> bool:
    return (
        (
            one[0].point.start <= other[-1].point.start
            and other[0].point.start <= one[-1].point.start
        )
        or one[0].paragraph == other[-1].paragraph
        or other[0].paragraph == one[-1].paragraph
    )


def _worth(text: str, chain: list[_Candidate], paragraphs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a list is to be split: its points are sentences, or long."""
    boundaries = {candidate.boundary for candidate in chain[1:]}
    if boundaries & set("，,"):
        return False
    if not boundaries & set("；;"):
        return True
    end = paragraphs[chain[-1].paragraph][1]
    length = len(text[chain[0].point.start : end])
    return length / len(chain) >= SEMICOLON_POINT
