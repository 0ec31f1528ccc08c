"""The sentence that is quoted: by words, by meaning, by what is asked for, with its neighbour."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Passage
from corpus.references import Reference
from corpus.text import search_text
from index.intent import expect
from index.mixture import Measure
from index.quotes import Quoter
from index.ranking import Query
from index.sentence_vectors import split
from index.tokens import tokens

LONG = "读书会每周六上午在二楼的阅览室里活动一次。"
LATER = "遇到法定的节日和假日就往后面顺延到下个周六。"
COUNT = "大家在这间屋子里坐下来读完的厚书总共38本。"


def passage(text: str) -> Passage:
    return Passage("id", "club", Reference(), (), 0, len(text), text)


def quoted(
    question: str,
    text: str,
    likeness: Sequence[float] | None = None,
    met: Sequence[float] | None = None,
) -> str:
    weights = dict.fromkeys(tokens(search_text(question)), 1.0)
    query = Query(search_text(question), weights, weights, None, Measure.QUESTIONS)
    like = None
    if likeness is not None:
        like = np.array([likeness, met or [0] * len(likeness)], np.float32).T
    quote = Quoter().choose(query, expect(query.text), passage(text), like)
    assert text[quote.start : quote.end] == quote.text
    return quote.text


def test_the_sentence_with_the_words_of_the_question() -> None:
    assert quoted("节日顺延吗", LONG + LATER) == LATER
    assert quoted("在哪里的阅览室", LONG + LATER) == LONG


def test_meaning_decides_where_words_are_even() -> None:
    assert quoted("放假怎么办", LONG + LATER, [0.1, 0.7]) == LATER
    assert quoted("放假怎么办", LONG + LATER, [0.7, 0.1]) == LONG


def test_words_that_are_met_count_more_than_vectors() -> None:
    assert quoted("放假怎么办", LONG + LATER, [0.4, 0.1], [0.2, 0.4]) == LATER
    assert quoted("放假怎么办", LONG + LATER, [0.9, 0.1], [0.2, 0.4]) == LONG


def test_a_number_that_is_asked_for_decides_where_words_are_even() -> None:
    assert quoted("数量是多少", LATER + COUNT) == COUNT
    assert quoted("数量怎么样", LATER + COUNT) == LATER


def test_a_short_sentence_takes_the_better_neighbour_along() -> None:
    short = "人人参加。"
    assert quoted("人人参加吗", LONG + short + LATER, [0.3, 0, 0.1]) == LONG + short
    assert quoted("人人参加吗", LONG + short + LATER, [0.1, 0, 0.3]) == short + LATER
    assert quoted("人人参加吗", short) == short


def test_a_question_in_the_text_takes_its_answer_along() -> None:
    asking = "安全培训这件事的第一责任者究竟应该是谁？"
    assert quoted("安全培训的责任者", LONG + asking + LATER) == asking + LATER
    assert quoted("安全培训的责任者", LONG + asking) == asking


@pytest.mark.parametrize("question", ["", "？"])
def test_a_question_without_words_quotes_the_first_sentence(question: str) -> None:
    assert quoted(question, LONG + LATER) == LONG


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.text(max_size=20), st.booleans())
def test_a_quote_is_always_a_slice(text: str, question: str, meant: bool) -> None:
    text = text.strip()
    quote = quoted(question, text, [0.5] * len(split(text)) if meant else None)
    assert quote == quote.strip()
    assert quote
