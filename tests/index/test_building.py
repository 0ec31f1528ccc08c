import dataclasses
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.models import Document
from index.building import Progress, Report, Stage, build, embedded_text
from index.errors import ModelUnavailable, QuoteMismatch
from index.sentence_vectors import split
from index.snapshot import SnapshotStore

LayOut = Callable[..., Document]


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "index")


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.reused


def rows_in(store: SnapshotStore) -> NDArray[np.float32]:
    vectors = store.load().vectors
    assert vectors is not None
    return vectors.rows


def sentences_in(store: SnapshotStore) -> NDArray[np.float16]:
    embedded = store.load().embedded
    assert embedded is not None
    assert len(embedded.sentences) == len(embedded.vectors)
    return embedded.sentences.rows


def in_half(embedder: Any, sentences: list[list[str]]) -> NDArray[np.float16]:
    rows: NDArray[np.float32] = embedder.encode_queries(list(chain.from_iterable(sentences)))
    return rows.astype(np.float16)


def test_a_first_build(
    store: SnapshotStore, speech: Document, law: Document, embedder: Any
) -> None:
    report = build([speech, law], store, embedder, author="李明")
    assert report == Report(
        snapshot=store.current_id(),
        documents=2,
        passages=7,
        added=7,
        changed=0,
        removed=0,
        reused=0,
        seconds=report.seconds,
        written=True,
    )
    snapshot = store.load()
    assert (snapshot.documents, snapshot.manifest.author) == ((speech, law), "李明")
    texts = [embedded_text(passage) for passage in snapshot.passages]
    sentences = [split(passage.text) for passage in snapshot.passages]
    assert embedder.asked == [*texts, *chain.from_iterable(sentences)]
    np.testing.assert_array_equal(rows_in(store), embedder.encode_queries(texts))
    np.testing.assert_array_equal(sentences_in(store), in_half(embedder, sentences))


def test_the_report_has_the_keys_of_the_contract(
    store: SnapshotStore, speech: Document, embedder: Any
) -> None:
    shown = build([speech], store, embedder).to_json()
    assert list(shown) == [
        "snapshot", "documents", "passages", "added", "changed", "removed", "reused", "seconds",
    ]  # fmt: skip


def test_titles_stand_before_the_passage_and_all_is_folded(speech: Document) -> None:
    passage = dataclasses.replace(
        speech.passages[0], path=("第一編", "把關定向"), text="加強　ＡＢＣ。"
    )
    assert embedded_text(passage) == "第一编 把关定向 加强 abc。"


def test_titles_are_found_by_words(store: SnapshotStore, speech: Document) -> None:
    build([speech], store, None)
    scores = store.load().lexical.scores({"夯": 1.0, "根基": 1.0})
    assert np.flatnonzero(scores).tolist() == [3, 4]


def test_titles_are_matched_with_the_words_of_a_question(
    store: SnapshotStore, speech: Document, embedder: Any
) -> None:
    build([speech], store, embedder)
    snapshot = store.load()
    assert snapshot.embedded is not None
    meaning = snapshot.embedded.meaning(embedder, snapshot.passages)
    rows = np.arange(len(snapshot.passages))
    scores = meaning.matching.match("根基", rows).scores
    assert np.flatnonzero(np.isclose(scores, scores.max())).tolist() == [3, 4]


def test_nothing_changed_nothing_written(
    store: SnapshotStore, speech: Document, counting: Any
) -> None:
    first = build([speech], store, counting())
    embedder = counting()
    again = build([speech], store, embedder, previous=store.load())
    assert again == dataclasses.replace(
        first, added=0, reused=5, written=False, seconds=again.seconds
    )
    assert embedder.asked == []
    assert len(store.manifests()) == 1


def test_only_what_changed_is_embedded(
    store: SnapshotStore, speech: Document, law: Document, lay_out: LayOut, counting: Any
) -> None:
    build([law, speech], store, counting())
    old = store.load()
    kept = "工会是职工自愿结合的群众组织。"
    revised = lay_out("law", {"总则": [kept, "工会依法维护权益。人人参加。"]})
    embedder = counting()
    report = build([speech, revised], store, embedder, previous=old)
    assert counts(report) == (0, 1, 0, 6)
    assert embedder.asked == [
        "总则 工会依法维护权益。人人参加。", "工会依法维护权益。", "人人参加。",
    ]  # fmt: skip
    fresh = SnapshotStore(store.folder / "fresh")
    assert build([speech, revised], fresh, counting()).reused == 0
    np.testing.assert_array_equal(rows_in(store), rows_in(fresh))
    np.testing.assert_array_equal(sentences_in(store), sentences_in(fresh))


