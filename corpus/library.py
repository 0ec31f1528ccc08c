"""The folder of source documents: list, add, replace, rename, remove, read."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path

from corpus.cleaning import clean
from corpus.errors import UnknownDocument
from corpus.files import clear_drafts, safe_name, slug, write_atomically
from corpus.models import Document, Source
from corpus.passages import structure
from corpus.readers import SUFFIXES, read, read_bytes, refuse_large
from corpus.titles import Titles
from corpus.trash import Thrown, Trash

__all__ = ["SAMPLES", "Entry", "Library", "sample_documents", "slug"]

SAMPLES = Path(str(files("corpus") / "samples"))
_NO_DOCUMENTS = {"slogans.txt"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A source document in the folder; `digest` is the SHA-256 of the file, `size` in bytes."""

    id: str
    path: Path
    name: str
    size: int
    digest: str


class Library:
    """The documents of a folder, each with an id that its file name alone gives.

    What is removed or replaced goes to `trash`, which lies in the folder unless another is
    given. Whoever changes a library holds the home's lock.
    """

    def __init__(self, folder: Path, trash: Path | None = None) -> None:
        self.folder = folder
        self.trash = Trash(trash or folder / ".trash")
        self._titles = Titles(folder)

    def entries(self) -> tuple[Entry, ...]:
        """List the documents by file name."""
        return tuple(self._identified())

    def entry(self, document: str) -> Entry:
        """Find a document by its id; raises UnknownDocument, which lists those there are."""
        entries = self.entries()
        for entry in entries:
            if entry.id == document:
                return entry
        raise UnknownDocument(document, tuple(entry.id for entry in entries))

    def ignored(self) -> tuple[Path, ...]:
        """List the files in the folder that are no documents: hidden, temporary, unknown."""
        own = self._titles.path
        return tuple(path for path in self._files() if path != own and not _is_document(path))

    def source(self, document: str) -> Source:
        """Read and clean one document; raises UnknownDocument or UnreadableDocument."""
        return clean(read(self.entry(document).path))

    def document(self, document: str) -> Document:
        """Read one document with its outline, under the title that was chosen for it."""
        return self._titled(structure(self.source(document), document))

    def chosen_title(self, document: str) -> str | None:
        """Give the title that was chosen for a document, None where it has its own."""
        return self._titles.of(document)

    def add(
        self,
        name: str | Path,
        data: bytes | None = None,
        *,
        replace: str | None = None,
        title: str | None = None,
    ) -> Entry:
        """Check a document and put it into the folder, or in the place of another.

        Without `data` the file `name` is read. The same bytes under the same name are there
        once. `title` is shown instead of its own. Raises UnreadableDocument, or UnknownDocument
        for `replace`.
        """
        content = _content(Path(name)) if data is None else data
        safe = safe_name(Path(name).name)
        clean(read_bytes(safe, content))
        clear_drafts(self.folder)
        known = {entry.id for entry in self.entries()}
        entry = self._put(safe, content, self.entry(replace) if replace is not None else None)
        if title or entry.id not in known:  # a title may be left over from an earlier document
            self._titles.choose(entry.id, title)
        return entry

    def rename(self, document: str, title: str | None) -> Document:
        """Show a document under another title; None gives it back its own. The id stays."""
        own = structure(self.source(document), document)
        self._titles.choose(document, title)
        return self._titled(own)

    def remove(self, document: str) -> Thrown:
        """Move one document to the trash; raises UnknownDocument."""
        entry = self.entry(document)
        thrown = self.trash.put(entry.path, entry.id, self._titles.of(entry.id), replaced=False)
        entry.path.unlink()
        self._titles.choose(entry.id, None)
        return thrown

    def restore(self, thrown: Thrown) -> Entry:
        """Take something back out of the trash: into its place, or beside what is there now."""
        there = {entry.id for entry in self.entries()}
        place = thrown.document if thrown.replaced and thrown.document in there else None
        content = self.trash.content(thrown)
        entry = self.add(thrown.name, content, replace=place, title=thrown.title)
        if place is not None:  # what had replaced it may have a title of its own
            self._titles.choose(entry.id, thrown.title)
        self.trash.drop(thrown)
        return entry

    def _put(self, name: str, content: bytes, old: Entry | None) -> Entry:
        digest = hashlib.sha256(content).hexdigest()
        if old is not None:
            same = (old.digest, old.path.suffix) == (digest, Path(name).suffix)
            entry = old if same else self._replace(old, name, content)
            self._drop_replaced(entry)
            return self._at(entry.path)
        for entry in self.entries():
            if entry.digest == digest and slug(entry.name) == slug(name):
                return entry
        return self._write(self._free_name(name), content)

    def _replace(self, old: Entry, name: str, content: bytes) -> Entry:
        """Write in the place of `old`, so that its id stays; only the suffix may change."""
        path = old.path.with_suffix(Path(name).suffix)
        if path != old.path and path.exists():
            path = path.with_name(self._free_name(f"{old.id}{path.suffix}"))
        self.trash.put(old.path, old.id, self._titles.of(old.id), replaced=True)
        return self._write(path.name, content)

    def _drop_replaced(self, kept: Entry) -> None:
        """Remove the file that another suffix has replaced, also one that a crash left there."""
        thrown = [self.trash.content(each) for each in self.trash.items() if each.replaced]
        old = {hashlib.sha256(content).hexdigest() for content in thrown}
        for entry in self.entries():
            beside = entry.path.stem == kept.path.stem and entry.path != kept.path
            if beside and entry.digest in old:
                entry.path.unlink()

    def _write(self, name: str, content: bytes) -> Entry:
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

    def _titled(self, document: Document) -> Document:
        return replace(document, title=self._titles.of(document.id) or document.title)

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


def _content(path: Path) -> bytes:
    refuse_large(path.name, path.stat().st_size)
    return path.read_bytes()


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~"))


@lru_cache(maxsize=1024)
def _digest(path: Path, _size: int, _modified: int) -> str:
    """Digest a file once for each state it is in."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
