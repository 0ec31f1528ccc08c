"""A reindex as messages: what it would change, how far it is, what came of it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton

from bot.markup import bold, escape, trim
from bot.reindex.models import Build, Outlook
from bot.reindex.payloads import (
    Cancel,
    Decline,
    Dismiss,
    Payload,
    Preview,
    Start,
    Take,
    Versions,
    encode,
)
from bot.reindex.renewing import Renewal
from bot.reindex.wording import (
    changes_lines,
    quality_text,
    rank_text,
    seconds_text,
    stage_text,
    when_text,
)
from bot.screens import Row, Screen, keyboard_of
from bot.texts import Texts
from index.gate import Judgement
from index.report import Stage

__all__ = [
    "button",
    "render_building",
    "render_busy",
    "render_done",
    "render_offer",
    "render_outlook",
    "render_plain",
    "render_question",
    "versions_row",
]

_MOST_SETBACKS, _QUESTION = 10, 60
_BAR = 10


def render_outlook(outlook: Outlook, _: Texts) -> Screen:
    """Show what a reindex would change, with the buttons to do it or not."""
    head = bold(_("更新索引 · 会改变什么"))
    if not outlook.changes:
        text = _("索引和材料一致，没有要更新的。")
        return Screen(f"{head}\n{escape(text)}", keyboard_of([versions_row(_)]))
    lines = [*changes_lines(outlook.difference, _), *_work(outlook, _)]
    rows: list[Row] = [
        (button(_("✅ 开始更新"), Start(outlook.state)), button(_("不更新"), Dismiss()))
    ]
    return Screen("\n".join([head, *map(escape, lines)]), keyboard_of(rows))


def render_offer(_: Texts, *, first: bool) -> Screen:
    """Offer a preview to an owner, at start."""
    if first:
        text = _("资料库里有材料，但还没有索引。要看看更新索引会改变什么吗？")
    else:
        text = _("资料库里的材料和现在的索引不一致。索引没有动；要看看更新索引会改变什么吗？")
    return Screen(escape(text), keyboard_of([(button(_("🔄 看看差别"), Preview()),)]))


def render_building(
    build: Build, zone: ZoneInfo, _: Texts, now: float, *, first: bool = False
) -> Screen:
    """Show how far a build is, the first or one beside an index, with the button that stops it."""
    progress = build.progress
    lines = [stage_text(progress.stage, _)]
    if progress.total and progress.stage in (Stage.READING, Stage.EMBEDDING):
        lines = [f"{lines[0]} {progress.done}/{progress.total}", _bar(build)]
    if build.stop.is_set():
        lines = [_("正在停下来……")]
    started = when_text(build.started, zone, now, _)
    by = _("{who}，{when} 开始", who=build.author.name, when=started)
    rest = _("提问照常，用的还是原来的索引。")
    if first:
        rest = _("现在还没有索引，建好之后才能提问。")
    rows: list[Row] = [] if build.stop.is_set() else [(button(_("停下"), Cancel(build.id)),)]
    head = bold(_("正在更新索引……"))
    return Screen("\n".join([head, *map(escape, (*lines, by, rest))]), keyboard_of(rows))


def render_busy(build: Build, zone: ZoneInfo, _: Texts, now: float) -> Screen:
    """Say who is building already, and how far that is."""
    text = _(
        "{who} 从 {when} 起正在更新索引，现在是：{stage}。等它结束再试。",
        who=build.author.name,
        when=when_text(build.started, zone, now, _),
        stage=stage_text(build.progress.stage, _),
    )
    row: Row = (button(_("停下"), Cancel(build.id)), button(_("🔄 再看差别"), Preview()))
    return Screen(escape(text), keyboard_of([row]))


def render_done(renewal: Renewal, _: Texts) -> Screen:
    """Say that a new snapshot serves, or that nothing had to be done."""
    report, made = renewal.report, renewal.made
    if made is None:
        return render_plain(_("索引和材料一致，没有要更新的。"), _)
    counts = _(
        "{documents} 份文档，{passages} 段，其中沿用向量 {reused} 段；用时 {seconds}。",
        documents=report.documents,
        passages=report.passages,
        reused=report.reused,
        seconds=seconds_text(report.seconds, _),
    )
    quality = made.judgement.quality
    tried = [] if quality.recall_1 is None else [quality_text(quality, _)]
    lines = [_("从现在起按新的索引回答。"), counts, *tried]
    text = "\n".join([bold(_("✅ 索引更新好了")), *map(escape, lines)])
    return Screen(text, keyboard_of([versions_row(_)]))


def render_question(snapshot: str, judgement: Judgement, _: Texts) -> Screen:
    """List the questions that do worse on a new snapshot, and ask whether to take it."""
    head = bold(_("⚠️ 新的索引做好了，但没有换上"))
    why = _("拿问过并指明了出处的问题去问，新的索引答得差了：")
    both = [
        _("原来：{quality}", quality=quality_text(judgement.before, _)),
        _("新的：{quality}", quality=quality_text(judgement.quality, _)),
    ]
    worse = judgement.setbacks[:_MOST_SETBACKS]
    lines = [
        _("• {question}（{change}）", question=trim(one.question, _QUESTION),
          change=rank_text(one, _)) for one in worse
    ]  # fmt: skip
    more = len(judgement.setbacks) - len(worse)
    if more:
        lines.append(_("……还有 {count} 个", count=more))
    ask = _("要换上新的，还是留着原来的？一天之内没有决定，就留着原来的。")
    rows: list[Row] = [
        (button(_("照样换上"), Take(snapshot)), button(_("留着原来的"), Decline(snapshot)))
    ]
    return Screen("\n".join([head, *map(escape, (why, *lines, *both, ask))]), keyboard_of(rows))


def render_plain(text: str, _: Texts, *rows: Row) -> Screen:
    """Write a line with the way to a new preview and to the versions."""
    again = (button(_("🔄 再看差别"), Preview()), *versions_row(_))
    return Screen(escape(text), keyboard_of(rows or [again]))


def versions_row(_: Texts) -> Row:
    return (button(_("🗂 各个版本"), Versions()),)


def button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))


def _work(outlook: Outlook, _: Texts) -> Sequence[str]:
    """Say what there is to compute, and how long that takes."""
    lines = [
        _("计算向量 {embedded} 段，沿用 {reused} 段；大约要 {seconds}。",
          embedded=outlook.embedded, reused=outlook.reused,
          seconds=seconds_text(outlook.seconds, _))
    ]  # fmt: skip
    if outlook.other_model:
        lines.append(_("向量模型换了，所以每一段都要重新计算。"))
    if not outlook.documents:
        lines.append(_("⚠️ 更新之后一份材料也没有，成员就什么也问不到了。"))
    if outlook.first:
        lines.append(_("这是第一个索引。"))
    return lines


def _bar(build: Build) -> str:
    share = build.progress.done / build.progress.total
    full = round(share * _BAR)
    return f"{'▓' * full}{'░' * (_BAR - full)} {share:.0%}"
