"""The gate: what of the stored questions may change before a snapshot takes over, and what not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.models import Document
from corpus.references import parse
from index.building import Candidate, Progress, build, make_candidate
from index.errors import SnapshotMismatch
from index.gate import MARGIN, Setback, judge
from index.planning import Plan
from index.questions import Question
from index.record import Quality
from index.search import Searcher, searcher_of
from index.snapshot import SnapshotStore

LayOut = Callable[..., Document]

SUBJECTS = [f"{a}{b}" for a in "苹梨桃杏枣柿橘柚" for b in "园林树"][:20]


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "index")


def about(subject: str, number: int, document: str = "") -> Question:
    place = parse(f"一{number}")
    assert place is not None
    return Question(f"{subject}怎么管", sections=(place,), document=document)


QUESTIONS = [about(subject, number) for number, subject in enumerate(SUBJECTS, 1)]


def orchard(lay_out: LayOut, *instead: tuple[int, str]) -> Document:
    """Give a law with a passage on each subject; ``instead`` says another thing somewhere."""
    lines = [f"{subject}由{subject}小组管。" for subject in SUBJECTS]
    for at, line in instead:
        lines[at] = line
    return lay_out("law", {"总则": lines})


def searching(store: SnapshotStore, *documents: Document) -> Searcher:
    build(documents, store, None)
    return searcher_of(store.load(), None)


def test_the_same_index_is_as_good(store: SnapshotStore, lay_out: LayOut) -> None:
    searcher = searching(store, orchard(lay_out))
    judgement = judge(searcher, searcher, QUESTIONS)
    assert judgement.passed
    assert judgement.quality == judgement.before == Quality(20, 1.0, 1.0)
    assert judgement.setbacks == ()


def test_a_question_in_twenty_may_do_worse_but_not_two(
    store: SnapshotStore, lay_out: LayOut
) -> None:
    assert MARGIN == 0.05
    old = searching(store, orchard(lay_out))
    one = searching(store, orchard(lay_out, (0, "别的事情。")))
    judgement = judge(old, one, QUESTIONS)
    assert (judgement.passed, judgement.quality) == (True, Quality(20, 0.95, 0.95))
    assert judgement.setbacks == (Setback(QUESTIONS[0].question, 1, None),)
    two = searching(store, orchard(lay_out, (0, "别的事情。"), (1, "另一件事。")))
    judgement = judge(old, two, QUESTIONS)
    assert (judgement.passed, judgement.quality) == (False, Quality(20, 0.9, 0.9))
    assert [one.question for one in judgement.setbacks] == [q.question for q in QUESTIONS[:2]]


def test_no_place_may_be_lost(store: SnapshotStore, lay_out: LayOut) -> None:
    old = searching(store, orchard(lay_out))
    lines = [f"{subject}由{subject}小组管。" for subject in SUBJECTS[:-1]]
    shorter = searching(store, lay_out("law", {"总则": lines}))
    judgement = judge(old, shorter, QUESTIONS)
    assert judgement.quality == Quality(20, 0.95, 0.95)
    assert judgement.lost == (Setback(QUESTIONS[-1].question, 1, None, lost=True),)
    assert not judgement.passed


def test_a_place_of_a_removed_document_is_lost_though_another_has_its_number(
    store: SnapshotStore, lay_out: LayOut, speech: Document
) -> None:
    old = searching(store, orchard(lay_out), speech)
    new = searching(store, speech)
    assert judge(old, new, [about(SUBJECTS[0], 1, "law")]).lost
    assert not judge(old, new, [about("示范", 1, "speech")]).setbacks


def test_what_neither_holds_says_nothing(
    store: SnapshotStore, lay_out: LayOut, speech: Document
) -> None:
    old, new = searching(store, speech), searching(store, speech, orchard(lay_out))
    asked = [about("哪", 1, "gone"), Question("天气"), about(SUBJECTS[0], 1, "law")]
    judgement = judge(old, new, asked)
    assert judgement.passed
    assert (judgement.before, judgement.quality) == (Quality(1, 0.0, 0.0), Quality(1, 1.0, 1.0))


def test_the_first_index_has_nothing_to_be_worse_than(
    store: SnapshotStore, lay_out: LayOut
) -> None:
    judgement = judge(None, searching(store, orchard(lay_out)), QUESTIONS)
    assert (judgement.passed, judgement.quality) == (True, Quality(20, 1.0, 1.0))


def test_a_question_that_is_an_unknown_reference_is_not_found(
    store: SnapshotStore, lay_out: LayOut
) -> None:
    searcher = searching(store, orchard(lay_out))
    place = parse("一1")
    assert place is not None
    judgement = judge(searcher, searcher, [Question("一、（九）", sections=(place,))])
    assert judgement.quality == Quality(1, 0.0, 0.0)


def candidate(
    store: SnapshotStore, serving: Searcher, *documents: Document, **more: Any
) -> Candidate:
    plan = Plan.make(documents, None, store.load())
    return make_candidate(plan, store, serving=serving, questions=QUESTIONS, **more)


def test_a_candidate_serves_only_after_the_switch_and_has_its_record(
    store: SnapshotStore, lay_out: LayOut
) -> None:
    serving = searching(store, orchard(lay_out))
    made = candidate(store, serving, orchard(lay_out, (0, "别的。")), author="李明", library="abc")
    assert store.current_id() == serving.snapshot
    assert not store.candidate(made.snapshot.id)  # it passed: there is nothing to decide
    store.switch(made.snapshot)
    assert store.load().manifest.author == "李明"
    record = store.record(made.snapshot.id)
    assert record is not None
    assert (record.library, record.compared) == ("abc", serving.snapshot)
    assert record.quality == Quality(20, 0.95, 0.95)
    assert (record.pace.embedded, record.pace.passages) == (0, 20)


def test_a_candidate_that_cannot_be_read_back_is_dropped(
    store: SnapshotStore, lay_out: LayOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = searching(store, orchard(lay_out))
    before = sorted(store.folder.rglob("*"))

    def damaged(draft: Path) -> None:
        (draft / "thresholds.json").write_text("{}")

    monkeypatch.setattr("index.snapshot.sync_tree", damaged)
    with pytest.raises(SnapshotMismatch, match="was altered"):
        candidate(store, serving, orchard(lay_out, (0, "别的。")))
    assert sorted(store.folder.rglob("*")) == before


def test_cancelling_before_the_questions_leaves_nothing(
    store: SnapshotStore, lay_out: LayOut
) -> None:
    serving = searching(store, orchard(lay_out))
    before = sorted(store.folder.rglob("*"))

    def cancel(progress: Progress) -> None:
        if progress.stage == "judging":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        candidate(store, serving, orchard(lay_out, (0, "别的。")), progress=cancel)
    assert sorted(store.folder.rglob("*")) == before
