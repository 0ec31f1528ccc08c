"""Exact or approximate: how the two kinds of vector index compare as rows grow in number.

Run by hand (`python -m benchmarks.nearest`): the figures chose the constants of `index.vectors`.
"""

import time
from collections.abc import Callable
from itertools import islice
from statistics import median
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.texts import LAWS, paragraphs_of
from corpus.text import search_text
from index.background import background
from index.embedding import SentenceTransformerEmbedder

faiss: Any = _faiss
SIZES = (60_000, 200_000, 400_000)
NEIGHBOURS = 32
BUILDING = (40, 80, 160)  # efConstruction
SEARCHING = (50, 100, 200, 400)  # efSearch
K = 10
QUESTIONS = 200


def main() -> None:
    """Print recall@10 and the median time of a search for each size and breadth."""
    name = "laws" if LAWS.exists() else "made-up articles"
    rows, queries = vectors(name, max(SIZES))
    print(f"{name}, {len(queries)} questions, {rows.shape[1]} dimensions")
    for count in SIZES:
        flat = faiss.IndexFlatIP(rows.shape[1])
        flat.add(rows[:count])
        taken, exact = search(flat.search, queries)
        print(f"{count:>7} flat {taken:>33.2f} ms", flush=True)
        for building in BUILDING:
            graph = faiss.IndexHNSWFlat(rows.shape[1], NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            graph.hnsw.efConstruction = building
            started = time.perf_counter()
            graph.add(rows[:count])
            print(
                f"{count:>7} graph {building:>3}, built in {time.perf_counter() - started:.0f} s"
            )
            for breadth in SEARCHING:
                graph.hnsw.efSearch = breadth
                taken, found = search(graph.search, queries)
                recall = np.mean(
                    [np.isin(*pair).mean() for pair in zip(exact, found, strict=True)]
                )
                print(f"{breadth:>22} recall@{K} {recall:.3f} {taken:>6.2f} ms", flush=True)


def vectors(name: str, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Embed paragraphs; where they are too few, copies with a little noise follow."""
    embedder = SentenceTransformerEmbedder()
    texts = (search_text(text) for text in paragraphs_of(name) if len(text) > 12)
    rows = embedder.encode_passages(list(islice(dict.fromkeys(islice(texts, count)), count)))
    random = np.random.default_rng(0)
    order = random.permutation(len(rows))
    copies = rows[random.integers(0, len(rows), count - len(rows))]
    copies += random.normal(scale=0.3 / rows.shape[1] ** 0.5, size=copies.shape)
    copies /= np.linalg.norm(copies, axis=1, keepdims=True)
    asked = list(background()[: QUESTIONS // 2]) + [
        text[len(text) // 2 :][:20] for text in islice(paragraphs_of(name), 5000, 5000 + 100)
    ]
    return np.concatenate([rows[order], copies]), embedder.encode_queries(asked)


def search(
    find: Callable[..., Any], queries: NDArray[np.float32]
) -> tuple[float, NDArray[np.int64]]:
    """Search one by one on one thread: the median in ms, the rows found (q, K)."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    taken, found = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(find(query[None], K)[1][0])
        taken.append(1000 * (time.perf_counter() - started))
    faiss.omp_set_num_threads(threads)
    return median(taken), np.array(found)


if __name__ == "__main__":
    main()
