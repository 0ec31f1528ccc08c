"""Payloads about questions: they come back as they went, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asked.payloads import (
    Dismiss,
    Forget,
    Item,
    ItemKind,
    Payload,
    Queue,
    Settle,
    Type,
    Undo,
    Vote,
    Wish,
    encode,
    parse,
)
from bot.payloads import ItemView

items = st.builds(Item, st.sampled_from(ItemKind), st.integers(1, 10**18 - 1))
ids = st.text("abcdefghijklmnopqrstuvwxyz234567_-", min_size=12, max_size=12)
small = st.integers(0, 61)
payloads = st.one_of(
    st.builds(Vote, st.booleans()),
    st.just(Wish()),
    st.builds(Forget, st.booleans()),
    st.builds(Queue, st.integers(0, 999_999)),
    st.builds(Dismiss, items),
    st.builds(Type, items),
    st.builds(Undo, st.integers(1, 10**18 - 1)),
    st.builds(Settle, items, st.builds(ItemView, ids, small, small)),
)


@given(payloads)
def test_round_trip(payload: Payload) -> None:
    data = encode(payload)
    assert len(data.encode()) <= 64
    assert parse(data) == payload


@pytest.mark.parametrize(
    "data",
    [None, "", "1v", "1v*", "1vw1", "1nq", "1nq-1", "1nq１", "1nq1234567", "1nda0", "1ndx1",
     "1ndl", "1nt", "1nsa1", "1nsa1.20abcdefghijk", "1nsa1.20abcdefghijkl\n", "1nx1",
     "1nu", "1nu0", "1nua1", "2v+"],
)  # fmt: skip
def test_old_and_forged(data: object) -> None:
    assert parse(data) is None
