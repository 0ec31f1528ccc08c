"""How alike texts are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import SAMPLES
from corpus.likeness import likeness, sketch

TEXT = st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=400)
SPEECH = (SAMPLES / "half-year-speech.txt").read_text(encoding="utf-8")


def alike(one: str, other: str) -> float:
    return likeness(sketch(one), sketch(other))


def shingles(text: str) -> set[str]:
    letters = "".join(character for character in text if character.isalnum())
    return {letters[at : at + 5] for at in range(len(letters) - 4)}


@given(TEXT, TEXT)
def test_it_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0.0 <= alike(one, other) == alike(other, one) <= 1.0
    assert alike(one, one) == 1.0


def test_what_reads_the_same_is_the_same() -> None:
    assert alike("抓实基础工作，筑牢安全防线。", "抓實基礎工作 筑牢\n安全防線") == 1.0


def test_other_texts_are_not_alike() -> None:
    assert alike("抓实基础工作，筑牢安全防线。", "春风又绿江南岸，明月何时照我还。") == 0.0


def test_short_texts_are_compared_exactly() -> None:
    one, other = "一二三四五六七八九十", "一二三四五六七八九百"
    assert alike(one, other) == len(shingles(one) & shingles(other)) / len(
        shingles(one) | shingles(other)
    )


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_long_texts_are_compared_nearly(share: float) -> None:
    """Replace the end of the speech by its beginning backwards."""
    kept = SPEECH[: int(len(SPEECH) * share)]
    other = kept + SPEECH[: len(SPEECH) - len(kept)][::-1]
    exact = len(shingles(SPEECH) & shingles(other)) / len(shingles(SPEECH) | shingles(other))
    assert alike(SPEECH, other) == pytest.approx(exact, abs=0.05)
