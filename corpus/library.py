"""The folder of source documents: list, add, replace, remove, read."""

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import UnknownDocument
from corpus.models import Source
from corpus.readers import SUFFIXES, read, read_bytes, refuse_large

__all__ = ["SAMPLES", "Entry", "Library", "sample_documents", "slug"]

SAMPLES = Path(str(files("corpus") / "samples"))
_NO_DOCUMENTS = {"slogans.txt"}
_LONGEST_ID = 48
_LONGEST_NAME = 200
"""In bytes of UTF-8; file systems allow 255, a Chinese character takes three."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source document in the folder; `digest` is the SHA-256 of the file, `size` in bytes."""

    id: str
    path: Path
    name: str
    size: int
    digest: str


class Library:
    """The documents of a folder, each with an id that its file name alone gives."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self) -> tuple[Entry, ...]:
        """List the documents by file name."""
        return tuple(self._identified())

    def ignored(self) -> tuple[Path, ...]:
        """List the files in the folder that are no documents: hidden, temporary, unknown."""
        return tuple(path for path in self._files() if not _is_document(path))

    def source(self, document: str) -> Source:
        """Read and clean one document; raises UnknownDocument or UnreadableDocument."""
        return clean(read(self._entry(document).path))

    def add(
        self, name: str | Path, data: bytes | None = None, *, replace: str | None = None
    ) -> Entry:
        """Check a document and put it into the folder, or in the place of another.

        Without `data` the file `name` is read. The same bytes under the same name are there
        once. Raises UnreadableDocument, or UnknownDocument for `replace`.
        """
        content = _content(Path(name)) if data is None else data
        safe = _safe_name(Path(name).name)
        clean(read_bytes(safe, content))
        if replace is not None:
            return self._replace(self._entry(replace), safe, content)
        wanted, digest = slug(safe), hashlib.sha256(content).hexdigest()
        for entry in self.entries():
            if entry.digest == digest and slug(entry.name) == wanted:
                return entry
        return self._write(self._free_name(safe), content)

    def remove(self, document: str) -> Entry:
        """Delete one document from the folder; raises UnknownDocument."""
        entry = self._entry(document)
        entry.path.unlink()
        return entry

    def _replace(self, old: Entry, name: str, content: bytes) -> Entry:
        """Write in the place of `old`, so that its id stays; only the suffix may change."""
        path = old.path.with_suffix(Path(name).suffix)
        if path != old.path and path.exists():
            path = path.with_name(self._free_name(f"{old.id}{path.suffix}"))
        self._write(path.name, content)
        if path != old.path:
            old.path.unlink()
        return self._at(path)

    def _write(self, name: str, content: bytes) -> Entry:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / name
        write_atomically(path, content)
        return self._at(path)

    def _free_name(self, name: str) -> str:
        """Put -2, -3 and so on behind a name until neither its id nor its file is taken."""
        ids, path = {entry.id for entry in self.entries()}, Path(name)
        for number in count(2):
            if slug(name) not in ids and not (self.folder / name).exists():
                break
            name = f"{path.stem}-{number}{path.suffix}"
        return name

    def _at(self, path: Path) -> Entry:
        return next(entry for entry in self._identified() if entry.path == path)

    def _entry(self, document: str) -> Entry:
        entries = self.entries()
        for entry in entries:
            if entry.id == document:
                return entry
        raise UnknownDocument(document, tuple(entry.id for entry in entries))

    def _files(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if path.is_file())

    def _identified(self) -> Iterator[Entry]:
        """Give every document its id; where two names make the same, the first one keeps it."""
        paths = [path for path in self._files() if _is_document(path)]
        taken = {slug(path.name) for path in paths}
        given: set[str] = set()
        for path in paths:
            wanted = slug(path.name)
            if wanted in given:
                wanted = next(i for n in count(2) if (i := f"{wanted}-{n}") not in taken | given)
            given.add(wanted)
            status = path.stat()
            digest = _digest(path, status.st_size, status.st_mtime_ns)
            yield Entry(wanted, path, path.name, status.st_size, digest)


def sample_documents() -> tuple[Path, ...]:
    """List the sample documents that ship with the project."""
    return tuple(sorted(p for p in SAMPLES.glob("*.txt") if p.name not in _NO_DOCUMENTS))


def slug(name: str) -> str:
    """Make a document's id from its file name: `2020 讲话（稿）.txt` is `2020-讲话-稿`.

    At most 48 characters; a longer one ends in a digest, so that like beginnings differ.
    """
    stem = unicodedata.normalize("NFKC", Path(name).stem).lower()
    text = re.sub(r"[\W_]+", "-", stem).strip("-") or "document"
    if len(text) <= _LONGEST_ID:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: _LONGEST_ID - 9].rstrip('-')}-{digest}"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, finds the old one or the new one whole."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _content(path: Path) -> bytes:
    refuse_large(path.name, path.stat().st_size)
    return path.read_bytes()


def _safe_name(name: str) -> str:
    """Make a visible file name of at most 200 bytes out of what a member's client sent."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").lstrip(". ~$")
    stem, suffix = Path(seen).stem, Path(seen).suffix
    room = _LONGEST_NAME - len(suffix.encode())
    return (stem.encode()[: max(0, room)].decode(errors="ignore").strip() or "document") + suffix


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~"))


@lru_cache(maxsize=1024)
def _digest(path: Path, _size: int, _modified: int) -> str:
    """Digest a file once for each state it is in."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
