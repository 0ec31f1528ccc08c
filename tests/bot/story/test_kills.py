"""SIGKILL at random moments of a reindex: the next bot starts as if nothing had been."""

from pathlib import Path

from reindex_kills import kill_while_reindexing


async def test_a_bot_that_is_killed_while_it_reindexes(tmp_path: Path) -> None:
    outcome = await kill_while_reindexing(tmp_path / "home", kills=5, places=4)
    assert outcome.left.total() == 5
