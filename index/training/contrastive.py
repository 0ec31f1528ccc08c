"""Pull each question towards its own text and away from the other texts of the batch."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.training.data import Pair
from index.training.recipe import Recipe

__all__ = ["Bags", "train"]

log = logging.getLogger(__name__)


class Bags:
    """Hold texts as ragged rows of piece ids."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> None:
        encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        self.rows = [np.asarray(e.ids[:longest], dtype=np.int64) for e in encodings]
        same: dict[str, int] = {}
        self.keys = torch.tensor([same.setdefault(text, len(same)) for text in texts])

    def take(
        self, chosen: NDArray[np.int64], drop: float, random: np.random.Generator
    ) -> tuple[Tensor, Tensor]:
        """Return the ids of the chosen rows end to end, and where each begins.

        A share ``drop`` of the ids is left out, but one of each row stays: word dropout, as in
        Iyyer et al. 2015, "Deep Unordered Composition Rivals Syntactic Methods".
        """
        rows = [self.rows[i] for i in chosen]
        lengths = np.array([len(row) for row in rows])
        starts = np.cumsum(lengths) - lengths
        ids = np.concatenate(rows)
        keep = random.random(len(ids)) >= drop
        filled = lengths > 0
        spared = random.random(len(rows)) * lengths
        keep[(starts + spared.astype(np.int64))[filled]] = True
        before = np.concatenate([[0], np.cumsum(keep)])
        return torch.from_numpy(ids[keep]), torch.from_numpy(before[starts])


def train(
    vectors: NDArray[np.float32],
    tokenizer: Tokenizer,
    pairs: Sequence[Pair],
    foreign: Sequence[str],
    recipe: Recipe,
) -> NDArray[np.float32]:
    """Train the (pieces, dimension) vectors; row 0, the unknown piece, stays zero.

    ``foreign`` are questions that no text answers: an answer is to be told from them too.
    """
    torch.manual_seed(recipe.seed)
    questions = Bags(tokenizer, [pair.question for pair in pairs], recipe.longest)
    answers = Bags(tokenizer, [pair.answer for pair in pairs], recipe.longest)
    others = Bags(tokenizer, foreign, recipe.longest)
    random = np.random.default_rng(recipe.seed)
    bag = nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors.copy()), freeze=False)
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.learning_rate, fused=True)
    for step, chosen in enumerate(_batches(pairs, recipe)):
        if step % 200 == 0:
            log.info("step %d", step)
        optimizer.zero_grad()
        against = random.choice(len(foreign), min(recipe.foreign, len(foreign)), replace=False)
        drawn = _Batch(questions, answers, others, chosen, against)
        taken = [bags.take(rows, recipe.drop, random) for bags, rows in drawn.parts]
        loss = _loss(_embed(bag, taken), drawn, recipe.scale)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    trained = bag.weight.detach().numpy()
    trained[0] = 0
    return trained


def _batches(pairs: Sequence[Pair], recipe: Recipe) -> Iterator[NDArray[np.int64]]:
    """Shuffle all pairs each epoch and cut them into whole batches of one source each.

    Negatives from the same source are the harder ones. What is left of the sources after their
    whole batches is mixed.
    """
    random = np.random.default_rng(recipe.seed)
    sources = _by_source(pairs)
    for _ in range(recipe.epochs):
        orders = [random.permutation(places) for places in sources]
        whole = [len(order) // recipe.batch * recipe.batch for order in orders]
        rest = [order[n:] for order, n in zip(orders, whole, strict=True)]
        orders = [order[:n] for order, n in zip(orders, whole, strict=True)]
        orders.append(random.permutation(np.concatenate(rest)))
        batches = [batch for order in orders for batch in _whole(order, recipe.batch)]
        for at in random.permutation(len(batches)):
            yield batches[at]


def _by_source(pairs: Sequence[Pair]) -> list[NDArray[np.int64]]:
    places: dict[str, list[int]] = {}
    for at, pair in enumerate(pairs):
        places.setdefault(pair.source, []).append(at)
    return [np.asarray(part, dtype=np.int64) for part in places.values()]


def _whole(order: NDArray[np.int64], size: int) -> list[NDArray[np.int64]]:
    return [order[at : at + size] for at in range(0, len(order) - size + 1, size)]


@dataclass(frozen=True)
class _Batch:
    """The pairs of a batch, and the foreign questions that stand against their answers."""

    asked: Bags
    told: Bags
    foreign: Bags
    pairs: NDArray[np.int64]
    against: NDArray[np.int64]

    @property
    def parts(self) -> tuple[tuple[Bags, NDArray[np.int64]], ...]:
        return (self.asked, self.pairs), (self.told, self.pairs), (self.foreign, self.against)


def _loss(embedded: Sequence[Tensor], batch: _Batch, scale: float) -> Tensor:
    """Return the symmetric cross-entropy of picking the partner within the batch.

    In-batch negatives as in Henderson et al. 2017, "Efficient Natural Language Response
    Suggestion"; a text that occurs twice in the batch is no negative of its own partner. An
    answer picks among the foreign questions too.
    """
    left, right, foreign = embedded
    at = torch.from_numpy(batch.pairs)
    twins = _equal(batch.asked.keys[at]) | _equal(batch.told.keys[at])
    scores = (scale * left @ right.T).masked_fill(twins, -1e4)
    backwards = torch.cat([scores.T, scale * right @ foreign.T], dim=1)
    partner = torch.arange(len(batch.pairs))
    forth = functional.cross_entropy(scores, partner)
    return (forth + functional.cross_entropy(backwards, partner)) / 2


def _embed(bag: nn.EmbeddingBag, taken: Sequence[tuple[Tensor, Tensor]]) -> Sequence[Tensor]:
    """Look up all texts at once: the gradient is as large as the table each time."""
    before = [0, *accumulate(len(ids) for ids, _ in taken)]
    starts = [at + start for at, (_, start) in zip(before, taken, strict=False)]
    rows = bag(torch.cat([ids for ids, _ in taken]), torch.cat(starts))
    return torch.split(functional.normalize(rows), [len(start) for start in starts])


def _equal(keys: Tensor) -> Tensor:
    same = keys[:, None] == keys[None, :]
    return same.fill_diagonal_(False)
