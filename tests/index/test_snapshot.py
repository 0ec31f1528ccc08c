import dataclasses
import json
import os
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import UnknownDocument
from corpus.models import Cut, Document
from index.background import Chance
from index.errors import NoSnapshot, QuoteMismatch, SnapshotMismatch
from index.lexical import LexicalIndex
from index.manifest import FORMAT, ModelStamp
from index.record import Pace, Quality, Record
from index.sentence_vectors import SentenceVectors, embed_sentences
from index.snapshot import KEPT, EmbeddedRows, SnapshotStore, verify
from index.vectors import VectorIndex


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "index")


@pytest.fixture
def documents(speech: Document, law: Document) -> tuple[Document, ...]:
    cut = dataclasses.replace(law, cuts=(Cut("广告\u3000“热线”\n", "广告"),))
    return speech, cut


def parts(documents: tuple[Document, ...], embedder: Any) -> tuple[LexicalIndex, EmbeddedRows]:
    texts = [passage.text for document in documents for passage in document.passages]
    rows = embedder.encode_passages(texts)
    embedded = EmbeddedRows(
        ModelStamp.of(embedder),
        VectorIndex.build(rows),
        SentenceVectors.join(embed_sentences(embedder, texts), embedder.dimension),
        np.arange(len(texts) * 16, dtype=np.uint8).reshape(-1, 16),
        Chance.measure(embedder, rows),
    )
    return LexicalIndex.build(texts), embedded


@pytest.fixture
def written(store: SnapshotStore, documents: tuple[Document, ...], embedder: Any) -> Path:
    """The folder of a current snapshot with everything in it."""
    lexical, embedded = parts(documents, embedder)
    manifest = store.write(documents, lexical, embedded, "李明")
    store.switch(manifest.id)
    return store.folder / "snapshots" / manifest.id


def test_nothing_indexed_yet(store: SnapshotStore) -> None:
    assert store.current_id() is None
    assert store.manifests() == []
    with pytest.raises(NoSnapshot, match="run yandu index"):
        store.load()


def test_what_was_written_comes_back(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    snapshot = store.load()
    lexical, embedded = parts(documents, embedder)
    assert snapshot.documents == documents
    assert snapshot.id == written.name == store.current_id()
    assert snapshot.embedded is not None
    assert snapshot.embedded.model == embedded.model
    np.testing.assert_array_equal(snapshot.embedded.vectors.rows, embedded.vectors.rows)
    np.testing.assert_array_equal(snapshot.embedded.keys, embedded.keys)
    for kept, given in (
        (snapshot.embedded.sentences.rows, embedded.sentences.rows),
        (snapshot.embedded.sentences.starts, embedded.sentences.starts),
        (snapshot.embedded.chance.foreign_rows, embedded.chance.foreign_rows),
        (snapshot.lexical.scores({"工会": 1.0}), lexical.scores({"工会": 1.0})),
    ):
        np.testing.assert_array_equal(kept, given)
    assert snapshot.embedded.chance.mean == embedded.chance.mean


def test_the_manifest_tells_what_is_in_it(store: SnapshotStore, written: Path) -> None:
    manifest = store.load().manifest
    assert (manifest.author, manifest.documents, manifest.passages) == ("李明", 2, 7)
    assert manifest.model == ModelStamp("counting", "one", 8, None, None)
    assert manifest.created.endswith("+00:00")
    assert {"bm25s", "faiss-cpu", "sentence-transformers"} <= set(manifest.versions)
    on_disk = {p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()}
    assert set(manifest.files) == on_disk - {"manifest.json"}


def test_rows_and_titles(store: SnapshotStore, speech: Document, written: Path) -> None:
    snapshot = store.load()
    assert [passage.document for passage in snapshot.passages] == ["speech"] * 5 + ["law"] * 2
    assert snapshot.rows_of(["law"]).tolist() == [5, 6]
    assert snapshot.rows_of(["law", "speech"]).tolist() == list(range(7))
    assert snapshot.rows_of(["gone"]).tolist() == []
    assert snapshot.title("law") == "关于law的讲话"
    assert snapshot.document("speech") == speech
    with pytest.raises(UnknownDocument, match="speech, law"):
        snapshot.document("gone")


def test_without_a_model_there_are_no_vectors(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any
) -> None:
    lexical, _ = parts(documents, embedder)
    snapshot = store.switch(store.write(documents, lexical, None, "").id)
    assert (snapshot.embedded, snapshot.vectors, snapshot.manifest.model) == (None, None, None)
    assert not list(store.folder.rglob("vectors.faiss"))


def test_an_empty_corpus_is_a_snapshot_too(store: SnapshotStore, embedder: Any) -> None:
    lexical, embedded = parts((), embedder)
    snapshot = store.switch(store.write((), lexical, embedded, "").id)
    assert (snapshot.documents, snapshot.passages) == ((), ())
    assert snapshot.vectors is not None
    assert len(snapshot.vectors) == 0


_NAMES = [
    "chance.npz",
    "documents.json",
    "keys.npy",
    "lexical/data.csc.index.npy",
    "lexical/indices.csc.index.npy",
    "lexical/indptr.csc.index.npy",
    "lexical/params.index.json",
    "lexical/vocab.index.json",
    "manifest.json",
    "sentence-starts.npy",
    "sentences.npy",
    "thresholds.json",
    "vectors.faiss",
]


def test_the_names_below_are_all(written: Path) -> None:
    found = sorted(p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file())
    assert found == _NAMES


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _edit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    at = len(content) // 2
    content[at] = ord("7") if content[at] != ord("7") else ord("8")
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_truncate, _edit, Path.unlink])
@pytest.mark.parametrize("name", _NAMES)
def test_damage_is_refused_by_name(
    store: SnapshotStore, written: Path, name: str, damage: Any
) -> None:
    damage(written / name)
    with pytest.raises(SnapshotMismatch) as caught:
        store.load()
    assert str(written / name) in str(caught.value)
    assert str(caught.value).endswith("run yandu index")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("author", "别人"),
        ("passages", 8),
        ("model", None),
        ("files", {}),
        ("created", "2020-01-01T00:00:00.000000+00:00"),
    ],
)
def test_an_edited_manifest_is_refused(
    store: SnapshotStore, written: Path, key: str, value: Any
) -> None:
    path = written / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(fields | {key: value}), encoding="utf-8")
    with pytest.raises(SnapshotMismatch, match=r"manifest\.json was altered"):
        store.load()


