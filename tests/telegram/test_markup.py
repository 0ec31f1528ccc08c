"""HTML as Telegram parses it: what passes, what it becomes, what is refused."""

import pytest
from botapi.errors import ApiError
from botapi.markup import parse_html
from botapi.text import find_entities, trimmed, units


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("&lt;b&gt; &amp; &quot;&#x27;&#39;", "<b> & \"''", []),
        ("<b>粗</b>", "粗", [("bold", 0, 1)]),
        ("😀<i>斜</i>", "😀斜", [("italic", 2, 1)]),
        ("<b>外<i>内</i></b>", "外内", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>x</B>", "x", [("bold", 0, 1)]),
        ("<blockquote expandable>引</blockquote>", "引", [("expandable_blockquote", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<a href="https://example.org/?a=1&amp;b=2">链</a>', "链", [("text_link", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<b></b>x", "x", []),
    ],
)
def test_markup_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    parsed = parse_html(source)
    assert parsed.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in parsed.entities] == entities
    assert parsed.doubts == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("题<br>x", 'Unsupported start tag "br" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ('<a href="x"', 'Unclosed start tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
    ],
)
def test_bad_markup_is_refused(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    "source",
    [
        "AT&T",
        "a&nbsp;b",
        "<code><b>x</b></code>",
        '<a href="javascript:x">x</a>',
        "<blockquote><blockquote>x</blockquote></blockquote>",
    ],
)
def test_what_telegram_lets_pass_is_doubted(source: str) -> None:
    assert parse_html(source).doubts


def test_code_in_pre_is_no_doubt() -> None:
    assert parse_html("<pre><code>x</code></pre>").doubts == []


def test_outer_space_goes_and_entities_move() -> None:
    bold = {"type": "bold", "offset": 1, "length": 4}
    assert trimmed("\n 😀x \n", [bold]) == ("😀x", [{**bold, "offset": 0, "length": 3}])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask@YanduTestBot 问", [("bot_command", 0, 17)]),
        ("/ask错峰", []),
        ("😀 /help", [("bot_command", 3, 5)]),
        ("请 @YanduTestBot 看", [("mention", 2, 13)]),
        ("请@YanduTestBot看", []),
        ("见 https://example.org/a。", [("url", 2, 21)]),
        ("#学习 #1", [("hashtag", 0, 3)]),
    ],
)
def test_entities_are_found_as_telegram_finds_them(
    text: str, found: list[tuple[str, int, int]]
) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in find_entities(text)] == found


def test_units_are_utf16() -> None:
    assert [units("a"), units("错"), units("😀")] == [1, 1, 2]
