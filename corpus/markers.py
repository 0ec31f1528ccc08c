"""Recognise the number a paragraph opens with: 一、 （一） 1. （1） 第一章 第三条 附件1 3.5.2."""

import re
import unicodedata
from dataclasses import dataclass

from corpus.addresses import Kind
from corpus.numerals import to_number
from corpus.prose import is_title_like

RANK = {
    kind: rank
    for rank, kind in enumerate((
        Kind.APPENDIX, Kind.GRAND, Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.DIVISION,
        Kind.ARTICLE, Kind.PART, Kind.SECTION, Kind.ITEM, Kind.DECIMAL, Kind.SUBITEM,
    ))
}  # fmt: skip
"""The order of levels: GB/T 9704 (一、 then （一） then 1. then （1）), the laws (编 章 节 条)."""

_CHINESE = "[零〇一二三四五六七八九十百千两]{1,7}"
_DIGITS = "[0-9０-９]{1,3}"
_ORDINAL = rf"第\s*({_CHINESE}|{_DIGITS})\s*"
_GAP = r"[\s　:：]"
_ENGLISH = (
    r"\s+([0-9]{1,3}|[IVX]{1,5}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b[\s.:：—–-]*"
)
_APART = "(?![程的规所和与至约能日、，,者写辑制号])"
_LESSON_END = rf"(?:{_GAP}+|$|(?=[《“]))"
_MARKERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.APPENDIX, re.compile(r"附\s*[件录表]\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{0,3})"
                               r"(?=[\s　:：.．、]|$)[\s　:：.．、]*")),
    (Kind.SUBBOOK, re.compile(rf"{_ORDINAL}分编{_APART}{_GAP}*")),
    (Kind.BOOK, re.compile(rf"{_ORDINAL}编{_APART}{_GAP}*")),
    (Kind.CHAPTER, re.compile(rf"{_ORDINAL}章{_APART}{_GAP}*")),
    (Kind.DIVISION, re.compile(rf"{_ORDINAL}节{_APART}{_GAP}*")),
    (Kind.ARTICLE, re.compile(rf"第\s*({_CHINESE}|[0-9]{{1,4}})\s*条(?:之({_CHINESE}))?"
                              rf"(?:{_GAP}+|(?=【)|$)")),
    (Kind.GRAND, re.compile(rf"第\s*({_CHINESE}|{_DIGITS})\s*[大个]?部分{_APART}[\s　:：.．]*")),
    (Kind.PART, re.compile(rf"({_CHINESE})\s*[、．.]\s*")),
    (Kind.SECTION, re.compile(rf"[（(]\s*({_CHINESE})\s*[）)][\s　、.．]*")),
    (Kind.DECIMAL, re.compile(r"([0-9]{1,3}(?:[.．][0-9]{1,3}){1,5})[.．]?"
                              r"(?:[\s　、]+|(?=[一-鿿“《（]))")),
    (Kind.ITEM, re.compile(rf"({_DIGITS})\s*[.．、](?![0-9０-９])[\s　]*")),
    (Kind.SUBITEM, re.compile(rf"[（(]\s*({_DIGITS})\s*[）)][\s　、.．]*")),
    (Kind.SUBITEM, re.compile(rf"({_DIGITS})[)）][\s　、.．]*")),
    (Kind.BOOK, re.compile(rf"{_ORDINAL}单元{_LESSON_END}")),
    (Kind.CHAPTER, re.compile(rf"{_ORDINAL}[讲课]{_LESSON_END}")),
    (Kind.SECTION, re.compile(r"([㈠-㈩])[\s　、.．]*")),
    (Kind.ITEM, re.compile(r"([⒈-⒛])[\s　]*")),
    (Kind.SUBITEM, re.compile(r"([⑴-⒇])[\s　、.．]*")),
    (Kind.GRAND, re.compile(rf"(?:PART|Part){_ENGLISH}")),
    (Kind.CHAPTER, re.compile(rf"(?:CHAPTER|Chapter){_ENGLISH}")),
    (Kind.DIVISION, re.compile(rf"(?:SECTION|Section){_ENGLISH}")),
    (Kind.ARTICLE, re.compile(rf"(?:ARTICLE|Article){_ENGLISH}")),
    (Kind.APPENDIX, re.compile(rf"(?:ANNEX|Annex|APPENDIX|Appendix){_ENGLISH}")),
)  # fmt: skip
_PLAIN_PART = re.compile(rf"({_CHINESE})[\s　]+")
_PLAIN_DECIMAL = re.compile(r"([0-9]{1,2})[\s　]+(?=[一-鿿A-Z])")
_ARTICLE_GLUED = re.compile(
    rf"第({_CHINESE})条(?:之({_CHINESE}))?(?![规所的和至、，,第款项之以关中与或（(]|【)"
)
_NO_PART = re.compile(
    r"[一二三四五六七八九十]+、[一二三四五六七八九十]+"
    r"(?:季|线|级|类|等|产|手|届|期|年|月|楼|号|、)"
)
_UNIT_AFTER_NUMBER = re.compile(
    r"[0-9.．]+[\s　]*(?:万|亿|%|％|元|吨|个|倍|米|公里|亩|千|百|平方|立方|人|度|小时|年|月|日|版|"
    r"名|次|项|家|户|条|号|岁|天|多|余|所|台|套|期|届)"
)
_TITLED = (
    Kind.APPENDIX,
    Kind.GRAND,
    Kind.BOOK,
    Kind.SUBBOOK,
    Kind.CHAPTER,
    Kind.DIVISION,
)
PLAIN = {
    ord(first) + at: unicodedata.normalize("NFKC", chr(ord(first) + at)).strip("().")
    for first, count in (("㈠", 10), ("⒈", 20), ("⑴", 20))
    for at in range(count)
}
"""What stands in the characters ㈠ ⒈ ⑴, which are one with their brackets or full stop."""
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBER_WORDS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NAMED = {name: n for names in (_NUMERALS, _NUMBER_WORDS) for n, name in enumerate(names, 1)}


