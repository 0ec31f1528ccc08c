"""Turn texts into vectors. The library behind it takes seconds to import, so it comes late."""

import hashlib
import logging
import os
from functools import cached_property, lru_cache
from importlib import import_module, resources
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailable

__all__ = ["BUNDLED", "Embedder", "SentenceTransformerEmbedder"]

BUNDLED = Path(str(resources.files("index") / "model"))
"""The folder of the model that ships with the project."""

_MEND = (
    "set YANDU_MODEL to a sentence-transformers name or folder, or unset it for the bundled model"
)


class Embedder(Protocol):
    """What the index needs of a model; texts go in as given, nothing is normalised here."""

    @property
    def name(self) -> str: ...

    @property
    def query_prompt(self) -> str | None: ...

    @property
    def document_prompt(self) -> str | None: ...

    @property
    def fingerprint(self) -> str:
        """Identify the weights and prompts: equal fingerprints give the same vectors."""

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Give L2-normalised rows, shape (n, dimension); zeros where nothing is known."""

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Give L2-normalised rows, shape (n, dimension); zeros where nothing is known."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model, by hub name or folder, on the CPU; safe in threads.

    Prompts given here replace the model's own. The model loads at the first need or by `warm`;
    whatever needs it raises ModelUnavailable when it cannot be loaded, the same each time.
    """

    def __init__(
        self,
        name_or_folder: str | Path = BUNDLED,
        query_prompt: str | None = None,
        document_prompt: str | None = None,
    ) -> None:
        self.name = "bundled" if name_or_folder == BUNDLED else str(name_or_folder)
        self.query_prompt = query_prompt
        self.document_prompt = document_prompt
        self._source = str(name_or_folder)
        self._lock = Lock()
        self._model: Any = None
        self._failure: str | None = None

    def warm(self) -> None:
        """Load the model unless it is loaded."""
        self._loaded()

    @cached_property
    def fingerprint(self) -> str:
        """Hash the folder's files, or a hub model's revision, together with the prompts.

        A folder needs no loading for this; a hub model does.
        """
        folder = Path(self._source)
        weights = _folder_digest(folder) if folder.is_dir() else self._hub_identity()
        parts = (weights, repr(self.query_prompt), repr(self.document_prompt))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def dimension(self) -> int:
        return int(self._encode("encode_query", [""], None).shape[1])

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        return self._encode("encode_query", texts, self.query_prompt)

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        return self._encode("encode_document", texts, self.document_prompt)

    def _encode(self, method: str, texts: list[str], prompt: str | None) -> NDArray[np.float32]:
        model = self._loaded()
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        options = {"prompt": prompt, "batch_size": _batch(model), "show_progress_bar": False}
        with self._lock:  # fast tokenizers refuse to be used by two threads at once
            rows = getattr(model, method)(texts, **options)
        return _normalised(np.asarray(rows, dtype=np.float32))

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None and self._failure is None:
                try:
                    self._model = _open_model(self._source)
                except Exception as error:  # noqa: BLE001 - libraries raise anything here
                    self._failure = _one_line(error)
            if self._failure is not None:
                raise ModelUnavailable(
                    f"cannot load the embedding model {self.name!r} ({self._failure}); {_MEND}"
                )
            return self._model

    def _hub_identity(self) -> str:
        self._loaded()
        return f"{self.name}@{_cached_revision(self._source)} x {self.dimension}"


def _batch(model: Any) -> int:
    """Choose how many texts go in at once: no padding, and little work each, in a static table."""
    return 512 if type(model[0]).__name__ == "StaticEmbedding" else 32


def _open_model(source: str) -> Any:
    """Open a model without reaching out for a folder's sake, in full precision, quietly."""
    local = Path(source).is_dir() or os.environ.get("HF_HUB_OFFLINE", "") not in {"", "0"}
    if Path(source).is_absolute() and not Path(source).is_dir():
        raise FileNotFoundError(f"no folder {source}")
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

    _hush()
    model = SentenceTransformer(
        source, device="cpu", local_files_only=local, model_kwargs={"dtype": "float32"}
    )
    model.float()  # a static table does not heed the argument
    model.encode_query("预热", show_progress_bar=False)
    return model


def _hush() -> None:
    """Keep the libraries' progress bars and remarks out of the terminal."""
    hub: Any = import_module("huggingface_hub.utils")
    transformers: Any = import_module("transformers.utils")
    hub.disable_progress_bars()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)


def _cached_revision(name: str) -> str:
    """Find the commit of a hub model in the local cache, where loading has just put it."""
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415

    for file in ("modules.json", "config.json"):
        found = try_to_load_from_cache(name, file)
        if isinstance(found, str):
            return Path(found).parent.name
    return "unknown"


def _folder_digest(folder: Path) -> str:
    """Hash a model folder; its card and hidden files change no vector and stay out."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and _matters(p, folder))
    stats = [(path, path.stat()) for path in files]
    return _digest(folder, tuple((path, s.st_size, s.st_mtime_ns) for path, s in stats))


def _matters(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.suffix != ".md" and not any(part.startswith((".", "__")) for part in parts)


@lru_cache(maxsize=8)
def _digest(folder: Path, files: tuple[tuple[Path, int, int], ...]) -> str:
    """Hash names and contents; sizes and times only tell the cache that a file changed."""
    total = hashlib.sha256()
    for path, _, _ in files:
        with path.open("rb") as content:
            one = hashlib.file_digest(content, "sha256").hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{one}\n".encode())
    return total.hexdigest()


def _normalised(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    finite = np.nan_to_num(rows, nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(finite, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(
        finite, lengths, out=np.zeros_like(finite), where=lengths > 0
    )
    return unit


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:200]}" if text else type(error).__name__
