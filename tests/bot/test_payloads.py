"""Button payloads: they come back as they went, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.payloads import (
    AnswerView,
    ItemView,
    LanguageChoice,
    OutlineView,
    Payload,
    PlaceView,
    SectionView,
    Span,
    encode,
    parse,
)
from bot.texts import Language
from corpus.references import Kind
from index.models import Verdict

ids = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12)
spans = st.builds(Span, ids, st.integers(0, 62**3 - 1), st.integers(0, 62**3 - 1))
parts = st.integers(0, 62**2 - 1)
small = st.integers(0, 61)
answers = st.lists(spans, min_size=1, max_size=3).flatmap(
    lambda hits: st.builds(
        AnswerView,
        st.sampled_from(Verdict),
        st.just(tuple(hits)),
        st.integers(0, len(hits) - 1),
        parts,
    )
)
payloads = st.one_of(
    answers,
    st.builds(PlaceView, ids, small, small, parts),
    st.builds(SectionView, ids),
    st.builds(OutlineView, ids, small, st.sampled_from((None, Kind.PART, Kind.ARTICLE))),
    st.builds(OutlineView, ids, small, st.none(), st.just(value=True)),
    st.builds(ItemView, ids, small, small),
    st.builds(LanguageChoice, st.sampled_from(Language)),
)


@given(payloads)
def test_round_trip(payload: Payload) -> None:
    data = encode(payload)
    assert len(data.encode()) <= 64
    assert parse(data) == payload


@given(st.one_of(st.text(), st.from_regex(r"1[aplsoi][0-9A-Za-z_-]{0,62}", fullmatch=True)))
def test_what_is_read_can_be_written(data: str) -> None:
    payload = parse(data)
    assert payload is None or encode(payload) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        "",
        "1",
        "1a",
        "1aE000",
        "1aX000abcdefghijkl000000",
        "1aE100abcdefghijkl000000",
        "0aE000abcdefghijkl000000",
        "1p100abcdefghijk",
        "1lfr",
        "1zzz",
        "1aE000abcdefghijkl00000汉",
        "1aE000abcdefghijkl000000\n",
    ],
)
def test_old_and_forged(data: object) -> None:
    assert parse(data) is None


def test_a_number_too_large_is_cut() -> None:
    view = PlaceView("abcdefghijkl", 1, part=10**9)
    assert parse(encode(view)) == PlaceView("abcdefghijkl", 1, part=62**2 - 1)
