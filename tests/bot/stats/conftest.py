"""A store to write into, and what fonts the machine has."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from matplotlib import font_manager
from scribe import Scribe
from squares import make_font

from bot.store import Store, connect


@pytest.fixture
async def scribe(tmp_path: Path) -> AsyncIterator[Scribe]:
    engine = connect(f"sqlite+aiosqlite:///{tmp_path / 'yandu.db'}")
    store = Store(engine)
    await store.open()
    yield Scribe(store, engine)
    await store.close()


@pytest.fixture
def chinese_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a font with all that the pictures write, and none besides."""
    path = tmp_path / "Squares-Regular.ttf"
    make_font(path, f"Squares {tmp_path.name}", range(0x20, 0xFFFE))
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(path)])
    return path


@pytest.fixture
def no_chinese_font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latin, broken = tmp_path / "Latin-Regular.ttf", tmp_path / "broken.ttf"
    make_font(latin, "Latin", range(0x20, 0x7F))
    broken.write_bytes(b"no font")
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [str(broken), str(latin)])
