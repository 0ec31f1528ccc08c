"""Measure a model on retrieval sets and on questions about one document, beside BM25."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from index.evaluation import load_benchmark
from index.evaluation.metrics import first_right, mean
from index.training.vocabulary import normalizer

__all__ = ["Task", "evaluate", "questions_task", "retrieval_task", "table"]

Scores = NDArray[np.float32]
_POINT = re.compile(r"\n|(?<=。)(?=[一二三四五六七八九十](?:是|要))|(?<=：)(?=一[是要][^；\n]*。)")


@dataclass(frozen=True)
class Task:
    """Hold questions, passages and for each question the numbers of the right passages."""

    name: str
    questions: list[str]
    passages: list[str]
    right: list[set[int]]


def retrieval_task(folder: Path) -> Task:
    """Read ``corpus``, ``queries`` and ``qrels`` (gzipped JSON lines)."""
    read = load_benchmark(folder)
    questions = [case.question for case in read.cases]
    return Task(read.name, questions, list(read.texts), [set(case.right) for case in read.cases])


def questions_task(questions: Path, document: Path) -> Task:
    """Cut a document roughly into points; keep the questions that it answers."""
    text = document.read_text(encoding="utf-8-sig")
    passages = [piece.strip() for piece in _POINT.split(text) if len(piece.strip()) >= 30]
    bare = ["".join(passage.split()) for passage in passages]
    asked, right = [], []
    for line in questions.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        keys = ["".join(key.split()) for key in row["passages"]]
        if keys:
            asked.append(row["question"])
            right.append({i for i, passage in enumerate(bare) if any(k in passage for k in keys)})
    return Task(questions.stem, asked, passages, right)


def evaluate(model: SentenceTransformer, task: Task) -> dict[str, dict[int, float]]:
    """Return recall at 1, 3 and 10 for vectors alone, BM25 alone, and the sum of z-scores."""
    dense, words = _dense(model, task), _bm25(task)
    methods = {"vectors": dense, "BM25": words, "both": _z(dense) + _z(words)}
    return {
        name: {k: _recall(scores, task.right, k) for k in (1, 3, 10)}
        for name, scores in methods.items()
    }


def table(model: SentenceTransformer, tasks: Sequence[Task]) -> str:
    """Return the figures of every task as a Markdown table."""
    methods = ["vectors", "BM25", "both"]
    head = "| set | passages | questions | " + " | ".join(f"{m} R@1 / 3 / 10" for m in methods)
    lines = [head + " |", "|---" * (3 + len(methods)) + "|"]
    for task in tasks:
        found = evaluate(model, task)
        cells = [" / ".join(f"{r:.3f}" for r in found[method].values()) for method in methods]
        sizes = [task.name, str(len(task.passages)), str(len(task.questions))]
        lines.append("| " + " | ".join(sizes + cells) + " |")
    return "\n".join(lines)


def _dense(model: SentenceTransformer, task: Task) -> Scores:
    asked, told = (
        model.encode(texts, convert_to_numpy=True, show_progress_bar=False)
        for texts in (task.questions, task.passages)
    )
    return _unit(asked) @ _unit(told).T


def _unit(rows: Scores) -> Scores:
    rows = rows.astype(np.float32)
    norms = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / norms, dtype=np.float32)


def _bm25(task: Task) -> Scores:
    """Score by BM25 over single characters and pairs of neighbours."""
    retriever = bm25s.BM25()
    retriever.index([_grams(text) for text in task.passages], show_progress=False)
    return np.stack([retriever.get_scores(_grams(text)) for text in task.questions])


def _grams(text: str) -> list[str]:
    letters = normalizer().normalize_str(text).replace(" ", "")
    return [*letters, *(a + b for a, b in pairwise(letters))]


def _z(scores: Scores) -> Scores:
    spread = np.maximum(scores.std(axis=1, keepdims=True), 1e-9)
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / spread, dtype=np.float32)


def _recall(scores: Scores, right: Sequence[set[int]], k: int) -> float:
    """Return the share of questions with a right passage among the first ``k``."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    gains = [np.isin(rows, list(wanted)) for rows, wanted in zip(best, right, strict=True)]
    return float(mean(np.isfinite(first_right(np.array(gains)))))
