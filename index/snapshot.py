"""Snapshots: one folder for each state of the index, and a switch that says which one counts."""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from uuid import uuid4

from corpus.models import Document
from index.contents import EmbeddedRows, Snapshot, read_snapshot, verify, write_parts
from index.errors import NoSnapshot, SnapshotMismatch
from index.files import replace_text, sync_folder, sync_tree
from index.lexical import LexicalIndex
from index.manifest import Manifest
from index.record import Record
from index.verdicts import Thresholds

__all__ = ["KEPT", "PATIENCE", "EmbeddedRows", "Snapshot", "SnapshotStore", "verify"]

KEPT = 5
"""How many snapshots stay on the disk, the current one among them."""

PATIENCE = timedelta(days=1)
"""How long a candidate that its gate held back waits for a decision."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{10}")


class SnapshotStore:
    """The snapshots under one folder: `snapshots/<id>/` each, and `current` naming one.

    `candidates/<id>/` holds one that was written and has not been switched to yet. Reading
    needs no lock; whoever writes, switches, drops or sweeps holds the home's (`index.lock`).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshots = folder / "snapshots"
        self._candidates = folder / "candidates"
        self._current = folder / "current"

    def current_id(self) -> str | None:
        """Name the snapshot that counts, None before the first; cheap enough to ask often."""
        try:
            name = self._current.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SnapshotMismatch(f"{self._current} cannot be read; run yandu index") from error
        if not _ID.fullmatch(name):
            raise SnapshotMismatch(f"{self._current} names no snapshot; run yandu index")
        return name

    def manifests(self) -> list[Manifest]:
        """List the snapshots there are, newest first; one with a broken manifest is left out."""
        found = [m for m in map(_try_manifest, _folders(self._snapshots)) if m is not None]
        return sorted(found, key=lambda manifest: manifest.created, reverse=True)

    def load(self, snapshot: str | None = None) -> Snapshot:
        """Read and check a snapshot or candidate, the current one unless another is named.

        NoSnapshot when there is none; SnapshotMismatch names the file that does not agree;
        QuoteMismatch names the passage that is not in its document.
        """
        name = snapshot or self.current_id()
        if name is None:
            raise NoSnapshot("nothing is indexed yet; run yandu index")
        folder = self._folder(name)
        manifest = Manifest.load(folder)
        manifest.check(folder)
        return read_snapshot(folder, manifest)

    def write(
        self,
        documents: Sequence[Document],
        lexical: LexicalIndex,
        embedded: EmbeddedRows | None,
        author: str,
        thresholds: Thresholds = Thresholds(),  # noqa: B008 - frozen
    ) -> Manifest:
        """Write a candidate whole, in the place of any other; `switch` makes it a snapshot.

        QuoteMismatch before anything is written. An earlier crash's litter goes first.
        """
        verify(documents)
        for folder in (self._snapshots, self._candidates):
            folder.mkdir(parents=True, exist_ok=True)
        self._clean(_folders(self._candidates))
        with _draft_in(self._candidates) as draft:
            write_parts(draft, documents, lexical, embedded, thresholds)
            counts = (len(documents), len(lexical))
            model = embedded.model if embedded else None
            manifest = Manifest.describe(draft, author, counts, model)
            manifest.save(draft)
            sync_tree(draft)
            draft.rename(self._candidates / manifest.id)
        sync_folder(self._candidates)
        return manifest

    def switch(self, snapshot: str | Snapshot) -> Snapshot:
        """Make a snapshot or candidate the current one, at once; drop the oldest beyond `KEPT`.

        The one that it takes over from stays. It is read back and checked first, unless it comes
        loaded, and returned; raises what `load` raises.
        """
        loaded = self.load(snapshot) if isinstance(snapshot, str) else snapshot
        if (candidate := self._candidates / loaded.id).is_dir():
            candidate.rename(self._snapshots / loaded.id)
            sync_folder(self._snapshots)
        before = self._served()
        replace_text(self._current, loaded.id + "\n")
        self._prune(dict.fromkeys([loaded.id, before or loaded.id]))
        return loaded

    def candidate(self, snapshot: str) -> bool:
        """Tell whether this one is waiting for a decision."""
        return _ID.fullmatch(snapshot) is not None and _is_held(self._candidates / snapshot)

    def drop(self, snapshot: str) -> None:
        """Remove a candidate; one that is not there is gone already."""
        if _ID.fullmatch(snapshot):
            _remove(self._candidates / snapshot)

    def sweep(self) -> None:
        """Remove what a crash left, and candidates that were not decided on in `PATIENCE`."""
        self._clean(filter(_is_stale, _folders(self._candidates)))

    def keep(self, snapshot: str, record: Record) -> None:
        """Put a record beside a snapshot or candidate."""
        record.save(self._folder(snapshot))

    def record(self, snapshot: str) -> Record | None:
        """Give what is known of how a snapshot or candidate was made."""
        try:
            return Record.load(self._folder(snapshot))
        except SnapshotMismatch:
            return None

    def _folder(self, name: str) -> Path:
        places = (self._snapshots / name, self._candidates / name)
        folder = next((place for place in places if place.is_dir()), None)
        if folder is None or not _ID.fullmatch(name):
            raise SnapshotMismatch(f"there is no snapshot {places[0]}; run yandu index")
        return folder

    def _clean(self, candidates: Iterable[Path]) -> None:
        """Remove hidden drafts, of snapshots and of `current`, and these candidates."""
        for candidate in candidates:
            _remove(candidate)
        drafts = chain(self._snapshots.glob(".*"), self._candidates.glob(".*"))
        for litter in chain(drafts, self.folder.glob(".current-*")):
            shutil.rmtree(litter) if litter.is_dir() else litter.unlink()

    def _served(self) -> str | None:
        """Name the current snapshot; a damaged `current` counts as none, for a switch mends it."""
        try:
            return self.current_id()
        except SnapshotMismatch:
            return None

    def _prune(self, kept: Iterable[str]) -> None:
        """Drop broken snapshots and the oldest beyond `KEPT`, never those given."""
        whole = [manifest.id for manifest in self.manifests()]
        newest = list(dict.fromkeys([*kept, *whole]))[:KEPT]
        for folder in _folders(self._snapshots):
            if folder.name not in newest:
                _remove(folder)


def _folders(parent: Path) -> list[Path]:
    if not parent.is_dir():
        return []
    return [path for path in parent.iterdir() if _ID.fullmatch(path.name)]


def _remove(folder: Path) -> None:
    """Remove a folder; one half removed is hidden."""
    if folder.is_dir():
        shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}")))


def _is_stale(candidate: Path) -> bool:
    """Tell a candidate without a decision in time, or with none to wait for: a crash left it."""
    manifest = _try_manifest(candidate)
    if manifest is None or not _is_held(candidate):
        return True
    return datetime.now(UTC) - datetime.fromisoformat(manifest.created) > PATIENCE


def _is_held(candidate: Path) -> bool:
    record = Record.load(candidate)
    return record is not None and record.held


def _try_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest.load(folder)
    except SnapshotMismatch:
        return None


@contextmanager
def _draft_in(folder: Path) -> Iterator[Path]:
    """Give a hidden folder that is gone afterwards, unless it was renamed."""
    draft = folder / f".draft-{uuid4().hex}"
    draft.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
