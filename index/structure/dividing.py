"""Divide running text into just as many entries as a number says."""

import re
from functools import lru_cache
from itertools import pairwise

from corpus.prose import mask_quotations
from corpus.text import search_text

__all__ = ["QUOTED", "SENTENCE", "Span", "divide", "evened", "fold", "line_end", "repeated"]

Span = tuple[int, int]
_ENDS = {"；": "。！？\n", "，": "；。！？\n", "、": "，；：。！？（\n"}
_AND = re.compile("以及|和|及|与")
SENTENCE = re.compile(r"[。！？\n]")
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")
QUOTED = re.compile(r"“([^“”\n]+)”|‘([^‘’\n]+)’|「([^「」\n]+)」|\"([^\"\n]+)\"")


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Fold a text for comparing, punctuation to full width; every character keeps its place."""
    lines = text.split("\n")
    folded = (search_text(line) for line in lines)
    pairs = zip(folded, lines, strict=True)
    kept = (line if len(line) == len(own) else own for line, own in pairs)
    return "\n".join(kept).translate(_WIDE)


def divide(text: str, region: Span, separator: str, count: int) -> tuple[Span, ...]:
    """Divide a region into exactly ``count`` entries; nothing where it has more or fewer."""
    start, end = region
    masked = mask_quotations(text[start:end])
    stop = re.search(f"[{re.escape(_ENDS[separator])}]", masked)
    masked = masked[: stop.start()] if stop else masked
    cuts = [found.span() for found in re.finditer(separator, masked)]
    if separator == "、":
        cuts += _unmarked(text[start : start + len(masked)], masked, count - 1 - len(cuts))
    edges = [0, *(edge for cut in sorted(cuts) for edge in cut), len(masked)]
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    if len(pairs) != count or count < 2:
        return ()
    spans = tuple(_trimmed(text, start + one, start + other) for one, other in pairs)
    return spans if all(other > one for one, other in spans) else ()


def _unmarked(text: str, masked: str, missing: int) -> list[Span]:
    """Find the divisions without a mark: between “甲”“乙”, and the 和 before the last entry."""
    touching = [found.span() for found in re.finditer("(?<=[”’」》])(?=[“‘「《])", text)]
    joined = list(_AND.finditer(masked, masked.rfind("、") + 1))
    if len(touching) + 1 == missing and joined:
        return [*touching, joined[-1].span()]
    if missing == 1 and len(joined) == 1:
        return [joined[0].span()]
    return touching if len(touching) == missing else []


def _trimmed(text: str, start: int, end: int) -> Span:
    """Leave out white space, a closing 等, and quotation marks that stand around it all."""
    while start < end and text[start] in " 　\n":
        start += 1
    while end > start and text[end - 1] in " 　\n等":
        end -= 1
    quoted = QUOTED.fullmatch(text, start, end)
    return quoted.span(quoted.lastindex or 0) if quoted else (start, end)


def repeated(text: str, region: Span, word: str, count: int) -> tuple[Span, ...]:
    """Divide 一支部一品牌一项目 where a word begins anew, if it does so ``count`` times."""
    inside = text[slice(*region)]
    starts = [found.start() for found in re.finditer(re.escape(word), inside)]
    if len(starts) != count or starts[0] or re.search("[、，；]", inside):
        return ()
    return tuple(pairwise([*(region[0] + start for start in starts), region[1]]))


def evened(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Cut the verb off 增强政治意识、大局意识、核心意识: the others are all of one length."""
    lengths = {end - start for start, end in spans[1:]}
    start, end = spans[0]
    length = lengths.pop()
    return ((end - length, end), *spans[1:]) if not lengths and end - start > length else spans


def line_end(text: str, start: int) -> int:
    found = SENTENCE.search(mask_quotations(text[start : start + 1000]))
    return start + found.start() if found else len(text)
