"""What `make run` does on a home in each state."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.home import library_of
from bot.settings import Settings
from bot.start import plan
from corpus.library import sample_documents
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

MakeSettings = Callable[..., Settings]


@pytest.fixture
def filled(make_settings: MakeSettings, sample: Document) -> Settings:
    """Give settings of a home with the sample, indexed."""
    settings = make_settings()
    library_of(settings).add(sample_documents()[0])
    build([sample], SnapshotStore(settings.home / INDEX_FOLDER), None)
    return settings


def test_an_empty_home_gets_the_sample(make_settings: MakeSettings) -> None:
    assert plan(make_settings(token=None)) == [["index", "--sample"], ["chat"]]


def test_with_a_token_the_bot_goes_to_telegram(filled: Settings) -> None:
    assert plan(filled) == [["run"]]


def test_documents_without_an_index_are_indexed(make_settings: MakeSettings) -> None:
    settings = make_settings()
    library_of(settings).add(sample_documents()[0])
    assert plan(settings) == [["index"], ["run"]]


def test_a_damaged_index_is_built_anew(filled: Settings) -> None:
    Path(filled.home / INDEX_FOLDER / "current").write_text("nonsense", encoding="utf-8")
    assert plan(filled) == [["index"], ["run"]]
