"""Let a build leave room for those who ask meanwhile."""

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder

__all__ = ["GentleEmbedder", "considerate"]

_AT_ONCE = 64  # texts: about 10 ms of work, for which a question waits
_PAUSE = 0.001  # seconds, for whoever waits for the model
_TURN = 0.0005  # seconds
_USUAL_TURN = sys.getswitchinterval()  # ten times that


@dataclass(frozen=True)
class GentleEmbedder:
    """Gives the same vectors in small helpings, for questions wait while the model works."""

    model: Embedder

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def query_prompt(self) -> str | None:
        return self.model.query_prompt

    @property
    def document_prompt(self) -> str | None:
        return self.model.document_prompt

    @property
    def fingerprint(self) -> str:
        return self.model.fingerprint

    @property
    def dimension(self) -> int:
        return self.model.dimension

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        return self.model.encode_queries(texts)

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        rows = [np.empty((0, self.dimension), np.float32)]
        for start in range(0, len(texts), _AT_ONCE):
            rows.append(self.model.encode_passages(texts[start : start + _AT_ONCE]))
            time.sleep(_PAUSE)
        return np.concatenate(rows)


@contextmanager
def considerate() -> Iterator[None]:
    """Let Python's threads take turns ten times as often, and look for no garbage meanwhile.

    Whoever answers needs the interpreter for a moment many times over, and would wait each time
    for as long as the build's turn is. A search for garbage among all that an index consists of
    takes a second in which nothing else runs; an index has no cycles and needs none.
    """
    sys.setswitchinterval(_TURN)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(_USUAL_TURN)
