"""`yandu index`: take documents in and bring the index up to date, wholly or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import monotonic

from bot.cli.problems import EmptyHome
from bot.cli.shell import Shell
from bot.home import embedder_of, library_of, snapshots_of
from bot.terminal import PATIENCE, note, waiting
from bot.texts import Texts
from corpus.cleaning import Reason
from corpus.library import Entry, Library, sample_documents, slug
from corpus.models import Document
from index.building import Progress, Report, Stage, build
from index.errors import IndexingError
from index.lock import HomeLock
from index.snapshot import Snapshot, SnapshotStore

EXCERPT = 40  # characters shown of what cleaning cut


def refresh(files: Sequence[Path], *, sample: bool, dry_run: bool, as_json: bool) -> None:
    """Add files, index every document, and say what changed."""
    shell = Shell()
    added = [*files, *(sample_documents() if sample else ())]
    home = shell.settings.home
    with nullcontext() if dry_run else HomeLock(home, "yandu index"):
        report, documents = _refresh(shell, added, dry_run=dry_run)
    if as_json:
        shell.print_json(report.to_json())
    else:
        _print(shell, report, documents, dry_run=dry_run)


def _refresh(
    shell: Shell, added: Sequence[Path], *, dry_run: bool
) -> tuple[Report, list[Document]]:
    """Index the library with the files added; return the documents that were added too."""
    library = library_of(shell.settings)
    with _draft(library, added) as (draft, entries):
        documents = _read(shell, draft)
        report = _build(shell, documents, dry_run=dry_run)
    if not dry_run:  # all is well: now the files themselves, each at once or not at all
        _add(library, added)
    new = {entry.id for entry in entries}
    return report, [document for document in documents if document.id in new]


@contextmanager
def _draft(library: Library, added: Sequence[Path]) -> Iterator[tuple[Library, list[Entry]]]:
    """Give the library as it will be, in a folder of its own where files are added."""
    if not added:
        yield library, []
        return
    with tempfile.TemporaryDirectory(prefix="yandu-") as folder:
        if library.folder.is_dir():
            shutil.copytree(library.folder, folder, dirs_exist_ok=True)
        draft = Library(Path(folder))
        yield draft, _add(draft, added)


def _add(library: Library, files: Sequence[Path]) -> list[Entry]:
    """Add files; one that was there under this name before is replaced."""
    before = {slug(entry.name): entry.id for entry in library.entries()}
    return [library.add(path, replace=before.pop(slug(path.name), None)) for path in files]


def _read(shell: Shell, library: Library) -> list[Document]:
    entries = library.entries()
    if not entries:
        raise EmptyHome
    with waiting(shell.texts("正在读文档……")):
        return [library.document(entry.id) for entry in entries]


def _build(shell: Shell, documents: Sequence[Document], *, dry_run: bool) -> Report:
    store = snapshots_of(shell.settings)
    with waiting(shell.texts("正在载入向量模型……")):
        return build(
            documents,
            store,
            embedder_of(shell.settings),
            previous=_previous(store),
            author="yandu index",
            progress=_meter(shell),
            dry_run=dry_run,
        )


def _previous(store: SnapshotStore) -> Snapshot | None:
    """Load what there is to reuse; a snapshot that is broken or missing is built anew."""
    try:
        return store.load()
    except IndexingError:
        return None


def _meter(shell: Shell) -> Callable[[Progress], None]:
    """Tell how far a build has come, once it takes long."""
    started, _ = monotonic(), shell.texts
    names = {
        Stage.EMBEDDING: _("计算向量"),
        Stage.WORDS: _("统计字词"),
        Stage.WRITING: _("写入索引"),
    }

    def tell(progress: Progress) -> None:
        if monotonic() - started > PATIENCE:
            note(f"{names[progress.stage]} {progress.done}/{progress.total}")

    return tell


def _names(_: Texts) -> dict[str, str]:
    """Say why cleaning cut something."""
    return {
        Reason.ADVERTISEMENT: _("广告"),
        Reason.LICENCE: _("版权说明"),
        Reason.RESIDUE: _("网页残留"),
        Reason.COMMENT: _("注释"),
        Reason.METADATA: _("元数据"),
        Reason.CONTENTS: _("目次"),
        Reason.PAGE_NUMBER: _("页码"),
        Reason.RUNNING_HEADER: _("页眉"),
        Reason.RUNNING_FOOTER: _("页脚"),
    }


def _print(shell: Shell, report: Report, added: Sequence[Document], *, dry_run: bool) -> None:
    out, _ = shell.out, shell.texts
    reasons = _names(_)
    for document in added:
        count = _("{count} 段", count=len(document.passages))
        out.print(f"+ {out.styled('b', document.id)}  {document.title}  {count}")
        for cut in document.cuts:
            text = " ".join(cut.text.split())
            shown = text if len(text) <= EXCERPT else text[:EXCERPT] + "……"
            out.print(
                "  "
                + _(
                    "删去（{reason}）：{text}",
                    reason=reasons.get(cut.reason, cut.reason),
                    text=shown,
                )
            )
    counts = _(
        "{documents} 份文档，{passages} 段：新增 {added}，改动 {changed}，删除 {removed}，"
        "沿用向量 {reused}；{seconds:.1f} 秒",
        **report.to_json(),
    )
    out.print(counts)
    if dry_run:
        out.print(_("这只是试算，什么都没有写入。"))
    else:
        out.print(_("索引：{snapshot}", snapshot=report.snapshot))
