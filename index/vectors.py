"""Nearest passages by inner product, with FAISS (Douze et al. 2024, arXiv:2401.08281)."""

from pathlib import Path
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotMismatch

__all__ = ["VectorIndex"]

FILE = "vectors.faiss"

# Measured with `benchmarks.nearest` on paragraphs of laws, two busy cores, a thread a question:
#    60,000 rows: flat  8 ms, graph 1.0 ms with recall@10 0.987, built in 29 s
#   200,000 rows: flat 20 ms, graph 1.5 ms with recall@10 0.985, built in 96 s
#   400,000 rows: flat 25 ms, graph 1.4 ms with recall@10 0.968, built in 254 s
# Half the breadth in building changes recall by 0.002; twice gains 0.01 and takes twice the time.
# Looking at half as many candidates costs 0.01 to 0.02 of recall.
_EXACT_UP_TO = 200_000  # for a graph is built anew with each index, and finds most, not all
_NEIGHBOURS = 32
_BREADTH = 80  # candidates looked at for each row that is added to the graph
_FEW = 8  # a part of the rows smaller than one in so many is compared by itself
_LOOKED_AT = 400  # candidates looked at for each question

faiss: Any = _faiss  # its stubs describe the C++ signatures, not the Python wrappers


class VectorIndex:
    """An index over L2-normalised float32 rows, one for each passage, in row order."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._rows = _stored_rows(engine)

    @classmethod
    def build(cls, rows: NDArray[np.float32]) -> "VectorIndex":
        """Index ``rows``, shape (n, d); n may be 0."""
        count, dimension = rows.shape
        engine = _choose_engine(count, dimension)
        engine.add(np.ascontiguousarray(rows, dtype=np.float32))
        return cls(engine)

    def __len__(self) -> int:
        return int(self._engine.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._engine.d)

    @property
    def exact(self) -> bool:
        """Tell whether `search` finds the nearest rows for certain."""
        return isinstance(self._engine, faiss.IndexFlat)

    @property
    def rows(self) -> NDArray[np.float32]:
        """The stored vectors, shape (n, d), read-only and not copied."""
        return self._rows

    def search(
        self, query: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Find the k rows most alike to ``query``, shape (d,), among ``allowed`` if given.

        Returns inner products and row numbers, both shape (m,), best first and equal ones in row
        order; m is k or as many rows as there are.
        """
        selectable = len(self) if allowed is None else len(allowed)
        wanted = min(k, selectable)
        if wanted <= 0:
            return np.empty(0, np.float32), np.empty(0, np.int64)
        faiss.omp_set_num_threads(1)  # holds for the calling thread only; one query gains nothing
        parameters = self._parameters(wanted, allowed)
        scores, rows = self._engine.search(self._as_batch(query), wanted, params=parameters)
        found = rows[0] >= 0
        scores, rows = scores[0][found], rows[0][found]
        order = np.lexsort((rows, -scores))
        return scores[order], rows[order]

    def scores(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Compute the inner products of some rows with ``query``, shape (d,): (len(rows),)."""
        if len(rows) < len(self) // _FEW:
            return self._rows[rows] @ query
        return self._products(query)[rows]

    def _products(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        products = np.zeros(len(self), np.float32)
        out, batch, held = map(faiss.swig_ptr, (products, self._as_batch(query), self._rows))
        faiss.fvec_inner_products_ny(out, batch, held, self.dimension, len(self))
        return products

    def _parameters(self, wanted: int, allowed: NDArray[np.int64] | None) -> Any:
        selected = {} if allowed is None else {"sel": _only(allowed, len(self))}
        if self.exact:
            return faiss.SearchParameters(**selected)
        return faiss.SearchParametersHNSW(efSearch=max(_LOOKED_AT, wanted), **selected)

    def save(self, folder: Path) -> None:
        (folder / FILE).write_bytes(faiss.serialize_index(self._engine).tobytes())

    @classmethod
    def load(cls, folder: Path, count: int, dimension: int) -> "VectorIndex":
        """Read what `save` wrote; SnapshotMismatch if it is not ``count`` x ``dimension``."""
        path = folder / FILE
        try:
            engine = faiss.deserialize_index(np.frombuffer(path.read_bytes(), np.uint8))
        except (OSError, RuntimeError) as error:
            raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error
        if (engine.ntotal, engine.d) != (count, dimension):
            raise SnapshotMismatch(
                f"{path} holds {engine.ntotal} x {engine.d} vectors, the manifest says "
                f"{count} x {dimension}; run yandu index"
            )
        return cls(engine)

    def _as_batch(self, query: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.ascontiguousarray(query, dtype=np.float32).reshape(1, self.dimension)


def _choose_engine(count: int, dimension: int) -> Any:
    """Pick the index type for ``count`` rows: flat as long as that is fast, then a graph.

    Malkov & Yashunin 2020, "Efficient and Robust Approximate Nearest Neighbor Search Using
    Hierarchical Navigable Small World Graphs".
    """
    if count <= _EXACT_UP_TO:
        return faiss.IndexFlatIP(dimension)
    engine = faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    engine.hnsw.efConstruction = _BREADTH
    return engine


def _only(allowed: NDArray[np.int64], count: int) -> Any:
    """Select some rows by a bitmap over all of them."""
    mask = np.zeros(count, dtype=bool)
    mask[allowed] = True
    return faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))


def _stored_rows(engine: Any) -> NDArray[np.float32]:
    """Look at the vectors where an index keeps them, without copying."""
    count, dimension = engine.ntotal, engine.d
    if count == 0:
        return np.empty((0, dimension), np.float32)
    flat = engine if isinstance(engine, faiss.IndexFlat) else faiss.downcast_index(engine.storage)
    rows = np.asarray(_Lent(flat)).reshape(count, dimension)
    rows.flags.writeable = False
    return rows


class _Lent:
    """Memory of a flat index for NumPy to look at; arrays over it keep the index alive."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        flat = faiss.rev_swig_ptr(engine.get_xb(), engine.ntotal * engine.d)
        self.__array_interface__ = flat.__array_interface__
