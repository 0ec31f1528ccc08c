"""Statements that are looked for: official headings, sentences half remembered, phrases."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from corpus.text import search_text
from index.training.data import Asked, Pair, key_of

__all__ = ["headings", "phrases", "remembered"]

_FORGOTTEN = 0.25
_SHORTEST = 12  # characters of a sentence that anybody would look for
_CLAUSE = r"[^，、。；:()]{8,18}"


def headings(pairs: Iterable[Pair]) -> list[Asked]:
    """Take the headings and topic sentences of official texts, each with what follows it."""
    return [
        Asked(source, key_of(text), search_text(text), (search_text(heading),))
        for heading, text, source in pairs
        if source.startswith("official")
    ]


def remembered(asked: Sequence[Asked], wanted: int) -> list[Asked]:
    """Draw passages, each with one sentence of it of which a quarter of the clauses are gone."""
    random = np.random.default_rng(0)
    drawn = (asked[at] for at in random.permutation(len(asked))[:wanted])
    parts = ((one, _part(one.passage, random)) for one in drawn)
    return [Asked("remembered", one.key, one.passage, (part,)) for one, part in parts if part]


def phrases(asked: Sequence[Asked], wanted: int) -> list[Asked]:
    """Draw passages, each with one clause of it, such as someone looks up."""
    random = np.random.default_rng(1)
    drawn = (asked[at] for at in random.permutation(len(asked))[:wanted])
    found = ((one, re.findall(_CLAUSE, one.passage)) for one in drawn)
    return [
        Asked("phrases", one.key, one.passage, (clauses[random.integers(len(clauses))],))
        for one, clauses in found
        if clauses
    ]


def _part(passage: str, random: np.random.Generator) -> str | None:
    sentences = [one for one in re.split("[。；]", passage) if len(one) >= _SHORTEST]
    if not sentences:
        return None
    sentence = sentences[random.integers(len(sentences))]
    clauses = re.split("[，、]", sentence)
    kept = [clause for clause in clauses if random.random() >= _FORGOTTEN]
    return "，".join(kept) or sentence
