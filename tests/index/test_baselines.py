"""Other ways to search the same texts, and texts that no index holds."""

import gzip
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.models import Document
from corpus.references import parse
from index.building import build
from index.embedding import Embedder
from index.errors import BadQuestions, ExtraMissing, NoBaseline
from index.evaluation import (
    AnswerKey,
    Case,
    Collection,
    Evaluation,
    baseline,
    known,
    load_benchmark,
    measure,
    rank_all,
)
from index.questions import Question
from index.snapshot import Snapshot, SnapshotStore

LayOut = Callable[[str, Mapping[str, Sequence[str]]], Document]


@pytest.fixture
def snapshot(tmp_path: Path, speech: Document, law: Document, embedder: Embedder) -> Snapshot:
    store = SnapshotStore(tmp_path)
    build([speech, law], store, embedder)
    return store.load()


@pytest.fixture
def collection(snapshot: Snapshot, embedder: Embedder) -> Collection:
    return Collection.of_index(snapshot, embedder)


def ranks(evaluation: Evaluation) -> list[int | None]:
    return [row.rank for row in evaluation.rows]


@pytest.mark.parametrize("name", ["bm25-words", "bm25-characters"])
def test_words_find_what_holds_them(name: str, collection: Collection) -> None:
    cases = [
        Case("食堂供餐", frozenset({4}), answerable=True),
        Case("職工权益由谁维护", frozenset({6}), answerable=True),
        Case("食堂供餐", frozenset({0}), answerable=True),
        Case("xyz", frozenset(), answerable=False),
    ]
    found = measure(cases, baseline(name, collection))
    first = [row.rank == 1 for row in found.rows]
    assert first == [True, True, False, False]
    assert [bool(row.score) for row in found.rows] == [True, True, True, False]
    assert {row.verdict for row in found.rows} == {None}
    assert found.figures["refused_answerable"] is None


def test_the_vectors_alone(collection: Collection, embedder: Embedder) -> None:
    """The vectors are drawn at random, so their order is no other method's."""
    assert collection.vectors is not None
    likeness = collection.vectors @ embedder.encode_queries(["食堂供餐"])[0]
    order = np.argsort(-likeness).tolist()
    cases = [Case("食堂供餐", frozenset({row}), answerable=True) for row in range(7)]
    found = measure(cases, baseline("dense", collection))
    assert ranks(found) == [order.index(row) + 1 for row in range(7)]
    assert found.rows[0].score == pytest.approx(likeness.max())


def test_a_chunk_is_right_where_a_right_passage_begins(
    tmp_path: Path, lay_out: LayOut, embedder: Embedder
) -> None:
    """Lay out three passages of 400 characters: two begin in the first chunk, none in the last."""
    document = lay_out("长文", {"章": [c * 399 + "。" for c in "甲乙丙"]})
    build([document], SnapshotStore(tmp_path), embedder)
    chunks = Collection.of_index(SnapshotStore(tmp_path).load(), embedder).chunks
    assert [len(text) for text in chunks.texts] == [500, 500, len(document.text) - 1000]
    assert "".join(chunks.texts) == document.text
    assert chunks.home.tolist() == [0, 0, 1]
    assert (chunks.texts[0][-50], chunks.texts[1][-50], chunks.texts[2][0]) == ("乙", "丙", "丙")


def test_chunks_of_a_given_model(collection: Collection, tiny_model: Path) -> None:
    found = measure(
        [Case("食堂", frozenset({4}), answerable=True)],
        baseline(f"chunks:{tiny_model}", collection),
    )
    assert ranks(found)[0] in {1, 2}  # each of the two short documents is one chunk
    assert measure([], baseline("chunks", collection)).rows == ()


def test_what_cannot_be_measured(
    snapshot: Snapshot, collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoBaseline, match=r"chunks:/no/where .*no folder /no/where"):
        baseline("chunks:/no/where", collection)
    words = Collection.of_index(snapshot, None)
    for name in ("dense", "chunks"):
        with pytest.raises(NoBaseline, match="has no vectors"):
            baseline(name, words)
    monkeypatch.setitem(sys.modules, "rjieba", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'yandu\[evaluate\]'"):
        baseline("bm25-words", collection)


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("dense", True), ("chunks", True), ("chunks:a/b", True), ("chunks:", False), ("x", False)],
)
def test_the_names_there_are(name: str, is_known: bool) -> None:
    assert known(name) is is_known


