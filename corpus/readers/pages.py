"""Printed pages: which lines are page numbers, running headers and footers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.cleaning import Reason
from corpus.models import Cut
from corpus.readers.lines import Line, width

_MARGIN = 0.13
_FEWEST_PAGES = 3
_NUMERAL = r"[0-9０-９]{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6}|[一二三四五六七八九十百〇]{1,5}"
_PAGE_NUMBER = re.compile(
    rf"[\s—–―_·•~-]*(?:第\s*)?(?:{_NUMERAL})\s*(?:页|頁)?(?:\s*[,，/]?\s*[共/]\s*(?:{_NUMERAL})\s*(?:页|頁)?)?"
    r"[\s—–―_·•~-]*$|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line on a page: its edges, baseline and font size, in points."""

    text: str
    left: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order; `picture` says that it holds images or forms."""

    lines: tuple[PrintedLine, ...]
    bottom: float
    top: float
    picture: bool = False


def without_furniture(pages: Sequence[Page]) -> tuple[list[Page], tuple[Cut, ...]]:
    """Take page numbers and repeated lines off the margins of the pages, and list them."""
    above = _repeated(_margin_lines(pages, upper=True), len(pages))
    below = _repeated(_margin_lines(pages, upper=False), len(pages))
    found: dict[Reason, list[str]] = {}
    kept = []
    for page in pages:
        reasons = {line: _reason(page, line, above, below) for line in page.lines}
        for line, reason in reasons.items():
            if reason is not None:
                found.setdefault(reason, []).append(line.text)
        rest = tuple(line for line in page.lines if reasons[line] is None)
        kept.append(Page(rest, page.bottom, page.top, page.picture))
    cuts = (Cut("\n".join(dict.fromkeys(lines)), reason) for reason, lines in found.items())
    return kept, tuple(cuts)


def _reason(page: Page, line: PrintedLine, above: set[str], below: set[str]) -> Reason | None:
    upper, lower = _is_margin(page, line, upper=True), _is_margin(page, line, upper=False)
    if upper and _shape(line.text) in above:
        return Reason.RUNNING_HEADER
    if (upper or lower) and _PAGE_NUMBER.match(line.text.strip()):
        return Reason.PAGE_NUMBER
    return Reason.RUNNING_FOOTER if lower and _shape(line.text) in below else None


def _is_margin(page: Page, line: PrintedLine, *, upper: bool) -> bool:
    edge = page.top if upper else page.bottom
    return abs(edge - line.bottom) <= (page.top - page.bottom) * _MARGIN


def _margin_lines(pages: Sequence[Page], *, upper: bool) -> Iterator[str]:
    for page in pages:
        yield from {_shape(x.text) for x in page.lines if _is_margin(page, x, upper=upper)}


def _repeated(shapes: Iterator[str], pages: int) -> set[str]:
    """Find what stands on three pages in ten, and on three at least, or on both of two."""
    least = 2 if pages == 2 else max(_FEWEST_PAGES, pages * 0.3)
    return {shape for shape, count in Counter(shapes).items() if count >= least}


def _shape(text: str) -> str:
    """Reduce a line to what repeats: numbers differ from page to page."""
    return re.sub(r"[0-9０-９]+", "#", "".join(text.split()))


def ems(pages: Sequence[Page]) -> list[Line]:
    """Measure lines in the size of the body text; a wide space or a new size is a gap."""
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return []
    body = _body_size(lines)
    measured = [Line(x.text, x.left / body, x.right / body) for x in lines]
    leading = _leading(pages) or body
    for place, (before, line) in enumerate(pairwise(lines), start=1):
        apart = before.bottom - line.bottom > min(1.5 * leading, 3 * body)
        resized = abs(before.size - line.size) > 0.12 * body
        if apart or resized:
            old = measured[place]
            measured[place] = Line(old.text, old.left, old.right, gap=True)
    return measured


def _body_size(lines: Sequence[PrintedLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += int(2 * width(line.text))
    return sizes.most_common(1)[0][0] or 1.0


def _leading(pages: Sequence[Page]) -> float:
    """Find the usual distance of baselines, 0 where no page has two lines."""
    steps = [a.bottom - b.bottom for page in pages for a, b in pairwise(page.lines)]
    down = [step for step in steps if step > 0]
    return median(down) if down else 0.0
