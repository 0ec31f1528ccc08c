"""Files of questions: what is read, and what is wrong with the others."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.references import parse
from index.errors import BadQuestions
from index.questions import Question, load_questions, parse_questions, write_questions


def line(**fields: Any) -> bytes:
    return json.dumps({"question": "问"} | fields, ensure_ascii=False).encode()


def test_questions_are_read(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    first = line(passages=["甲 乙"], sections=["一、（三）二"], quote="甲", kind="wording",
                 document="law")  # fmt: skip
    path.write_bytes(b"\xef\xbb\xbf" + first + b"\r\n\r\n" + line(passages=[], quote=None) + b"\n")
    place = parse("一、（三）二")
    assert place is not None
    assert load_questions(path) == (
        Question("问", ("甲 乙",), (place,), "甲", "wording", "law"),
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
        (line(document=["law"]), "'document' must be a text"),
        (
            line(section=["二、（二）"]),
            "unknown key 'section'; the keys of a question are question, passages, sections, ",
        ),
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
    with pytest.raises(BadQuestions, match="there is nothing in it"):
        parse_questions(b"\n", "empty")


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        questions = parse_questions(content, "any")
    except BadQuestions:
        return
    assert all(dataclasses.astuple(question)[0] for question in questions)


_words = st.text(st.characters(codec="utf-8"), min_size=1).map(str.strip).filter(bool)
_sections = st.sampled_from(["一、（三）二", "第三条第二款", "一、（三）¶2", "附件1 一"]).map(
    parse
)


@given(
    st.lists(
        st.builds(
            Question,
            _words,
            st.lists(_words).map(tuple),
            st.lists(_sections).map(tuple),
            st.none() | _words,
            st.just("") | _words,
            st.just("") | _words,
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read_again(questions: list[Question]) -> None:
    assert parse_questions(write_questions(questions), "file") == tuple(questions)
