"""`yandu add` and `yandu remove`: put documents into the library and take them out again."""

from collections.abc import Sequence
from pathlib import Path

from bot.cli.shapes import added_shape, removed_shape
from bot.cli.shell import Shell
from bot.documents.incoming import Arrival
from bot.documents.understanding import Understood, understand
from bot.documents.wording import counts_text, cut_lines
from bot.home import library_of
from bot.terminal import waiting
from corpus.library import Entry, Library, slug
from corpus.overview import overview_of, samples
from corpus.readers import refuse_large
from corpus.trash import DAYS_KEPT
from index.lock import HomeLock

_MOST_ALIKE = 3


def add(files: Sequence[Path], *, place: str | None, title: str | None, as_json: bool) -> None:
    """Check files and put them into the library, all or none; say what was understood."""
    shell = Shell()
    library = library_of(shell.settings)
    with HomeLock(shell.settings.home, "yandu add"):
        if place is not None:
            library.entry(place)
        with waiting(shell.texts("正在读文档……")):
            read = [_read(library, path, title) for path in files]
        added = [
            (library.add(path, replace=place or _namesake(library, path), title=title), understood)
            for path, understood in zip(files, read, strict=True)
        ]
    if as_json:
        shell.print_json({"added": [added_shape(*each) for each in added]})
        return
    for entry, understood in added:
        _print_added(shell, entry, understood)
    shell.out.print(shell.texts("运行 yandu index 之后才用得上。"))


def remove(documents: Sequence[str], *, undo: bool, as_json: bool) -> None:
    """Move documents to the trash, all or none; or take back what was removed last."""
    shell = Shell()
    library, _ = library_of(shell.settings), shell.texts
    with HomeLock(shell.settings.home, "yandu remove"):
        done = _restore(library, documents) if undo else _remove(library, documents)
    if as_json:
        shell.print_json(removed_shape(done, undo=undo))
        return
    for document, name in done:
        shell.out.print(f"{'+' if undo else '-'} {shell.out.styled('b', document)}  {name}")
    if not undo:
        names = " ".join(document for document, _name in done)
        shell.out.print(
            _("{days} 天之内可以撤销：yandu remove --undo {names}", days=DAYS_KEPT, names=names)
        )
    shell.out.print(_("运行 yandu index 之后，回答才跟着变。"))


def _read(library: Library, path: Path, title: str | None) -> Understood:
    refuse_large(path.name, path.stat().st_size)
    return understand(library, Arrival("", path.name, title, 0.0), path.read_bytes())


def _namesake(library: Library, path: Path) -> str | None:
    """Find the document that a file of this name replaces."""
    same = (entry.id for entry in library.entries() if slug(entry.name) == slug(path.name))
    return next(same, None)


def _remove(library: Library, documents: Sequence[str]) -> list[tuple[str, str]]:
    entries = [library.entry(document) for document in dict.fromkeys(documents)]
    return [(entry.id, library.remove(entry.id).name) for entry in entries]


def _restore(library: Library, documents: Sequence[str]) -> list[tuple[str, str]]:
    thrown = [library.trash.latest(document) for document in dict.fromkeys(documents)]
    entries = [library.restore(each) for each in thrown]
    return [(entry.id, entry.name) for entry in entries]


def _print_added(shell: Shell, entry: Entry, understood: Understood) -> None:
    """Say what was read, what was cut, how it is cited and what it is like."""
    out, _, document = shell.out, shell.texts, understood.document
    counts = counts_text(overview_of(entry), _)
    out.print(f"+ {out.styled('b', entry.id)}  {document.title}  {counts}")
    for line in cut_lines(document.cuts, _):
        out.print("  " + _("删去 {what}", what=line))
    places = "  ".join(str(passage.reference) for passage in samples(document))
    out.print("  " + _("会这样引用：") + places)
    others = [each for each in understood.alike if each.entry.id != entry.id]
    for alike in others[:_MOST_ALIKE]:
        percent = round(100 * alike.share)
        out.print(
            "  " + _("和 {document} {percent}% 相同", document=alike.entry.id, percent=percent)
        )
