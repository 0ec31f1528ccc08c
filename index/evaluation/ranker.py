"""Yandu's ranking over texts that no index holds."""

from collections.abc import Sequence
from time import perf_counter

from corpus.text import search_text
from index.background import Chance
from index.evaluation.collection import Collection
from index.evaluation.figures import Evaluation, Row
from index.evaluation.judging import Case, judge
from index.evaluation.metrics import DEPTH
from index.lexical import LexicalIndex
from index.matching import Matching, matcher
from index.ranking import Meaning, Ranker
from index.sentence_vectors import SentenceVectors, embed_sentences
from index.vectors import VectorIndex

__all__ = ["rank_all"]


def rank_all(cases: Sequence[Case], collection: Collection) -> Evaluation:
    """Rank every passage of a collection for every question; no verdicts and no quotes."""
    lexical = LexicalIndex.build(collection.passages)
    ranker = Ranker(lexical, _meaning(collection))
    return Evaluation(tuple(_rank(case, ranker) for case in cases))


def _meaning(collection: Collection) -> Meaning | None:
    embedder, rows = collection.embedder, collection.vectors
    if embedder is None or rows is None:
        return None
    parts = embed_sentences(embedder, collection.passages)
    sentences = SentenceVectors.join(parts, embedder.dimension)
    chance = Chance.measure(embedder, rows)
    matching = Matching(matcher(), collection.passages.__getitem__)
    return Meaning(embedder, VectorIndex.build(rows), sentences, chance, matching)


def _rank(case: Case, ranker: Ranker) -> Row:
    started = perf_counter()
    ranking = ranker.rank(ranker.read(search_text(case.question)))
    seconds = perf_counter() - started
    found = ranking.rows[:DEPTH].tolist()
    return judge(case, case.right, found, ranking.evidence.strength, seconds)