@dataclass(frozen=True, slots=True)
class Marker:
    """The number a paragraph opens with; `numbers` has several only for 3.5.2.

    `end` is where the text behind it starts; `inserted` is the 1 of 第三条之一, 0 for none.
    """

    kind: Kind
    numbers: tuple[int, ...]
    numeral: str
    end: int
    inserted: int = 0

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
        if found and not _is_running_text(kind, text, found, level):
            marker = _marker(kind, found)
            if marker:
                return marker
    return _plain_marker(text, level) or _glued_article(text, article_due)


def _plain_marker(text: str, level: int) -> Marker | None:
    """Read a number with only a space behind it: `1 范围` of a standard, `# 一 总则`."""
    found = _PLAIN_PART.match(text) if level else None
    if found:
        return _marker(Kind.PART, found)
    found = _PLAIN_DECIMAL.match(text)
    if found and is_title_like(text, 40) and not _UNIT_AFTER_NUMBER.match(text):
        return _marker(Kind.DECIMAL, found)
    return None


def _glued_article(text: str, due: int) -> Marker | None:
    glued = _ARTICLE_GLUED.match(text) if due else None
    marker = _marker(Kind.ARTICLE, glued) if glued else None
    fits = marker and marker.number in ((due - 1,) if marker.inserted else (due,))
    return marker if fits else None


def _marker(kind: Kind, found: re.Match[str]) -> Marker | None:
    numeral = found.group(1).translate(PLAIN)
    numbers = _numbers(numeral)
    if numbers is None:
        return None
    inserted = to_number(found.group(2)) or 0 if len(found.groups()) > 1 and found.group(2) else 0
    numeral += f"之{found.group(2)}" if inserted else ""
    return Marker(kind, numbers, numeral, found.end(), inserted)


def _numbers(numeral: str) -> tuple[int, ...] | None:
    """Read a numeral or a run of them (3.5.2); an appendix without a number is 0."""
    if not numeral:
        return (0,)
    named = _NAMED.get(numeral)
    if named:
        return (named,)
    numbers = [to_number(piece) for piece in numeral.translate(_HALF_WIDTH).split(".")]
    if len(numbers) == 1 and not numbers[0]:
        return None
    return tuple(n for n in numbers if n is not None) if None not in numbers else None


def _is_running_text(kind: Kind, text: str, found: re.Match[str], level: int) -> bool:
    """Sort out what only looks like a number: 三、四季度, 3.5万吨, 附件 within a sentence."""
    rest = text[found.end() :]
    if level or kind is Kind.ARTICLE:
        return False
    if kind in _TITLED:
        return rest != "" and not is_title_like(rest, 60)
    match kind:
        case Kind.PART:
            return _NO_PART.match(text) is not None
        case Kind.SECTION:
            return False
        case Kind.DECIMAL:
            return not rest or _UNIT_AFTER_NUMBER.match(text) is not None
        case _:
            return not rest