def test_a_manifest_without_a_time_is_refused(store: SnapshotStore, written: Path) -> None:
    path = written / "manifest.json"
    fields = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(fields | {"created": "gestern"}), encoding="utf-8")
    with pytest.raises(SnapshotMismatch, match=r"manifest\.json cannot be read"):
        store.load()


def test_another_format_says_so(store: SnapshotStore, written: Path) -> None:
    path = written / "manifest.json"
    path.write_text('{"format": 0, "then": "other fields"}', encoding="utf-8")
    with pytest.raises(SnapshotMismatch, match=f"of format 0, this program reads {FORMAT}"):
        store.load()


def test_a_snapshot_under_another_name_is_refused(store: SnapshotStore, written: Path) -> None:
    other = written.with_name("20200101-000000-0123456789")
    written.rename(other)
    with pytest.raises(SnapshotMismatch, match="there is no snapshot"):
        store.load()
    with pytest.raises(SnapshotMismatch, match="was altered"):
        store.load(other.name)


@pytest.mark.parametrize("content", [b"", b"../../etc", b"\xff\xfe", b"20200101-000000"])
def test_a_damaged_current_is_refused(store: SnapshotStore, written: Path, content: bytes) -> None:
    (store.folder / "current").write_bytes(content)
    with pytest.raises(SnapshotMismatch, match="/current "):
        store.current_id()


@pytest.mark.parametrize("name", ["../snapshots", ".", "20200101-000000-0123456789"])
def test_only_snapshots_can_be_loaded(store: SnapshotStore, written: Path, name: str) -> None:
    with pytest.raises(SnapshotMismatch, match="there is no snapshot"):
        store.load(name)


