import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import BUNDLED, SentenceTransformerEmbedder
from index.errors import ModelUnavailable

_ROOT = Path(__file__).parents[2]


@pytest.fixture
def model(tiny_model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


def test_rows_are_normalised_float32_in_the_order_of_the_texts(tiny_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny_model)
    rows = embedder.encode_passages(["党建", "消毒错峰", "党建"])
    assert (rows.shape, rows.dtype) == ((3, embedder.dimension), np.dtype("float32"))
    assert embedder.dimension == 16
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, rtol=1e-6)
    np.testing.assert_array_equal(rows[0], rows[2])


def test_float16_weights_are_averaged_in_full_precision(tiny_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny_model)
    one, other, both = embedder.encode_queries(["党", "建", "党建"])
    raw = [embedder._model.encode([text])[0] for text in ("党", "建")]
    expected = np.mean(raw, axis=0, dtype=np.float32)
    np.testing.assert_allclose(both, expected / np.linalg.norm(expected), rtol=1e-6)
    assert not np.array_equal(one, other)


def test_unknown_and_empty_texts_are_zeros_and_no_text_is_no_row(tiny_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny_model)
    assert embedder.encode_queries(["", "zz"]).tolist() == np.zeros((2, 16)).tolist()
    assert embedder.encode_passages([]).shape == (0, 16)


def test_own_prompts_go_before_the_text(tiny_model: Path) -> None:
    plain = SentenceTransformerEmbedder(tiny_model)
    prompted = SentenceTransformerEmbedder(tiny_model, query_prompt="党", document_prompt="业")
    np.testing.assert_array_equal(prompted.encode_queries(["建"]), plain.encode_queries(["党建"]))
    np.testing.assert_array_equal(
        prompted.encode_passages(["务"]), plain.encode_passages(["业务"])
    )


def test_the_models_prompts_serve_where_none_is_given(model: Path) -> None:
    plain = SentenceTransformerEmbedder(model).encode_queries(["党建", "业务"])
    path = model / "config_sentence_transformers.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["prompts"] = {"query": "党", "document": "业"}
    path.write_text(json.dumps(config), encoding="utf-8")
    own = SentenceTransformerEmbedder(model)
    np.testing.assert_array_equal(own.encode_queries(["建"]), plain[:1])
    np.testing.assert_array_equal(own.encode_passages(["务"]), plain[1:])
    emptied = SentenceTransformerEmbedder(model, query_prompt="")
    np.testing.assert_array_equal(emptied.encode_queries(["党建"]), plain[:1])


def test_fingerprint_needs_no_loading(tiny_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(tiny_model)
    assert len(embedder.fingerprint) == 64
    assert embedder._model is None


def test_fingerprint_is_of_contents_and_prompts_alone(tiny_model: Path, model: Path) -> None:
    (model / "README.md").write_text("another card", encoding="utf-8")
    (model / ".gitattributes").write_text("", encoding="utf-8")
    first = SentenceTransformerEmbedder(tiny_model).fingerprint
    assert SentenceTransformerEmbedder(model).fingerprint == first
    assert SentenceTransformerEmbedder(model, "问：").fingerprint != first
    assert SentenceTransformerEmbedder(model, None, "问：").fingerprint != first


def _grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _rename(path: Path) -> None:
    path.rename(path.with_name("other"))


@pytest.mark.parametrize("change", [_grow, _rename])
def test_fingerprint_notices_a_change(model: Path, change: Callable[[Path], None]) -> None:
    before = SentenceTransformerEmbedder(model).fingerprint
    change(next(model.rglob("tokenizer.json")))
    assert SentenceTransformerEmbedder(model).fingerprint != before


@pytest.mark.parametrize("damage", ["missing", "empty", "config", "weights"])
def test_what_cannot_be_loaded_says_the_mend_every_time(model: Path, damage: str) -> None:
    if damage == "missing":
        shutil.rmtree(model)
    if damage == "empty":
        shutil.rmtree(model)
        model.mkdir()
    if damage == "config":
        (model / "modules.json").write_text("{", encoding="utf-8")
    if damage == "weights":
        next(model.rglob("*.safetensors")).write_bytes(b"\xff" * 40)
    embedder = SentenceTransformerEmbedder(model)
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="set YANDU_MODEL to") as caught:
            embedder.warm()
        assert str(model) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_a_hub_name_is_not_looked_up_offline() -> None:
    embedder = SentenceTransformerEmbedder("nobody/no-such-model")
    with pytest.raises(ModelUnavailable, match="'nobody/no-such-model'"):
        embedder.encode_queries(["党建"])
    with pytest.raises(ModelUnavailable):
        _ = embedder.fingerprint


