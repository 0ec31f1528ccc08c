"""Which passages are right for a question, and whether a search brings them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from corpus.models import Passage
from corpus.references import Reference, matches
from index.errors import BadQuestions, Flaw
from index.evaluation.figures import Evaluation, Row
from index.evaluation.metrics import DEPTH, first_right, ndcg
from index.models import Answer, Hit
from index.questions import Question

__all__ = ["AnswerKey", "Case", "ask_all", "judge"]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and the rows of all that is right for it.

    An answerable one without any right row names places that the index does not have.
    """

    question: str
    right: frozenset[int]
    answerable: bool
    kind: str = ""
    quote: str | None = None


class AnswerKey:
    """Finds the right passages of questions among all there are.

    A passage is right when it contains one of the question's texts, white space aside, or
    stands at one of its references; in the question's document, if it names one.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._texts = [_bare(passage.text) for passage in passages]
        self._references = [passage.reference for passage in passages]
        self._documents = [passage.document for passage in passages]

    def cases(self, questions: Sequence[Question]) -> tuple[Case, ...]:
        return tuple(
            Case(asked.question, self._right(asked), asked.answerable, asked.kind, asked.quote)
            for asked in questions
        )

    def flaws(self, questions: Sequence[Question], name: str) -> list[BadQuestions]:
        """List each text and reference in the file ``name`` that no passage has.

        Raises BadQuestions where there is no right passage for any question at all: then the
        questions are about something else than what is indexed.
        """
        asked = [question for question in questions if question.answerable]
        if asked and not any(self._right(question) for question in asked):
            raise BadQuestions(name, Flaw.ALL_ELSEWHERE)
        return [flaw for question in asked for flaw in self._flaws(question, name)]

    def _right(self, asked: Question) -> frozenset[int]:
        held = (row for text in asked.passages for row in self._holding(text, asked.document))
        standing = (self._standing(place, asked.document) for place in asked.sections)
        return frozenset(held).union(*standing)

    def _flaws(self, asked: Question, name: str) -> Iterator[BadQuestions]:
        for text in asked.passages:
            if not self._holding(text, asked.document):
                yield BadQuestions(name, Flaw.NO_SUCH_TEXT, asked.line, text)
        for place in asked.sections:
            if not self._standing(place, asked.document):
                yield BadQuestions(name, Flaw.NO_SUCH_PLACE, asked.line, str(place))

    def _holding(self, text: str, document: str) -> list[int]:
        part = _bare(text)
        return [row for row in self._within(document) if part in self._texts[row]]

    def _standing(self, place: Reference, document: str) -> list[int]:
        return [row for row in self._within(document) if matches(place, self._references[row])]

    def _within(self, document: str) -> Iterator[int]:
        """Go through the rows of a document, of all for an empty name."""
        documents = enumerate(self._documents)
        return (row for row, name in documents if document in ("", name))


def ask_all(
    cases: Sequence[Case], passages: Sequence[Passage], search: Callable[[str], Answer]
) -> Evaluation:
    """Ask every question of ``search``, which brings up to `DEPTH` hits, and judge the answers."""
    rows = {(passage.document, passage.reference): row for row, passage in enumerate(passages)}
    return Evaluation(tuple(_ask(case, rows, search) for case in cases))


def _ask(
    case: Case, rows: Mapping[tuple[str, Reference], int], search: Callable[[str], Answer]
) -> Row:
    started = perf_counter()
    answer = search(case.question)
    seconds = perf_counter() - started
    found = [rows.get((hit.passage.document, hit.passage.reference), -1) for hit in answer.hits]
    first = answer.hits[0] if answer.hits else None
    return replace(
        judge(case, case.right, found, answer.evidence, seconds),
        verdict=answer.verdict,
        reference=str(first.passage.reference) if first else None,
        quote_ok=_quotes(first, case.quote) if case.quote is not None else None,
    )


def judge(
    case: Case,
    right: AbstractSet[int],
    found: Sequence[int],
    score: float | None,
    seconds: float,
) -> Row:
    """Judge what was ``found``, best first, by what is ``right``; no verdict and no quote."""
    gains = np.zeros(DEPTH, np.bool_)
    gains[: len(found)] = [number in right for number in found[:DEPTH]]
    rank = float(first_right(gains))
    return Row(
        question=case.question,
        kind=case.kind,
        answerable=case.answerable,
        rank=int(rank) if np.isfinite(rank) else None,
        ndcg=float(ndcg(gains, len(right))) if right else 0.0,
        score=score,
        seconds=seconds,
    )


def _quotes(hit: Hit | None, text: str) -> bool:
    return hit is not None and _bare(text) in _bare(hit.quote)


def _bare(text: str) -> str:
    return "".join(text.split())
