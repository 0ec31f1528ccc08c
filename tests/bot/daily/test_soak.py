"""The long runs of `make soak` in their short form."""

from pathlib import Path

from invariants import check
from kills import kill_while_pushing
from readers import long_reading
from simulation import Plan, simulate

from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

WINDOW = 12 * 3600.0


async def test_whatever_happens_each_date_is_pushed_once(tmp_path: Path) -> None:
    searcher = long_reading(tmp_path, sections=4)
    plan = Plan(3, 60, kills=8, api_outages=3, pauses=1, steps=6, blocks=0.03, changes=0.06,
                second=0.2)  # fmt: skip
    outcome = await simulate(plan, tmp_path, searcher)
    order = [str(p.reference) for document in searcher.documents for p in document.passages]
    counts = check(outcome, order, WINDOW)
    assert counts["sent"] > 100
    assert counts["kills"] > 10


async def test_a_bot_that_is_killed_while_it_pushes(tmp_path: Path, sample: Document) -> None:
    build([sample], SnapshotStore(tmp_path / "home" / INDEX_FOLDER), None)
    counts = (await kill_while_pushing(tmp_path / "home", chats=40, kills=8)).check()
    assert counts["kills"] == 8
    assert counts["sent"] + counts["uncertain"] == 40
    assert counts["sent"] > 0
