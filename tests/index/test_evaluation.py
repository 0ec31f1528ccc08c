"""From answers to figures: what counts as right, over which questions, beside what."""

import json
from collections.abc import Callable, Mapping, Sequence

import pytest

from corpus.models import Document
from corpus.references import parse
from index.errors import BadQuestions, Flaw
from index.evaluation import FIGURES, AnswerKey, Evaluation, ask_all, to_json
from index.models import Answer, Hit, Verdict
from index.questions import Question


def answer(
    document: Document, verdict: Verdict, *rows: int, evidence: float | None = None
) -> Answer:
    """Bring these passages, each quoting itself but for its first two characters."""
    hits = [document.passages[row] for row in rows]
    return Answer(
        "",
        verdict,
        tuple(Hit(hit, document.title, hit.text[2:], 2, 0.5) for hit in hits),
        evidence=evidence,
    )


def asked(
    document: Document, questions: Sequence[Question], search: Callable[[str], Answer]
) -> Evaluation:
    cases = AnswerKey(document.passages).cases(questions)
    return ask_all(cases, document.passages, search)


@pytest.fixture
def questions() -> list[Question]:
    place = parse("一2")
    assert place is not None
    return [
        Question("第一", passages=("加强 三个\u3000示范", "无"), quote="三个\n示范"),
        Question("第三", sections=(place,), quote="一是加强", kind="paraphrase"),
        Question("没有", passages=("不在任何地方",)),
        Question("拒答", passages=("食堂分时段供餐",), kind="paraphrase"),
        Question("天气", kind="absent"),
        Question("股票", kind="absent"),
        Question("相近", kind="near"),
        Question("相近却说有", kind="near"),
    ]


@pytest.fixture
def answers(speech: Document) -> dict[str, Answer]:
    return {
        "第一": answer(speech, Verdict.EXACT, 0, 1, evidence=0.9),
        "第三": answer(speech, Verdict.RELATED, 0, 2, 1, evidence=0.5),
        "没有": answer(speech, Verdict.RELATED, 0, 1, 2, 3, 4, evidence=0.3),
        "拒答": answer(speech, Verdict.NONE, 4, evidence=0.1),
        "天气": answer(speech, Verdict.NONE),
        "股票": answer(speech, Verdict.EXACT, 0, evidence=0.2),
        "相近": answer(speech, Verdict.RELATED, 0, evidence=0.8),
        "相近却说有": answer(speech, Verdict.EXACT, 0, evidence=0.8),
    }


@pytest.fixture
def evaluation(
    speech: Document, questions: list[Question], answers: dict[str, Answer]
) -> Evaluation:
    return asked(speech, questions, answers.__getitem__)


def values(evaluation: Evaluation) -> Mapping[str, float | None]:
    return {name: one.value if one else None for name, one in evaluation.figures.items()}


def test_the_figures(evaluation: Evaluation) -> None:
    assert values(evaluation) == {
        "recall@1": 0.5,
        "recall@3": 0.75,
        "recall@5": 0.75,
        "mrr": pytest.approx((1 + 1 / 3 + 0 + 1) / 4),
        "ndcg@10": pytest.approx((1 + 1 / 2 + 0 + 1) / 4),
        "quote_accuracy": 0.5,
        "refused_absent": 0.5,
        "refused_answerable": 0.25,
        "near_exact": 0.5,
        "absent_exact": 0.5,
        "auroc": 7 / 8,  # of the answerable ones only the refused is below one absent one
        "refused_absent@3%": 0.5,
    }
    intervals = [one for one in evaluation.figures.values() if one]
    assert all(0 <= one.low <= one.value <= one.high <= 1 for one in intervals)


def test_by_kind(evaluation: Evaluation) -> None:
    kinds = evaluation.kinds()
    assert {kind: len(part.rows) for kind, part in kinds.items()} == {
        "paraphrase": 2,
        "absent": 2,
        "near": 2,
    }
    found = values(kinds["paraphrase"])
    assert (found["recall@1"], found["refused_answerable"], found["auroc"]) == (0.5, 0.5, None)


def test_the_json(evaluation: Evaluation) -> None:
    shown = to_json(evaluation)
    assert list(shown) == [
        "questions", *FIGURES, "p50_ms", "p95_ms", "questions_per_second", "intervals", "kinds",
        "against", "errors", "rows",
    ]  # fmt: skip
    assert (shown["questions"], shown["recall@1"], shown["against"]) == (8, 0.5, {})
    assert list(shown["kinds"]["near"]["intervals"]) == ["near_exact"]
    rows = shown["rows"]
    assert [(row["rank"], row["verdict"], row["quote_ok"]) for row in rows] == [
        (1, "exact", True),
        (3, "related", False),
        (None, "related", None),
        (1, "none", None),
        (None, "none", None),
        (None, "exact", None),
        (None, "related", None),
        (None, "exact", None),
    ]
    assert rows[1] | {"seconds": 0} == {
        "question": "第三",
        "kind": "paraphrase",
        "answerable": True,
        "rank": 3,
        "ndcg": pytest.approx(0.5),
        "score": 0.5,
        "seconds": 0,
        "verdict": "related",
        "reference": "一、一",
        "quote_ok": False,
    }
    assert rows[4]["reference"] is None
    json.dumps(shown, allow_nan=False)


