"""Pictures of an evaluation."""

import struct
from pathlib import Path

import pytest

from index.errors import ExtraMissing
from index.evaluation import Evaluation, Row
from index.evaluation.plots import draw, need_matplotlib

ROWS = (
    Row("甲", "", answerable=True, rank=1, ndcg=1.0, score=0.9, seconds=0.1),
    Row("乙", "near", answerable=False, rank=None, ndcg=0.0, score=0.6, seconds=0.1),
    Row("丙", "absent", answerable=False, rank=None, ndcg=0.0, score=None, seconds=0.1),
)


def size(picture: Path) -> tuple[int, int]:
    content = picture.read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize("rows", [ROWS, ROWS[:1], ROWS[2:]])
def test_pictures_of_two_systems(tmp_path: Path, rows: tuple[Row, ...]) -> None:
    evaluation = Evaluation(rows)
    folder = tmp_path / "new" / "plots"
    drawn = draw({"yandu": evaluation, "dense": evaluation}, folder)
    assert drawn == [folder / "recall.png", folder / "scores.png"]
    assert [size(picture) for picture in drawn] == [(900, 600), (900, 750)]


def test_without_matplotlib_the_mend_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.evaluation.plots.find_spec", lambda _: None)
    with pytest.raises(ExtraMissing, match=r"pip install 'yandu\[plots\]'"):
        need_matplotlib()