def test_the_same_words_divided_otherwise_are_embedded_anew(
    store: SnapshotStore, lay_out: LayOut, counting: Any
) -> None:
    """Half-width periods fold to the same text, but do not end a sentence as it is divided."""
    build([lay_out("law", {"总则": ["甲。乙。", "丙。"]})], store, counting())
    old, embedder = store.load(), counting()
    other = lay_out("law", {"总则": ["甲｡乙｡", "丙。"]})
    assert embedded_text(other.passages[0]) == embedded_text(old.passages[0])
    assert len(split(other.passages[0].text)) != len(split(old.passages[0].text))
    build([other], store, embedder, previous=old)
    fresh = SnapshotStore(store.folder / "fresh")
    build([other], fresh, counting())
    np.testing.assert_array_equal(sentences_in(store), sentences_in(fresh))
    assert "丙。" not in embedder.asked


def test_an_inserted_passage_is_added_and_those_that_move_are_not_told(
    store: SnapshotStore, lay_out: LayOut, embedder: Any
) -> None:
    build([lay_out("law", {"总则": ["甲。", "乙。", "丙。"]})], store, embedder)
    longer = lay_out("law", {"总则": ["甲。", "新。", "乙。", "丙。"]})
    assert counts(build([longer], store, embedder, previous=store.load())) == (1, 0, 0, 3)
    shorter = lay_out("law", {"总则": ["乙。", "丙。"]})
    assert counts(build([shorter], store, embedder, previous=store.load())) == (0, 0, 2, 2)


def test_repeated_text_is_counted_as_often_as_it_stands(
    store: SnapshotStore, lay_out: LayOut, embedder: Any
) -> None:
    build([lay_out("law", {"总则": ["甲。", "甲。"]})], store, embedder)
    more = lay_out("law", {"总则": ["甲。", "甲。", "甲。"]})
    assert counts(build([more], store, embedder, previous=store.load())) == (1, 0, 0, 3)


def test_another_title_embeds_anew_and_changes_no_passage(
    store: SnapshotStore, lay_out: LayOut, embedder: Any
) -> None:
    build([lay_out("law", {"总则": ["甲。"], "附则": ["乙。"]})], store, embedder)
    renamed = lay_out("law", {"原则": ["甲。"], "附则": ["乙。"]})
    report = build([renamed], store, embedder, previous=store.load())
    assert (counts(report), report.written) == ((0, 0, 0, 1), True)


def test_a_removed_document(
    store: SnapshotStore, speech: Document, law: Document, embedder: Any
) -> None:
    build([speech, law], store, embedder)
    report = build([law], store, embedder, previous=store.load())
    assert (report.documents, report.passages, counts(report)) == (1, 2, (0, 0, 5, 2))


def test_another_model_embeds_everything(
    store: SnapshotStore, speech: Document, counting: Any
) -> None:
    build([speech], store, counting())
    other = counting("two", 12)
    report = build([speech], store, other, previous=store.load())
    assert (counts(report), report.written) == ((0, 0, 0, 0), True)
    assert len(other.asked) == 5 + 5  # passages, and a sentence of each
    model = store.load().manifest.model
    assert model is not None
    assert (model.fingerprint, model.dimension) == ("two", 12)


def test_words_alone_and_back(store: SnapshotStore, speech: Document, embedder: Any) -> None:
    build([speech], store, None)
    assert store.load().vectors is None
    assert build([speech], store, None, previous=store.load()).written is False
    assert build([speech], store, embedder, previous=store.load()).written is True
    assert store.load().vectors is not None
    assert build([speech], store, None, previous=store.load()).written is True


def test_no_document_at_all(store: SnapshotStore, embedder: Any) -> None:
    report = build([], store, embedder)
    assert (report.documents, report.passages, report.written) == (0, 0, True)
    assert store.load().passages == ()


