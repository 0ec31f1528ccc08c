"""Snapshots: one folder for each state of the index, and a switch that says which one counts."""

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from uuid import uuid4

from corpus.models import Document
from index.contents import EmbeddedRows, Snapshot, read_snapshot, verify, write_parts
from index.errors import NoSnapshot, SnapshotMismatch
from index.files import replace_text, sync_folder, sync_tree
from index.lexical import LexicalIndex
from index.manifest import Manifest
from index.verdicts import Thresholds

__all__ = ["KEPT", "EmbeddedRows", "Snapshot", "SnapshotStore", "verify"]

KEPT = 5
"""How many snapshots stay on the disk, the current one among them."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{10}")


class SnapshotStore:
    """The snapshots under one folder: `snapshots/<id>/` each, and `current` naming one.

    Reading needs no lock. Whoever writes or switches holds the home's lock (`index.lock`).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshots = folder / "snapshots"
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
        found = [m for m in map(_try_manifest, self._folders()) if m is not None]
        return sorted(found, key=lambda manifest: manifest.created, reverse=True)

    def load(self, snapshot: str | None = None) -> Snapshot:
        """Read and check a snapshot, the current one unless another is named.

        NoSnapshot when there is none; SnapshotMismatch names the file that does not agree;
        QuoteMismatch names the passage that is not in its document.
        """
        name = snapshot or self.current_id()
        if name is None:
            raise NoSnapshot("nothing is indexed yet; run yandu index")
        folder = self._snapshots / name
        if not _ID.fullmatch(name) or not folder.is_dir():
            raise SnapshotMismatch(f"there is no snapshot {folder}; run yandu index")
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
        """Write a snapshot whole, beside the others, and not yet current.

        QuoteMismatch before anything is written. An earlier crash's litter goes first.
        """
        verify(documents)
        self._snapshots.mkdir(parents=True, exist_ok=True)
        self._clean()
        with _draft_in(self._snapshots) as draft:
            write_parts(draft, documents, lexical, embedded, thresholds)
            counts = (len(documents), len(lexical))
            model = embedded.model if embedded else None
            manifest = Manifest.describe(draft, author, counts, model)
            manifest.save(draft)
            sync_tree(draft)
            draft.rename(self._snapshots / manifest.id)
        sync_folder(self._snapshots)
        return manifest

    def switch(self, snapshot: str) -> Snapshot:
        """Make a snapshot the current one, at once, and drop the oldest beyond `KEPT`.

        It is read back and checked first, and returned; raises what `load` raises.
        """
        loaded = self.load(snapshot)
        replace_text(self._current, snapshot + "\n")
        self._prune(snapshot)
        return loaded

    def _folders(self) -> list[Path]:
        if not self._snapshots.is_dir():
            return []
        return [path for path in self._snapshots.iterdir() if _ID.fullmatch(path.name)]

    def _clean(self) -> None:
        """Remove what a crash left: hidden drafts, of snapshots and of `current`."""
        for litter in chain(self._snapshots.glob(".*"), self.folder.glob(".current-*")):
            shutil.rmtree(litter) if litter.is_dir() else litter.unlink()

    def _prune(self, current: str) -> None:
        """Drop broken snapshots and the oldest beyond `KEPT`; one half removed is hidden."""
        whole = [m.id for m in self.manifests() if m.id != current]
        kept = {current, *whole[: KEPT - 1]}
        for folder in self._folders():
            if folder.name not in kept:
                shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}")))


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
