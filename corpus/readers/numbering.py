"""Word's automatic numbering: the number that a reader sees before a paragraph."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from corpus.readers.archive import Element
from corpus.readers.counting import count

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DECORATION = re.compile(r"[\s\ue000-\uf8ff•●○■□◆◇▪▫·⚫★☆➢➤✓✔§¨o*-]*")


def value(parent: Element, path: str, default: str = "") -> str:
    """Read the w:val of the element at a path of w: names."""
    found = None if parent is None else parent.find("/".join(W + step for step in path.split("/")))
    return default if found is None else found.get(f"{W}val", default)


def integer(text: str, default: int = 0) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts; `restart` is the level after which it starts again."""

    start: int
    format: str
    text: str
    suffix: str
    legal: bool
    restart: int
    style: str


@dataclass
class _Counters:
    """Where a list stands: the last number of each level that has begun."""

    numbers: dict[int, int] = field(default_factory=dict)

    def advance(self, depth: int, levels: Mapping[int, Level]) -> None:
        start = levels[depth].start
        self.numbers[depth] = self.numbers[depth] + 1 if depth in self.numbers else start
        for deeper in [d for d in self.numbers if d > depth]:
            if deeper not in levels or 0 <= depth < levels[deeper].restart:
                del self.numbers[deeper]


class Numbering:
    """The lists of a document and how far each has counted; built from word/numbering.xml."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, Element] = {}
        for element in [] if root is None else root.iter(f"{W}abstractNum"):
            self._abstract[element.get(f"{W}abstractNumId", "")] = element
        for element in [] if root is None else root.iter(f"{W}num"):
            self._lists[element.get(f"{W}numId", "")] = element
        self._levels: dict[str, dict[int, Level]] = {}
        self._counters: dict[str, _Counters] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number: str, depth: int) -> str:
        """Count one paragraph of list `number` and give its label with the space behind it."""
        levels = self.levels(number)
        if depth not in levels:
            return ""
        counters = self._counters.setdefault(self._abstract_id(number), _Counters())
        self._restart(number, depth, counters)
        counters.advance(depth, levels)
        return _print(levels, depth, counters.numbers)

    def level_of_style(self, number: str, style: str) -> int:
        """Find the level that a paragraph style counts on; 0 where none names it."""
        return next((d for d, level in self.levels(number).items() if level.style == style), 0)

    def levels(self, number: str) -> dict[int, Level]:
        if number not in self._levels:
            self._levels[number] = self._read_levels(number)
        return self._levels[number]

    def _abstract_id(self, number: str) -> str:
        """Find the abstract list, through the list style that it may only point to."""
        found = value(self._lists.get(number), "abstractNumId")
        link = value(self._abstract.get(found), "numStyleLink")
        if not link:
            return found
        return next((key for key, a in self._abstract.items() if value(a, "styleLink") == link),
                    found)  # fmt: skip

    def _read_levels(self, number: str) -> dict[int, Level]:
        abstract = self._abstract.get(self._abstract_id(number))
        if number not in self._lists or abstract is None:
            return {}
        levels = dict(map(_level, abstract.findall(f"{W}lvl")))
        for override in self._lists[number].findall(f"{W}lvlOverride"):
            levels |= dict(map(_level, override.findall(f"{W}lvl")))
            depth = integer(override.get(f"{W}ilvl", ""))
            start = value(override, "startOverride")
            if start and depth in levels:
                levels[depth] = replace(levels[depth], start=integer(start, 1))
        return levels

    def _restart(self, number: str, depth: int, counters: _Counters) -> None:
        """Start afresh where this list, and not the one it shares counters with, says so."""
        if (number, depth) in self._begun:
            return
        self._begun.add((number, depth))
        for override in self._lists[number].findall(f"{W}lvlOverride"):
            if integer(override.get(f"{W}ilvl", "")) == depth and value(override, "startOverride"):
                counters.numbers.pop(depth, None)


def _level(element: Element) -> tuple[int, Level]:
    depth = integer(element.get(f"{W}ilvl", ""))
    formats = [e.get(f"{W}val", "") for e in element.iter(f"{W}numFmt")]
    number_format = next((f for f in reversed(formats) if f != "custom"), "decimal")
    legal = element.find(f"{W}isLgl")
    return depth, Level(
        start=integer(value(element, "start"), 1 if element.find(f"{W}start") is not None else 0),
        format=number_format,
        text=value(element, "lvlText"),
        suffix=value(element, "suff", "tab"),
        legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false", "off"},
        restart=integer(value(element, "lvlRestart"), depth),
        style=value(element, "pStyle"),
    )


def _print(levels: Mapping[int, Level], depth: int, numbers: Mapping[int, int]) -> str:
    """Fill the numbers into a level's text; a mere decoration is no number."""
    level = levels[depth]

    def number(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        if at not in levels:
            return ""
        number_format = "decimal" if level.legal else levels[at].format
        return count(numbers.get(at, levels[at].start), number_format)

    bullet = level.format == "bullet"
    label = level.text if bullet else re.sub("%([1-9])", number, level.text)
    if not label.strip() or (bullet and _DECORATION.fullmatch(label)):
        return ""
    joined = level.suffix == "nothing" or label[-1] in "、）．。：—\u3000 "
    return label if joined else f"{label} "
