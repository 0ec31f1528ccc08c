"""Wide characters, wrapping and Telegram's HTML on a terminal."""

import io
import os

import pytest

from bot.terminal import Terminal, plain_text, print_html, width, wrap


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((25, 24)))
    return Screen()


def test_a_chinese_character_takes_two_columns() -> None:
    assert width("研读 ab。") == 9


def test_ansi_takes_no_columns() -> None:
    assert width("\x1b[1m研\x1b[0m") == 2


def test_a_line_breaks_at_the_width() -> None:
    assert wrap("一二三四五六七", 6) == ["一二三", "四五六", "七"]


def test_closing_punctuation_never_opens_a_line() -> None:
    assert wrap("一二三。四", 6) == ["一二三。", "四"]


def test_a_latin_word_stays_whole() -> None:
    assert wrap("ab cdef gh", 7) == ["ab cdef", "gh"]


def test_plain_output_has_neither_ansi_nor_wrapping() -> None:
    out = io.StringIO()
    print_html(
        Terminal(out),
        "<b>引文</b>&lt;\n<blockquote expandable>一\n二</blockquote>\n后" + "长" * 60,
    )
    assert out.getvalue() == "引文<\n│ 一\n│ 二\n后" + "长" * 60 + "\n"


def test_a_terminal_gets_bold_and_bars(screen: Screen) -> None:
    print_html(Terminal(screen), "<blockquote>一<b>二</b></blockquote>")
    assert screen.getvalue() == "│ 一\x1b[1m二\x1b[0m\n"


def test_a_quotation_wraps_under_its_bar(screen: Screen) -> None:
    print_html(Terminal(screen), f"<blockquote>{'一' * 12}</blockquote>")
    assert screen.getvalue() == f"│ {'一' * 11}\n│ 一\n"


def test_no_color_is_obeyed(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    print_html(Terminal(screen), "<b>二</b>")
    assert screen.getvalue() == "二\n"


def test_control_characters_of_a_text_do_not_reach_the_terminal(screen: Screen) -> None:
    print_html(Terminal(screen), "甲\x1b[2J乙")
    assert screen.getvalue() == "甲[2J乙\n"


def test_links_show_where_they_lead() -> None:
    assert plain_text('<a href="https://example.org/">文</a>') == "文 <https://example.org/>"
