"""Periods: what can be typed, and which dates they cover."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stats.periods import Bin, Period, Span, read_period, span_of

ZONES = st.sampled_from(
    ["Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe", "UTC"]
).map(ZoneInfo)
MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "period"),
    [
        ("", Period.MONTH), ("7", Period.WEEK), ("7 天", Period.WEEK), ("30days", Period.MONTH),
        ("90d", Period.QUARTER), ("ALL", Period.ALL), ("all days", Period.ALL),
        ("全部", Period.ALL), ("8", None), ("昨天", None), ("7 30", None), ("-7", None),
    ],
)  # fmt: skip
def test_what_can_be_typed(typed: str, period: Period | None) -> None:
    assert read_period(typed) is period


def test_a_week_ends_today_where_the_bot_is_at_home() -> None:
    late = datetime(2026, 11, 22, 20, tzinfo=UTC)  # the 23rd in Shanghai
    span = span_of(Period.WEEK, late.timestamp(), ZoneInfo("Asia/Shanghai"), None)
    assert (span.first, span.last) == (date(2026, 11, 17), date(2026, 11, 23))
    assert span.bins()[-1] == Bin(date(2026, 11, 23), date(2026, 11, 23))


def test_bars_are_days_then_weeks_then_months() -> None:
    zone, last = ZoneInfo("UTC"), date(2026, 11, 22)
    quarter = Span(date(2026, 8, 25), last, zone).bins()
    assert quarter[:2] == (
        Bin(date(2026, 8, 25), date(2026, 8, 30)),
        Bin(date(2026, 8, 31), date(2026, 9, 6)),
    )
    year = Span(date(2025, 12, 20), last, zone).bins()
    assert (len(year), year[1]) == (12, Bin(date(2026, 1, 1), date(2026, 1, 31)))


@given(ZONES, MOMENTS, st.sampled_from(Period), st.timedeltas(timedelta(), timedelta(5000)))
def test_every_moment_has_one_bar(
    zone: ZoneInfo, now: datetime, period: Period, age: timedelta
) -> None:
    earliest = int((now - age).timestamp())
    span = span_of(period, now.timestamp(), zone, earliest)
    assert span.start <= now.timestamp() < span.end
    assert span.date_of(span.start) == span.first
    assert span.date_of(span.end - 1) == span.last
    days = [day for one in span.bins() for day in (one.first, one.last)]
    assert (days[0], days[-1], days) == (span.first, span.last, sorted(days))
    gaps = [after.first - before.last for before, after in zip(span.bins(), span.bins()[1:])]  # noqa: B905
    assert set(gaps) <= {timedelta(days=1)}
