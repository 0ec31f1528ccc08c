"""A document in many editions, so that an answer tells which one it comes from."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from corpus.cleaning import clean
from corpus.models import Document
from corpus.numerals import to_chinese
from corpus.passages import structure
from corpus.readers import read_bytes

__all__ = ["Edition", "edition_told"]

_PLACES = ("东区", "西区", "南区", "北区", "新区", "老区", "矿区", "厂区", "港区", "林区")
_SUBJECTS = (
    "食堂", "澡堂", "班车", "宿舍", "医务室", "图书室", "篮球场", "停车场", "洗衣房", "开水房",
    "理发室", "小卖部", "收发室", "值班室", "配电房", "锅炉房", "仓库", "花房", "幼儿园", "招待所",
    "会议室", "电话班", "维修班", "车库", "传达室", "阅览室", "游泳池", "托儿所", "粮店", "菜窖",
)  # fmt: skip
_TOLD = re.compile(r"第(\d+)小组")


@dataclass(frozen=True)
class Edition:
    """Rules about 30 things at up to 10 places; every passage names the edition's number.

    Every other edition begins with a part of its own, which moves all references by one.
    """

    number: int
    places: int = 10
    name: str = "后勤办法.md"

    @property
    def content(self) -> bytes:
        parts = [("总则", ["（一）目的。为了把后勤办好，制定本办法。"])] if self.number % 2 else []
        for place in _PLACES[: self.places]:
            rules = [
                f"（{to_chinese(at)}）{subject}。{self._rule(place, subject)}"
                for at, subject in enumerate(_SUBJECTS, 1)
            ]
            parts.append((place, rules))
        lines = ["# 后勤服务办法"]
        for at, (title, rules) in enumerate(parts, 1):
            lines += [f"{to_chinese(at)}、{title}", *rules]
        return "\n\n".join(lines).encode()

    @cached_property
    def document(self) -> Document:
        """The edition as the bot reads it."""
        return structure(clean(read_bytes(self.name, self.content)), "后勤办法")

    @cached_property
    def answers(self) -> dict[str, str]:
        """Give for each question the one passage that answers it."""
        rules = {
            f"{place}的{subject}由谁负责": self._rule(place, subject)
            for place, subject in product(_PLACES[: self.places], _SUBJECTS)
        }
        texts = [passage.text for passage in self.document.passages]
        return {
            question: next(text for text in texts if rule in text)
            for question, rule in rules.items()
        }

    def _rule(self, place: str, subject: str) -> str:
        return (
            f"{place}的{subject}由第{self.number}小组负责，每周检查一次，"
            f"{subject}有了问题当天报给后勤中心。"
        )


def edition_told(text: str) -> int | None:
    """Read which edition a text quotes; None for no edition, or for several."""
    told = set(_TOLD.findall(text))
    return int(told.pop()) if len(told) == 1 else None
