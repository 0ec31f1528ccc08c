"""Recognise a message that goes on from an earlier answer: 还有吗, 下一条, 那第二点呢, 为什么呢.

Pure: a text in, what it asks for out. A question with a subject of its own is never one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot import phrases
from corpus.numerals import to_number
from corpus.text import search_text

__all__ = ["FollowUp", "Move", "recognise"]

_LONGEST = 40
_OPENING = re.compile(
    r"(?:(?:那么?|嗯+|好的?|哦+|请|麻烦你?|帮我|给我|我想|能不能|能否|可以|再|ok|please|and|so|then|"
    r"but|what about|how about|can you|show me|give me)(?![a-z])[\s,、]*)+"
)
_CLOSING = re.compile(r"(?:[\s。.!?~…,]|呢|吗|吧|啊|呀|嘛|please)+$")
_GOES_ON = re.compile(r"那|and\b|what about|how about|.*[呢吗][。?\s]*$")
_REFERENCE = ("部分", "部份", "章", "节", "条", "款", "项", "段")


class Move(StrEnum):
    """Where a follow-up goes from the place that was answered."""

    MORE = "more"  # other places for the same question
    PREVIOUS = "previous"
    NEXT = "next"
    ON = "on"  # the rest of a long text, else the next place
    WHOLE = "whole"  # the section around it, in full
    OUTLINE = "outline"  # what is in the section around it
    NUMBERED = "numbered"  # the second one of those there are
    AGAIN = "again"  # a new question about the same subject


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What is asked for; `number`, -1 for the last, and `unit` are those of 第二点, or of 这一节.

    `noun` is what 第三个平台 counts besides: it goes on only from a list of such.

    `plain` tells one that is also a reference, 第二条 alone: it goes on from an answer only in a
    reply to it.
    """

    move: Move
    text: str
    number: int = 0
    unit: str = ""
    plain: bool = False
    noun: str = ""


_TABLE = tuple(
    (move, tuple(map(re.compile, patterns)))
    for move, patterns in (
        (Move.NUMBERED, phrases.NUMBERED),
        (Move.OUTLINE, phrases.OUTLINE),
        (Move.MORE, phrases.MORE),
        (Move.PREVIOUS, phrases.PREVIOUS),
        (Move.NEXT, phrases.NEXT),
        (Move.ON, phrases.ON),
        (Move.WHOLE, phrases.WHOLE),
        (Move.AGAIN, phrases.AGAIN),
    )
)


def recognise(message: str) -> FollowUp | None:
    """Read a message as one that goes on from an answer; None where it asks by itself."""
    typed = message.strip()
    text = search_text(typed[: 2 * _LONGEST]).replace("’", "'")
    if len(text) > _LONGEST:
        return None
    whole = _CLOSING.sub("", text)
    bare = whole[opened.end() :] if (opened := _OPENING.match(whole)) else whole
    for move, patterns in _TABLE:
        for pattern in patterns:
            found = pattern.fullmatch(whole) or pattern.fullmatch(bare)
            if found and found.group():
                return _follow_up(move, typed, found, goes_on=bool(_GOES_ON.match(text)))
    return None


def _follow_up(move: Move, typed: str, found: re.Match[str], *, goes_on: bool) -> FollowUp:
    named = {name: text for name, text in found.groupdict().items() if text}
    if move is Move.OUTLINE:
        unit = next(iter(named.values()), "")
        return FollowUp(move, typed, unit=phrases.ENGLISH_UNITS.get(unit, unit))
    if move is not Move.NUMBERED:
        return FollowUp(move, typed)
    word, kind = named.get("word", ""), named.get("kind", "")
    number = to_number(named["number"]) if "number" in named else None
    number = number or phrases.ENGLISH_NUMBERS.get(word) or -1
    unit = named.get("unit") or named.get("last") or phrases.ENGLISH_UNITS.get(kind, "")
    plain = not goes_on and unit in _REFERENCE and (number > 0 or unit == "段")
    return FollowUp(move, typed, number, unit, plain, named.get("noun", ""))
