"""Paragraphs on their way to the outline: marked, and split where sections run together."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.addresses import Kind
from corpus.markers import Marker, find_marker
from corpus.models import Paragraph
from corpus.prose import is_title_like
from corpus.splitting import Splitter

_LESSON = re.compile("第.*?(单元|讲|课)")
_BARE_DECIMAL = re.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){1,5}")


@dataclass(slots=True)
class Block:
    """A paragraph, or a run of one, by its place in the text."""

    start: int
    end: int
    level: int
    text: str
    marker: Marker | None = None


def make_blocks(paragraphs: Iterable[Paragraph]) -> list[Block]:
    """Place paragraphs in the text that they make when joined by line feeds, and mark them."""
    blocks: list[Block] = []
    position, article, splitter = 0, 0, Splitter()
    for paragraph in paragraphs:
        text, level = paragraph.text, paragraph.level
        marker = find_marker(text, level, article_due=article + 1)
        if marker and marker.kind in (Kind.ARTICLE, Kind.APPENDIX):
            article = marker.number if marker.kind is Kind.ARTICLE else 0
        starts = [0, *splitter.starts(text, marker, titled=level > 0), len(text)]
        for start, end in pairwise(starts):
            piece = text[start:end]
            mark = find_marker(piece) if start else marker
            blocks.append(Block(position + start, position + end, level, piece, mark))
        position += len(text) + 1
    _settle_lessons(blocks)
    _settle_parts(blocks)
    _settle_bare_decimals(blocks)
    _settle_plain_decimals(blocks)
    return blocks


def _settle_lessons(blocks: Sequence[Block]) -> None:
    """Let 第一单元, 第一讲, 第一课 be text where only one is, or 编 and 章 divide the text."""
    found: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.marker and block.marker.kind in (Kind.BOOK, Kind.CHAPTER):
            lesson = _LESSON.match(block.text, 0, block.marker.end)
            found[lesson[1] if lesson else block.marker.kind].append(block)
    for name, others in (
        ("单元", [Kind.BOOK]),
        ("讲", [Kind.CHAPTER]),
        ("课", [Kind.CHAPTER, "讲"]),
    ):
        several = len({block.marker.number for block in found[name] if block.marker}) > 1
        if not several or any(found[other] for other in others):
            for block in found.pop(name):
                block.marker = None


def _settle_parts(blocks: Sequence[Block]) -> None:
    """Make 第一部分 an ordinary part where no chapters and no 一、 stand below it."""
    kinds = {block.marker.kind for block in blocks if block.marker}
    if kinds & {Kind.PART, Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.DIVISION}:
        return
    for block in blocks:
        if block.marker and block.marker.kind is Kind.GRAND:
            block.marker = replace(block.marker, kind=Kind.PART)


def _settle_bare_decimals(blocks: Sequence[Block]) -> None:
    """Read 3.1 alone on its line, above its title, where it goes on with the numbers before."""
    due: set[tuple[int, ...]] = set()
    for block, below in pairwise(blocks):
        marker = block.marker
        if marker is None and _BARE_DECIMAL.fullmatch(block.text) and _is_title(below):
            numbers = tuple(map(int, block.text.split(".")))
            if numbers in due:
                marker = Marker(Kind.DECIMAL, numbers, block.text, len(block.text))
                block.marker = marker
        if marker and marker.kind is Kind.DECIMAL:
            last = marker.numbers
            due = {(*last[:depth], last[depth] + 1) for depth in range(len(last))}
            due.add((*last, 1))
        elif marker and marker.kind is Kind.ITEM:
            due.add((marker.number, 1))


def _is_title(block: Block) -> bool:
    return block.marker is None and block.text[0].isalpha() and is_title_like(block.text, 60)


def _settle_plain_decimals(blocks: Sequence[Block]) -> None:
    """Keep `1 范围` as a heading only in a text that numbers 1.1, 1.2 as well."""
    numbered = [b for b in blocks if b.marker and b.marker.kind is Kind.DECIMAL]
    if any(len(b.marker.numbers) > 1 for b in numbered if b.marker):
        return
    for block in numbered:
        if not block.level:
            block.marker = None
