"""Files to paragraphs: one module a format, chosen by the suffix of the file name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from corpus.errors import (
    BrokenDocument,
    DocumentTooLarge,
    EmptyDocument,
    UnknownFormat,
    UnreadableDocument,
)
from corpus.models import Cut, Paragraph, Source
from corpus.readers.disguise import refuse_disguise
from corpus.readers.lines import tidy

__all__ = ["MAX_BYTES", "SUFFIXES", "read", "read_bytes", "refuse_large", "refuse_unknown"]

MAX_BYTES = 20_000_000

_MODULES = {
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "word",
    ".pdf": "pdf",
    ".html": "web",
    ".htm": "web",
    ".epub": "epub",
}
SUFFIXES = tuple(_MODULES)
_OLD_OFFICE = {".doc": ".docx", ".wps": ".docx", ".rtf": ".docx", ".odt": ".docx"}


def read(path: Path) -> Source:
    """Read a file; raises UnreadableDocument, or OSError where there is no such file."""
    _module(path.name)
    refuse_large(path.name, path.stat().st_size)
    return read_bytes(path.name, path.read_bytes())


def read_bytes(name: str, data: bytes) -> Source:
    """Read a document that is in memory; the suffix of `name` says its format.

    Raises UnreadableDocument, whatever a damaged file may do to the libraries.
    """
    module = _module(name)
    refuse_large(name, len(data))
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyDocument(name, "the file is empty")
    refuse_disguise(name, data)
    reader: Callable[[str, bytes], Source] = import_module(f"corpus.readers.{module}").read
    try:
        source = _tidied(reader(name, data))
    except UnreadableDocument:
        raise
    except Exception as error:
        detail = " ".join(str(error).split())[:200]
        raise BrokenDocument(name, f"damaged ({type(error).__name__}: {detail})") from error
    if not source.paragraphs:
        raise EmptyDocument(name, "there is no text in it")
    return source


def refuse_unknown(name: str) -> None:
    """Raise UnknownFormat for a name whose suffix says nothing that can be read."""
    _module(name)


def refuse_large(name: str, size: int) -> None:
    """Raise DocumentTooLarge for more than MAX_BYTES bytes."""
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1_000_000
        raise DocumentTooLarge(name, f"{size / 1e6:.1f} MB; at most {limit} MB can be read")


def _module(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if suffix not in _MODULES:
        hint = f"; save it as {_OLD_OFFICE[suffix]}" if suffix in _OLD_OFFICE else ""
        known = " ".join(SUFFIXES)
        raise UnknownFormat(name, f"unknown format {suffix or 'without a suffix'}{hint}; "
                                  f"these work: {known}")  # fmt: skip
    return _MODULES[suffix]


def _tidied(source: Source) -> Source:
    paragraphs = (Paragraph(tidy(p.text), p.level) for p in source.paragraphs)
    cuts = (Cut("\n".join(filter(None, map(tidy, c.text.split("\n")))), c.reason)
            for c in source.cuts)  # fmt: skip
    return Source(
        source.name, tuple(p for p in paragraphs if p.text), tuple(c for c in cuts if c.text)
    )
