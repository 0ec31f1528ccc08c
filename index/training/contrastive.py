"""Pull each question towards its own text and away from the other texts of the batch."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.training.data import Pair
from index.training.recipe import Recipe

__all__ = ["Bags", "train"]


class Bags:
    """Hold texts as ragged rows of piece ids."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> None:
        encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        self.rows = [np.asarray(e.ids[:longest], dtype=np.int64) for e in encodings]
        same: dict[str, int] = {}
        self.keys = torch.tensor([same.setdefault(text, len(same)) for text in texts])

    def take(self, chosen: NDArray[np.int64]) -> tuple[Tensor, Tensor]:
        """Return the ids of the chosen rows end to end, and where each begins."""
        rows = [self.rows[i] for i in chosen]
        starts = np.cumsum([0, *(len(row) for row in rows[:-1])])
        return torch.from_numpy(np.concatenate(rows)), torch.from_numpy(starts)


def train(
    vectors: NDArray[np.float32], tokenizer: Tokenizer, pairs: Sequence[Pair], recipe: Recipe
) -> NDArray[np.float32]:
    """Train the (pieces, dimension) vectors; row 0, the unknown piece, stays zero."""
    torch.manual_seed(recipe.seed)
    questions = Bags(tokenizer, [pair.question for pair in pairs], recipe.longest)
    answers = Bags(tokenizer, [pair.answer for pair in pairs], recipe.longest)
    bag = nn.EmbeddingBag.from_pretrained(torch.from_numpy(vectors.copy()), freeze=False)
    optimizer = torch.optim.Adam(bag.parameters(), lr=recipe.learning_rate)
    for chosen in _batches(pairs, recipe):
        optimizer.zero_grad()
        loss = _loss(bag, questions, answers, chosen, recipe.scale)
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


def _loss(
    bag: nn.EmbeddingBag, asked: Bags, told: Bags, chosen: NDArray[np.int64], scale: float
) -> Tensor:
    """Return the symmetric cross-entropy of picking the partner within the batch.

    In-batch negatives as in Henderson et al. 2017, "Efficient Natural Language Response
    Suggestion"; a text that occurs twice in the batch is no negative of its own partner.
    """
    left = functional.normalize(bag(*asked.take(chosen)))
    right = functional.normalize(bag(*told.take(chosen)))
    at = torch.from_numpy(chosen)
    twins = _equal(asked.keys[at]) | _equal(told.keys[at])
    scores = (scale * left @ right.T).masked_fill(twins, -1e4)
    partner = torch.arange(len(chosen))
    both = functional.cross_entropy(scores, partner) + functional.cross_entropy(scores.T, partner)
    return both / 2


def _equal(keys: Tensor) -> Tensor:
    same = keys[:, None] == keys[None, :]
    return same.fill_diagonal_(False)
