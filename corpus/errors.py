"""What can be wrong with a document or a reference.

CorpusError
├── UnreadableDocument
│   ├── UnknownFormat
│   ├── EmptyDocument
│   ├── EncryptedDocument
│   ├── ScannedDocument      a PDF without a text layer
│   ├── BrokenDocument       a damaged archive or file
│   ├── DecompressionBomb
│   └── DocumentTooLarge
├── UnknownDocument
├── NotInTrash
└── UnknownReference         carries the nearest existing ones
"""


class CorpusError(Exception):
    """Base of what this package raises; `str()` is one line in English for logs and the shell."""


class UnreadableDocument(CorpusError):
    """A file that cannot become a document; `name` is its file name."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class UnknownFormat(UnreadableDocument): ...


class EmptyDocument(UnreadableDocument): ...


class EncryptedDocument(UnreadableDocument): ...


class ScannedDocument(UnreadableDocument): ...


class BrokenDocument(UnreadableDocument): ...


class DecompressionBomb(UnreadableDocument): ...


class DocumentTooLarge(UnreadableDocument): ...


class UnknownDocument(CorpusError):
    """No document has this id; `known` lists those there are."""

    def __init__(self, document: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no document {document!r}; there are: {', '.join(known) or 'none'}")
        self.document = document
        self.known = known


class NotInTrash(CorpusError):
    """Nothing in the trash has this id, or is of this document."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"nothing to take back for {wanted!r}; it may have lain there too long")
        self.wanted = wanted


class UnknownReference(CorpusError):
    """No document has this place; `nearest` are the closest printed references."""

    def __init__(self, typed: str, nearest: tuple[str, ...]) -> None:
        super().__init__(f"no place {typed!r}; nearest: {', '.join(nearest) or 'none'}")
        self.typed = typed
        self.nearest = nearest
