"""What a snapshot holds, and its files."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from corpus.errors import UnknownDocument
from corpus.models import Document, Passage
from index.background import Chance
from index.embedding import Embedder
from index.errors import QuoteMismatch, SnapshotMismatch
from index.lexical import LexicalIndex
from index.manifest import Manifest, ModelStamp
from index.matching import Matching, matcher
from index.ranking import Meaning
from index.sentence_vectors import SentenceVectors
from index.vectors import VectorIndex
from index.verdicts import Thresholds

__all__ = ["EmbeddedRows", "Snapshot", "read_snapshot", "verify", "write_parts"]

_DOCUMENTS = "documents.json"
_KEYS = "keys.npy"
_THRESHOLDS = "thresholds.json"


@dataclass(frozen=True, slots=True)
class EmbeddedRows:
    """The vectors in passage order, their model, and a key for the text behind each.

    `keys` is uint8, shape (n, 16): equal keys mean that equal text was embedded, sentence by
    sentence. `sentences` are the passages', `chance` is what the model makes of the corpus.
    """

    model: ModelStamp
    vectors: VectorIndex
    sentences: SentenceVectors
    keys: NDArray[np.uint8]
    chance: Chance

    def meaning(self, embedder: Embedder, passages: Sequence[Passage]) -> Meaning:
        """Join the vectors with the model that made them and with the passages they are of."""
        matching = Matching(matcher(), lambda row: passages[row].titled)
        return Meaning(embedder, self.vectors, self.sentences, self.chance, matching)


@dataclass(frozen=True)
class Snapshot:
    """A state of the index, read whole and checked; nothing in it changes.

    Row i of `lexical` and of the vectors is about `passages[i]`. `embedded` is None when the
    snapshot was built without a model.
    """

    manifest: Manifest
    documents: tuple[Document, ...]
    lexical: LexicalIndex
    embedded: EmbeddedRows | None
    thresholds: Thresholds

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def vectors(self) -> VectorIndex | None:
        return self.embedded.vectors if self.embedded else None

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in row order: document by document, as each text runs."""
        return tuple(chain.from_iterable(d.passages for d in self.documents))

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """Count the passages of each document."""
        return np.array([len(document.passages) for document in self.documents], np.int64)

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def document(self, document: str) -> Document:
        """Give the document with this id; UnknownDocument lists those there are."""
        if document not in self._by_id:
            raise UnknownDocument(document, tuple(self._by_id))
        return self._by_id[document]

    def title(self, document: str) -> str:
        return self.document(document).title

    def rows_of(self, documents: Collection[str]) -> NDArray[np.int64]:
        """List the rows of these documents' passages, ascending: int64, shape (m,).

        A document that is not there has none.
        """
        wanted = set(documents)
        chosen = np.array([document.id in wanted for document in self.documents], bool)
        return np.flatnonzero(np.repeat(chosen, self._counts)).astype(np.int64)


def verify(documents: Sequence[Document]) -> None:
    """Check that every passage stands in its document's text, character for character."""
    for document in documents:
        if hashlib.sha256(document.text.encode()).hexdigest() != document.digest:
            raise QuoteMismatch(f"the text of {document.id} is not the one that was read")
        for passage in document.passages:
            if document.text[passage.start : passage.end].strip() != passage.text:
                raise QuoteMismatch(f"{document.id} {passage.reference}: not in its document")


@cache
def _documents_adapter() -> TypeAdapter[tuple[Document, ...]]:
    return TypeAdapter(tuple[Document, ...])


@cache
def _document_adapter() -> TypeAdapter[Document]:
    return TypeAdapter(Document)


@cache
def _thresholds_adapter() -> TypeAdapter[Thresholds]:
    return TypeAdapter(Thresholds)


def write_parts(
    folder: Path,
    documents: Sequence[Document],
    lexical: LexicalIndex,
    embedded: EmbeddedRows | None,
    thresholds: Thresholds,
) -> None:
    (folder / _DOCUMENTS).write_bytes(_documents_json(documents))
    (folder / _THRESHOLDS).write_bytes(_thresholds_adapter().dump_json(thresholds))
    lexical.save(folder)
    if embedded is not None:
        embedded.vectors.save(folder)
        embedded.sentences.save(folder)
        embedded.chance.save(folder)
        np.save(folder / _KEYS, embedded.keys)


def read_snapshot(folder: Path, manifest: Manifest) -> Snapshot:
    documents = _read_documents(folder / _DOCUMENTS)
    counts = (len(documents), sum(len(document.passages) for document in documents))
    if counts != (manifest.documents, manifest.passages):
        raise SnapshotMismatch(
            f"{folder / _DOCUMENTS} and its manifest count differently; run yandu index"
        )
    verify(documents)
    lexical = LexicalIndex.load(folder, manifest.passages)
    thresholds = _read_thresholds(folder / _THRESHOLDS)
    return Snapshot(manifest, documents, lexical, _read_embedded(folder, manifest), thresholds)


def _documents_json(documents: Sequence[Document]) -> bytes:
    """Write an array with a document on each line: to be read one by one.

    All at once would hold up every other thread for as long as it takes.
    """
    lines = [_document_adapter().dump_json(document) for document in documents]
    return b"[\n" + b",\n".join(lines) + b"\n]"


def _read_documents(path: Path) -> tuple[Document, ...]:
    try:
        content = path.read_bytes()
        if not content.startswith(b"[\n{"):  # written before each had its line, or empty
            return _documents_adapter().validate_json(content)
        lines = content.removeprefix(b"[\n").removesuffix(b"\n]").split(b",\n")
        return tuple(_document_adapter().validate_json(line) for line in lines)
    except (OSError, ValidationError) as error:
        raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error


def _read_thresholds(path: Path) -> Thresholds:
    try:
        return _thresholds_adapter().validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error


def _read_embedded(folder: Path, manifest: Manifest) -> EmbeddedRows | None:
    model = manifest.model
    if model is None:
        return None
    counted = (folder, manifest.passages, model.dimension)
    return EmbeddedRows(
        model,
        VectorIndex.load(*counted),
        SentenceVectors.load(*counted),
        _read_keys(folder / _KEYS, manifest.passages),
        Chance.load(folder, model.dimension),
    )


def _read_keys(path: Path, count: int) -> NDArray[np.uint8]:
    try:
        keys: NDArray[np.uint8] = np.load(path)
    except (OSError, ValueError, EOFError) as error:
        raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error
    if keys.shape != (count, 16):
        raise SnapshotMismatch(f"{path} and its manifest count differently; run yandu index")
    return keys
