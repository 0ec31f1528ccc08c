"""Numbered formulas, 三带三促 or 五个始终坚持: what is asked, and what its entries must carry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.numerals import to_number
from corpus.text import search_text

__all__ = ["Formula", "FormulaQuestion", "parse_formula", "read_formula"]

_LONGEST = 60
_NUMBER = "[一二两三四五六七八九十双]{1,3}|[0-9]{1,2}"
_NAMED = rf"{_NUMBER}|几"
_MEASURE = "[个大项条种类支点则句]"
_COUNTER = "[个大项条种类支点则句部篇首本章节次名位块步字样层级批件]"
_WORD = r"[^\W\d_一二两三四五六七八九十双几哪每的是]"
_PIECE = re.compile(
    rf"(?P<number>{_NUMBER})(?P<measure>{_MEASURE}?)"
    rf"(?P<word>(?:位一体|(?<=个)一(?![一-龥]?百)){_WORD}{{0,4}}"
    rf"|{_WORD}{{1,4}}合一|{_WORD}{{1,8}})"
)
_PLAIN = re.compile(
    r"[年月日号天周元万亿千百岁届级时度倍折米吨]|部分|小时|分钟|公里|(?:人|次|成|名|位)$"
)
"""What only counts or measures: 三年, 两级, 二十五人."""
_GENERAL = re.compile(
    r"(?<=.)(?:工作法|工程|活动|目标|要求|行动|制度|政策|建设|体系|战略|原则|规范|理念|思想|措施|"
    r"办法|机制|改革|任务|重点|方面|服务|创建|精神|规定|布局)$"
)
_QUOTES = re.compile(r"[“”\"‘’'《》「」『』\s]")
_ASK = re.compile(
    r"(?:中|里|当中|工作)?的?(?:具体|分别|各自?|都|主要|到底|究竟|内容|含义|意思|名称|名字|内涵|又)*的?(?:"
    r"(?:是指|指的是|所指|说的是|讲的是|是|指|有|包括|包含|由|叫|为(?!什么))*的?(?:"
    rf"(?:哪|那)(?:些|{_NAMED})?(?:{_COUNTER}|方面|部分)*"
    r"(?:方面|内容|要求|措施|话|词|字|东西|规定|地方)?(?:组成|构成)?"
    r"|(?:什么|啥|些什么)(?:意思|内容|含义|东西)?)(?:内容)?"
    r"|(?:内容|含义|内涵|意思|解释|具体内容))?[吗呢啊呀]*"
)
_OPENING = re.compile(
    r"^(?:那么?|请问|请|帮我|麻烦)*(?:解释(?:一下)?|列出?|说说|讲讲|什么是|什么叫|啥是|何谓|何为)?"
)
_END = re.compile(r"[\s?？!！。.,，;；:：~]+$")


@dataclass(frozen=True)
class Formula:
    """A name with a number in it: `pieces` are its numbers and the words that they count."""

    name: str
    pieces: tuple[tuple[int, str], ...]

    @property
    def count(self) -> int:
        """Tell how many entries it has; 0 where its numbers differ (三会一课)."""
        numbers = {number for number, _ in self.pieces}
        return numbers.pop() if len(numbers) == 1 else 0

    @cached_property
    def parts(self) -> tuple["Formula", ...]:
        """Give the formulas that it is made of, none where it is a single one."""
        if len(self.pieces) == 1:
            return ()
        found = _PIECE.finditer(self.name)
        pairs = zip(found, self.pieces, strict=True)
        return tuple(Formula(one.group(), (piece,)) for one, piece in pairs)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for _, word in self.pieces)

    def carried_by(self, text: str) -> bool:
        """Tell whether an entry has the formula's words, each where the others leave off."""
        return all(any(_has(form, text) for form in _forms(word)) for word in self.words)

    @property
    def is_general(self) -> bool:
        """Tell 三个方面, which may be said of anything, from 三个示范."""
        return all(_GENERAL.fullmatch("·" + word, 1) for word in self.words)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Find the name in text, whatever quotation marks stand in it."""
        return re.compile(r"[“”\"‘’'《》「」『』 ]*".join(map(re.escape, self.name)))

    @cached_property
    def any_number(self) -> re.Pattern[str] | None:
        """Find the name with another number, where its words are long enough to tell."""
        found = _PIECE.fullmatch(self.name)
        if found is None or len(found["word"]) < 2 or self.is_general:
            return None
        rest = re.escape(self.name[len(found["number"]) :])
        return re.compile(rf"(?P<number>{_NUMBER})[“”\"‘’' ]*{rest}")


@dataclass(frozen=True, slots=True)
class FormulaQuestion:
    """A formula that is asked for, and what stands before it: a document, a subject, nothing."""

    formula: Formula
    before: str


def read_formula(question: str) -> FormulaQuestion | None:
    """Read 三带三促是哪三个 or 什么是双零目标; None where no formula is asked for."""
    text = search_text(question[: 2 * _LONGEST])
    text = _OPENING.sub("", _QUOTES.sub("", _END.sub("", text)), count=1)
    if len(text) > _LONGEST:
        return None
    starts = (found.start() for found in re.finditer(rf"(?<![第哪])(?:{_NUMBER})(?!是)", text))
    return next((read for start in starts for read in _readings(text, start)), None)


def _readings(text: str, start: int) -> Iterator[FormulaQuestion]:
    before = text[:start].removesuffix("的")
    for end in range(start + 2, len(text) + 1):
        formula = parse_formula(text[start:end])
        if formula and _ASK.fullmatch(_unrepeated(text[end:], formula)):
            yield FormulaQuestion(formula, before)


def _unrepeated(asking: str, formula: Formula) -> str:
    """Leave of 是哪四不准, where the name ends in 不准, 是哪四."""
    shorter = asking.removesuffix(formula.words[-1])
    return shorter if re.search(rf"哪(?:{_NAMED})?{_MEASURE}?$", shorter) else asking


def parse_formula(name: str) -> Formula | None:
    """Read a name piece by piece; None where it is none, or counts a single thing."""
    pieces: list[tuple[int, str]] = []
    position = 0
    while position < len(name):
        found = _PIECE.match(name, position)
        number = _value(found["number"]) if found else None
        if found is None or number is None or _PLAIN.match(found["word"]):
            return None
        pieces.append((number, found["word"]))
        position = found.end()
    if not pieces or max(number for number, _ in pieces) < 2 or len(pieces) > 3:
        return None
    return Formula(name, tuple(pieces))


def _value(numeral: str) -> int | None:
    return 2 if numeral == "双" else to_number(numeral)


def _forms(word: str) -> tuple[str, ...]:
    """Give a word with and without what it says in general: 零目标, 零."""
    bare = _GENERAL.sub("", word)
    return (word,) if bare == word else (word, bare)


def _has(word: str, text: str) -> bool:
    """Find a word in an entry; 不腐 also in 不敢腐."""
    if word in text:
        return True
    return word.startswith("不") and len(word) > 1 and word[1:] in text.partition("不")[2]
