"""What the buttons of the documents and of /study carry."""

from hypothesis import given
from hypothesis import strategies as st

from bot.documents import payloads as documents
from bot.documents.payloads import Arrived, DropSample, Listed, Shelved, Undo, Wish
from bot.study import payloads as study
from bot.study.payloads import All, Toggle, Turn

OF_ARRIVALS = (Wish.ADD, Wish.DISCARD, Wish.NAME, Wish.SHOW, Wish.CHOOSE)
OF_DOCUMENTS = (Wish.PAGE, Wish.OUTLINE, Wish.FILE, Wish.RENAME, Wish.WISH_REMOVE, Wish.REMOVE)
IDS = st.text("0123456789abcdef", min_size=12, max_size=12)
PAGES = st.integers(0, 4095)
DOCUMENTS = st.one_of(
    st.builds(Arrived, st.sampled_from(OF_ARRIVALS), IDS, st.just(""), PAGES),
    st.builds(Arrived, st.just(Wish.REPLACE), IDS, IDS, PAGES),
    st.builds(Shelved, st.sampled_from(OF_DOCUMENTS), IDS, PAGES),
    st.builds(Listed, PAGES),
    st.builds(Undo, IDS),
    st.builds(DropSample),
)
STUDY = st.one_of(st.builds(All, PAGES), st.builds(Turn, PAGES), st.builds(Toggle, IDS, PAGES))


@given(DOCUMENTS)
def test_documents_are_read_as_written(payload: documents.Payload) -> None:
    written = documents.encode(payload)
    assert documents.parse(written) == payload
    assert len(written.encode()) <= 64


@given(STUDY)
def test_study_is_read_as_written(payload: study.Payload) -> None:
    written = study.encode(payload)
    assert study.parse(written) == payload
    assert len(written.encode()) <= 64


@given(st.one_of(st.text(max_size=64), st.from_regex(r"1[kt][a-z][0-9a-fx]{0,30}")))
def test_what_is_forged_is_refused_or_reads_as_written(data: str) -> None:
    if payload := documents.parse(data):
        assert documents.encode(payload) == data
    if choice := study.parse(data):
        assert study.encode(choice) == data


def test_what_has_more_pages_than_a_button_can_say() -> None:
    assert documents.encode(Listed(5000)) == "1klfff"
