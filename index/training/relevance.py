"""Train `index.relevance` on the first passages of questions that were held out."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.mixture import Mixture
from index.ranking import CLOSELY
from index.relevance import PIECES, WHOLE, Relevance, inputs
from index.training.fusion import Trial
from index.training.recipe import Recipe

__all__ = ["Close", "best", "close", "train_relevance"]

log = logging.getLogger(__name__)

_NOWHERE = -1e4  # the sum of a passage that is not there
_NARROW = 1e-3

Tensors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """The k first passages of a trial, as `inputs` tells of them.

    `pieces` is (k, m, 12), `whole` (k, 8), `sums` (k,); `right` says which is the right one, None
    where none of them is.
    """

    pieces: NDArray[np.float32]
    whole: NDArray[np.float32]
    sums: NDArray[np.float32]
    right: int | None


def close(trial: Trial, mixture: Mixture) -> Close:
    """Look closely at the first passages of a trial, as `index.ranking` does."""
    coarse = trial.evidence @ mixture.coarse.weights
    rows = np.argsort(-coarse, kind="stable")[:CLOSELY]
    evidence = trial.evidence[rows]
    sums = evidence @ mixture.weights
    right = np.flatnonzero(rows == trial.right)
    place = int(right[0]) if len(right) else None
    return Close(*inputs(trial.match(rows), evidence, sums), sums, place)


def train_relevance(cases: Sequence[Close], recipe: Recipe) -> Tensors:
    """Learn to pick the right passage of each case, or none; give what `Relevance` takes.

    The loss is that of ListNet (Cao et al. 2007), with a score for none that is learned too: so
    the scores of different questions come to be comparable. Inputs are brought to one scale,
    which the first layers then take over.
    """
    torch.manual_seed(recipe.seed)
    net, random = _Net(cases, recipe.relevance_width), np.random.default_rng(recipe.seed)
    rate, size = recipe.relevance_rate, recipe.relevance_batch
    steps = recipe.relevance_passes * -(-len(cases) // size)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate)
    course = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1)
    for number in range(recipe.relevance_passes):
        total = 0.0
        for batch in _batches(cases, random.permutation(len(cases)), size):
            loss = functional.cross_entropy(net(batch), batch.right)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            course.step()
            total += loss.item() * len(batch.right)
        log.info("relevance, pass %d: loss %.4f", number + 1, total / len(cases))
    return net.trained()


def best(cases: Sequence[Close], relevance: Relevance) -> NDArray[np.float32]:
    """Score each case's passages and give the best score of each."""
    scored = (relevance.scores(case.pieces, case.whole, case.sums) for case in cases)
    return np.array([scores.max() for scores in scored], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Cases filled up to the same number of passages and of pieces: `asked` says which are.

    `right` is the number of passages where none is.
    """

    pieces: Tensor
    asked: Tensor
    whole: Tensor
    sums: Tensor
    right: Tensor

    @classmethod
    def of(cls, cases: Sequence[Close]) -> "_Batch":
        count = len(cases)
        passages = max(len(case.sums) for case in cases)
        most = max(1, *(case.pieces.shape[1] for case in cases))
        pieces = np.zeros((count, passages, most, PIECES), np.float32)
        asked = np.zeros((count, 1, most, 1), np.float32)
        whole = np.zeros((count, passages, WHOLE), np.float32)
        sums = np.full((count, passages), _NOWHERE, np.float32)
        for at, case in enumerate(cases):
            here, told = case.pieces.shape[:2]
            pieces[at, :here, :told] = case.pieces
            asked[at, :, :told] = 1
            whole[at, :here], sums[at, :here] = case.whole, case.sums
        places = [passages if case.right is None else case.right for case in cases]
        right = np.array(places)
        return cls(*map(torch.from_numpy, (pieces, asked, whole, sums, right)))


def _batches(cases: Sequence[Close], order: NDArray[np.int64], size: int) -> Iterator[_Batch]:
    for start in range(0, len(order), size):
        yield _Batch.of([cases[at] for at in order[start : start + size]])


class _Net(nn.Module):
    """The layers of `Relevance`, before which inputs are brought to one scale."""

    def __init__(self, cases: Sequence[Close], width: int) -> None:
        super().__init__()
        told = np.concatenate([case.pieces.reshape(-1, PIECES) for case in cases])
        whole = np.concatenate([case.whole for case in cases])
        self.pieces, self.whole = _Scaled(told, width), _Scaled(whole, width)
        self.hidden = nn.Linear(2 * width, width)
        self.last = nn.Parameter(torch.zeros(width))
        self.sums = nn.Parameter(torch.ones(()))
        self.none = nn.Parameter(torch.tensor(5.0))

    def forward(self, batch: _Batch) -> Tensor:
        """Give (cases, passages + 1), the score of none last."""
        met = (functional.relu(self.pieces(batch.pieces)) * batch.asked).sum(2)
        met = met / batch.asked.sum(2).clamp(min=1).sqrt()
        hidden = torch.cat([met, functional.relu(self.whole(batch.whole))], 2)
        hidden = functional.layer_norm(hidden, hidden.shape[2:])
        scores = self.sums * batch.sums + functional.relu(self.hidden(hidden)) @ self.last
        return torch.cat([scores, self.none.expand(len(scores), 1)], 1)

    def trained(self) -> Tensors:
        with torch.no_grad():
            tensors: dict[str, Tensor] = {"last": self.last, "sums": self.sums}
            tensors |= {f"hidden.{name}": part for name, part in self.hidden.named_parameters()}
            for name, layer in (("pieces", self.pieces), ("whole", self.whole)):
                tensors |= {f"{name}.weight": layer.weight, f"{name}.bias": layer.bias}
            return {name: tensor.numpy().astype(np.float32) for name, tensor in tensors.items()}


class _Scaled(nn.Module):
    """A linear layer over inputs of which each is taken for what it differs from the mean by."""

    def __init__(self, rows: NDArray[np.floating], width: int) -> None:
        super().__init__()
        self.linear = nn.Linear(rows.shape[1], width)
        mean, deviation = rows.mean(0, dtype=np.float64), rows.std(0, dtype=np.float64)
        self.mean = torch.from_numpy(mean.astype(np.float32))
        self.deviation = torch.from_numpy((deviation + _NARROW).astype(np.float32))

    def forward(self, rows: Tensor) -> Tensor:
        return self.linear((rows - self.mean) / self.deviation)  # type: ignore[no-any-return]

    @property
    def weight(self) -> Tensor:
        return self.linear.weight / self.deviation

    @property
    def bias(self) -> Tensor:
        return self.linear.bias - self.weight @ self.mean
