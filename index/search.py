"""From a question to an answer: the one door of this package for those who ask."""

import copy
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import UnknownReference
from corpus.models import Document, Passage
from corpus.references import Kind, Reference, parse
from corpus.text import search_text
from index.aliases import NO_ALIASES, Aliases
from index.embedding import Embedder
from index.errors import ModelUnavailable
from index.grouping import group
from index.intent import Expectation, expect, place_hints, strip_asking
from index.matching import matcher
from index.models import Alias, Answer, Hit, Listing, Place, Verdict
from index.places import Places
from index.quotes import Quoter, check
from index.ranking import Query, Ranker, Ranking
from index.relevance import relevance
from index.snapshot import Snapshot, SnapshotStore
from index.structure.definitions import Definitions
from index.structure.listings import opening
from index.structure.outline import Structure
from index.structure.tree import Tree
from index.tokens import tokens
from index.verdicts import decide

__all__ = ["INDEX_FOLDER", "Searcher", "open_searcher", "searcher_of"]

INDEX_FOLDER = "index"
"""The snapshots' folder inside a home."""

_LONGEST = 2000  # characters of a question that are read


class Searcher:
    """Answers from one snapshot; immutable, so that threads may share it.

    `degraded` says why the words alone decide, None while vectors take part; `tree` goes about
    in the outlines.
    """

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder | None, degraded: str | None = None
    ) -> None:
        self.documents: tuple[Document, ...] = snapshot.documents
        self.snapshot = snapshot.id
        self.degraded = degraded
        self._snapshot = snapshot
        self._aliases = NO_ALIASES
        embedded = snapshot.embedded
        meaning = None
        if embedded and embedder:
            meaning = embedded.meaning(embedder, snapshot.passages)
        self._ranker = Ranker(snapshot.lexical, meaning)
        self._quoter = Quoter()
        self._places = Places(snapshot.documents)
        self._structure = Structure(snapshot.documents, self._places)
        self.tree = Tree(snapshot.documents, self._places, self._structure)
        self._definitions = Definitions(snapshot.documents, self._places)
        self._rows = {passage.id: row for row, passage in enumerate(snapshot.passages)}

    @property
    def contents(self) -> Snapshot:
        """The snapshot that it answers from."""
        return self._snapshot

    def within(
        self, documents: Collection[str] | None = None, aliases: Aliases = NO_ALIASES
    ) -> "Searcher":
        """Give a searcher of the same snapshot that answers from some documents only.

        ``documents`` that are not there are passed over; None means all. ``aliases`` are
        wordings whose right place is known; one like a question puts its passage first, the very
        wording also before the structure.
        """
        narrower = copy.copy(self)
        narrower.documents = tuple(
            one for one in self.documents if documents is None or one.id in documents
        )
        narrower._aliases = aliases  # noqa: SLF001 - a copy of this very one
        return narrower

    def search(
        self,
        question: str,
        *,
        documents: Collection[str] | None = None,
        k: int = 3,
    ) -> Answer:
        """Answer a question with at most ``k`` hits, from some documents only if given.

        A question that is itself a reference opens that place: the answer then has `places`.
        One about the structure, or of a numbered formula, is answered with `listings`.
        UnknownReference tells of a reference that no document has.
        """
        chosen = self._chosen(documents)
        known = self._right(self._aliases.same(question, chosen))
        if not known and (directly := self._directly(question, chosen, k)):
            return directly
        text = search_text(question[:_LONGEST])
        allowed = self._snapshot.rows_of(chosen)
        query = self._ranker.read(text)
        if not query.weights or not len(allowed):
            return Answer(question, Verdict.NONE, ())
        known = known or self._right(self._aliases.like(text, chosen))
        hinted = self._hinted(text, chosen)
        ranking = _promote(self._ranker.rank(query, allowed, hinted), known, self._rows)
        hits = self._hits(query, ranking, k)
        if known:
            return Answer(question, Verdict.EXACT, hits)
        verdict = self._judge(query, ranking, hits)
        if verdict is Verdict.NONE and int(ranking.rows[0]) in hinted:
            verdict = Verdict.RELATED  # the place itself was asked for
        evidence = self._snapshot.thresholds.margin(ranking.evidence)
        return Answer(question, verdict, hits, evidence=evidence)

    def read(self, reference: str, document: str | None = None) -> tuple[Place, ...]:
        """Open a place in every document that has it; UnknownReference, UnknownDocument."""
        if document is not None:
            self._snapshot.document(document)
        chosen = self._chosen(None if document is None else [document])
        return self._titled_place(reference, chosen) or self._places.read(reference, chosen)

    def passage(self, passage_id: str) -> Place | None:
        """Open a passage by its content id, None where the corpus no longer has it."""
        found = self._places.passage(passage_id)
        return self._places.open_passage(found) if found else None

    def neighbours(self, passage_id: str) -> tuple[Passage | None, Passage | None]:
        return self._places.neighbours(passage_id)

    def group(self, questions: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """Group questions that ask the same, as `index.grouping` does; the most frequent first.

        By their meaning while vectors take part, else by their words.
        """
        return group(questions, self._ranker.question_vectors(questions))

    def section_of(self, passage_id: str) -> Place | None:
        return self._places.section_of(passage_id)

    def _chosen(self, documents: Collection[str] | None) -> list[str]:
        return [d.id for d in self.documents if documents is None or d.id in documents]

    def _directly(self, question: str, documents: Sequence[str], k: int) -> Answer | None:
        """Answer a question about the structure, or one that is itself a reference."""
        listings = self._listings(question, documents)
        if listings:
            found = opening(listings, k)
            return Answer(question, Verdict.EXACT, found, listings=listings)
        places = self._typed_place(question, documents)
        return Answer(question, Verdict.EXACT, (), places) if places else None

    def _listings(self, question: str, documents: Sequence[str]) -> tuple[Listing, ...]:
        """List what a question about the structure asks for, or what a formula counts."""
        text = question[:_LONGEST]
        return self._structure.answer(text, documents) or self._definitions.answer(text, documents)

    def _typed_place(self, question: str, documents: Sequence[str]) -> tuple[Place, ...]:
        """Open the place that a question consists of, with or without a document's title."""
        for typed in (question, strip_asking(question)):
            reference = parse(typed)
            if reference is not None:
                places = self._places.find(reference, documents)
                if not places and _is_plain(reference):
                    nearest = self._places.nearest(reference, documents)
                    raise UnknownReference(typed, nearest)
                return places
            places = self._titled_place(typed, documents)
            if places:
                return places
        return ()

    def _titled_place(self, typed: str, documents: Sequence[str]) -> tuple[Place, ...]:
        """Open 工会法第三条: a part of one document's title, then a reference."""
        text = typed.strip()
        for cut in range(2, len(text)):
            name = text[:cut].strip("《》〈〉的 :：,，")
            reference = parse(text[cut:]) if len(name) > 1 else None
            if reference is None:
                continue
            named = [d for d in documents if name in self._snapshot.title(d)]
            if named:
                return self._places.find(reference, named)
        return ()

    def _hinted(self, text: str, documents: Sequence[str]) -> dict[int, float]:
        """Weigh the rows of places that a question speaks of; more passages, less weight."""
        weights: dict[int, float] = {}
        for reference in place_hints(text):
            rows = [self._rows[p.id] for p in self._places.below(reference, documents)]
            weights |= {row: 1 / len(rows) ** 0.5 for row in rows}
        return weights

    def _right(self, alias: Alias | None) -> tuple[str, ...]:
        """List the passages of an alias; none where its place is no more."""
        reference = parse(alias.reference) if alias else None
        if alias is None or reference is None:
            return ()
        return tuple(p.id for p in self._places.below(reference, [alias.document]))

    def _hits(self, query: Query, ranking: Ranking, k: int) -> tuple[Hit, ...]:
        expectation = expect(query.text)
        return tuple(
            self._hit(query, expectation, int(row), self._likelihood(query, float(score)))
            for row, score in zip(ranking.rows[:k], ranking.scores[:k], strict=True)
        )

    def _likelihood(self, query: Query, score: float) -> float:
        """Put a score in log odds between 0 and 1: a half where answers begin."""
        begin = self._snapshot.thresholds.least(query.measure)
        return float(1 / (1 + np.exp(min(begin - score, 50.0))))

    def _hit(self, query: Query, expectation: Expectation, row: int, score: float) -> Hit:
        passage = self._snapshot.passages[row]
        said = self._quoter.sentences(passage)
        likeness = self._ranker.likeness(query, row, said) if len(said) > 1 else None
        quote = self._quoter.choose(query, expectation, passage, likeness)
        document = self._snapshot.document(passage.document)
        check(passage, quote, document)
        return Hit(passage, document.title, quote.text, quote.start, round(score, 4))

    def _judge(self, query: Query, ranking: Ranking, hits: Sequence[Hit]) -> Verdict:
        if not hits:
            return Verdict.NONE
        quote = search_text(hits[0].quote)
        share, expected = query.share(set(tokens(quote))), expect(query.text).met_by(quote)
        return decide(ranking.evidence, self._snapshot.thresholds, share=share, expected=expected)


def open_searcher(home: Path, embedder: Embedder | None) -> Searcher:
    """Load the current snapshot of a home, and the model with it, as `searcher_of` does.

    Raises NoSnapshot, SnapshotMismatch, QuoteMismatch.
    """
    return searcher_of(SnapshotStore(home / INDEX_FOLDER).load(), embedder)


def searcher_of(snapshot: Snapshot, embedder: Embedder | None) -> Searcher:
    """Search a snapshot with a model.

    Where the model cannot be loaded or is not the snapshot's, the searcher answers from the
    words alone and says why in `degraded`.
    """
    reason = _unfit(snapshot, embedder)
    return Searcher(snapshot, None if reason else embedder, reason)


def _unfit(snapshot: Snapshot, embedder: Embedder | None) -> str | None:
    """Say why a model cannot serve a snapshot, None where it can."""
    if embedder is None:
        return "no embedding model was asked for"
    stamp = snapshot.manifest.model
    try:
        if stamp is None:
            return "the index was built without an embedding model; run yandu index"
        if embedder.fingerprint != stamp.fingerprint:
            return (
                f"the index was built with the model {stamp.name!r}, the settings say "
                f"{embedder.name!r}; run yandu index"
            )
        embedder.encode_queries(["预热"])
        matcher()
        relevance()
    except ModelUnavailable as error:
        return str(error)
    return None


def _is_plain(reference: Reference) -> bool:
    """Tell a reference beyond doubt from a bare number, which may be a question."""
    return len(reference.steps) > 1 or reference.steps[0].kind not in (Kind.ANY, Kind.PART)


def _promote(ranking: Ranking, known: Sequence[str], rows: dict[str, int]) -> Ranking:
    """Put known passages first, beyond doubt."""
    if not known:
        return ranking
    first = np.array([rows[passage] for passage in known], np.int64)
    others: NDArray[np.bool_] = ~np.isin(ranking.rows, first)
    return Ranking(
        np.concatenate([first, ranking.rows[others]]),
        np.concatenate([np.full(len(first), np.inf, np.float32), ranking.scores[others]]),
        ranking.evidence,
    )