@pytest.fixture(scope="module")
def hub_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hub cache that holds one contextual model, me/tiny, of two layers in float16."""
    folder = tmp_path_factory.mktemp("hub")
    sentences: Any = import_module("sentence_transformers")
    parts: Any = import_module("sentence_transformers.sentence_transformer.modules")
    _save_bert(folder / "bert")
    body, prompts = parts.Transformer(str(folder / "bert")), {"query": "党", "document": ""}
    model = sentences.SentenceTransformer(modules=[body, parts.Pooling(32)], prompts=prompts)
    repository = folder / "cache" / "models--me--tiny"
    model.save_pretrained(str(repository / "snapshots" / _COMMIT), create_model_card=False)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(_COMMIT)
    return folder / "cache"


def _save_bert(folder: Path) -> None:
    transformers: Any = import_module("transformers")
    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"党建业务"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = transformers.BertConfig(vocab_size=9, intermediate_size=64, **sizes)
    transformers.BertModel(config).half().save_pretrained(folder)


_COMMIT = "0123456789abcdef0123456789abcdef01234567"
_USE_HUB_NAME = """
import json, threading
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from index.embedding import SentenceTransformerEmbedder as E, _cached_revision
one, plain = E("me/tiny"), E("me/tiny", query_prompt="")
lengths = ["党建" * n for n in (1, 60, 3, 40)] * 8
with ThreadPoolExecutor(4) as pool:
    rows = np.concatenate(list(pool.map(lambda text: one.encode_queries([text]), lengths)))
print(json.dumps({
    "name": one.name, "dimension": one.dimension, "revision": _cached_revision("me/tiny"),
    "same": one.fingerprint == E("me/tiny").fingerprint,
    "prompted": one.fingerprint == plain.fingerprint,
    "repeats": bool(np.allclose(rows[:4], rows[4:8])),
    "own prompt": bool(np.allclose(one.encode_queries(["建"]), plain.encode_queries(["党建"]))),
    "dtype": str(rows.dtype), "weights": str(one._model[0].auto_model.dtype),
}))
"""


def test_a_hub_name_loads_from_the_cache_offline(hub_cache: Path) -> None:
    shown = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", _USE_HUB_NAME],
        capture_output=True, text=True, check=False, cwd=_ROOT,
        env={**os.environ, "HF_HUB_CACHE": str(hub_cache), "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout) == {
        "name": "me/tiny",
        "dimension": 32,
        "revision": _COMMIT,
        "same": True,
        "prompted": False,
        "repeats": True,
        "own prompt": True,
        "dtype": "float32",
        "weights": "torch.float32",
    }


def test_threads_share_one_loading(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from index import embedding  # noqa: PLC0415 - its private opener is counted

    opened = []
    open_model = embedding._open_model

    def count_and_open(source: str) -> Any:
        opened.append(source)
        return open_model(source)

    monkeypatch.setattr(embedding, "_open_model", count_and_open)
    embedder = SentenceTransformerEmbedder(tiny_model)
    expected = SentenceTransformerEmbedder(tiny_model).encode_queries(["党建"])
    opened.clear()
    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(embedder.encode_queries, [["党建"]] * 64))
    assert opened == [str(tiny_model)]
    for row in rows:
        np.testing.assert_array_equal(row, expected)


def test_loading_and_encoding_write_nothing(
    tiny_model: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    SentenceTransformerEmbedder(tiny_model).encode_passages(["党建"] * 100)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_importing_the_module_is_light() -> None:
    script = (
        "import sys, index.embedding as e; e.SentenceTransformerEmbedder();"
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=_ROOT
    )
    assert shown.stdout.strip() == "[]"


def test_the_bundled_model_stands_in_the_package() -> None:
    assert BUNDLED.parts[-2:] == ("index", "model")
    assert SentenceTransformerEmbedder().name == "bundled"
