"""Run the recipe from the data folder to trained vectors."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from tokenizers import Tokenizer

from index.background import foreign
from index.training.contrastive import train
from index.training.cooccurrence import BREAK, cooccurrence, encode, positive_pmi
from index.training.data import (
    Asked,
    Pair,
    inverse_clozes,
    read_asked,
    read_lexicon,
    read_lines,
    read_pairs,
    read_paraphrases,
)
from index.training.factors import factorise, sif_weights
from index.training.heldout import HeldOut
from index.training.recipe import Recipe
from index.training.statements import headings
from index.training.vocabulary import build_tokenizer, count_words

__all__ = ["Pipeline"]

log = logging.getLogger(__name__)

_ASKED_ABOUT = ("central-government-reports", "laws")
"""The running texts that our own questions are about."""


class Pipeline:
    """Make the model step by step; each step leaves its result in the work folder.

    A result that lies there already is used again, whatever the recipe now says: start from an
    empty folder after a change.
    """

    def __init__(self, data: Path, work: Path, held_out: HeldOut, recipe: Recipe) -> None:
        self.data = data
        self.work = work
        self.held_out = held_out
        self.recipe = recipe
        work.mkdir(parents=True, exist_ok=True)

    def prepare(self) -> Tokenizer:
        """Do what comes before training; return the tokenizer."""
        self._step("text", self._clean)
        self._step("tokenizer.json", self._vocabulary)
        tokenizer = Tokenizer.from_file(str(self.work / "tokenizer.json"))
        self._step("counts.npz", lambda path: self._count(tokenizer, path))
        self._step("start.npy", self._start)
        return tokenizer

    def train(
        self, tokenizer: Tokenizer, asked: Iterable[Asked], headings: Iterable[Asked]
    ) -> NDArray[np.float32]:
        """Train on these questions and headings and on all other pairs: (pieces, dimension)."""
        pairs = self.pairs(asked, headings)
        log.info("training on %d pairs", len(pairs))
        start = np.load(self.work / "start.npy")
        return train(start, tokenizer, pairs, foreign(), self.recipe)

    def asked(self) -> list[Asked]:
        """List our own questions, with their passages from the running text."""
        lines = chain.from_iterable(map(self._lines, _ASKED_ABOUT))
        return read_asked(lines, self.held_out)

    def lexicon(self) -> list[Asked]:
        """List official expressions, with everyday words for each."""
        return read_lexicon(self.held_out)

    def headings(self) -> list[Asked]:
        """List the headings of official texts, with what stands below each."""
        return headings(read_pairs(self.data / "pairs", self.held_out))

    def pairs(self, asked: Iterable[Asked], headings: Iterable[Asked]) -> list[Pair]:
        """Return the pairs as often as the recipe says, and the inverse clozes of each source."""
        random = np.random.default_rng(self.recipe.seed)
        given = read_pairs(self.data / "pairs", self.held_out)
        pairs = [pair for pair in given if not pair.source.startswith("official")]
        pairs += _pairs(headings) * self.recipe.heading_repeats
        pairs += read_paraphrases(self.held_out) * self.recipe.paraphrase_repeats
        pairs += _pairs([*asked, *self.lexicon()]) * self.recipe.question_repeats
        for source in self.recipe.sources:
            lines = self._lines(source.name)
            pairs += inverse_clozes(lines, source.name, source.clozes, random)
        return pairs

    def _step(self, name: str, make: Callable[[Path], None]) -> None:
        """Make ``name`` in the work folder under another name, then put it in place."""
        path = self.work / name
        if not path.exists():
            log.info("making %s", name)
            unfinished = path.with_name("unfinished-" + name)
            make(unfinished)
            unfinished.rename(path)

    def _lines(self, source: str) -> list[str]:
        return (self.work / "text" / source).read_text(encoding="utf-8").splitlines()

    def _clean(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for source in self.recipe.sources:
            lines = read_lines(self.data / "text" / f"{source.name}.txt.xz", self.held_out)
            text = "".join(f"{line}\n" for line in lines)
            (folder / source.name).write_text(text, encoding="utf-8")

    def _vocabulary(self, path: Path) -> None:
        counts: Counter[str] = Counter()
        for source in self.recipe.sources:
            counts += count_words(self._lines(source.name), source.weight)
        own = [text for pair in read_paraphrases(self.held_out) for text in pair[:2]]
        written = [*self.asked(), *self.lexicon()]
        own += [question for one in written for question in one.questions]
        counts += count_words(own, self.recipe.paraphrase_weight)
        build_tokenizer(counts, self.recipe.pieces, self.recipe.least_character).save(str(path))

    def _count(self, tokenizer: Tokenizer, path: Path) -> None:
        """Add up the co-occurrences of all sources by their weights; frequencies on the side."""
        pieces = tokenizer.get_vocab_size()
        total = sparse.csr_matrix((pieces, pieces), dtype=np.float32)
        seen = np.zeros(pieces)
        for source in self.recipe.sources:
            ids = encode(tokenizer, self._lines(source.name))
            counts = cooccurrence(ids, pieces, self.recipe.window)
            total = total + counts * np.float32(source.weight)
            seen += source.weight * np.bincount(ids[ids != BREAK], minlength=pieces)
        np.save(self.work / "seen.npy", seen)
        sparse.save_npz(path, total, compressed=False)

    def _start(self, path: Path) -> None:
        counts = sparse.load_npz(self.work / "counts.npz").tocsr()
        counts.data[counts.data < self.recipe.least_cooccurrence] = 0
        counts.eliminate_zeros()
        pmi = positive_pmi(counts, self.recipe.context_power, self.recipe.shift)
        log.info("factorising %d associations", pmi.nnz)
        vectors = factorise(pmi, self.recipe.dimension, self.recipe.seed)
        weights = sif_weights(np.load(self.work / "seen.npy"), self.recipe.sif)
        np.save(path, vectors * weights[:, None])


def _pairs(asked: Iterable[Asked]) -> list[Pair]:
    return [
        Pair(question, one.passage, "asked-" + one.source)
        for one in asked
        for question in one.questions
    ]
