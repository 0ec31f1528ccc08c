"""Figures as pictures; labels in English, so that no Chinese font is needed."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import ExtraMissing
from index.evaluation.figures import Evaluation
from index.evaluation.metrics import DEPTH

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw", "need_matplotlib"]

RECALL, SCORES = "recall.png", "scores.png"
_BINS = 20


def need_matplotlib() -> None:
    """Raise ExtraMissing where there is no matplotlib, before the time is spent on figures."""
    if find_spec("matplotlib") is None:
        raise ExtraMissing("matplotlib", "plots")


def draw(evaluations: Mapping[str, Evaluation], folder: Path) -> list[Path]:
    """Write `recall.png` and `scores.png` into a folder, which is made; give their paths."""
    need_matplotlib()
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {RECALL: _recall(evaluations), SCORES: _scores(evaluations)}
    for name, picture in pictures.items():
        picture.savefig(folder / name, dpi=150)
    return [folder / name for name in pictures]


def _figure(height: float) -> "Figure":
    """Begin a picture without pyplot: it needs no display, and PNG is drawn by Agg."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - optional

    return Figure(figsize=(6, height), layout="constrained")


def _recall(evaluations: Mapping[str, Evaluation]) -> "Figure":
    """Draw recall at 1 to 10, a line for each system."""
    picture = _figure(4)
    axes = picture.subplots()
    depths = range(1, DEPTH + 1)
    for name, evaluation in evaluations.items():
        recall = [found for k in depths if (found := evaluation.recall(k)) is not None]
        if recall:  # there are answerable questions
            axes.plot(depths, recall, marker="o", label=name)
            axes.legend(loc="lower right")
    axes.set(xlabel="k", ylabel="recall@k", xticks=depths, ylim=(0, 1.02))
    axes.grid(alpha=0.3)
    return picture


def _scores(evaluations: Mapping[str, Evaluation]) -> "Figure":
    """Draw how sure each system is of answerable, near and absent questions."""
    picture = _figure(0.6 + 2.2 * len(evaluations))
    grid = picture.subplots(len(evaluations), squeeze=False)
    for axes, (name, evaluation) in zip(grid[:, 0], evaluations.items(), strict=True):
        groups = {
            "answerable": [row.score for row in evaluation.rows if row.answerable],
            "near": [row.score for row in evaluation.rows if row.near],
            "absent": [row.score for row in evaluation.rows if row.absent],
        }
        scores = {kind: [s for s in found if s is not None] for kind, found in groups.items()}
        every = [score for found in scores.values() for score in found]
        bins = np.histogram_bin_edges(every, _BINS)
        for kind, found in scores.items():
            if found:
                axes.hist(found, bins, density=True, alpha=0.5, label=f"{kind} ({len(found)})")
                axes.legend()
        axes.set(title=name, xlabel="score of the first hit", ylabel="density")
    return picture
