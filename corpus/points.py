"""Find the points that a section lists inside its paragraphs: 一是…二是…, 首先…其次…, 第一，…."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.markers import find_marker
from corpus.numerals import to_number
from corpus.prose import mask_quotations

SEMICOLON_POINT = 80
"""A list divided by semicolons is split when its points have this many characters on average."""

_NUMBER = "[一二三四五六七八九十]{1,3}"
_POINT = re.compile(
    rf"(?P<shi>{_NUMBER})是(?!否|不是|非)"
    rf"|(?P<yao>{_NUMBER})要(?!素|求|点|务)"
    rf"|第(?P<di>{_NUMBER})[，,、：:]"
    rf"|其(?P<qi>{_NUMBER})(?:[，,、：:]|是)"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<words>首先|其次|再次|再者|最后)[，,、：:]?"
)
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3}
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


_Chain = list[_Candidate]


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
    found: list[_Chain] = []
    _add_apart(found, _chains([one for one in candidates if one.boundary == "\n"]))
    worthy = (chain for chain in _chains(candidates) if _worth(chain, paragraphs))
    _add_apart(found, worthy)
    return tuple(tuple(candidate.point for candidate in chain) for chain in found)


def _candidates(text: str, start: int, end: int, paragraph: int) -> Iterator[_Candidate]:
    """Collect markers at sentence boundaries outside quotations."""
    for match in _POINT.finditer(mask_quotations(text[start:end])):
        before = text[max(start, start + match.start() - 4) : start + match.start()].rstrip()
        opens = not text[start : start + match.start()].strip() if not before else False
        boundary = "\n" if opens else before[-1:]
        family = match.lastgroup or ""
        numeral = match.group(family)
        number = _number(family, numeral)
        if number is None or boundary not in (_FIRST if number == 1 else _LATER):
            continue
        point = Point(
            start if opens else start + match.start(), start + match.end(), number, numeral
        )
        yield _Candidate(point, family, paragraph, boundary)


def _number(family: str, numeral: str) -> int | None:
    if family == "words":
        return _WORDS.get(numeral, 0)
    return ord(numeral) - ord("①") + 1 if family == "circled" else to_number(numeral)


def _chains(candidates: Sequence[_Candidate]) -> list[_Chain]:
    """Link 一, 二, 三 … of one family; 最后 closes a list of words. Single points are no list."""
    chains: list[_Chain] = []
    due: dict[tuple[str, int], list[_Chain]] = defaultdict(list)
    for candidate in candidates:
        number, family = candidate.point.number, candidate.family
        if number == 1:
            chain = [candidate]
            chains.append(chain)
        else:
            waiting = due[family, number] if number else _latest_words(due)
            if not waiting:
                continue
            chain = waiting.pop()
            chain.append(_renumbered(candidate, len(chain) + 1))
        if number:
            due[family, len(chain) + 1].append(chain)
    return [chain for chain in chains if len(chain) > 1]


def _latest_words(due: dict[tuple[str, int], list[_Chain]]) -> list[_Chain]:
    """Give the open lists of words that 最后 may close, the one that went on last at the end."""
    waiting = [due[key] for key in due if key[0] == "words" and due[key]]
    return max(waiting, key=lambda chains: chains[-1][-1].point.start, default=[])


def _renumbered(candidate: _Candidate, number: int) -> _Candidate:
    return replace(candidate, point=replace(candidate.point, number=number))


def _add_apart(found: list[_Chain], chains: Iterator[_Chain] | list[_Chain]) -> None:
    """Add, in order of place, the lists that share no paragraph end with those found before."""
    ordered = sorted(chains, key=lambda chain: chain[0].point.start)
    for chain in ordered:
        at = bisect_left(found, chain[0].point.start, key=lambda one: one[0].point.start)
        if not any(_overlap(chain, other) for other in found[max(0, at - 1) : at + 1]):
            found.insert(at, chain)


def _overlap(one: _Chain, other: _Chain) -> bool:
    return (
        (
            one[0].point.start <= other[-1].point.start
            and other[0].point.start <= one[-1].point.start
        )
        or one[0].paragraph == other[-1].paragraph
        or other[0].paragraph == one[-1].paragraph
    )


def _worth(chain: _Chain, paragraphs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a list is to be split: its points are sentences, or long."""
    boundaries = {candidate.boundary for candidate in chain[1:]}
    if boundaries & set("，,"):
        return False
    if not boundaries & set("；;"):
        return True
    end = paragraphs[chain[-1].paragraph][1]
    return (end - chain[0].point.start) / len(chain) >= SEMICOLON_POINT


class Lists:
    """The lists of a section, asked by place."""

    def __init__(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> None:
        self.all = find_lists(text, paragraphs)
        self._firsts = [points[0].start for points in self.all]
        self._points = {point.start for points in self.all for point in points}

    def opened_in(self, start: int, end: int) -> tuple[tuple[Point, ...], ...]:
        first, last = bisect_left(self._firsts, start), bisect_left(self._firsts, end)
        return self.all[first:last]

    def is_point(self, start: int) -> bool:
        return start in self._points

    def goes_on_at(self, start: int) -> bool:
        """Tell whether a whole paragraph continues a list, or opens a later point of it."""
        at = bisect_right(self._firsts, start) - 1
        return at >= 0 and self._firsts[at] < start <= self.all[at][-1].start


def opens_item(text: str) -> bool:
    """Tell whether a paragraph is an item （一） or 1. of the paragraph before it."""
    return text[:1] in "（(" or find_marker(text) is not None
