"""What a question asks for: a number, a time, a sum; a place in the text; a reference."""

import re
from dataclasses import dataclass

from corpus.references import Reference, parse

__all__ = ["Expectation", "asks", "expect", "place_hints", "strip_asking", "subject"]

_NUMBER = r"(?:[0-9][0-9.,%]*|x|[一二三四五六七八九十百千万亿两]+)"
_MONEY = re.compile(rf"{_NUMBER}[余多]?\s*[千百万亿]*\s*元|%")
_TIME = re.compile(
    rf"{_NUMBER}\s*(?:年|月|日|号|天|点|时|季度|周|小时|分钟)|[0-9]{{1,2}}:[0-9]{{2}}"
    r"|自.{1,12}起|今年|去年|每天|早晨|中午|近日"
)
_AMOUNT = re.compile(rf"{_NUMBER}[余多]?\s*[^\s，。、；：！？]|%")
_COUNTED = ("人名位口", "次回场轮届趟", "岁", "分", "吨", "亩", "户家", "公里千米", "套", "票")
"""What is counted, said in several ways."""
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"多少钱|多少[万亿]?元|花了?多少|金额|奖金|价格|费用"), _MONEY),
    (re.compile(r"什么时[候间]|何时|哪一?[天年月日]|几月|几号|几点|多久|多长时间"), _TIME),
    (re.compile(r"多少|(?:^|[^十百])几(?!乎|大)|比例|第几"), _AMOUNT),
)


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer must show: `pattern` is None where the question leaves it open."""

    pattern: re.Pattern[str] | None

    @property
    def asks(self) -> bool:
        return self.pattern is not None

    def met_by(self, text: str) -> bool:
        """Tell whether a text in search form holds what is asked for."""
        return self.pattern is None or self.pattern.search(text) is not None


def expect(question: str) -> Expectation:
    """Read off a question in search form whether a sum, a time or a number is wanted."""
    held = next((held for asked, held in _KINDS if asked.search(question)), None)
    return Expectation(_counted(question) if held is _AMOUNT else held)


def _counted(question: str) -> re.Pattern[str]:
    """Want the number of what 多少人 and 几次 name, any number where that is not told."""
    units = next((u for u in _COUNTED if re.search(f"(?:多少|几)个?[{u}]", question)), None)
    return re.compile(rf"{_NUMBER}[余多]?[千百万亿]*个?[{units}]") if units else _AMOUNT


_STATED = 8  # characters; less is a keyword or two
_ASKS = re.compile(
    r"[吗呢么啥怎咋哪谁几何吧否?]|多[少久大长高远]|如何|还是|(\w)[不没]\1|没有?$|不$|"
    r"\b(?:who|what|when|where|why|how|which|is|are|do|does|can)\b"
)


def asks(question: str) -> bool:
    """Tell a question in search form from a statement: a heading, a sentence half remembered."""
    return len(question) < _STATED or _ASKS.search(question) is not None


_ASKING_WORDS = re.compile(
    "请问|(?:是|在)?什么时候|为什么|什么|怎么样|怎么办|怎么|怎样|如何|哪些|哪个|哪里|哪儿|哪几|"
    "哪一?[种款部首所]|哪|多少|几[个次月号点天年]|多久|是不是|有没有|能不能|谁|吗|呢|的|了|是|有|要"
)


def subject(question: str) -> str:
    """Leave of a question in search form what it is about; all of it if that is nothing."""
    return " ".join(_ASKING_WORDS.split(question)).strip() or question


_ASKING = re.compile(
    r"(?:里面?|中|部分)?(?:主要)?(?:都)?(?:讲|说|写|谈|规定)?(?:的|了)*(?:是|有)?(?:些)?"
    r"(?:什么|啥|哪些)?(?:内容|原文|全文)?[吗呢]?[?？!！。\s]*$"
)
_POLITE = re.compile(
    r"^(?:请问?|麻烦|帮我|给我|我想)?(?:(?:看|读|查)(?:一下|下)?|打开|翻到|找)?[\s:：]*"
)


def strip_asking(question: str) -> str:
    """Leave of 请看第三条讲了什么 what may be a reference: 第三条."""
    return _ASKING.sub("", _POLITE.sub("", question, count=1), count=1).strip()


_ORDINAL = "第[一二三四五六七八九十百零0-9]+"
_PLACE = re.compile(
    rf"{_ORDINAL}(?:大?部分|章|节|条)(?:{_ORDINAL}(?:点|条|款|节|段))?"
    r"|[一二三四五六七八九十]+、?[（(][一二三四五六七八九十]+[）)]"
    r"|附件\s*[0-9一二三四五六七八九十]+"
)
_BEGINNING = re.compile(r"开头|开篇|开场|一开始")
_END = re.compile(r"结尾|结束语|最后一段|文末|末尾")


def place_hints(question: str) -> tuple[Reference, ...]:
    """List the places that a question speaks of besides its subject: 第二部分, 结尾."""
    typed = [found.group() for found in _PLACE.finditer(question)]
    typed += ["开头"] if _BEGINNING.search(question) else []
    typed += ["结尾"] if _END.search(question) else []
    return tuple(place for place in map(parse, typed) if place is not None)
