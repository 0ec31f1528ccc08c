"""The snapshots as messages, and the way back to one."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.markup import bold, escape, trim
from bot.reindex.history import Version
from bot.reindex.panel import button, versions_row
from bot.reindex.payloads import Dismiss, Preview, RollBack, WishRollBack
from bot.reindex.wording import model_text, name_of, quality_text, when_text
from bot.screens import Row, Screen, keyboard_of
from bot.texts import Texts

__all__ = ["render_rolled_back", "render_versions", "render_wish"]

_AUTHOR = 60


def render_versions(versions: Sequence[Version], zone: ZoneInfo, now: float, _: Texts) -> Screen:
    """List the snapshots, each but the current one with the button that goes back to it."""
    if not versions:
        return Screen(escape(_("还没有索引。")), keyboard_of([_preview(_)]))
    lines, rows = [bold(_("索引的各个版本"))], []
    for number, version in enumerate(versions, 1):
        name = _name(version, zone, now, _)
        mark = _("（现在用的）") if version.current else ""
        lines += ["", bold(f"{number}. {name}{mark}"), escape(_about(version, _))]
        if not version.current:
            label = _("↩︎ 退回第 {number} 个：{name}", number=number, name=name)
            rows.append((button(label, WishRollBack(version.id)),))
    return Screen("\n".join(lines), keyboard_of([*rows, _preview(_)]))


def render_wish(version: Version, zone: ZoneInfo, now: float, _: Texts) -> Screen:
    """Say what going back means, and ask."""
    head = _("退回到 {name} 的索引？", name=_name(version, zone, now, _))
    meaning = _(
        "马上就按那时的材料回答，不用重新计算。资料库里的文件不会动，"
        "所以下次更新索引时，又会换成资料库里现在的材料。之后也可以再换回来。"
    )
    rows: list[Row] = [(button(_("↩︎ 退回"), RollBack(version.id)), button(_("不退"), Dismiss()))]
    text = "\n".join([bold(head), escape(_about(version, _)), "", escape(meaning)])
    return Screen(text, keyboard_of(rows))


def render_rolled_back(version: Version, zone: ZoneInfo, now: float, _: Texts) -> Screen:
    text = _(
        "已经退回到 {name} 的索引。资料库里的文件没有动：下次更新索引，又会按现在的文件来做。",
        name=_name(version, zone, now, _),
    )
    return Screen(escape(text), keyboard_of([(*_preview(_), *versions_row(_))]))


def _name(version: Version, zone: ZoneInfo, now: float, _: Texts) -> str:
    return when_text(version.created, zone, now, _)


def _about(version: Version, _: Texts) -> str:
    """Say who made a snapshot, what it holds, and how good its answers were."""
    manifest = version.manifest
    counts = _("{documents} 份文档，{passages} 段", documents=manifest.documents,
               passages=manifest.passages)  # fmt: skip
    model = model_text(manifest.model.name if manifest.model else None, _)
    who = trim(name_of(manifest.author), _AUTHOR) or _("不知道是谁")
    lines = [_("{who}；{counts}；{model}", who=who, counts=counts, model=model)]
    if version.record and version.record.quality.recall_1 is not None:
        lines.append(quality_text(version.record.quality, _))
    return "\n".join(lines)


def _preview(_: Texts) -> Row:
    return (button(_("🔄 看看差别"), Preview()),)
