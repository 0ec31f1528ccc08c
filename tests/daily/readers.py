"""A long text of our own to push for a year, indexed by its words."""

from pathlib import Path

from corpus.cleaning import clean
from corpus.passages import structure
from corpus.readers import read
from index.building import build
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

__all__ = ["long_reading"]

_SENTENCE = "第{number}段的第{part}句写给模拟用，数目是{value}，每段都不相同，长短也相近。"


def long_reading(folder: Path, sections: int = 60, passages: int = 16) -> Searcher:
    """Write and index a text of so many sections and passages, about a minute each."""
    path = folder / "reader.md"
    path.write_text(_text(sections, passages), encoding="utf-8")
    document = structure(clean(read(path)), "reader")
    build([document], SnapshotStore(folder / INDEX_FOLDER), None)
    return open_searcher(folder, None)


def _text(sections: int, passages: int) -> str:
    lines = ["# 模拟读本"]
    for section in range(1, sections + 1):
        lines.append(f"## {section}. 第{section}讲")
        for number in range(1, passages + 1):
            at = section * 100 + number
            parts = range(1, 9)
            lines.append(
                "".join(_SENTENCE.format(number=at, part=p, value=at * 7 + p) for p in parts)
            )
    return "\n\n".join(lines) + "\n"
