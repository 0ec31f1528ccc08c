"""No ordinary question about the real documents is taken for one about their structure."""

import json
from pathlib import Path

import pytest

from corpus.cleaning import clean
from corpus.models import Document
from corpus.passages import structure
from corpus.readers import read
from index.places import Places
from index.structure.definitions import Definitions
from index.structure.listings import opening
from index.structure.outline import Structure

SHARED = Path(__file__).parents[3] / "shared/corpus"
QUESTIONS = Path(__file__).parent / "questions"

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the documents are not shared here")


@pytest.fixture(scope="module")
def documents() -> tuple[Document, ...]:
    paths = sorted(path for path in SHARED.iterdir() if path.suffix != ".jsonl")
    return tuple(structure(clean(read(path)), path.stem) for path in paths)


@pytest.mark.parametrize("path", sorted(QUESTIONS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_is_listed_is_what_the_key_names(documents: tuple[Document, ...], path: Path) -> None:
    places = Places(documents)
    asked = (Structure(documents, places), Definitions(documents, places))
    everywhere = [document.id for document in documents]
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        found = [one.answer(row["question"], everywhere) for one in asked]
        hits = opening([*found[0], *found[1]], 1)
        wrong = [
            str(h.passage.reference)
            for h in hits
            if str(h.passage.reference) not in row.get("sections", [])
        ]
        assert (row["question"], wrong) == (row["question"], [])


@pytest.mark.parametrize(
    ("question", "place", "count"),
    [
        ("三带三促是哪三个", "三、（一）", 3),
        ("五个始终坚持有哪些", "二、（一）", 5),
        ("三大平台是哪三个", "一、（三）一", 3),
        ("什么是双零目标", "一、（四）", 2),
        ("五位一体建设包括哪五个方面", "二、（一）", 5),
        ("四网融合指什么", "附件2 3", 4),
        ("十件民生实事是哪十件", "附件1 一", 10),
    ],
)
def test_formulas(documents: tuple[Document, ...], question: str, place: str, count: int) -> None:
    definitions = Definitions(documents, Places(documents))
    [listing] = definitions.answer(question, [document.id for document in documents])
    assert (str(listing.items[0].place.reference), listing.count) == (place, count)


@pytest.mark.parametrize(
    "question",
    [
        "三不腐",
        "八个不是什么",
        "九个一工程包括哪些",
        "五个严防指什么",
        "四个全面是什么",
        "两个维护指什么",
        "六稳六保是什么",
        "八项规定是什么",
        "三严三实是什么",
    ],
)
def test_what_the_documents_only_name(documents: tuple[Document, ...], question: str) -> None:
    definitions = Definitions(documents, Places(documents))
    assert definitions.answer(question, [document.id for document in documents]) == ()
