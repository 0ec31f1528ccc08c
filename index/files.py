"""Files that survive a crash: written whole, or not at all."""

import hashlib
import os
from pathlib import Path

__all__ = ["checksum", "replace_text", "sync_folder", "sync_tree"]


def checksum(path: Path) -> str:
    """Give the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def replace_text(path: Path, text: str) -> None:
    """Put ``text`` in place of a file at once; readers see the old content or the new."""
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    _sync(draft)
    draft.replace(path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Bring every file and folder under ``folder`` to the disk."""
    for place, _, files in os.walk(folder):
        for name in files:
            _sync(Path(place, name))
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to the disk, where the system can (Windows cannot)."""
    if os.name == "posix":
        _sync(folder)


def _sync(path: Path) -> None:
    flags = os.O_RDONLY if os.name == "posix" else os.O_RDWR
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
