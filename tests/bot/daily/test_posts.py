"""Pushes as messages: whatever the text is like, Telegram takes them and nothing is left out."""

from pathlib import Path

import pytest
from botapi import BotApiServer
from botapi.methods.content import message_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.daily.posts import Surroundings, render_excerpt
from bot.daily.reading import Excerpt
from bot.markup import units
from bot.terminal import plain_text
from bot.texts import Language, Texts
from corpus.models import Passage
from corpus.references import parse

ALONE = Surroundings(None, None, None)
LETTERS = st.characters(exclude_categories=("Cc", "Cs"))
TEXT = st.text(LETTERS, min_size=1, max_size=5000).filter(str.strip)
PATH = st.lists(st.text(LETTERS, max_size=300), max_size=3)


def excerpt(passages: list[tuple[str, list[str]]]) -> Excerpt:
    reference = parse("一、（三）二")
    assert reference
    return Excerpt("d", "题目" * 100, 0, tuple(
        Passage(f"{number:012}", "d", reference, tuple(path), 0, len(text), text)
        for number, (text, path) in enumerate(passages)
    ))  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passages=st.lists(st.tuples(TEXT, PATH), min_size=1, max_size=4))
def test_every_part_is_a_message_and_together_they_are_the_text(
    language: Language, passages: list[tuple[str, list[str]]]
) -> None:
    world, given = BotApiServer().world, excerpt(passages)
    seen: list[str] = []
    for part in range(100):
        screen = render_excerpt(given, ALONE, len(passages), Texts(language), part)
        if seen and screen.text == seen[-1]:
            break
        message_text(world, {"text": screen.text, "parse_mode": "HTML"})
        assert units(plain_text(screen.text)) <= 4096
        seen.append(screen.text)
    shown = "".join("".join(plain_text(text).split()) for text in seen)
    for text, _path in passages:
        assert "".join(text.split())[:50] in shown


def test_many_short_passages_stay_below_the_entities(tmp_path: Path) -> None:
    given = excerpt([(f"第{number}点。", [f"第{number}节"]) for number in range(120)])
    texts = Texts(Language.ZH_HANS)
    parts = [render_excerpt(given, ALONE, 120, texts, part).text for part in range(3)]
    assert [text.count("<blockquote>") for text in parts] == [40, 40, 40]
    assert all(text.count("<b>") <= 50 for text in parts)
