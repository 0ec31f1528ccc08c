"""What was removed or replaced, kept for some days so that it can come back."""

import json
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import NotInTrash
from corpus.files import write_atomically

__all__ = ["DAYS_KEPT", "Thrown", "Trash"]

DAYS_KEPT = 7
_DAY = 24 * 3600
_NOTE = "removed.json"
_DRAFT = ".draft-"


@dataclass(frozen=True, slots=True)
class Thrown:
    """A file that was removed, or another was put in its place (`replaced`).

    `title` is the one that was chosen for it, if any; `at` are seconds since the epoch.
    """

    id: str
    document: str
    name: str
    title: str | None
    replaced: bool
    at: float


class Trash:
    """A folder with a folder for each file; whoever changes it holds the home's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, path: Path, document: str, title: str | None, *, replaced: bool) -> Thrown:
        """Copy a file here, whole or not at all; removing it is left to the caller."""
        self.tidy()
        thrown = Thrown(secrets.token_hex(6), document, path.name, title, replaced, time.time())
        draft = self.folder / f"{_DRAFT}{thrown.id}"
        draft.mkdir(parents=True)
        write_atomically(draft / path.name, path.read_bytes())  # on the disk before it is removed
        note = {key: value for key, value in asdict(thrown).items() if key != "id"}
        write_atomically(draft / _NOTE, json.dumps(note, ensure_ascii=False).encode())
        draft.rename(self.folder / thrown.id)
        return thrown

    def items(self) -> tuple[Thrown, ...]:
        """List what is here, the newest first; what has lain long enough is left out."""
        if not self.folder.is_dir():
            return ()
        found = (_read(one) for one in self.folder.iterdir() if one.name[0] != ".")
        since = time.time() - DAYS_KEPT * _DAY
        kept = [thrown for thrown in found if thrown and thrown.at >= since]
        return tuple(sorted(kept, key=lambda thrown: thrown.at, reverse=True))

    def find(self, thrown: str) -> Thrown:
        """Give what was thrown away under this id; raises NotInTrash."""
        for item in self.items():
            if item.id == thrown:
                return item
        raise NotInTrash(thrown)

    def latest(self, document: str) -> Thrown:
        """Give what was removed last of this document's; raises NotInTrash."""
        for item in self.items():
            if item.document == document:
                return item
        raise NotInTrash(document)

    def content(self, thrown: Thrown) -> bytes:
        return (self.folder / thrown.id / thrown.name).read_bytes()

    def drop(self, thrown: Thrown) -> None:
        """Delete for good."""
        gone = (self.folder / thrown.id).rename(self.folder / f"{_DRAFT}{thrown.id}")
        shutil.rmtree(gone)

    def tidy(self) -> None:
        """Delete what has lain here long enough, and what a crash left half done."""
        kept = {thrown.id for thrown in self.items()}
        for place in self.folder.iterdir() if self.folder.is_dir() else ():
            if place.name not in kept and place.is_dir():
                shutil.rmtree(place)


def _read(place: Path) -> Thrown | None:
    try:
        note = json.loads((place / _NOTE).read_bytes())
        return Thrown(place.name, **note)
    except (OSError, ValueError, TypeError):
        return None
