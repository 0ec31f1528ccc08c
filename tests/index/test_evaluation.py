import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Document
from corpus.references import parse
from index.errors import BadQuestions
from index.evaluation import evaluate
from index.models import Answer, Hit, Verdict
from index.questions import Question, load_questions, parse_questions


def answer(document: Document, verdict: Verdict, *rows: int) -> Answer:
    """Bring these passages, each quoting itself but for its first two characters."""
    hits = [document.passages[row] for row in rows]
    return Answer(
        "", verdict, tuple(Hit(hit, document.title, hit.text[2:], 2, 0.5) for hit in hits)
    )


@pytest.fixture
def questions() -> list[Question]:
    place = parse("一2")
    assert place is not None
    return [
        Question("第一", passages=("加强 三个\u3000示范", "无"), quote="三个\n示范"),
        Question("第三", sections=(place,), quote="一是加强", kind="paraphrase"),
        Question("没有", passages=("不在任何地方",)),
        Question("拒答", passages=("食堂分时段供餐",)),
        Question("天气", kind="absent"),
        Question("股票", kind="absent"),
        Question("相近", kind="near"),
        Question("相近却说有", kind="near"),
    ]


@pytest.fixture
def answers(speech: Document) -> dict[str, Answer]:
    return {
        "第一": answer(speech, Verdict.EXACT, 0, 1),
        "第三": answer(speech, Verdict.RELATED, 0, 2, 1),
        "没有": answer(speech, Verdict.RELATED, 0, 1, 2, 3, 4),
        "拒答": answer(speech, Verdict.NONE, 4),
        "天气": answer(speech, Verdict.NONE),
        "股票": answer(speech, Verdict.RELATED, 0),
        "相近": answer(speech, Verdict.RELATED, 0),
        "相近却说有": answer(speech, Verdict.EXACT, 0),
    }


def test_the_figures(questions: list[Question], answers: dict[str, Answer]) -> None:
    shown = evaluate(questions, answers.__getitem__).to_json()
    rows = shown.pop("rows")
    assert shown == {
        "questions": 8,
        "recall@1": 0.5,
        "recall@3": 0.75,
        "recall@5": 0.75,
        "mrr": pytest.approx((1 + 1 / 3 + 0 + 1) / 4),
        "quote_accuracy": 0.5,
        "refused_absent": 0.5,
        "refused_answerable": 0.25,
        "near_exact": 0.5,
    }
    assert [(row["rank"], row["verdict"], row["quote_ok"]) for row in rows] == [
        (1, "exact", True),
        (3, "related", False),
        (None, "related", None),
        (1, "none", None),
        (None, "none", None),
        (None, "related", None),
        (None, "related", None),
        (None, "exact", None),
    ]
    assert rows[1] == {
        "question": "第三",
        "kind": "paraphrase",
        "verdict": "related",
        "rank": 3,
        "reference": "一、一",
        "quote_ok": False,
        "answerable": True,
    }
    assert rows[4]["reference"] is None
    json.dumps(rows)


def test_a_rate_without_questions_is_null(speech: Document) -> None:
    absent = [Question("天气", kind="absent")]
    shown = evaluate(absent, lambda _: answer(speech, Verdict.NONE)).to_json()
    assert (shown["refused_absent"], shown["recall@1"], shown["near_exact"]) == (1, None, None)


def test_no_hit_is_a_wrong_quote(speech: Document) -> None:
    asked = [Question("第一", passages=("三个示范",), quote="三个示范")]
    assert evaluate(asked, lambda _: answer(speech, Verdict.NONE)).quote_accuracy == 0


def test_a_section_is_not_its_passages(speech: Document) -> None:
    part = parse("一")
    assert part is not None
    asked = [Question("第一部分", sections=(part,))]
    assert evaluate(asked, lambda _: answer(speech, Verdict.EXACT, 0)).recall(5) == 0


def line(**fields: Any) -> bytes:
    return json.dumps({"question": "问"} | fields, ensure_ascii=False).encode()


def test_questions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    first = line(passages=["甲 乙"], sections=["一、（三）二"], quote="甲", kind="wording", more=1)
    path.write_bytes(b"\xef\xbb\xbf" + first + b"\r\n\r\n" + line(passages=[], quote=None) + b"\n")
    place = parse("一、（三）二")
    assert place is not None
    assert load_questions(path) == (
        Question("问", ("甲 乙",), (place,), "甲", "wording"),
        Question("问"),
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b"{", "not JSON in UTF-8"),
        ("问".encode("gbk"), "not JSON in UTF-8"),
        (b"[" * 100_000, "not JSON in UTF-8"),
        (b'["question"]', "not a JSON object"),
        (b"{}", "there is no question"),
        (line(question=" "), "there is no question"),
        (line(question=3), "'question' must be a text"),
        (line(passages="甲"), "'passages' must be a list of texts"),
        (line(passages=["甲", " "]), "none of them empty"),
        (line(sections=[1]), "'sections' must be a list of texts"),
        (line(sections=["到处都是"]), "'到处都是' is no reference"),
        (line(quote=["甲"]), "'quote' must be a text"),
        (line(kind=1), "'kind' must be a text"),
    ],
)
def test_a_bad_line_is_named(wrong: bytes, said: str) -> None:
    with pytest.raises(BadQuestions) as caught:
        parse_questions(line() + b"\n\n" + wrong, "q.jsonl")
    assert str(caught.value).startswith("q.jsonl, line 3: ")
    assert said in str(caught.value)


def test_a_file_that_is_not_there_or_empty(tmp_path: Path) -> None:
    with pytest.raises(BadQuestions, match=r"none\.jsonl: No such file"):
        load_questions(tmp_path / "none.jsonl")
    with pytest.raises(BadQuestions, match="there are no questions in it"):
        parse_questions(b"\n", "empty")


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        questions = parse_questions(content, "any")
    except BadQuestions:
        return
    assert all(dataclasses.astuple(question)[0] for question in questions)
