"""The training of what ships: a small world in which there is something to learn."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from index.matching import Matcher
from index.training.data import Asked, read_lexicon
from index.training.heldout import HeldOut
from index.training.matching import train_matching
from index.training.recipe import Recipe

COUNT, NEIGHBOURS = 32, 8
ASKED = [f"问{number}" for number in range(COUNT)]
TOLD = [f"答{number}" for number in range(COUNT)]
WORDS = ["?", "a", "都", *ASKED, *TOLD]
PASSAGES = [
    Asked("test", str(number), f"{told} 都 a", (f"{question} 都", question))
    for number, (question, told) in enumerate(zip(ASKED, TOLD, strict=True))
]
RECIPE = replace(Recipe(), matching_dimension=8, matching_batch=NEIGHBOURS, matching_drop=0.0)


def words() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def trained(passes: int, rate: float) -> NDArray[np.float32]:
    """Begin with words that ask and tell of the same alike, but for some noise."""
    random = np.random.default_rng(0)
    start = random.normal(size=(len(WORDS), 12))
    start[-COUNT:] = start[-2 * COUNT : -COUNT] + 0.8 * random.normal(size=(COUNT, 12))
    recipe = replace(RECIPE, matching_passes=passes, learning_rate=rate)
    return train_matching(start.astype(np.float32), words(), PASSAGES, recipe)


def right(vectors: NDArray[np.float32]) -> int:
    """Count the words that find their passage among its neighbours."""
    matcher = Matcher(words(), vectors)
    passages = [matcher.pieces(one.passage) for one in PASSAGES]
    scores = np.array([matcher.match(matcher.asked(word), passages).scores for word in ASKED])
    numbers = np.arange(COUNT)
    scores[np.abs(numbers[:, None] - numbers) >= NEIGHBOURS] = -np.inf
    return int((scores.argmax(1) == numbers).sum())


def test_matching_learns_which_words_ask_for_which() -> None:
    before, after = trained(1, 1e-9), trained(40, 0.02)
    assert before.shape == after.shape == (len(WORDS), 8)
    assert right(before) < COUNT - 2
    assert right(after) == COUNT


def test_what_tells_nothing_comes_to_count_little() -> None:
    lengths = np.linalg.norm(trained(40, 0.02), axis=1)
    assert lengths[:2].tolist() == [0, 0]  # the unknown piece, and a letter
    assert lengths[2] < lengths[3 : 3 + COUNT].min()


def test_the_same_seed_gives_the_same_vectors() -> None:
    np.testing.assert_array_equal(trained(2, 0.02), trained(2, 0.02))


def test_the_lexicon_names_each_expression_once() -> None:
    lexicon = read_lexicon(HeldOut([]))
    assert len(lexicon) > 10_000
    assert len({one.passage for one in lexicon}) == len(lexicon)
    assert min(len(one.questions) for one in lexicon) >= 3
    assert all(one.passage not in one.questions for one in lexicon)


def test_what_is_held_out_is_not_in_the_lexicon() -> None:
    every = read_lexicon(HeldOut([]))
    longest = max((one.passage for one in every), key=len)
    left = {one.passage for one in read_lexicon(HeldOut([longest]))}
    assert {one.passage for one in every} - left == {longest}
