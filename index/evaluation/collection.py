"""The texts that systems are compared on: those of an index, or a public retrieval set."""

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.embedding import Embedder
from index.errors import BadQuestions, Flaw
from index.evaluation.judging import Case
from index.planning import embedded_text
from index.questions import Line, read_lines
from index.snapshot import Snapshot

__all__ = ["Benchmark", "Chunks", "Collection", "load_benchmark"]

CHUNK = 500
"""Characters of a fixed chunk, as most small question-answering bots cut them."""


@dataclass(frozen=True, slots=True, eq=False)
class Chunks:
    """Fixed chunks, and how a ranking of them is judged.

    `unit` gives for each chunk the unit that it stands for, ascending: int64, (chunks,). A unit
    scores as its best chunk does. `home` gives for each passage the unit that is right where
    the passage is: int64, (n,).
    """

    texts: tuple[str, ...]
    unit: NDArray[np.int64]
    home: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """`passages` are in search form, with the titles above them; `vectors` are the model's.

    `vectors`, float32, (n, d), and `embedder` are None where there is no model.
    """

    passages: tuple[str, ...]
    chunks: Chunks
    embedder: Embedder | None
    vectors: NDArray[np.float32] | None

    @classmethod
    def of_index(cls, snapshot: Snapshot, embedder: Embedder | None) -> "Collection":
        """Take an index's passages; every chunk of its documents is a unit by itself.

        The chunk that a passage's first character stands in is right for that passage, however
        much of it the chunk holds.
        """
        texts: list[str] = []
        home: list[int] = []
        for document in snapshot.documents:
            before, text = len(texts), document.text
            texts += _cut(text)
            begins = (text.index(passage.text, passage.start) for passage in document.passages)
            home += [before + begin // CHUNK for begin in begins]
        chunks = Chunks(tuple(texts), np.arange(len(texts)), np.array(home, np.int64))
        vectors = snapshot.vectors.rows if snapshot.vectors and embedder else None
        passages = tuple(map(embedded_text, snapshot.passages))
        return cls(passages, chunks, embedder, vectors)

    @classmethod
    def of_texts(cls, texts: Sequence[str], embedder: Embedder | None) -> "Collection":
        """Take texts that are a passage each; the unit is the text, scored by its best chunk."""
        passages = [search_text(text) for text in texts]
        cuts = [_cut(text) for text in texts]
        unit = np.repeat(np.arange(len(texts)), [len(cut) for cut in cuts])
        chunks = Chunks(tuple(chunk for cut in cuts for chunk in cut), unit, np.arange(len(texts)))
        vectors = embedder.encode_passages(passages) if embedder else None
        return cls(tuple(passages), chunks, embedder, vectors)


def _cut(text: str) -> list[str]:
    return [text[at : at + CHUNK] for at in range(0, max(len(text), 1), CHUNK)]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A retrieval set: its texts, and questions whose right rows are numbers of texts."""

    name: str
    texts: tuple[str, ...]
    cases: tuple[Case, ...]


def load_benchmark(folder: Path) -> Benchmark:
    """Read a folder of `corpus`, `queries` and `qrels`, `.jsonl.gz`, the form of BEIR.

    Rows are `{"id", "text"}`, and `{"qid", "cid", "rel"}`, where a `rel` above 0 is right (1 if
    left out). BadQuestions names the file and the line that is wrong.
    """
    files = tuple(_path(folder, name).name for name in ("corpus", "queries", "qrels"))
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise BadQuestions(str(folder), Flaw.NO_SET, value=", ".join(missing), known=files)
    corpus, queries = _texts(folder, "corpus"), _texts(folder, "queries")
    numbers = {name: number for number, name in enumerate(corpus)}
    right: dict[str, set[int]] = {name: set() for name in queries}
    for line in _rows(folder, "qrels"):
        wanted, held = line.text("qid"), line.text("cid")
        for name, known in ((wanted, queries), (held, corpus)):
            if name not in known:
                raise line.wrong(Flaw.UNKNOWN_ID, name)
        if line.fields.get("rel", 1):
            right[wanted].add(numbers[held])
    cases = (
        Case(text, frozenset(right[name]), bool(right[name])) for name, text in queries.items()
    )
    return Benchmark(folder.name, tuple(corpus.values()), tuple(cases))


def _texts(folder: Path, name: str) -> dict[str, str]:
    texts = {}
    for line in _rows(folder, name):
        if not line.text("id"):
            raise line.wrong(Flaw.NOT_TEXT, "id")
        texts[line.text("id")] = line.text("text")
    if not texts:
        raise BadQuestions(str(_path(folder, name)), Flaw.EMPTY)
    return texts


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.jsonl.gz"


def _rows(folder: Path, name: str) -> Iterator[Line]:
    path = _path(folder, name)
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise BadQuestions(str(path), Flaw.UNREADABLE, value=problem) from error
    yield from read_lines(content, str(path))
