"""Read the training data: running text, pairs, and pairs cut out of running text."""

import gzip
import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from corpus.text import search_text
from index.training.heldout import HeldOut

__all__ = [
    "Asked",
    "Pair",
    "inverse_clozes",
    "key_of",
    "read_asked",
    "read_lexicon",
    "read_lines",
    "read_pairs",
    "read_paraphrases",
]

_PARAPHRASES = Path(__file__).with_name("paraphrases")
_QUESTIONS = Path(__file__).with_name("questions")
_LEXICON = Path(__file__).with_name("lexicon")
_SENTENCE = re.compile(r"[^。!?！？]+[。!?！？]?[”』」]?")


class Pair(NamedTuple):
    """Join a question (or title, or paraphrase) with the text that answers it."""

    question: str
    answer: str
    source: str


class Asked(NamedTuple):
    """A passage and the questions that we wrote for it, all in search form."""

    source: str
    key: str
    passage: str
    questions: tuple[str, ...]


def read_lines(path: Path, held_out: HeldOut) -> Iterator[str]:
    """Yield the lines of an xz text file that are not held out."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            text = line.strip()
            if text and text not in held_out:
                yield text


def read_pairs(folder: Path, held_out: HeldOut) -> Iterator[Pair]:
    """Yield the pairs of every ``*.jsonl.gz`` file, objects ``{"a", "b"}``, in name order."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        source = re.sub(r"_(dev|test)$", "", path.name.removesuffix(".jsonl.gz"))
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                if row["a"] not in held_out and row["b"] not in held_out:
                    yield Pair(row["a"], row["b"], source)


def read_paraphrases(held_out: HeldOut) -> list[Pair]:
    """List our own pairs of everyday and formal wording: sentences, and terms apart from them."""
    pairs = []
    for name, row in _rows(_PARAPHRASES):
        source = "terms" if name.endswith("-terms") else "paraphrases"
        if row["a"] not in held_out and row["b"] not in held_out:
            pairs.append(Pair(row["a"], row["b"], source))
    return pairs


def read_asked(passages: Iterable[str], held_out: HeldOut) -> list[Asked]:
    """List our own questions with their passages, of which no text of others' is kept here.

    Those about ``passages`` name them by the beginning of their SHA-256; one that is not among
    them, or is held out, is left out with its questions; the others come in their order.
    """
    known = {key_of(passage): (at, passage) for at, passage in enumerate(passages)}
    asked = []
    for source, row in _rows(_QUESTIONS):
        at, passage = (0, row["text"]) if "text" in row else known.get(row["key"], (0, ""))
        if passage and passage not in held_out:
            asked.append((at, _asked(source, passage, row["questions"], held_out)))
    asked.sort(key=lambda pair: pair[0])
    return [one for _, one in asked if one.questions]


def read_lexicon(held_out: HeldOut) -> list[Asked]:
    """List official expressions, each with everyday words for it, all our own."""
    rows = (row for _, row in _rows(_LEXICON) if row["text"] not in held_out)
    lexicon = (_asked("lexicon", row["text"], row["questions"], held_out) for row in rows)
    return [one for one in lexicon if one.questions]


def key_of(passage: str) -> str:
    """Name a passage by the beginning of its SHA-256."""
    return hashlib.sha256(passage.encode()).hexdigest()[:10]


def inverse_clozes(
    lines: Iterable[str], source: str, wanted: int, random: np.random.Generator
) -> list[Pair]:
    """Take one sentence of a passage as the question and the rest as its answer.

    The inverse cloze task of Lee et al. 2019, "Latent Retrieval for Weakly Supervised Open
    Domain Question Answering". Long passages are drawn on more than once.
    """
    passages = list(_passages(lines))
    drawn = [
        Pair(sentence, "".join(passage[:at] + passage[at + 1 :]), "cloze-" + source)
        for passage in passages
        for at, sentence in enumerate(passage)
        if 8 <= len(sentence) <= 80
    ]
    chosen = random.permutation(len(drawn))[:wanted]
    return [drawn[i] for i in np.sort(chosen)]


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of all files of a folder, with the names of these."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def _asked(source: str, passage: str, questions: list[str], held_out: HeldOut) -> Asked:
    forms = tuple(search_text(question) for question in questions if question not in held_out)
    return Asked(source, key_of(passage), search_text(passage), forms)


def _passages(lines: Iterable[str], shortest: int = 60, longest: int = 600) -> Iterator[list[str]]:
    """Split lines into sentences; keep those of some length with at least two sentences."""
    for line in lines:
        if shortest <= len(line) <= longest:
            sentences = _SENTENCE.findall(line)
            if len(sentences) > 1:
                yield sentences
