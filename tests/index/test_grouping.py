"""Questions that ask the same are put together, whatever else is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import search_text
from index.aliases import contrast, wording
from index.background import foreign
from index.embedding import SentenceTransformerEmbedder
from index.grouping import QuestionVectors, group

ASKED = [
    "食堂几点开饭",
    "食堂什么时候开饭",
    "食堂开饭时间",
    "怎么请假",
    "请假流程是什么",
    "怎么报销",
    "上半年产量是多少",
    "下半年产量是多少",
]


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder()


def test_by_meaning(bundled: SentenceTransformerEmbedder) -> None:
    rows = bundled.encode_queries(ASKED)
    everyday = bundled.encode_queries(list(foreign()))
    grouped = group(ASKED, QuestionVectors(rows, everyday))
    assert grouped == ((0, 1, 2), (3, 4), (5,), (6,), (7,))


def test_by_the_words_alone() -> None:
    assert group(ASKED) == ((0, 2), (1,), (3,), (4,), (5,), (6,), (7,))
    assert group([]) == ()


QUESTIONS = st.lists(st.text(alphabet="食堂几点开饭三五怎么请假?", max_size=8), max_size=15)


@given(QUESTIONS, st.integers(0, 2**32 - 1), st.booleans())
def test_every_question_is_in_one_group_with_its_like(
    questions: list[str], seed: int, by_meaning: bool
) -> None:
    vectors = None
    if by_meaning:
        drawn = np.random.default_rng(seed).normal(size=(len(questions) + 20, 4))
        rows = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
        vectors = QuestionVectors(rows[20:], rows[:20])
    groups = group(questions, vectors)
    assert sorted(number for each in groups for number in each) == list(range(len(questions)))
    assert [each[0] for each in groups] == sorted(each[0] for each in groups)
    for each in groups:
        assert list(each) == sorted(each)
        assert len({contrast(search_text(questions[number])) for number in each}) == 1
    if not by_meaning:
        where = {number: at for at, each in enumerate(groups) for number in each}
        first = {text: number for number, text in reversed([*enumerate(questions)])}
        asked = [number for number, text in enumerate(questions) if wording(text)]
        assert all(where[number] == where[first[questions[number]]] for number in asked)
