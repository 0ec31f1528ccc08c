"""What a push holds and which comes next: whole passages, and a place that outlives changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.models import Kind, Order, Push, Schedule, State, Target
from bot.daily.orders import Choice, choose
from bot.daily.reading import CHARACTERS_A_MINUTE, Reading, mark_of
from corpus.cleaning import clean
from corpus.models import Document
from corpus.passages import structure
from corpus.readers import read

SCHEDULE = Schedule(Target(1), "Asia/Shanghai")
Write = Callable[[str, str], Document]

LAW = """# 图书角公约

第一条 借书的人要登记姓名和日期。

第二条 每人每次借一本，两周内归还。

第三条 书损坏了要说明，由小组商量怎样修补。
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Make a document of a text."""

    def make(name: str, text: str) -> Document:
        path = tmp_path / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        return structure(clean(read(path)), name)

    return make


def pushed(number: int, choice: Choice, order: Order = Order.SEQUENCE) -> Push:
    excerpt = choice.excerpt
    return Push(
        number, SCHEDULE.target, Kind.SCHEDULED, date(2026, 1, 1), 0, State.SENT, 0,
        passages=tuple(passage.id for passage in excerpt.passages),
        references=tuple(str(passage.reference) for passage in excerpt.passages),
        marks=tuple(map(mark_of, excerpt.passages)), document=excerpt.document, order=order,
        settled=1000 * number,
    )  # fmt: skip


def read_all(schedule: Schedule, reading: Reading) -> list[Choice]:
    """Push until nothing is left, with what was pushed as the only memory."""
    history: list[Push] = []
    choices: list[Choice] = []
    while choice := choose(schedule, reading, history, {}):
        choices.append(choice)
        history.insert(0, pushed(len(choices), choice, schedule.order))
    return choices


def references(choices: Sequence[Choice]) -> list[str]:
    return [str(p.reference) for choice in choices for p in choice.excerpt.passages]


@pytest.mark.parametrize("minutes", [1, 2, 3, 5, 10])
def test_a_sequence_reads_everything_once_in_order(sample: Document, minutes: int) -> None:
    reading = Reading([sample], minutes)
    choices = read_all(SCHEDULE, reading)
    assert references(choices) == [str(passage.reference) for passage in sample.passages]
    assert [choice.left for choice in choices] == list(range(len(choices)))[::-1]
    for choice in choices:
        size = sum(len("".join(p.text.split())) for p in choice.excerpt.passages)
        assert size <= minutes * CHARACTERS_A_MINUTE or len(choice.excerpt.passages) == 1


def test_a_push_rather_ends_with_a_section(sample: Document) -> None:
    excerpts = [references([choice]) for choice in read_all(SCHEDULE, Reading([sample], 2))]
    assert ["一、（三）", "一、（三）一", "一、（三）二", "一、（三）三"] in excerpts
    assert ["一、（四）"] in excerpts


def test_documents_are_not_mixed(sample: Document, write: Write) -> None:
    law = write("rules", LAW)
    choices = read_all(SCHEDULE, Reading([law, sample], 10))
    assert references(choices[:1]) == ["第一条", "第二条", "第三条"]
    assert {choice.excerpt.title for choice in choices[1:]} == {sample.title}


@given(st.integers(0, 200), st.sampled_from([1, 2, 5]))
def test_back_and_forth(sample_reading: dict[int, Reading], at: int, minutes: int) -> None:
    reading = sample_reading[minutes]
    start = at % len(reading)
    before = reading.before(start)
    assert before < start or start == 0
    assert start == 0 or reading.fits(before, start)
    end = reading.excerpt(start).end
    assert reading.before(end) <= start


@pytest.fixture(scope="session")
def sample_reading(sample: Document) -> dict[int, Reading]:
    return {minutes: Reading([sample], minutes) for minutes in (1, 2, 5)}


@given(st.integers(), st.sampled_from([1, 2, 5]))
def test_shuffled_reads_everything_once(
    sample_reading: dict[int, Reading], seed: int, minutes: int
) -> None:
    schedule = replace(SCHEDULE, order=Order.SHUFFLED, since=seed)
    reading = sample_reading[minutes]
    choices = read_all(schedule, reading)
    read = references(choices)
    assert len(read) == len(reading)
    assert set(read) == {str(passage.reference) for passage in reading.passages}
    assert choices[-1].left == 0
    assert choices[1].before == len(choices[0].excerpt.passages)


def test_two_chats_are_shuffled_apart(sample_reading: dict[int, Reading]) -> None:
    one = replace(SCHEDULE, order=Order.SHUFFLED)
    other = replace(one, target=Target(2))
    first, second = (references(read_all(s, sample_reading[2])) for s in (one, other))
    assert first != second


def test_a_review_takes_what_was_asked_about_then_what_is_longest_ago(
    sample_reading: dict[int, Reading],
) -> None:
    schedule, reading = replace(SCHEDULE, order=Order.REVIEW), sample_reading[1]
    history: list[Push] = []
    for number in range(1, 4):
        choice = choose(schedule, reading, history, {})
        assert choice is not None
        history.insert(0, pushed(number, choice, Order.REVIEW))
    first = history[-1].passages[0]
    asked = {first: 5000}
    choice = choose(schedule, reading, history, asked)
    assert choice is not None
    assert (choice.excerpt.passages[0].id, choice.asked, choice.read_at) == (first, True, 1000)
    history.insert(0, replace(pushed(4, choice, Order.REVIEW), settled=6000))
    unread = choose(schedule, reading, history, asked)
    assert unread is not None
    assert (unread.excerpt.start, unread.asked, unread.read_at) == (3, False, None)


def test_a_review_begins_again_with_the_oldest(write: Write) -> None:
    schedule = replace(SCHEDULE, order=Order.REVIEW)
    reading = Reading([write("rules", LAW)], 1)
    choice = choose(schedule, reading, [], {})
    assert choice is not None
    again = choose(schedule, reading, [pushed(1, choice)], {})
    assert again is not None
    assert (again.excerpt, again.read_at) == (choice.excerpt, 1000)


def test_the_place_is_kept_by_the_text(write: Write) -> None:
    reading = Reading([write("rules", LAW)], 1)
    done = pushed(1, Choice(reading.excerpt(0, 2), 0, None))
    later = LAW.replace("第三条", "第四条").replace("第二条", "第三条")
    longer = later.replace("第一条", "第一条 这份公约从今天起用。\n\n第二条")
    changed = Reading([write("rules", longer)], 1)
    choice = choose(SCHEDULE, changed, [done], {})
    assert choice is not None
    assert references([choice]) == ["第四条"]


def test_the_place_is_kept_by_the_reference(write: Write) -> None:
    reading = Reading([write("rules", LAW)], 1)
    done = pushed(1, Choice(reading.excerpt(0, 2), 0, None))
    changed = Reading([write("rules", LAW.replace("两周内归还", "三周之内还"))], 1)
    choice = choose(SCHEDULE, changed, [done], {})
    assert choice is not None
    assert references([choice]) == ["第三条"]


def test_what_is_gone_leaves_the_place_before_it(write: Write) -> None:
    reading = Reading([write("rules", LAW)], 1)
    first = pushed(1, Choice(reading.excerpt(0, 1), 0, None))
    last = pushed(2, Choice(reading.excerpt(2, 3), 2, 0))
    shorter = Reading([write("rules", LAW.partition("第三条")[0])], 1)
    choice = choose(SCHEDULE, shorter, [last, first], {})
    assert choice is not None
    assert references([choice]) == ["第二条"]


def test_nothing_to_read() -> None:
    assert choose(SCHEDULE, Reading([], 2), [], {}) is None
