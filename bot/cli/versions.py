"""`yandu versions` and `yandu rollback`: the snapshots there are, and the way back to one."""

from datetime import datetime

from bot.cli.problems import NoVersion
from bot.cli.shapes import version_shape
from bot.cli.shell import Shell
from bot.home import snapshots_of
from bot.reindex.history import Version, find_version, list_versions, previous_of
from bot.reindex.wording import model_text, quality_text
from index.lock import HomeLock


def versions(*, as_json: bool) -> None:
    """List the snapshots, newest first."""
    shell = Shell()
    found = list_versions(snapshots_of(shell.settings))
    if as_json:
        current = next((each.id for each in found if each.current), None)
        shown = [version_shape(each) for each in found]
        shell.print_json({"current": current, "versions": shown})
        return
    if not found:
        shell.out.print(shell.texts("还没有索引。"))
    for each in found:
        _print(shell, each)


def rollback(snapshot: str | None, *, as_json: bool) -> None:
    """Make a snapshot the current one: the one named, or what served before."""
    shell = Shell()
    store, _ = snapshots_of(shell.settings), shell.texts
    with HomeLock(shell.settings.home, "yandu rollback"):
        found = list_versions(store)
        chosen = find_version(found, snapshot) if snapshot else previous_of(found)
        if chosen is None:
            raise NoVersion(snapshot, tuple(each.id for each in found if not each.current))
        before = next((each.id for each in found if each.current), None)
        store.switch(chosen.id)
    if as_json:
        shell.print_json({"snapshot": chosen.id, "previous": before})
        return
    shell.out.print(_("索引：{snapshot}", snapshot=chosen.id))
    shell.out.print(_("文档没有动：再运行 yandu index，又会按现在的文档来建。"))


def _print(shell: Shell, version: Version) -> None:
    out, _, manifest = shell.out, shell.texts, version.manifest
    made = datetime.fromisoformat(manifest.created).astimezone(shell.settings.zone)
    mark = _("（现在用的）") if version.current else ""
    out.print(f"{out.styled('b', manifest.id)}  {made:%Y-%m-%d %H:%M}{mark}")
    counts = _("{documents} 份文档，{passages} 段", documents=manifest.documents,
               passages=manifest.passages)  # fmt: skip
    model = model_text(manifest.model.name if manifest.model else None, _)
    who = manifest.author or _("不知道是谁")
    out.print("  " + _("{who}；{counts}；{model}", who=who, counts=counts, model=model))
    if version.record:
        out.print("  " + quality_text(version.record.quality, _))