def test_a_dry_run_tells_and_does_nothing(
    store: SnapshotStore, speech: Document, law: Document, counting: Any
) -> None:
    told = build([speech], store, counting(), dry_run=True)
    assert (told.snapshot, counts(told), told.written) == (None, (5, 0, 0, 0), False)
    assert not store.folder.exists()
    build([speech], store, counting())
    embedder = counting()
    told = build([speech, law], store, embedder, previous=store.load(), dry_run=True)
    assert (told.snapshot, counts(told), told.written) == (
        store.current_id(),
        (2, 0, 0, 5),
        False,
    )
    assert embedder.asked == []


@pytest.mark.parametrize("content", [None, "damaged", "20200101-000000-0123456789"])
def test_a_damaged_current_is_mended_by_a_build(
    store: SnapshotStore, speech: Document, embedder: Any, content: str | None
) -> None:
    build([speech], store, embedder)
    old = store.load()
    (store.folder / "current").unlink()
    if content is not None:
        (store.folder / "current").write_text(content)
    report = build([speech], store, embedder, previous=old)
    assert (report.written, report.reused) == (True, 5)
    assert store.load().documents == (speech,)


def test_progress_is_told_stage_by_stage(
    store: SnapshotStore, lay_out: LayOut, embedder: Any
) -> None:
    told: list[Progress] = []
    long = lay_out("long", {"总则": [f"第{number}段。" for number in range(1100)]})
    build([long], store, embedder, progress=told.append)
    assert told == [
        *(Progress(Stage.EMBEDDING, done, 1100) for done in (0, 512, 1024, 1100)),
        Progress(Stage.WORDS, 0, 1100),
        Progress(Stage.WRITING, 0, 1100),
        Progress(Stage.WRITING, 1100, 1100),
        Progress(Stage.JUDGING, 0, 0),
    ]


class Cancelled(Exception): ...


@pytest.mark.parametrize(
    "at",
    [
        Progress(Stage.EMBEDDING, 0, 7),
        Progress(Stage.EMBEDDING, 7, 7),
        Progress(Stage.WORDS, 0, 7),
        Progress(Stage.WRITING, 0, 7),
        Progress(Stage.JUDGING, 0, 0),
    ],
)
def test_cancelling_leaves_everything_as_it_was(
    store: SnapshotStore, speech: Document, law: Document, counting: Any, at: Progress
) -> None:
    build([speech], store, counting())
    before = sorted(store.folder.rglob("*"))

    def cancel(progress: Progress) -> None:
        if progress == at:
            raise Cancelled

    with pytest.raises(Cancelled):
        build([speech, law], store, counting(), progress=cancel)
    assert sorted(store.folder.rglob("*")) == before
    assert store.load().documents == (speech,)


def test_a_failing_write_leaves_everything_as_it_was(
    store: SnapshotStore, speech: Document, law: Document, embedder: Any, monkeypatch: Any
) -> None:
    build([speech], store, embedder)
    before = sorted(store.folder.rglob("*"))

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.snapshot.sync_tree", fail)
    with pytest.raises(OSError, match="No space left"):
        build([speech, law], store, embedder)
    assert sorted(store.folder.rglob("*")) == before


def test_a_passage_that_is_not_in_its_document_stops_the_build(
    store: SnapshotStore, speech: Document, embedder: Any
) -> None:
    wrong = dataclasses.replace(speech, text=speech.text.replace("错峰", "错锋"))
    with pytest.raises(QuoteMismatch):
        build([wrong], store, embedder)
    assert not store.folder.exists()


def test_two_documents_of_one_id_are_refused(store: SnapshotStore, law: Document) -> None:
    with pytest.raises(ValueError, match="the same id"):
        build([law, law], store, None)


def test_a_model_that_cannot_be_loaded_stops_the_build(
    store: SnapshotStore, speech: Document, counting: Any
) -> None:
    class Broken(counting):  # type: ignore[misc]
        def encode_passages(self, texts: list[str]) -> Any:
            raise ModelUnavailable("cannot load")

    with pytest.raises(ModelUnavailable):
        build([speech], store, Broken())
    assert store.current_id() is None
