"""Parse what people type for an address: 一（三）二, 第一部分第三条, 1.3.2, art 3, 结尾."""

import re
import unicodedata
from dataclasses import replace

from corpus.addresses import Kind, Reference, Step
from corpus.numerals import NUMERAL, to_number

__all__ = ["parse"]

_LONGEST = 80
_SIMPLIFIED = str.maketrans("條節點項編錄開頭結個屬單講課", "条节点项编录开头结个属单讲课")
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ENGLISH = {word: n for n, word in enumerate(_NUMBER_WORDS, 1)}
_ROMAN = {word: n for n, word in enumerate(_NUMERALS, 1)}
_WORDS = "|".join(sorted((*_ENGLISH, *_ROMAN), key=len, reverse=True))
_SEPARATOR = r"[\s、.,，\-—–/·・:：;；的>〉|\\_]*"
_UNIT = r"大部分|个部分|部分|部份|自然段|段落|段|分编|编|单元|章|讲|课|小节|节|条|款|项|点|个"
_TOKEN = re.compile(
    rf"""{_SEPARATOR}(?:
      附[件录表]\s*(?P<appendix>{NUMERAL})?
    | (?P<first>开头|开篇|开场白?) | (?P<last>结尾|末尾|结束语|最后一段)
    | §\s*(?P<heading>[0-9]+(?:\.[0-9]+)*)
    | (?:¶|para(?:graph)?s?\b\.?|p(?=[\s.]*[0-9])\.?)\s*(?P<pilcrow>{NUMERAL})
    | (?P<word>art(?:icle)?|ch(?:ap(?:ter)?)?|part|sec(?:tion)?|point|item|annex|appendix|clause)
      \.?\s*(?P<worded>{NUMERAL}|(?:{_WORDS})\b)
    | (?<=条)\s*之(?P<inserted>{NUMERAL})
    | 第\s*(?P<ordinal>{NUMERAL})\s*(?P<unit>{_UNIT})?
    | (?P<loose>{NUMERAL})\s*(?P<loose_unit>{_UNIT})
    | 第?\s*[(\[【〔]\s*(?P<bracket>{NUMERAL})\s*[)\]】〕]\s*(?:{_UNIT})?
    | 第?\s*(?P<point>[一二三四五六七八九十]+)[是要]
    | 其(?P<its>[一二三四五六七八九十]+)
    | (?P<adverb>首先|其次|再次)
    | (?P<bare>[0-9]{{1,3}}(?![0-9])|[零〇一二三四五六七八九十百千]+)[)]?
    )(?:\#(?P<occurrence>[0-9]{{1,4}}))?{_SEPARATOR}""",
    re.VERBOSE,
)
_UNITS = {
    "部分": Kind.GRAND, "部份": Kind.GRAND, "大部分": Kind.GRAND, "个部分": Kind.GRAND,
    "段": Kind.PARAGRAPH, "段落": Kind.PARAGRAPH, "自然段": Kind.PARAGRAPH,
    "编": Kind.BOOK, "分编": Kind.SUBBOOK, "章": Kind.CHAPTER, "节": Kind.DIVISION,
    "单元": Kind.BOOK, "讲": Kind.CHAPTER, "课": Kind.CHAPTER,
    "小节": Kind.DIVISION, "条": Kind.ARTICLE, "款": Kind.CLAUSE,
}  # fmt: skip
_ENGLISH_UNITS = {
    "art": Kind.ARTICLE, "article": Kind.ARTICLE, "ch": Kind.CHAPTER, "chap": Kind.CHAPTER,
    "chapter": Kind.CHAPTER, "part": Kind.GRAND, "annex": Kind.APPENDIX,
    "appendix": Kind.APPENDIX, "clause": Kind.CLAUSE,
}  # fmt: skip
_ADVERBS = {"首先": 1, "其次": 2, "再次": 3}
_BELOW_GRAND = (Kind.PART, Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.DIVISION, Kind.ARTICLE)
_LAW = (Kind.GRAND, Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.DIVISION, Kind.APPENDIX)


