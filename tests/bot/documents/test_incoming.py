"""Files that wait: kept whole, known by their message, forgotten after a day."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.incoming import Incoming, Naming, arrival_id


@pytest.fixture
def incoming(tmp_path: Path) -> Incoming:
    return Incoming(tmp_path / "incoming")


def test_the_same_message_once_more_brings_nothing_new(incoming: Incoming) -> None:
    number = arrival_id(7, 100)
    first = incoming.entitle(incoming.keep(number, "a.txt", b"x", None), "题")
    assert incoming.keep(number, "a.txt", b"x", None) == first
    assert (incoming.content(first), first.title) == (b"x", "题")


def test_messages_have_names_of_their_own() -> None:
    numbers = {arrival_id(chat, message) for chat in (-1, 1, 11) for message in (1, 11, 111)}
    assert len(numbers) == 9
    assert all(len(number) == 12 for number in numbers)


def test_what_was_added_is_known_and_its_file_is_gone(incoming: Incoming, tmp_path: Path) -> None:
    arrival = incoming.keep(arrival_id(7, 100), "a.txt", b"x", None)
    settled = incoming.settle(arrival, "a", "0123456789ab")
    assert incoming.find(arrival.id) == settled
    assert (settled.done, settled.thrown) == ("a", "0123456789ab")
    assert [path.suffix for path in (tmp_path / "incoming").iterdir()] == [".json"]


def test_a_broken_note_is_no_arrival(incoming: Incoming, tmp_path: Path) -> None:
    arrival = incoming.keep(arrival_id(7, 100), "a.txt", b"x", None)
    (tmp_path / "incoming" / f"{arrival.id}.json").write_bytes(b'{"name"')
    assert incoming.find(arrival.id) is None


def test_everything_goes_after_a_day(incoming: Incoming, tmp_path: Path) -> None:
    incoming.keep(arrival_id(7, 100), "a.txt", b"x", None)
    incoming.ask(7, 101, Naming(100, document="a"))
    (tmp_path / "incoming" / ".half.tmp").write_bytes(b"x")
    incoming.purge()
    paths = list((tmp_path / "incoming").iterdir())
    assert len(paths) == 4
    for path in paths:
        os.utime(path, (0, time.time() - 25 * 3600))
    incoming.purge()
    assert list((tmp_path / "incoming").iterdir()) == []


@given(name=st.text(max_size=100), title=st.none() | st.text(max_size=100))
def test_any_name_and_title_are_kept(
    tmp_path_factory: pytest.TempPathFactory, name: str, title: str | None
) -> None:
    incoming = Incoming(tmp_path_factory.mktemp("any"))
    kept = incoming.keep("0" * 12, name, b"x", title)
    found = incoming.find("0" * 12)
    assert found == kept
    assert (kept.name, kept.title) == (name, title)


def test_which_message_asks_for_a_title(incoming: Incoming) -> None:
    naming = Naming(100, arrival="0" * 12)
    incoming.ask(7, 101, naming)
    assert incoming.asked(7, 101) == naming
    assert (incoming.asked(7, 100), incoming.asked(8, 101)) == (None, None)
    incoming.answered(7, 101)
    assert incoming.asked(7, 101) is None
