"""What a build would do: which passages, which of them keep their vectors, what differs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage
from corpus.text import search_text
from index.contents import Snapshot, verify
from index.difference import Difference
from index.embedding import Embedder
from index.report import Report

__all__ = ["Plan", "embedded_text"]


def embedded_text(passage: Passage) -> str:
    """Give the text that stands for a passage before the model: its titles, then itself."""
    return search_text(passage.titled)


@dataclass(frozen=True)
class Plan:
    """What is to be built: a text and a key for each passage, and where its old vector is.

    `sources` is int64, shape (n,): the row in the previous snapshot, -1 where there is none.
    """

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    embedder: Embedder | None
    previous: Snapshot | None
    texts: list[str]
    keys: NDArray[np.uint8]
    sources: NDArray[np.int64]

    @classmethod
    def make(
        cls,
        documents: Sequence[Document],
        embedder: Embedder | None,
        previous: Snapshot | None,
    ) -> "Plan":
        """Compare documents with what is indexed; ``previous`` is None for a first build.

        Raises QuoteMismatch for a passage that is not in its document. No two documents may
        have the same id.
        """
        if len({document.id for document in documents}) != len(documents):
            raise ValueError("two documents have the same id")
        verify(documents)
        passages = tuple(chain.from_iterable(document.passages for document in documents))
        texts = [embedded_text(passage) for passage in passages] if embedder else []
        keys = _keys(texts, passages)
        sources = _sources(keys, _reusable(embedder, previous))
        return cls(tuple(documents), passages, embedder, previous, texts, keys, sources)

    @cached_property
    def difference(self) -> Difference:
        return Difference.between(self.previous.documents if self.previous else (), self.documents)

    @property
    def reused(self) -> int:
        """Count the passages that keep their vectors."""
        return int(np.count_nonzero(self.sources >= 0))

    @property
    def embedded(self) -> int:
        """Count the passages that the model must read."""
        return len(self.texts) - self.reused

    @property
    def other_model(self) -> bool:
        """Tell whether another model made the previous vectors, or none did."""
        if self.previous is None:
            return False
        old = self.previous.embedded
        if self.embedder is None or old is None:
            return old is not None or self.embedder is not None
        return self.embedder.fingerprint != old.model.fingerprint

    @property
    def changes(self) -> bool:
        """Tell whether the new snapshot would differ from the previous one."""
        if self.previous is None or self.previous.documents != self.documents:
            return True
        old = self.previous.embedded
        return self.other_model or (old is not None and not np.array_equal(self.keys, old.keys))

    def report(self, snapshot: str | None, *, written: bool, seconds: float) -> Report:
        return Report(
            snapshot=snapshot,
            documents=len(self.documents),
            passages=len(self.passages),
            added=len(self.difference.passages.added),
            changed=len(self.difference.passages.changed),
            removed=len(self.difference.passages.removed),
            reused=self.reused,
            seconds=round(seconds, 3),
            written=written,
        )


def _keys(texts: Sequence[str], passages: Sequence[Passage]) -> NDArray[np.uint8]:
    """Hash each embedded text, and its passage as it is divided into sentences: (n, 16)."""
    both = (f"{text}\0{passage.text}" for text, passage in zip(texts, passages, strict=False))
    digests = b"".join(hashlib.blake2b(t.encode(), digest_size=16).digest() for t in both)
    return np.frombuffer(digests, np.uint8).reshape(-1, 16)


def _reusable(embedder: Embedder | None, previous: Snapshot | None) -> NDArray[np.uint8]:
    """Give the keys of the previous vectors, none if another model made them."""
    old = previous.embedded if previous else None
    if embedder is None or old is None or old.model.fingerprint != embedder.fingerprint:
        return np.empty((0, 16), np.uint8)
    return old.keys


def _sources(keys: NDArray[np.uint8], old: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Find for each key a row of ``old`` that equals it: int64, shape (n,), -1 for none."""
    rows = {key.tobytes(): row for row, key in enumerate(old)}
    return np.array([rows.get(key.tobytes(), -1) for key in keys], np.int64)
