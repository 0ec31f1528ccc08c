"""Tell by its first bytes that a file is not what its suffix says."""

from pathlib import Path

from corpus.errors import BrokenDocument, EncryptedDocument

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MAGIC: tuple[tuple[bytes, str, frozenset[str]], ...] = (
    (b"PK\x03\x04", "a zip archive (.docx or .epub, say)", frozenset({".docx", ".epub"})),
    (b"%PDF-", "a PDF", frozenset({".pdf"})),
    (_OLE, "an old Office document (.doc)", frozenset()),
    (rb"{\rtf", "an RTF document", frozenset()),
    (b"\x89PNG", "a picture", frozenset()),
    (b"\xff\xd8\xff", "a picture", frozenset()),
    (b"GIF8", "a picture", frozenset()),
    (b"\x1f\x8b", "a gzip archive", frozenset()),
    (b"Rar!", "a RAR archive", frozenset()),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", frozenset()),
)


def refuse_disguise(name: str, data: bytes) -> None:
    """Raise BrokenDocument where content and suffix disagree, EncryptedDocument if locked."""
    suffix = Path(name).suffix.lower()
    if data.startswith(_OLE) and _ENCRYPTED_PACKAGE in data:
        raise EncryptedDocument(name, "it needs a password to open; save it without one")
    for magic, kind, suffixes in _MAGIC:
        if data.startswith(magic) and suffix not in suffixes:
            raise BrokenDocument(name, f"it is {kind} whatever its name says; save it as {suffix}")
