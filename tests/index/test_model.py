"""The bundled model opens offline as a plain sentence-transformers folder and tells meanings."""

import socket
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

FOLDER = Path(__file__).parents[2] / "index" / "model"
ASKED = "后勤部门怎么安排消毒"
PARAPHRASE = "食堂、浴室的工作人员错开就餐时间，提前做好杀菌防疫"
UNRELATED = "国务院批准发行长期建设国债，用于大型水利工程"


def refuse(*_: object) -> NoReturn:
    raise AssertionError("the model was looked for on the network")


@pytest.fixture(scope="module")
def model() -> SentenceTransformer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        return SentenceTransformer(str(FOLDER), device="cpu")


def unit(model: SentenceTransformer, *texts: str) -> np.ndarray:
    rows: np.ndarray = model.encode(list(texts), convert_to_numpy=True).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def test_folder_is_small_and_holds_no_code() -> None:
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 25_000_000
    assert [path.name for path in files if path.suffix == ".py"] == []
    assert (FOLDER / "README.md").read_text(encoding="utf-8").strip()


def test_dimension(model: SentenceTransformer) -> None:
    assert model.get_embedding_dimension() == 256


def test_same_text_same_vector_alone_or_in_a_batch(model: SentenceTransformer) -> None:
    alone = unit(model, ASKED)[0]
    batch = unit(model, UNRELATED, ASKED, PARAPHRASE)[1]
    assert np.array_equal(alone, unit(model, ASKED)[0])
    assert np.allclose(alone, batch, atol=1e-3)


def test_paraphrase_is_nearer_than_an_unrelated_sentence(model: SentenceTransformer) -> None:
    asked, near, far = unit(model, ASKED, PARAPHRASE, UNRELATED)
    assert asked @ near > asked @ far


def test_width_and_case_do_not_matter(model: SentenceTransformer) -> None:
    half, full = unit(model, "ABC 2020年", "ａｂｃ　２０２０年")
    assert np.allclose(half, full, atol=1e-3)


def test_text_without_a_known_piece_gives_zeros(model: SentenceTransformer) -> None:
    rows = model.encode(["", "！？……", "\U0002a6d6"], convert_to_numpy=True)
    assert np.array_equal(rows, np.zeros((3, 256), rows.dtype))
