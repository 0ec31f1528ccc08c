"""The snapshots there are, with what is known of each, and the way back to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.markup import bold, escape, trim
from bot.reindex.panel import button, versions_row
from bot.reindex.payloads import Dismiss, Preview, RollBack, WishRollBack
from bot.reindex.wording import model_text, quality_text, when_text
from bot.screens import Row, Screen, keyboard_of
from bot.texts import Texts
from index.building import current_id
from index.manifest import Manifest
from index.record import Record
from index.snapshot import SnapshotStore

__all__ = [
    "Version",
    "find_version",
    "list_versions",
    "previous_of",
    "render_rolled_back",
    "render_versions",
    "render_wish",
]

_AUTHOR = 60


@dataclass(frozen=True, slots=True)
class Version:
    """A snapshot, what is known of how it was made, and whether it is the one that serves."""

    manifest: Manifest
    record: Record | None
    current: bool

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def created(self) -> float:
        return datetime.fromisoformat(self.manifest.created).timestamp()


def list_versions(store: SnapshotStore) -> tuple[Version, ...]:
    """List the snapshots, newest first; blocking."""
    current = current_id(store)
    return tuple(
        Version(manifest, store.record(manifest.id), manifest.id == current)
        for manifest in store.manifests()
    )


def find_version(versions: Sequence[Version], snapshot: str) -> Version | None:
    return next((version for version in versions if version.id == snapshot), None)


def previous_of(versions: Sequence[Version]) -> Version | None:
    """Find what served before the current one: what it took over from, or else the next older."""
    current = next((version for version in versions if version.current), None)
    if current is None:
        return None
    if current.record and current.record.compared:
        replaced = find_version(versions, current.record.compared)
        if replaced:
            return replaced
    older = (each for each in versions if each.manifest.created < current.manifest.created)
    return next(older, None)


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
    who = trim(manifest.author, _AUTHOR) or _("不知道是谁")
    lines = [_("{who}；{counts}；{model}", who=who, counts=counts, model=model)]
    if version.record:
        lines.append(quality_text(version.record.quality, _))
    return "\n".join(lines)


def _preview(_: Texts) -> Row:
    return (button(_("🔄 看看差别"), Preview()),)
