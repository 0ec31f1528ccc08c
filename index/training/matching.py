"""Train the vectors of `index.matching`: each piece of a question finds its like in the passage.

Questions learn to pick their passage among those that stand beside it, of the same document or
at least the same kind: what an answer has to tell apart.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.training.data import Asked
from index.training.recipe import Recipe

__all__ = ["train_matching"]

log = logging.getLogger(__name__)

_ASKED, _TOLD = 24, 200  # pieces of a question and of a passage that are read


def train_matching(
    vectors: NDArray[np.float32], tokenizer: Tokenizer, asked: Sequence[Asked], recipe: Recipe
) -> NDArray[np.float32]:
    """Begin with trained vectors, (pieces, d), and give those to match by: (pieces, fewer).

    ``asked`` are in the order of their texts. Directions begin as the first principal ones,
    what each piece counts as its length. The unknown piece and single letters, into which
    words of an alphabet fall apart, count nothing.
    """
    torch.manual_seed(recipe.seed)
    net, texts = _Net(vectors, recipe), _Texts.of(tokenizer, asked)
    rate = recipe.learning_rate
    optimizer = torch.optim.Adam(
        [
            {"params": [net.directions.weight, net.weights.weight], "lr": rate},
            {"params": [net.scale, net.shorter], "lr": 10 * rate},
        ]
    )
    steps = recipe.matching_passes * (len(asked) // recipe.matching_batch)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 1e-3, steps)
    for step, (questions, passages) in enumerate(_batches(texts, recipe)):
        if step % 200 == 0:
            log.info("matching, step %d of %d", step, steps)
        optimizer.zero_grad(set_to_none=True)
        scores = net(questions, passages)
        partner = torch.arange(len(questions))
        forth = functional.cross_entropy(scores, partner)
        loss = (forth + functional.cross_entropy(scores.T, partner)) / 2
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        slower.step()
    trained = net.trained()
    letters = [tokenizer.token_to_id(letter) for letter in ascii_lowercase]
    trained[[0, *filter(None, letters)]] = 0
    return trained


class _Net(nn.Module):
    """Scores questions against passages, both given as rows of piece ids filled up with zeros."""

    def __init__(self, vectors: NDArray[np.float32], recipe: Recipe) -> None:
        super().__init__()
        lengths = np.linalg.norm(vectors, axis=1)
        weights = torch.from_numpy(np.clip(lengths / np.median(lengths[lengths > 0]), 0.02, 20))
        self.directions = _table(torch.from_numpy(_principal(vectors, recipe.matching_dimension)))
        self.weights = _table(torch.log(torch.expm1(weights.float()))[:, None])  # for softplus
        self.scale = nn.Parameter(torch.tensor(5.0))
        self.shorter = nn.Parameter(torch.tensor(0.0))
        self.drop = recipe.matching_drop

    def forward(self, questions: Tensor, passages: Tensor) -> Tensor:
        """Give (questions, passages); some pieces are left out, fewer of the questions'."""
        asked = (questions > 0) & (torch.rand(questions.shape) > self.drop / 2)
        told = (passages > 0) & (torch.rand(passages.shape) > self.drop)
        left = functional.normalize(self.directions(questions), dim=2).flatten(0, 1)
        right = functional.normalize(self.directions(passages), dim=2).flatten(0, 1)
        likeness = (left @ right.T).view(*asked.shape, *told.shape)
        nearest = likeness.masked_fill(~told, -1.0).amax(3)
        weights = functional.softplus(self.weights(questions)).squeeze(2) * asked
        met = (weights[:, :, None] * nearest).sum(1)
        met = met / (weights.sum(1, keepdim=True) + 1e-6).sqrt()
        return self.scale * met - self.shorter * torch.log1p(told.sum(1))

    def trained(self) -> NDArray[np.float32]:
        """Join what each piece counts, as its length, to its direction."""
        with torch.no_grad():
            directions = functional.normalize(self.directions.weight, dim=1)
            return (directions * functional.softplus(self.weights.weight)).numpy()


def _table(rows: Tensor) -> nn.Embedding:
    table = nn.Embedding(*rows.shape)
    table.weight = nn.Parameter(rows)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """Piece ids, zeros at the ends; row i of ``first`` is where passage i's questions begin."""

    passages: Tensor
    questions: Tensor
    first: NDArray[np.int64]

    @classmethod
    def of(cls, tokenizer: Tokenizer, asked: Sequence[Asked]) -> "_Texts":
        told = _rows(tokenizer, [one.passage for one in asked], _TOLD)
        questions = _rows(tokenizer, [q for one in asked for q in one.questions], _ASKED)
        first = np.cumsum([0, *(len(one.questions) for one in asked)], dtype=np.int64)
        return cls(told, questions, first)


def _batches(texts: _Texts, recipe: Recipe) -> Iterator[tuple[Tensor, Tensor]]:
    """Draw neighbouring passages, each with one of its questions: nearly all once a pass."""
    random = np.random.default_rng(recipe.seed)
    size, count = recipe.matching_batch, len(texts.passages)
    for _ in range(recipe.matching_passes):
        starts = np.arange(random.integers(size), count - size + 1, size)
        for start in random.permutation(starts):
            first, after = texts.first[start : start + size], texts.first[start + 1 :][:size]
            drawn = random.integers(first, after)
            yield _trim(texts.questions[drawn]), _trim(texts.passages[start : start + size])


def _trim(rows: Tensor) -> Tensor:
    """Leave out the columns that are zero throughout, but one."""
    return rows[:, : max(1, int((rows > 0).sum(1).max()))]


def _rows(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> Tensor:
    rows = np.zeros((len(texts), longest), np.int64)
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    for row, encoding in zip(rows, encodings, strict=True):
        ids = [piece for piece in encoding.ids if piece][:longest]
        row[: len(ids)] = ids
    return torch.from_numpy(rows)


def _principal(vectors: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    """Turn directions to the ``dimension`` along which vectors of their length vary most."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    _, axes = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    turned = (vectors / np.maximum(lengths, 1e-6)) @ axes[:, -dimension:]
    return np.ascontiguousarray(turned, dtype=np.float32)
