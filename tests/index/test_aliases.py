"""Aliases: the one that a question is like, found among many at once."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import search_text
from index.aliases import Aliases, contrast, wording
from index.models import Alias
from index.tokens import tokens

DOCUMENTS = ("speech", "law")
TEXTS = st.text(alphabet="三五工会怎么样主席 ?1a是", max_size=8)
ALIASES = st.lists(
    st.builds(Alias, TEXTS, st.sampled_from(DOCUMENTS), st.just("一、（四）")), max_size=12
)


def one_by_one(aliases: Sequence[Alias], text: str, documents: Sequence[str]) -> Alias | None:
    """Compare a question with each alias in turn; of equals the later one wins."""
    best, found = 0.75, None
    for alias in aliases:
        one, other = set(tokens(text)), set(tokens(search_text(alias.question)))
        shared = 2 * len(one & other) / max(len(one) + len(other), 1)
        same = contrast(text) == contrast(search_text(alias.question))
        if shared >= best and same and alias.document in documents:
            best, found = shared, alias
    return found


@given(ALIASES, TEXTS, st.sets(st.sampled_from(DOCUMENTS)))
def test_all_at_once_is_one_by_one(aliases: list[Alias], text: str, documents: set[str]) -> None:
    question = search_text(text)
    expected = one_by_one(aliases, question, sorted(documents))
    assert Aliases(aliases).like(question, documents) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三个坚持是什么", "五个坚持是什么"),
        ("上半年产量是多少", "下半年产量是多少"),
        ("会费交不交", "会费交"),
        ("第2条是什么", "第3条是什么"),
    ],
)
def test_another_number_is_another_question(one: str, other: str) -> None:
    aliases = Aliases([Alias(one, "speech", "一")])
    assert aliases.like(one, ["speech"]) == aliases.all[0]
    assert aliases.like(other, ["speech"]) is None


@pytest.mark.parametrize("asked", ["宿舍怎么安排", "宿舍，怎麼安排？？", " 宿舍怎么安排。"])
def test_the_same_wording(asked: str) -> None:
    older, newer = (Alias("宿舍怎么安排?", "speech", place) for place in ("一", "二"))
    elsewhere = Alias("宿舍怎么安排", "law", "三")
    aliases = Aliases([older, newer, elsewhere])
    assert aliases.same(asked, ["speech"]) == newer
    assert aliases.same(asked, ["speech", "law"]) == elsewhere
    assert aliases.same(asked, []) is None
    assert aliases.same("宿舍怎么安排的", ["speech"]) is None


def test_punctuation_alone_is_no_wording() -> None:
    assert wording("？？！") == ""
    assert Aliases([Alias("？？", "speech", "一")]).same("！", ["speech"]) is None