def test_a_written_snapshot_counts_only_after_the_switch(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    lexical, embedded = parts(documents[:1], embedder)
    manifest = store.write(documents[:1], lexical, embedded, "")
    assert store.current_id() == written.name
    assert store.load(manifest.id).documents == documents[:1]
    store.switch(manifest.id)
    assert store.load().documents == documents[:1]
    assert [m.id for m in store.manifests()] == [manifest.id, written.name]


def test_a_broken_snapshot_never_becomes_current(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    lexical, embedded = parts(documents, embedder)
    manifest = store.write(documents, lexical, embedded, "")
    _truncate(store.folder / "candidates" / manifest.id / "vectors.faiss")
    with pytest.raises(SnapshotMismatch):
        store.switch(manifest.id)
    assert store.load().id == written.name


def test_old_snapshots_go_but_never_the_current(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any
) -> None:
    lexical, embedded = parts(documents, embedder)
    ids = []
    for number in range(KEPT + 3):
        ids.append(store.write(documents, lexical, embedded, f"{number}").id)
        store.switch(ids[-1])
    assert [m.id for m in store.manifests()] == ids[: -KEPT - 1 : -1]
    store.switch(ids[-KEPT])
    waiting = store.write(documents, lexical, embedded, "").id
    store.switch(ids[-1])
    assert [m.id for m in store.manifests()] == ids[: -KEPT - 1 : -1]
    store.switch(ids[-KEPT])
    store.switch(waiting)
    assert [m.id for m in store.manifests()] == [waiting, *ids[: -KEPT + 1 : -1], ids[-KEPT]]


def test_litter_goes_at_the_next_write(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    (store.folder / "snapshots" / ".draft-dead" / "lexical").mkdir(parents=True)
    (store.folder / "candidates" / ".draft-dead").mkdir()
    (store.folder / ".current-4711").write_text("half")
    lexical, embedded = parts(documents, embedder)
    store.write(documents, lexical, embedded, "")
    assert [path for path in store.folder.rglob(".*")] == []  # noqa: C416


RECORD = Record(Quality(3, 2 / 3, 1.0), Pace(7, 0.5, 7, 0.25), "abc", None, held=True)


def test_a_candidate_waits_a_day_for_a_decision(
    store: SnapshotStore,
    documents: tuple[Document, ...],
    embedder: Any,
    written: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lexical, embedded = parts(documents[:1], embedder)
    waiting = store.write(documents[:1], lexical, embedded, "").id
    assert not store.candidate(waiting)
    store.keep(waiting, RECORD)
    store.sweep()
    assert store.candidate(waiting)
    assert [m.id for m in store.manifests()] == [written.name]
    monkeypatch.setattr("index.snapshot.PATIENCE", timedelta(0))
    store.sweep()
    assert not store.candidate(waiting)
    assert list((store.folder / "candidates").iterdir()) == []
    assert store.load().id == written.name


@pytest.mark.parametrize("record", [None, dataclasses.replace(RECORD, held=False)])
def test_a_candidate_that_nobody_decides_on_is_litter(
    store: SnapshotStore,
    documents: tuple[Document, ...],
    embedder: Any,
    written: Path,
    record: Record | None,
) -> None:
    """A build that was killed leaves one before it is judged, or before it is switched to."""
    lexical, embedded = parts(documents[:1], embedder)
    left = store.write(documents[:1], lexical, embedded, "").id
    if record:
        store.keep(left, record)
    assert not store.candidate(left)
    store.sweep()
    assert list((store.folder / "candidates").iterdir()) == []
    assert store.load().id == written.name


def test_there_is_one_candidate_at_most_and_it_can_be_dropped(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    lexical, embedded = parts(documents[:1], embedder)
    store.keep(store.write(documents[:1], lexical, embedded, "").id, RECORD)
    second = store.write(documents[:1], lexical, embedded, "").id
    assert [path.name for path in (store.folder / "candidates").iterdir()] == [second]
    for gone in (second, second, written.name, "../snapshots"):
        store.drop(gone)
    assert list((store.folder / "candidates").iterdir()) == []
    assert store.load().id == written.name


def test_a_record_is_kept_beside_and_can_be_missing(store: SnapshotStore, written: Path) -> None:
    assert store.record(written.name) is None
    store.keep(written.name, RECORD)
    assert store.record(written.name) == RECORD
    assert store.load().id == written.name
    (written / "record.json").write_text("{")
    assert store.record(written.name) is None
    assert store.load().id == written.name
    assert store.record("20200101-000000-0123456789") is None


def test_readers_see_the_old_or_the_new_while_others_write(
    store: SnapshotStore, documents: tuple[Document, ...], embedder: Any, written: Path
) -> None:
    seen: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(store.load().id)

    reader = threading.Thread(target=read)
    reader.start()
    lexical, embedded = parts(documents, embedder)
    made = [written.name]
    for _ in range(KEPT - 1):
        made.append(store.write(documents, lexical, embedded, "").id)
        store.switch(made[-1])
    done.set()
    reader.join()
    assert seen
    assert set(seen) <= set(made)
    assert sorted(seen, key=made.index) == seen


@pytest.mark.parametrize("change", ["shifted", "altered", "text"])
def test_a_passage_that_is_not_in_its_document_is_refused(
    store: SnapshotStore, speech: Document, embedder: Any, change: str
) -> None:
    first, *others = speech.passages
    if change == "shifted":
        first = dataclasses.replace(first, start=first.start + 1)
    if change == "altered":
        first = dataclasses.replace(first, text=first.text.replace("三", "四"))
    wrong = dataclasses.replace(speech, passages=(first, *others))
    if change == "text":
        wrong = dataclasses.replace(speech, text=speech.text + "。")
    with pytest.raises(QuoteMismatch, match="speech"):
        verify([wrong])
    lexical, embedded = parts((wrong,), embedder)
    with pytest.raises(QuoteMismatch):
        store.write((wrong,), lexical, embedded, "")
    assert not store.folder.exists()
