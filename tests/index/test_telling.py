"""What the words of a question tell about its answer."""

import math
from importlib import resources

import pytest

from index import telling as room
from index.telling import telling
from index.tokens import tokens


def test_a_token_weighs_what_was_fitted_as_often_as_it_occurs() -> None:
    fitted = {"错": 0.5, "峰": 0.0, "错峰": 2.0}
    assert telling("错峰，错", fitted) == {"错": 1.0, "峰": 0.0, "错峰": 2.0}
    assert telling("错峰法", fitted) == {
        "错": 0.5, "峰": 0.0, "法": 1.0, "错峰": 2.0, "峰法": 1.0,
    }  # fmt: skip


@pytest.mark.parametrize("question", ["怎么", "怎么怎么"])
def test_a_question_that_tells_nothing_keeps_its_words(question: str) -> None:
    nothing = dict.fromkeys(tokens(question), 0.0)
    assert telling(question, nothing) == dict.fromkeys(nothing, 1.0)


@pytest.mark.parametrize("question", ["", "？！"])
def test_a_question_without_words_has_no_weights(question: str) -> None:
    assert telling(question) == {}


def test_the_weights_that_are_kept_serve_by_default() -> None:
    lines = (resources.files("index") / room.FILE).read_text("utf-8").splitlines()
    kept = {token: float(weight) for token, weight in (line.split("\t") for line in lines)}
    assert len(kept) == len(lines)
    assert all(tokens(token)[-1] == token for token in kept)
    assert all(0 <= weight < math.inf for weight in kept.values())
    told = next((token for token in kept if len(tokens(token)) == 1 and kept[token]), "错")
    assert telling(told) == {told: kept.get(told, 1.0)}
