"""What can be wrong with an index.

IndexingError
├── NoSnapshot           nothing was indexed yet
├── SnapshotMismatch     files, counts or checksums of a snapshot do not agree
├── QuoteMismatch        a quote or passage is not in the stored source, character for character
├── ModelUnavailable     the embedding model cannot be loaded, or is not the snapshot's
├── HomeLocked           another process is changing this home
└── BadQuestions         a questions file that cannot be read; names the line
"""


class IndexingError(Exception):
    """Base of what this package raises; `str()` is one line in English that says the mend."""


class NoSnapshot(IndexingError): ...


class SnapshotMismatch(IndexingError): ...


class QuoteMismatch(IndexingError): ...


class ModelUnavailable(IndexingError): ...


class HomeLocked(IndexingError): ...


class BadQuestions(IndexingError): ...