def test_beside_another_system(speech: Document, evaluation: Evaluation) -> None:
    """Take the place of a baseline with a search that finds everything: what it has no say in
    is left out, and the difference counts the same questions against each other.
    """
    rows = [row for row in evaluation.rows if row.answerable]
    ours = Evaluation(tuple(rows))
    texts = [Question(row.question, passages=("加强",)) for row in rows]
    best = asked(speech, texts, lambda _: answer(speech, Verdict.EXACT, 0))
    shown = to_json(ours, {"best": best})
    assert shown["against"]["best"]["recall@1"] == 1
    assert shown["against"]["best"]["difference"]["recall@1"]["value"] == -0.5
    assert "auroc" not in shown["against"]["best"]["difference"]
    assert [row["ranks"] for row in shown["rows"]] == [{"best": 1}] * 4


def test_latency_counts_the_search_alone(speech: Document) -> None:
    latency = asked(speech, [Question("天气")], lambda _: answer(speech, Verdict.NONE)).latency
    assert 0 < latency.p50 == latency.p95
    assert latency.per_second == pytest.approx(1000 / latency.p50)


def test_a_rate_without_questions_is_null(speech: Document) -> None:
    absent = [Question("天气", kind="absent")]
    found = values(asked(speech, absent, lambda _: answer(speech, Verdict.NONE)))
    assert (found["refused_absent"], found["recall@1"], found["near_exact"]) == (1, None, None)


def test_no_hit_is_a_wrong_quote(speech: Document) -> None:
    wanted = [Question("第一", passages=("三个示范",), quote="三个示范")]
    found = values(asked(speech, wanted, lambda _: answer(speech, Verdict.NONE)))
    assert found["quote_accuracy"] == 0


def test_a_section_is_not_its_passages(speech: Document) -> None:
    part = parse("一")
    assert part is not None
    wanted = [Question("第一部分", sections=(part,))]
    assert asked(speech, wanted, lambda _: answer(speech, Verdict.EXACT, 0)).recall(5) == 0


def test_ndcg_counts_all_right_passages(speech: Document) -> None:
    wanted = [Question("是", passages=("是加强", "是党建"))]
    found = asked(speech, wanted, lambda _: answer(speech, Verdict.EXACT, 2, 0))
    # the second of the two right ones is not found: (1 / log2 3) / (1 + 1 / log2 3)
    assert found.rows[0].ndcg == pytest.approx(0.6309298 / 1.6309298)


def test_right_places_that_the_index_lacks_are_named(speech: Document) -> None:
    nowhere = parse("九、（九）")
    assert nowhere is not None
    wanted = [
        Question("第一", passages=("三个 示范", "不在任何地方"), line=1),
        Question("天气", line=2),
        Question("第九", sections=(nowhere,), line=4),
    ]
    flaws = AnswerKey(speech.passages).flaws(wanted, "q.jsonl")
    assert [(flaw.line, flaw.flaw, flaw.value) for flaw in flaws] == [
        (1, Flaw.NO_SUCH_TEXT, "不在任何地方"),
        (4, Flaw.NO_SUCH_PLACE, "九、（九）"),
    ]
    assert str(flaws[1]) == "q.jsonl, line 4: no passage of the index stands at '九、（九）'"


def test_questions_about_another_document_are_refused(speech: Document, law: Document) -> None:
    wanted = [Question("工会", passages=("工会维护职工权益",)), Question("天气")]
    assert AnswerKey(law.passages).flaws(wanted, "q.jsonl") == []
    assert AnswerKey(speech.passages).flaws([Question("天气")], "q.jsonl") == []
    with pytest.raises(BadQuestions, match="index its document first"):
        AnswerKey(speech.passages).flaws(wanted, "q.jsonl")


def test_a_question_may_name_its_document(speech: Document, law: Document) -> None:
    place = parse("一1")
    assert place is not None
    wanted = [Question("哪", sections=(place,)), Question("哪", sections=(place,), document="law")]
    key = AnswerKey([*speech.passages, *law.passages])
    assert [case.right for case in key.cases(wanted)] == [{0, 5}, {5}]
    elsewhere = Question("哪", sections=(place,), document="gone", line=3)
    (flaw,) = key.flaws([wanted[0], elsewhere], "q.jsonl")
    assert (flaw.flaw, flaw.line) == (Flaw.NO_SUCH_PLACE, 3)
