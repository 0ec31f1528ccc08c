"""What is kept in memory of what chats read."""

import gc
from pathlib import Path

from botapi import Account

from bot.context import App
from bot.daily.reading import Reading
from corpus.cleaning import clean
from corpus.passages import structure
from corpus.readers import read
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore


def edition(home: Path, name: str) -> Searcher:
    """Index a corpus of one document."""
    home.mkdir()
    path = home / "rules.md"
    path.write_text("第一条 借书的人要登记。\n\n第二条 每次借一本。\n", encoding="utf-8")
    build([structure(clean(read(path)), name)], SnapshotStore(home / INDEX_FOLDER), None)
    return open_searcher(home, None)


def kept() -> list[str]:
    """Tell which editions are laid out, by what Python still holds."""
    gc.collect()
    found = (each for each in gc.get_objects() if isinstance(each, Reading) and len(each))
    names = {each.passages[0].document for each in found}
    return sorted(name for name in names if name.startswith("edition"))


async def test_a_corpus_that_was_replaced_is_let_go(
    app: App, alice: Account, tmp_path: Path
) -> None:
    names = [f"edition-{number}" for number in range(3)]
    for name in names:
        app.bot_data.searcher = edition(tmp_path / name, name)
        for command in ("/daily", "/today"):
            assert await alice.ask(command)
        assert kept() == [name]
    app.bot_data.searcher = None
    assert kept() == []