def test_a_question_is_judged_by_its_own_places(
    snapshot: Snapshot, collection: Collection
) -> None:
    place = parse("二2")
    assert place is not None
    asked = [Question("食堂供餐", sections=(place,)), Question("食堂供餐", ("到处",))]
    cases = AnswerKey(snapshot.passages).cases(asked)
    found = measure(cases, baseline("bm25-characters", collection))
    assert [(row.rank, row.answerable) for row in found.rows] == [(1, True), (None, True)]


def write(folder: Path, **files: Sequence[Mapping[str, Any]]) -> Path:
    for name, rows in files.items():
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    return folder


TEXTS = [{"id": "p1", "text": "甲" * 700 + "食堂分时段供餐"}, {"id": "p2", "text": "工会"}]
QUERIES = [{"id": "q1", "text": "食堂何时供餐"}, {"id": "q2", "text": "电影"}]
RIGHT = [{"qid": "q1", "cid": "p1", "rel": 1}, {"qid": "q2", "cid": "p2", "rel": 0}]


def test_a_retrieval_set(tmp_path: Path, embedder: Embedder) -> None:
    benchmark = load_benchmark(write(tmp_path, corpus=TEXTS, queries=QUERIES, qrels=RIGHT))
    assert benchmark.cases == (
        Case("食堂何时供餐", frozenset({0}), answerable=True),
        Case("电影", frozenset(), answerable=False),
    )
    for given in (embedder, None):
        collection = Collection.of_texts(benchmark.texts, given)
        found = rank_all(benchmark.cases, collection)
        assert [row.answerable for row in found.rows] == [True, False]
        assert found.rows[1].rank is None
        words = measure(benchmark.cases, baseline("bm25-characters", collection))
        assert ranks(words) == [1, None]
    assert ranks(rank_all(benchmark.cases, Collection.of_texts(benchmark.texts, None))) == [
        1,
        None,
    ]


def test_a_text_ranks_where_its_best_chunk_does(embedder: Embedder) -> None:
    texts = ["甲" * 1200, "乙", "丙" * 600]
    collection = Collection.of_texts(texts, embedder)
    vectors = embedder.encode_passages(list(collection.chunks.texts))
    assert collection.chunks.unit.tolist() == [0, 0, 0, 1, 2, 2]
    likeness = vectors @ embedder.encode_queries(["问"])[0]
    best = [max(likeness[:3]), likeness[3], max(likeness[4:])]
    cases = [Case("问", frozenset({row}), answerable=True) for row in range(3)]
    order = np.argsort(-np.array(best)).tolist()
    found = measure(cases, baseline("chunks", collection))
    assert ranks(found) == [order.index(row) + 1 for row in range(3)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"corpus": [{"id": "p1", "text": 3}]}, "corpus.jsonl.gz, line 1: 'text' must be a text"),
        ({"qrels": [*RIGHT, {"qid": "q9", "cid": "p1"}]}, "line 3: there is no id 'q9'"),
        ({"qrels": [{"qid": "q1", "cid": "p9"}]}, "line 1: there is no id 'p9'"),
        ({"queries": []}, "queries.jsonl.gz: there is nothing in it"),
        ({"corpus": []}, "corpus.jsonl.gz: there is nothing in it"),
        ({"queries": [{"text": "问"}]}, "queries.jsonl.gz, line 1: 'id' must be a text"),
    ],
)
def test_a_broken_retrieval_set_is_named(tmp_path: Path, wrong: Any, said: str) -> None:
    folder = write(tmp_path, **({"corpus": TEXTS, "queries": QUERIES, "qrels": RIGHT} | wrong))
    with pytest.raises(BadQuestions) as caught:
        load_benchmark(folder)
    assert said in str(caught.value)


def test_a_folder_that_is_no_retrieval_set(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match=r"a folder without corpus\.jsonl\.gz, queries"):
        load_benchmark(tmp_path)
    for name in ("corpus", "queries", "qrels"):
        (tmp_path / f"{name}.jsonl.gz").write_bytes(b"{}")
    with pytest.raises(BadQuestions, match=r"corpus\.jsonl\.gz: Not a gzipped file"):
        load_benchmark(tmp_path)