def parse(typed: str) -> Reference | None:
    """Read a typed reference in any reasonable spelling; None where the text is something else.

    Steps whose kind the spelling leaves open come back as `Kind.ANY`: compare with `matches`.
    """
    text = _normalised(typed)
    steps: list[Step] = []
    position = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        read = _read(token, steps) if token else None
        if token is None or not read:
            return None
        steps += read
        position = token.end()
    return Reference(tuple(_settle_part(steps))) if steps else None


def _settle_part(steps: list[Step]) -> list[Step]:
    """Read the 第一部分 of 第一部分（三） as 一、, that of 第一部分第二章 as itself."""
    below = steps[1].kind if len(steps) > 1 else None
    if steps[0].kind is not Kind.GRAND or below is None or below in _BELOW_GRAND:
        return steps
    return [replace(steps[0], kind=Kind.PART), *steps[1:]]


def _normalised(typed: str) -> str:
    if len(typed) > _LONGEST:
        return "?"
    text = unicodedata.normalize("NFKC", typed.replace("…", "?")).lower().translate(_SIMPLIFIED)
    return text.strip().strip("。.、,，:：?!？！'\"“”‘’《》「」 ")


def _read(token: re.Match[str], before: list[Step]) -> list[Step] | None:
    """Turn one token into its steps; None where its numeral is no number."""
    found = {name: text for name, text in token.groupdict().items() if text}
    occurrence = int(found.pop("occurrence", "1"))
    if "first" in found or "last" in found:
        return [Step(Kind.PARAGRAPH, 1 if "first" in found else -1)]
    if "heading" in found:
        *outer, last = (int(number) for number in found["heading"].split("."))
        return [*(Step(Kind.HEADING, n) for n in outer), Step(Kind.HEADING, last, occurrence)]
    if not found:
        return [Step(Kind.APPENDIX, 0, occurrence)]
    unit = found.pop("unit", "") or found.pop("loose_unit", "") or found.pop("word", "")
    name, numeral = next(iter(found.items()))
    number = _number(numeral)
    alone = name not in ("adverb", "its", "loose") or _stands_alone(numeral, unit)
    if not number or not (before or alone):
        return None
    return [Step(_kind(name, numeral, unit, before), number, occurrence)]


def _number(numeral: str) -> int | None:
    return (
        _ADVERBS.get(numeral) or _ENGLISH.get(numeral) or _ROMAN.get(numeral) or to_number(numeral)
    )


def _stands_alone(numeral: str, unit: str) -> bool:
    """Tell 3条 and 一部分 from 三点, 五个 and the like, which are ordinary words."""
    if unit in ("部分", "部份"):
        return True
    return numeral.isascii() and len(numeral) < 4 and unit in ("章", "节", "条", "段")


def _kind(name: str, numeral: str, unit: str, before: list[Step]) -> Kind:
    """Tell what kind of place a numeral names from its decoration and from what came before."""
    previous = before[-1].kind if before else None
    match name:
        case "appendix" | "inserted" | "point":
            return Kind(name)
        case "adverb" | "its":
            return Kind.POINT
        case "pilcrow":
            return _paragraph(previous)
        case "worded":
            return _ENGLISH_UNITS.get(unit, Kind.ANY)
        case "ordinal" | "loose":
            return _unit_kind(_UNITS.get(unit, Kind.ANY), previous)
        case "bracket":
            return Kind.SUBITEM if numeral.isascii() else Kind.SECTION
        case _ if numeral.isascii():
            return Kind.ANY
        case _ if previous in (None, Kind.HEADING, Kind.ARTICLE, Kind.INSERTED, *_LAW):
            return Kind.PART
        case _:
            return Kind.POINT


def _unit_kind(kind: Kind, previous: Kind | None) -> Kind:
    """Read 条 as an article only where a law could have it: 第一部分第三条 is any third place."""
    if kind is Kind.PARAGRAPH:
        return _paragraph(previous)
    if kind is Kind.ARTICLE and previous not in (None, Kind.HEADING, *_LAW):
        return Kind.ANY
    return kind


def _paragraph(previous: Kind | None) -> Kind:
    return Kind.CLAUSE if previous in (Kind.ARTICLE, Kind.INSERTED) else Kind.PARAGRAPH
