"""The figures in words: exact, and never longer than a caption may be."""

from hypothesis import given
from hypothesis import strategies as st
from scribe import ZONE, moment

from bot.daily.models import State
from bot.markup import units
from bot.stats.figures import VERDICTS, Figures, Tally
from bot.stats.periods import Period, span_of
from bot.stats.report import Report
from bot.stats.sections import AskedSection
from bot.stats.wording import text_of
from bot.terminal import plain_text
from bot.texts import Language, Texts

SPAN = span_of(Period.MONTH, moment("2026-11-22 12:00"), ZONE, None)
TITLES = st.text(max_size=200)
COUNTS = st.integers(0, 10**9)


def test_figures_in_words() -> None:
    figures = Figures(
        (Tally(SPAN.start, "exact", 6), Tally(SPAN.start, "none", 2)),
        helpful=3, unhelpful=1, members=4, chats=2,
        pushes={State.SENT: 9, State.UNCERTAIN: 1, State.SENDING: 2},
    )  # fmt: skip
    sections = (
        AskedSection("讲话", "一、（四）", "把<根基>打牢", 5),
        AskedSection("讲话", "二", "", 1),
    )
    report = Report(Period.MONTH, SPAN, figures, sections)
    assert text_of(report, 1024, Texts(Language.ZH_HANS)).splitlines() == [
        "<b>📊 使用情况 · 30 天 · 全部聊天</b>",
        "2026-10-24 – 2026-11-22",
        "提问 8 次：写明了 6 · 没有讲到 2",
        "没有答案的占 25%（2 次）",
        "评价 4 次，75% 说有帮助",
        "提问的成员 4，聊天 2",
        "推送：已发 9 · 不确定 1 · 等着发 2",
        "<b>问得最多的章节</b>",
        "1. 一、（四） 把&lt;根基&gt;打牢 · 5",
        "2. 二 · 1",
    ]


def test_sections_of_several_documents_name_them() -> None:
    sections = (AskedSection("讲话", "一", "甲", 2), AskedSection("工会法", "第三条", "", 1))
    report = Report(Period.ALL, SPAN, Figures((Tally(SPAN.start, "exact", 3),)), sections, "组")
    lines = text_of(report, 1024, Texts(Language.ZH_HANS)).splitlines()
    assert lines[0] == "<b>📊 使用情况 · 全部时间 · 组</b>"
    assert lines[-2:] == ["1. 《讲话》 一 甲 · 2", "2. 《工会法》 第三条 · 1"]


@given(
    st.lists(st.builds(AskedSection, TITLES, TITLES, TITLES, COUNTS), max_size=8),
    st.lists(st.builds(Tally, st.just(SPAN.start), st.sampled_from(VERDICTS), COUNTS)),
    st.dictionaries(st.sampled_from(State), COUNTS),
    TITLES,
    st.sampled_from(Language),
)
def test_a_caption_is_never_too_long(
    sections: list[AskedSection],
    tallies: list[Tally],
    pushes: dict[State, int],
    chat: str,
    language: Language,
) -> None:
    figures = Figures(tuple(tallies), pushes=pushes, helpful=10**9, members=10**9)
    report = Report(Period.MONTH, SPAN, figures, tuple(sections), chat)
    assert units(plain_text(text_of(report, 1024, Texts(language)))) <= 1024
