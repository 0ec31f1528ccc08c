"""Read questions about the structure: which place is meant, and what of it is to be listed."""

import re
from dataclasses import dataclass

from corpus.numerals import NUMERAL, to_number
from corpus.references import Kind
from corpus.text import search_text

__all__ = ["StructureQuestion", "read_question"]

_LONGEST = 60
_UNITS: dict[str, Kind | None] = {
    "部分": Kind.PART, "部份": Kind.PART, "编": Kind.BOOK, "章节": None, "章": Kind.CHAPTER,
    "小节": None, "节": Kind.DIVISION, "条款": Kind.ARTICLE, "条": Kind.ARTICLE,
    "款": Kind.CLAUSE, "小点": None, "要点": None, "点": None, "方面": None, "项": None,
    "层": None, "块": None,
}  # fmt: skip
"""What can be counted; None is whatever stands there."""
_UNIT = "|".join(_UNITS)
_END = r"(?:内容|意见|要求|任务|工作)?(?:组成|构成)?(?:的)?[吗呢啊呀吧]*"
_INSIDE = r"(?:这一?[章节部分条点]+)?(?:里面?|中间?|当中|之?下面?|底下|内|总)?"
_WHOLE = r"(?:一共|总共|共计|合计|共|都|又|主要|大体|具体|究竟|到底|下面|各|里面?)*"
_HAS = (
    r"(?:(?:是)?由|是?分为|是?分成|分|可?分作|包括|包含|包含有|含|设|列|讲|说|提|谈|写|强调|部署|有)?"
    r"(?:了|出了?|到了?|有)?"
)
_HOW_MANY = r"(?:多少|哪些|哪几|几|什么)(?:大|小|个|大个)*"
_COUNT = re.compile(
    rf"{_INSIDE}的?{_WHOLE}{_HAS}(?:{_HOW_MANY}(?P<unit>{_UNIT}){_END}"
    r"|(?:哪几|几|多少)个?(?:问题|意见|要求|任务))[吗呢啊]*"
)
_CLAIM = re.compile(
    rf"{_INSIDE}(?:的|{_WHOLE}(?:有|[讲说提][了的]|提出[了的]?|是不是有|分)(?:哪|这)?)"
    rf"(?P<asked>{NUMERAL})(?:大|个|小)?(?P<unit>{_UNIT}){_END}"
    rf"(?:都|分别|具体|各)*(?:是|指|有|讲|说)?(?:的|了)?"
    rf"(?:什么|哪些|啥|哪(?:{NUMERAL}|几)(?:大|个)?(?:{_UNIT}))?[吗呢啊]*"
)
_CONTENT = re.compile(
    rf"{_INSIDE}(?:的)?(?:{_WHOLE}(?:讲|说|写|谈|有|包括|包含|涉及)(?:的|了)*(?:是)?(?:些)?"
    r"(?:什么|啥|哪些)(?:东西|内容)?|(?:主要|大致)?内容(?:有|是|包括)?(?:什么|哪些)?|"
    r"(?:的)?(?:提纲|大纲|纲要|结构|框架|小标题|标题|概要)(?:是什么|有哪些|怎么样)?)[吗呢啊]*"
)
_CONTENTS = re.compile(
    r"(?:(?:有|包括|分为?)?(?:哪些|什么|哪几个?|几个?|多少个?)(?:章节|部分和小节)"
    r"|(?:目录|目次|提纲|大纲|章节|outline|table of contents|contents)"
    r"(?:是什么|是怎样的|有哪些)?)[吗呢啊]*"
)
_POLITE = re.compile(
    r"^(?:那么?|请问|请你?|麻烦你?|帮我|给我|我想|想)*(?:问一?下|列出?|列一?下|看一?下|看看|看|说说|讲讲|知道)?"
)
_OF_ALL = re.compile(
    r"部分|部份|[编章节条][吗呢啊]*$|目录|目次|提纲|大纲|contents|outline|主要|共|[讲说提]了"
)
"""What a question about a whole document says where it names none."""
_PUNCTUATION = re.compile(r"[\s?？!！。.,，;；:：~]+")


@dataclass(frozen=True, slots=True)
class StructureQuestion:
    """Where something is to be listed, as typed, and what: `unit` None is whatever stands there.

    `counting` tells 第三章有几条 from 第三章讲了什么; `deep` asks for the contents of a document.
    `asked` is the number that the question takes for granted, 0 for none.
    """

    where: str
    unit: Kind | None = None
    counting: bool = False
    deep: bool = False
    asked: int = 0


def read_question(question: str) -> tuple[StructureQuestion, ...]:
    """Give the ways to read a question as one about the structure, the shortest place first."""
    text = _PUNCTUATION.sub("", search_text(question[: 2 * _LONGEST]))
    if len(text) > _LONGEST:
        return ()
    text = _POLITE.sub("", text, count=1)
    readings = (_read(text[:cut], text[cut:]) for cut in range(len(text)))
    return tuple(reading for reading in readings if reading is not None)


def _read(where: str, rest: str) -> StructureQuestion | None:
    where = where.removesuffix("的")
    if not where and not _OF_ALL.search(rest):
        return None
    if _CONTENTS.fullmatch(rest):
        return StructureQuestion(where, counting=True, deep=True)
    if found := _COUNT.fullmatch(rest):
        return StructureQuestion(where, _UNITS.get(found["unit"]), counting=True)
    if found := _CLAIM.fullmatch(rest):
        asked = to_number(found["asked"]) or 0
        return StructureQuestion(where, _UNITS[found["unit"]], counting=True, asked=asked)
    return StructureQuestion(where) if _CONTENT.fullmatch(rest) else None
