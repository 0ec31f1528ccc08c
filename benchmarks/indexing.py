"""How fast documents become an index."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from corpus.cleaning import clean
from corpus.library import sample_documents
from corpus.passages import structure
from corpus.readers import read
from index.building import build
from index.embedding import SentenceTransformerEmbedder
from index.snapshot import SnapshotStore

COPIES = 40


def measure_indexing() -> list[Figure]:
    """Read, divide and index many copies of the sample with a model that is loaded already."""
    embedder = SentenceTransformerEmbedder()
    embedder.warm()
    started = time.perf_counter()
    (path,) = sample_documents()
    documents = [structure(clean(read(path)), f"copy-{number}") for number in range(COPIES)]
    with tempfile.TemporaryDirectory(prefix="yandu-bench-") as folder:
        report = build(documents, SnapshotStore(Path(folder)), embedder)
    rate = report.passages / (time.perf_counter() - started)
    return [Figure(f"indexing, {report.passages} passages", rate, "p/s")]
