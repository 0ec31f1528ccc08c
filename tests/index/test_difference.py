"""What changed between two states of the documents, and what only moved."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Document
from index.difference import Changes, Difference

LayOut = Callable[..., Document]


def told(changes: Changes[Any]) -> tuple[list[str], list[str], list[str]]:
    return tuple([str(one.reference) for one in part]  # type: ignore[return-value]
                 for part in (changes.added, changes.changed, changes.removed))  # fmt: skip


def ids(changes: Changes[Document]) -> tuple[list[str], list[str], list[str]]:
    return tuple([one.id for one in part]  # type: ignore[return-value]
                 for part in (changes.added, changes.changed, changes.removed))  # fmt: skip


def test_documents_come_go_and_change(speech: Document, law: Document, lay_out: LayOut) -> None:
    longer = lay_out(
        "law", {"总则": ["工会是职工自愿结合的群众组织。", "工会维护职工权益。", "新。"]}
    )
    other = lay_out("rules", {"总则": ["甲。"]})
    difference = Difference.between([speech, law], [longer, other])
    assert ids(difference.documents) == (["rules"], ["law"], ["speech"])
    assert told(difference.sections) == (["一"], ["一"], ["一", "二"])
    assert not Difference.between([speech, law], [law, speech])


def test_a_section_changes_by_its_title_or_its_own_passages(lay_out: LayOut) -> None:
    old = lay_out("law", {"总则": ["甲。"], "会员": ["乙。"], "附则": ["丙。"]})
    new = lay_out("law", {"总则": ["甲。"], "会员": ["丁。"], "其他": ["丙。"]})
    assert told(Difference.between([old], [new]).sections) == ([], ["二", "三"], [])


def test_a_section_that_only_moved_is_not_told(lay_out: LayOut) -> None:
    old = lay_out("law", {"总则": ["甲。"], "附则": ["丙。"]})
    new = lay_out("law", {"总则": ["甲。"], "会员": ["乙。"], "附则": ["丙。"]})
    assert told(Difference.between([old], [new]).sections) == (["二"], [], [])
    assert told(Difference.between([new], [old]).sections) == ([], [], ["二"])


LINES = st.lists(st.sampled_from("甲乙丙丁"), max_size=6)


@given(LINES, LINES)
def test_the_changes_account_for_every_content(old: Sequence[str], new: Sequence[str]) -> None:
    """However the lines moved: what came and went is what the new ones have more and less."""
    before, after = list(enumerate(old)), list(enumerate(new))
    changes = Changes.between(before, after, lambda one: one[1], lambda one: one[0])
    fresh = Counter(content for _, content in (*changes.added, *changes.changed))
    assert fresh == Counter(new) - Counter(old)
    assert len(changes.removed) + len(changes.changed) == (Counter(old) - Counter(new)).total()
    assert bool(changes) == (sorted(old) != sorted(new))
