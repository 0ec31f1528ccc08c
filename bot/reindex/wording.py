"""What is said of differences, builds and snapshots."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.daily.dates import day_of, moment_text
from bot.markup import trim
from bot.texts import Texts
from index.difference import Changes, Difference, Place
from index.gate import Setback
from index.record import Quality
from index.report import Stage

__all__ = [
    "changes_lines",
    "holder_text",
    "model_text",
    "name_of",
    "place_text",
    "quality_text",
    "rank_text",
    "seconds_text",
    "stage_text",
    "when_text",
]

_MOST_DOCUMENTS, _MOST_PLACES = 5, 8
_TITLE, _SHORT_TITLE, _REFERENCE = 60, 16, 40
_ID = re.compile(r" \(\d+\)$")


def changes_lines(difference: Difference, _: Texts) -> list[str]:
    """Say what came, changed and went: documents by title, sections by reference, passages."""
    documents, sections, passages = difference.documents, difference.sections, difference.passages
    marked = [
        *(("+", each) for each in documents.added),
        *(("~", each) for each in documents.changed),
        *(("−", each) for each in documents.removed),
    ]
    lines = [_("文档：{counts}", counts=_counts(documents, _))]
    lines += [f"{mark} {trim(each.title, _TITLE)}" for mark, each in marked[:_MOST_DOCUMENTS]]
    if len(marked) > _MOST_DOCUMENTS:
        lines.append(_("……还有 {count} 份", count=len(marked) - _MOST_DOCUMENTS))
    if sections:
        lines.append(_("章节：{counts}", counts=_counts(sections, _)))
        whole = {each.id for each in (*documents.added, *documents.removed)}
        lines += list(_places(sections, whole, several=len(marked) > 1, _=_))
    lines.append(_("段落：{counts}", counts=_counts(passages, _)))
    return lines


def place_text(place: Place, *, titled: bool) -> str:
    """Name a section by its reference, with its document where there are several."""
    reference = trim(str(place.reference) or place.section.title, _REFERENCE)
    return f"《{trim(place.document.title, _SHORT_TITLE)}》{reference}" if titled else reference


def seconds_text(seconds: float, _: Texts) -> str:
    if seconds < 90:
        return _("{seconds} 秒", seconds=max(1, round(seconds)))
    return _("{minutes} 分钟", minutes=round(seconds / 60))


def stage_text(stage: Stage, _: Texts) -> str:
    return {
        Stage.READING: _("读材料"),
        Stage.EMBEDDING: _("计算向量"),
        Stage.WORDS: _("统计字词"),
        Stage.WRITING: _("写入索引"),
        Stage.JUDGING: _("检验新的索引"),
    }[stage]


def quality_text(quality: Quality, _: Texts) -> str:
    """Say how the stored questions fared."""
    if quality.recall_1 is None or quality.recall_3 is None:
        return _("还没有可以用来检验的问题")
    return _(
        "{count} 个检验的问题，第一段就对的 {first}，前三段里有的 {three}",
        count=quality.questions,
        first=f"{quality.recall_1:.0%}",
        three=f"{quality.recall_3:.0%}",
    )


def rank_text(setback: Setback, _: Texts) -> str:
    """Say from where to where a question's answer fell."""
    if setback.lost:
        return _("它的出处在新的索引里没有了")
    if setback.after is None:
        return _("原来排第 {before}，现在前三里没有", before=setback.before)
    return _("原来排第 {before}，现在第 {after}", before=setback.before, after=setback.after)


def when_text(moment: float, zone: ZoneInfo, now: float, _: Texts) -> str:
    """Write a moment: the time alone if it is today's."""
    if day_of(moment, zone) == day_of(now, zone):
        return datetime.fromtimestamp(moment, zone).strftime("%H:%M")
    return moment_text(moment, zone, day_of(now, zone), _)


def holder_text(holder: str, started: datetime | None, zone: ZoneInfo, now: float,
                _: Texts) -> str:  # fmt: skip
    """Say who is changing the home."""
    if started is None:
        return _("别处正在改动资料库，等它结束再试。")
    when = when_text(started.timestamp(), zone, now, _)
    who = name_of(holder)
    return _("{who} 从 {when} 起正在改动资料库，等它结束再试。", who=who, when=when)


def name_of(author: str) -> str:
    """Leave the id out of an author as a chat's is stored: Olga (7)."""
    return _ID.sub("", author)


def model_text(name: str | None, _: Texts) -> str:
    if name is None:
        return _("没有向量模型")
    return _("自带的向量模型") if name == "bundled" else name


def _counts(changes: Changes[Any], _: Texts) -> str:
    counts = (
        _("新增 {count}", count=len(changes.added)) if changes.added else "",
        _("改动 {count}", count=len(changes.changed)) if changes.changed else "",
        _("删除 {count}", count=len(changes.removed)) if changes.removed else "",
    )
    return _("，").join(filter(None, counts)) or _("没有变")


def _places(
    sections: Changes[Place], whole: Collection[str], *, several: bool, _: Texts
) -> Iterator[str]:
    """List sections, save those of documents that came or went as a whole."""
    for mark, listed in (
        ("+", sections.added),
        ("~", sections.changed),
        ("−", sections.removed),
    ):
        places = [place for place in listed if place.document.id not in whole]
        if places:
            yield f"{mark} {_listed(places, several=several, _=_)}"


def _listed(places: Sequence[Place], *, several: bool, _: Texts) -> str:
    shown = _("；").join(_named(places[:_MOST_PLACES], several=several))
    more = len(places) - _MOST_PLACES
    return shown + (_("……还有 {count} 节", count=more) if more > 0 else "")


def _named(places: Iterable[Place], *, several: bool) -> Iterator[str]:
    """Name places; a document's title stands before the first of each only."""
    before = None
    for place in places:
        yield place_text(place, titled=several and place.document.id != before)
        before = place.document.id
