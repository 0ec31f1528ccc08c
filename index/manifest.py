"""What a snapshot says about itself, so that whoever loads it can tell that it is whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from index.embedding import Embedder
from index.errors import SnapshotMismatch
from index.files import checksum

__all__ = ["FORMAT", "Manifest", "ModelStamp"]

FORMAT = 5
"""Raised whenever snapshots of the old kind must be built anew."""

FILE = "manifest.json"
_LIBRARIES = ("bm25s", "faiss-cpu", "numpy", "opencc", "scipy", "sentence-transformers")


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """The model that made the vectors; `fingerprint` alone decides whether it is the same."""

    name: str
    fingerprint: str
    dimension: int
    query_prompt: str | None
    document_prompt: str | None

    @classmethod
    def of(cls, embedder: Embedder) -> "ModelStamp":
        return cls(
            embedder.name,
            embedder.fingerprint,
            embedder.dimension,
            embedder.query_prompt,
            embedder.document_prompt,
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot's own description.

    `created` is UTC in ISO 8601 with microseconds, so that it sorts as text; `documents` and
    `passages` are counts; `files` maps each file's path in the folder to its SHA-256; `model` is
    None for a snapshot of words alone. `id` is the time and the start of a hash over the rest.
    """

    id: str
    format: int
    created: str
    author: str
    model: ModelStamp | None
    documents: int
    passages: int
    files: Mapping[str, str]
    versions: Mapping[str, str]

    @classmethod
    def describe(
        cls, folder: Path, author: str, counts: tuple[int, int], model: ModelStamp | None
    ) -> "Manifest":
        """Describe the files in ``folder``; ``counts`` are of documents and of passages."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        draft = cls(
            id="",
            format=FORMAT,
            created=datetime.now(UTC).isoformat(timespec="microseconds"),
            author=author,
            model=model,
            documents=counts[0],
            passages=counts[1],
            files={path.relative_to(folder).as_posix(): checksum(path) for path in files},
            versions={library: version(library) for library in _LIBRARIES},
        )
        return replace(draft, id=_identify(draft))

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"
        (folder / FILE).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read a folder's manifest; SnapshotMismatch if it is missing, altered or too old."""
        path = folder / FILE
        try:
            content = path.read_bytes()
            _require_format(path, json.loads(content))
            manifest = _adapter().validate_json(content, strict=True)
            expected = _identify(manifest)
        except (OSError, ValueError, ValidationError) as error:
            raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error
        if manifest.id != expected or manifest.id != folder.name:
            raise SnapshotMismatch(f"{path} was altered; run yandu index")
        return manifest

    def check(self, folder: Path) -> None:
        """Compare every file with its checksum; SnapshotMismatch names the first that differs."""
        for name, expected in self.files.items():
            path = folder / name
            if not path.is_file():
                raise SnapshotMismatch(f"{path} is missing; run yandu index")
            if checksum(path) != expected:
                raise SnapshotMismatch(f"{path} was altered; run yandu index")


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def _require_format(path: Path, content: Any) -> None:
    found = content["format"] if isinstance(content, dict) and "format" in content else None
    if found != FORMAT:
        raise SnapshotMismatch(
            f"{path} is of format {found}, this program reads {FORMAT}; run yandu index"
        )


def _identify(manifest: Manifest) -> str:
    """Give the time, readable and sortable, and ten digits of a hash over everything else."""
    content = json.dumps(asdict(replace(manifest, id="")), sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()[:10]
    moment = datetime.fromisoformat(manifest.created)
    return f"{moment:%Y%m%d-%H%M%S}-{digest}"
