"""`yandu index`: take documents in and bring the index up to date, wholly or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import monotonic

from bot.cli.pairs import stored_questions
from bot.cli.problems import AnswersWorse, EmptyHome
from bot.cli.shell import Shell
from bot.documents.wording import reason_names
from bot.home import embedder_of, library_of, snapshots_of
from bot.reindex.comparing import contents_of, digest_of
from bot.reindex.renewing import renew
from bot.reindex.wording import rank_text, stage_text
from bot.terminal import PATIENCE, note, waiting
from corpus.library import Entry, Library, sample_documents, slug
from corpus.models import Document
from index.building import Progress, Report, current_id
from index.difference import Difference
from index.lock import HomeLock
from index.planning import Plan

EXCERPT = 40  # characters shown of what cleaning cut


def refresh(
    files: Sequence[Path], *, sample: bool, dry_run: bool, force: bool, as_json: bool
) -> None:
    """Add files, index every document, and say what changed."""
    shell = Shell()
    added = [*files, *(sample_documents() if sample else ())]
    home = shell.settings.home
    with nullcontext() if dry_run else HomeLock(home, "yandu index"):
        plan, report, documents = _refresh(shell, added, dry_run=dry_run, force=force)
    if as_json:
        shell.print_json(report.to_json())
        return
    if dry_run:
        print_difference(shell, plan.difference)
    _print(shell, report, documents, dry_run=dry_run)


def _refresh(
    shell: Shell, added: Sequence[Path], *, dry_run: bool, force: bool
) -> tuple[Plan, Report, list[Document]]:
    """Index the library with the files added; return the documents that were added too."""
    library, started = library_of(shell.settings), monotonic()
    with _draft(library, added) as (draft, entries):
        documents = _read(shell, draft)
        plan = _plan(shell, documents)
        if dry_run:
            current = current_id(snapshots_of(shell.settings))
            report = plan.report(current, written=False, seconds=monotonic() - started)
        else:
            report = _build(shell, plan, digest_of(draft), force=force)
    if not dry_run:  # all is well: now the files themselves, each at once or not at all
        _add(library, added)
    new = {entry.id for entry in entries}
    return plan, report, [document for document in documents if document.id in new]


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
    if not entries and current_id(snapshots_of(shell.settings)) is None:
        raise EmptyHome
    with waiting(shell.texts("正在读文档……")):
        return [library.document(entry.id) for entry in entries]


def _plan(shell: Shell, documents: Sequence[Document]) -> Plan:
    store = snapshots_of(shell.settings)
    with waiting(shell.texts("正在载入向量模型……")):
        return Plan.make(documents, embedder_of(shell.settings), contents_of(store, None))


def _build(shell: Shell, plan: Plan, library: str, *, force: bool) -> Report:
    """Build what is planned and switch to it; raises AnswersWorse where that would harm."""
    store = snapshots_of(shell.settings)
    with waiting(shell.texts("正在载入向量模型……")):
        renewal = renew(
            plan,
            store,
            author="yandu index",
            library=library,
            questions=stored_questions(shell),
            force=force,
            progress=_meter(shell),
        )
    made, _ = renewal.made, shell.texts
    if made and not made.judgement.passed:
        for one in made.judgement.setbacks:
            change = rank_text(one, _)
            note(_("• {question}（{change}）", question=one.question, change=change))
    if made and not renewal.switched:
        store.drop(made.snapshot.id)
        raise AnswersWorse(len(made.judgement.setbacks))
    return renewal.report


def _meter(shell: Shell) -> Callable[[Progress], None]:
    """Tell how far a build has come, once it takes long."""
    started, _ = monotonic(), shell.texts

    def tell(progress: Progress) -> None:
        if progress.total and monotonic() - started > PATIENCE:
            note(f"{stage_text(progress.stage, _)} {progress.done}/{progress.total}")

    return tell


def print_difference(shell: Shell, difference: Difference) -> None:
    """List every document and section that came, changed or went."""
    out, documents, sections = shell.out, difference.documents, difference.sections
    for mark, listed in (
        ("+", documents.added),
        ("~", documents.changed),
        ("-", documents.removed),
    ):
        for document in listed:
            out.print(f"{mark} {out.styled('b', document.id)}  {document.title}")
            for sign, places in (
                ("+", sections.added),
                ("~", sections.changed),
                ("-", sections.removed),
            ):
                for place in places:
                    if place.document.id == document.id:
                        out.print(f"  {sign} {place.reference}  {place.section.title}".rstrip())


def _print(shell: Shell, report: Report, added: Sequence[Document], *, dry_run: bool) -> None:
    out, _ = shell.out, shell.texts
    reasons = reason_names(_)
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
