"""Recognise the number that a paragraph opens with: 一、 （一） 1. （1） 第一章 第三条 附件1 3.5.2."""

import re
from dataclasses import dataclass

from corpus.numerals import to_number
from corpus.references import Kind

TITLE_LIMIT = 80
"""A heading's title has at most this many characters; a longer first sentence is text."""

_CHINESE = "[零〇一二三四五六七八九十百千两]{1,7}"
_MARKERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.APPENDIX, re.compile(r"附\s*[件录表]\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{0,3})"
                               r"(?=[\s　:：.．、]|$)[\s　:：.．、]*")),
    (Kind.BOOK, re.compile(rf"第\s*({_CHINESE})\s*分?编(?![者写辑制号])[\s　]*")),
    (Kind.CHAPTER, re.compile(rf"第\s*({_CHINESE}|[0-9]{{1,3}})\s*章(?![程])[\s　]*")),
    (Kind.DIVISION, re.compile(rf"第\s*({_CHINESE}|[0-9]{{1,3}})\s*节(?![约能日])[\s　]*")),
    (Kind.ARTICLE, re.compile(rf"第\s*({_CHINESE}|[0-9]{{1,4}})\s*条(?:[\s　:：]+|(?=【))")),
    (Kind.PART, re.compile(rf"第\s*({_CHINESE})\s*(?:大)?部分[\s　:：、，,.．]*")),
    (Kind.PART, re.compile(rf"({_CHINESE})\s*[、．.]\s*")),
    (Kind.SECTION, re.compile(rf"[（(]\s*({_CHINESE})\s*[）)][\s　、.．]*")),
    (Kind.DECIMAL, re.compile(r"([0-9]{1,3}(?:[.．][0-9]{1,3})+)[.．]?(?:[\s　、]+|(?=[一-鿿“《]))")),
    (Kind.ITEM, re.compile(r"([0-9０-９]{1,3})\s*[.．、](?![0-9０-９])[\s　]*")),
    (Kind.SUBITEM, re.compile(r"[（(]\s*([0-9０-９]{1,3})\s*[）)][\s　、.．]*")),
)  # fmt: skip
_ARTICLE_GLUED = re.compile(rf"第({_CHINESE})条(?![规所的和至、，,第款项之以关中与或（(]|【)")
_NO_PART = re.compile(
    r"[一二三四五六七八九十]+、[一二三四五六七八九十]+(?:季|线|级|类|等|产|手|届|期|年|月|楼|号|、)"
)
_UNIT_AFTER_DECIMAL = re.compile(
    r"[0-9.．]+\s*(?:万|亿|%|％|元|吨|个|倍|米|公里|亩|千|百|平方|立方|人|度|小时|年|月|日|版)"
)
_QUOTATIONS = tuple(
    re.compile(f"{opening}[^{opening}{closing}\\n]*{closing}")
    for opening, closing in ("‘’", "“”", "《》", "（）", "「」", "『』")
)
_SENTENCE_END = re.compile("[。！？!?；;]")


@dataclass(frozen=True, slots=True)
class Marker:
    """The number a paragraph opens with; `numbers` has several only for 3.5.2, `end` is where it stops."""

    kind: Kind
    numbers: tuple[int, ...]
    numeral: str
    end: int

    @property
    def number(self) -> int:
        return self.numbers[-1]


def find_marker(text: str, level: int = 0, *, article_due: int = 0) -> Marker | None:
    """Read the marker at the start of a paragraph, None where it is running text.

    `level` is the heading level the file gives. `article_due` is the number that the next
    article would have: it lets 第五条 stand without the space that should follow it.
    """
    for kind, pattern in _MARKERS:
        found = pattern.match(text)
        if found is None or _is_running_text(kind, text, found, level):
            continue
        numbers = _numbers(found.group(1))
        if numbers is not None:
            return Marker(kind, numbers, found.group(1), found.end())
    glued = _ARTICLE_GLUED.match(text)
    if glued and article_due and to_number(glued.group(1)) == article_due:
        return Marker(Kind.ARTICLE, (article_due,), glued.group(1), glued.end())
    return None


def mask_quotations(text: str) -> str:
    """Blank out what stands in quotation marks, titles and brackets; the length stays.

    A mark without its partner is left, so that one slip of the pen does not swallow the rest.
    """
    for pattern in _QUOTATIONS:
        text = pattern.sub(lambda found: "□" * len(found.group()), text)
    return text


def first_sentence_end(text: str, start: int = 0) -> int:
    """Give the offset just behind the first sentence, quotations kept whole; len(text) if one."""
    found = _SENTENCE_END.search(mask_quotations(text[start:]))
    return start + found.end() if found else len(text)


def is_title_like(text: str, limit: int = TITLE_LIMIT) -> bool:
    """Tell whether a paragraph could be a title: short and no sentence."""
    return 0 < len(text) <= limit and text[-1] not in "。！？!?；;：:，,、…"


def _numbers(numeral: str) -> tuple[int, ...] | None:
    """Read a numeral or a run of them (3.5.2); an appendix without a number is 0."""
    if not numeral:
        return (0,)
    pieces = re.split(r"[.．]", numeral.translate(_HALF_WIDTH))
    numbers = [to_number(piece) for piece in pieces]
    return tuple(n for n in numbers if n is not None) if None not in numbers else None


def _is_running_text(kind: Kind, text: str, found: re.Match[str], level: int) -> bool:
    """Sort out what only looks like a number: 三、四季度, 3.5万吨, 附件 within a sentence."""
    rest = text[found.end() :]
    match kind:
        case Kind.APPENDIX | Kind.BOOK | Kind.CHAPTER | Kind.DIVISION:
            return not level and not (rest == "" or is_title_like(rest, 60))
        case Kind.PART:
            return not rest or (not level and _NO_PART.match(text) is not None)
        case Kind.DECIMAL:
            return _UNIT_AFTER_DECIMAL.match(text) is not None or not (
                level or is_title_like(rest, TITLE_LIMIT)
            )
        case _:
            return not rest and kind is not Kind.ARTICLE


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
