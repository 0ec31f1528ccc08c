"""What is counted, and by which section."""

from dataclasses import replace

import pytest
from scribe import ZONE, Scribe, moment

from bot.daily.models import State
from bot.stats.figures import VERDICTS, Figures, Spot, Tally
from bot.stats.periods import Period, span_of
from bot.stats.report import report_on
from bot.stats.sections import AskedSection, most_asked
from bot.store.asked import Outcome
from corpus.models import Document

NOW = moment("2026-11-22 12:00")


def test_every_outcome_of_a_question_is_counted() -> None:
    assert set(VERDICTS) == {str(outcome) for outcome in Outcome}


async def test_nothing_has_happened(scribe: Scribe) -> None:
    report = await report_on(scribe.store, None, Period.ALL, now=NOW, zone=ZONE)
    assert report.figures == Figures()
    assert report.figures.empty
    assert (report.figures.unanswered_share, report.figures.helpful_share) == (None, None)
    assert report.span.first == report.span.last


async def test_a_period_of_all_chats_and_of_one(scribe: Scribe) -> None:
    await scribe.asked("2026-11-15 23:59", Outcome.EXACT, "一", chat=9)  # too early
    answer = await scribe.asked("2026-11-16 00:00", Outcome.EXACT, "一", member="a")
    await scribe.asked("2026-11-20 08:00", Outcome.RELATED, "二", member="a")
    await scribe.asked("2026-11-20 08:20", Outcome.PLACE, "一", chat=2, member="b")
    await scribe.asked("2026-11-22 11:00", Outcome.NONE, "三", chat=2, member="a")
    await scribe.asked("2026-11-22 11:00", Outcome.UNKNOWN, chat=2, member="b")
    await scribe.voted(1, answer, True, True, False)
    for state in (State.SENT, State.SENT, State.FAILED):
        await scribe.pushed("2026-11-20 07:30", state)
    await scribe.pushed("2026-11-20 07:30", State.MISSED, chat=2)
    await scribe.pushed("2026-11-10 07:30", State.SENT)
    store = scribe.store

    week = (await report_on(store, None, Period.WEEK, now=NOW, zone=ZONE)).figures
    assert week.verdicts == {"exact": 1, "related": 1, "place": 1, "none": 1, "unknown": 1}
    assert (week.questions, week.unanswered_share) == (5, 0.4)
    assert (week.helpful, week.unhelpful, week.helpful_share) == (2, 1, 2 / 3)
    assert (week.members, week.chats) == (2, 2)
    assert week.pushes == {State.SENT: 2, State.FAILED: 1, State.MISSED: 1}
    assert week.spots == (Spot("half-year-speech", "一", 2), Spot("half-year-speech", "二", 1))

    mine = await report_on(store, None, Period.WEEK, now=NOW, zone=ZONE, chat=(1, "组"))
    assert (mine.chat, mine.figures.questions, mine.figures.members) == ("组", 2, 1)
    assert mine.figures.pushes == {State.SENT: 2, State.FAILED: 1}

    ever = await report_on(store, None, Period.ALL, now=NOW, zone=ZONE)
    assert ever.span.first.isoformat() == "2026-11-10"
    assert (ever.figures.questions, ever.figures.chats) == (6, 3)


def test_bars_hold_what_was_asked_on_their_dates() -> None:
    tallies = (
        Tally(moment("2026-11-16 00:00"), "exact", 2),
        Tally(moment("2026-11-16 23:45"), "exact", 1),
        Tally(moment("2026-11-22 00:00"), "none", 4),
    )
    span = span_of(Period.WEEK, NOW, ZONE, None)
    bars = Figures(tallies).by_bin(span)
    assert (bars["exact"], bars["none"]) == ([3, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 4])


def test_passages_count_for_their_section(sample: Document) -> None:
    section = next(one for one in sample.walk() if len(one.passages) > 1 and one.title)
    inside = [str(passage.reference) for passage in section.passages]
    spots = [Spot(sample.id, reference, 1) for reference in inside]
    (found,) = most_asked(spots, [sample], 5)
    expected = AskedSection(sample.title, str(section.reference), section.title, len(inside))
    assert found == expected


@pytest.mark.parametrize("reference", ["九、（九）", ""])
def test_a_place_that_is_gone_stands_for_itself(sample: Document, reference: str) -> None:
    spots = [Spot("gone", "一", 2), Spot(sample.id, reference, 3)]
    first, second = most_asked(spots, [sample], 5)
    assert first == AskedSection(sample.title, reference, "", 3)
    assert second == AskedSection("gone", "一", "", 2)
    assert most_asked(spots, [replace(sample, sections=())], 1) == (first,)
