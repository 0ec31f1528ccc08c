"""What may be written after /daily."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.daily.models import Days, Order
from bot.daily.words import Action, WrongWord, read_words

ON = {"enabled": True, "paused_until": None}
WORKDAYS, TO_FRIDAY = Days(workdays=True), Days(frozenset(range(5)))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("", {}),
        ("07:30", ON | {"at": time(7, 30)}),
        ("7：30", ON | {"at": time(7, 30)}),
        ("7点半", ON | {"at": time(7, 30)}),
        ("晚上8点", ON | {"at": time(20)}),
        ("20點15分", ON | {"at": time(20, 15)}),
        ("周一至周五 20:00", ON | {"at": time(20), "days": TO_FRIDAY}),
        ("mon-fri 20:00", ON | {"at": time(20), "days": TO_FRIDAY}),
        ("weekdays", ON | {"days": TO_FRIDAY}),
        ("工作日 7:30", ON | {"at": time(7, 30), "days": WORKDAYS}),
        ("每天 6:00", ON | {"at": time(6), "days": Days()}),
        ("周末", ON | {"days": Days(frozenset({5, 6}))}),
        ("周一、三、五", ON | {"days": Days(frozenset({0, 2, 4}))}),
        ("Mon,Wed", ON | {"days": Days(frozenset({0, 2}))}),
        ("周六到周一", ON | {"days": Days(frozenset({5, 6, 0}))}),
        ("星期天", ON | {"days": Days(frozenset({6}))}),
        ("on", ON),
        ("off", {"enabled": False}),
        ("silent", {"silent": True}),
        ("SILENT 21:00", ON | {"silent": True, "at": time(21)}),
        ("loud", {"silent": False}),
        ("pause 2026-10-08", {"enabled": True, "paused_until": date(2026, 10, 8)}),
        ("暂停 2026年10月8日", {"enabled": True, "paused_until": date(2026, 10, 8)}),
        ("tz Asia/Urumqi", {"zone": "Asia/Urumqi"}),
        ("tz asia/urumqi 08:00", ON | {"zone": "Asia/Urumqi", "at": time(8)}),
        ("时区 北京", {"zone": "Asia/Shanghai"}),
        ("tz berlin", {"zone": "Europe/Berlin"}),
        ("复习", {"order": Order.REVIEW}),
        ("打乱 3 分钟", {"order": Order.SHUFFLED, "minutes": 3}),
    ],
)
def test_words(text: str, changes: dict[str, Any]) -> None:
    request = read_words(text)
    assert request.action is Action.SHOW
    assert request.changes == changes


def test_actions() -> None:
    assert read_words("now").action is Action.NOW
    assert read_words("History").action is Action.HISTORY


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("25:00", "time", "25:00"),
        ("07:60", "time", "07:60"),
        ("pause", "date", ""),
        ("pause tomorrow", "date", "tomorrow"),
        ("pause 2026-02-30", "date", "2026-02-30"),
        ("tz Mars/Olympus", "zone", "Mars/Olympus"),
        ("tz", "zone", ""),
        ("11 分钟", "minutes", "11分钟"),
        ("明天", "word", "明天"),
        ("周一至周", "word", "周一至周"),
        ("7", "word", "7"),
        ("07:30 随便", "word", "随便"),
    ],
)
def test_what_means_nothing(text: str, kind: str, word: str) -> None:
    with pytest.raises(WrongWord) as caught:
        read_words(text)
    assert (caught.value.kind, caught.value.word) == (kind, word)


@given(st.text())
def test_anything_is_read_or_refused(text: str) -> None:
    try:
        read_words(text)
    except WrongWord:
        return


@given(st.times())
def test_every_time_of_day(at: time) -> None:
    kept = time(at.hour, at.minute)
    assert read_words(f"{kept:%H:%M}").changes == ON | {"at": kept}
