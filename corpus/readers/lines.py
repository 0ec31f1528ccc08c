"""Lines and the paragraphs they make: tidy a text, join what was only wrapped."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import pairwise

from corpus.boilerplate import LEADER

_INVISIBLE = {"Cc", "Cf", "Cs"}
_WHITE = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_NUMERAL = "零〇一二三四五六七八九十百千两"
_CLOSERS = "”’」』）)》〉】]\"'"
_ENDED = re.compile(rf"[。！？!?；;：:…][{re.escape(_CLOSERS)}]*$|[a-z)\]\"”%]\.[)\"”’]*$")
_UNFINISHED = re.compile(r"[，、,（(“‘《【]$")
_ITEM = re.compile(
    rf"[{_NUMERAL}]{{1,4}}[、．.]|[（(](?:[{_NUMERAL}]{{1,4}}|[0-9０-９]{{1,3}})[）)]"
    r"|[0-9０-９]{1,3}(?:[、)）]|[.．](?![0-9０-９]))|[①-⑳]|——|[•●■◆▪○·*-]\s"
    rf"|附件[0-9０-９{_NUMERAL}]*(?:[\s　:：]|$)"
)
_ARTICLE = re.compile(rf"第[{_NUMERAL}0-9０-９]{{1,7}}(?:编|章|节|条|部分)(?P<apart>[\s　]|$)?")
_WORD = re.compile(r"[^\W\u2e80-\uffef]+[\w%.,;:!?-]*", re.ASCII)
_HEADING_LENGTH = 30
HARD = "\u2028"
NARROWEST, WIDEST = 15, 70
"""Nobody sets the lines of a text narrower or wider than this, in ems."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; `left` and `right` are its edges in ems, `gap` says that space is above."""

    text: str
    left: float
    right: float
    gap: bool = False


def tidy(text: str) -> str:
    """Put a text on one line without invisible characters or white space at its ends."""
    flat = _WHITE.sub(" ", text)
    return "".join(c for c in flat if unicodedata.category(c) not in _INVISIBLE).strip()


def width(text: str) -> float:
    """Measure a text in ems: a Chinese character is 1, a Latin one about half."""
    return sum(_character_width(character) for character in text)


@cache
def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1
    for characters, ems in ((" ijltfI.,:;'|!()[]-", 0.3), ("mwMW@%", 0.8)):
        if character in characters:
            return ems
    return 0.67 if character.isupper() else 0.48


def is_wide(character: str) -> bool:
    """Tell whether no space belongs beside it: Chinese, Japanese and their punctuation."""
    if "가" <= character <= "힣":
        return False
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’—…·"


def glue(before: str, after: str) -> str:
    """Join two lines of one paragraph: Chinese without a space, a hyphenated word whole."""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after or is_wide(before[-1]) or is_wide(after[0]):
        return before + after
    words = before[-1].isalpha() and after[0].isalpha()
    if not words and any(map(is_wide, before)):
        return before + after  # a number or sign that a Chinese line has broken
    if re.search(r"[a-z]-$", before) and after[0].islower():
        return before[:-1] + after
    return f"{before} {after}"


def ends_sentence(text: str) -> bool:
    return _ENDED.search(text.rstrip()) is not None


def opens_item(text: str, before: str = "") -> bool:
    """Tell whether a line starts a numbered item, and does not just go on after `before`."""
    text, before = text.lstrip(), before.rstrip()
    if _UNFINISHED.search(before):
        return False
    closed = not before or ends_sentence(before)
    article = _ARTICLE.match(text)
    if article:
        return closed or article["apart"] is not None
    return _ITEM.match(text) is not None


def join_soft(text: str) -> list[str]:
    """Join the lines of one paragraph: a newline is a soft break, HARD one that is seen."""
    joined: list[str] = []
    for part in text.split(HARD):
        hard = True
        for line in filter(str.strip, part.split("\n")):
            if joined and not _breaks_within(joined[-1], line, hard=hard):
                joined[-1] = glue(joined[-1], line)
            else:
                joined.append(line)
            hard = False
    return joined


def join_all(text: str) -> str:
    """Put the lines of a heading on one."""
    return reduce(glue, re.split(rf"[\n{HARD}]", text))


def _breaks_within(before: str, after: str, *, hard: bool) -> bool:
    """Tell whether a line break within a paragraph begins a new one all the same."""
    if after.startswith(("\u3000", "\xa0\xa0", "  ")):
        return not _UNFINISHED.search(before.rstrip())
    ended, short = ends_sentence(before), len(before) <= _HEADING_LENGTH
    if ended and (hard or width(before) > WIDEST):
        return True
    if opens_item(after, before):
        return ended or short or opens_item(before)
    return short and not ended and opens_item(before) and width(after) > width(before) + 4


def join_wrapped(lines: Sequence[Line]) -> list[str]:
    """Join printed lines into paragraphs by their edges."""
    if not lines:
        return []
    margin, measure = left_margin(lines), right_margin(lines)
    measure = max(measure, margin + NARROWEST)
    joined, first = [lines[0].text], lines[0]
    for before, line in pairwise(lines):
        if _breaks(before, line, measure) or _is_indented(first, before, line, margin):
            joined.append(line.text)
            first = line
        else:
            joined[-1] = glue(joined[-1], line.text)
    return joined


def _breaks(before: Line, line: Line, measure: float) -> bool:
    """Tell by space, dots, number or a short line before it that a line begins a paragraph."""
    if line.gap or LEADER.search(before.text):
        return True
    ended = ends_sentence(before.text) or opens_item(before.text)
    if ended and opens_item(line.text, before.text):
        return True
    word = _WORD.match(line.text)
    needed = width(word.group()) if word else 1
    slack = 1.5 if is_wide(before.text[-1]) else 3
    short = before.right + needed + slack < measure
    return short and not _UNFINISHED.search(before.text)


def _is_indented(first: Line, before: Line, line: Line, margin: float) -> bool:
    """Tell by its left edge that a line begins a paragraph; `first` began the one before.

    A line that hangs under a numbered item does not, nor one of an English block set in.
    """
    if line.left < margin + 1.5 or (opens_item(first.text) and line.left > first.left + 0.5):
        return False
    return any(map(is_wide, line.text)) or line.left > before.left + 0.5


def left_margin(lines: Sequence[Line]) -> float:
    """Find where lines start that are not indented, in ems: the leftmost common edge."""
    edges = Counter(round(line.left * 2) / 2 for line in lines)
    common = [edge for edge, count in edges.items() if count >= max(2, len(lines) // 20)]
    return min(common or edges)


def right_margin(lines: Sequence[Line]) -> float:
    """Find where full lines end, in ems; one line in twenty may hang over."""
    edges = sorted(line.right for line in lines)
    return edges[(len(edges) * 19) // 20 - (len(edges) > 19)]
