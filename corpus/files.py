"""Files and their names: written whole or not at all, safe wherever the name came from."""

import hashlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

__all__ = ["clear_drafts", "safe_name", "slug", "write_atomically"]

_LONGEST_ID = 48
_LONGEST_NAME = 200
"""In bytes of UTF-8; file systems allow 255, a Chinese character takes three."""
_DRAFT = ".tmp"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, finds the old one or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=_DRAFT)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def clear_drafts(folder: Path) -> None:
    """Remove what processes that were killed while writing left in a folder.

    The caller is the only one who writes there.
    """
    for draft in folder.glob(f".*{_DRAFT}"):
        draft.unlink(missing_ok=True)


def slug(name: str) -> str:
    """Make a document's id from its file name: `2020 讲话（稿）.txt` is `2020-讲话-稿`.

    At most 48 characters; a longer one ends in a digest, so that like beginnings differ.
    """
    stem = unicodedata.normalize("NFKC", Path(name).stem).lower()
    text = re.sub(r"[\W_]+", "-", stem).strip("-") or "document"
    if len(text) <= _LONGEST_ID:
        return text
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{text[: _LONGEST_ID - 9].rstrip('-')}-{digest}"


def safe_name(name: str) -> str:
    """Make a visible file name of at most 200 bytes out of what a member's client sent."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C").lstrip(". ~$")
    stem, suffix = Path(seen).stem, Path(seen).suffix
    room = _LONGEST_NAME - len(suffix.encode())
    return (stem.encode()[: max(0, room)].decode(errors="ignore").strip() or "document") + suffix
