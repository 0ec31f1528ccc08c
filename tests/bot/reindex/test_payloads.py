"""What the buttons carry: short, read back as written, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reindex.payloads import (
    Cancel,
    Decline,
    Dismiss,
    Payload,
    Preview,
    RollBack,
    Start,
    Take,
    Versions,
    WishRollBack,
    encode,
    parse,
)

SNAPSHOTS = st.from_regex(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{10}", fullmatch=True)
PAYLOADS = st.one_of(
    st.sampled_from([Preview(), Dismiss(), Versions()]),
    st.builds(Start, st.from_regex(r"[0-9a-f]{12}", fullmatch=True)),
    st.builds(Cancel, st.from_regex(r"[0-9a-f]{8}", fullmatch=True)),
    *(st.builds(kind, SNAPSHOTS) for kind in (Take, Decline, WishRollBack, RollBack)),
)


@given(PAYLOADS)
def test_what_is_written_is_read(payload: Payload) -> None:
    written = encode(payload)
    assert len(written.encode()) <= 64
    assert parse(written) == payload


@given(st.text(max_size=64) | st.from_regex(r"1x[a-z][0-9a-f-]*", fullmatch=True))
def test_whatever_else_is_read_is_written_so(data: str) -> None:
    payload = parse(data)
    assert payload is None or encode(payload) == data


@pytest.mark.parametrize("data", [None, 7, "", "1x", "1xp1", "1xs", "1xt../../x", "1xz", "2xp"])
def test_the_rest_is_nothing(data: object) -> None:
    assert parse(data) is None
