"""What a new snapshot must pass before it serves: questions with known places, asked of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from corpus.errors import CorpusError
from index.evaluation.judging import AnswerKey, Case, ask_all
from index.evaluation.metrics import DEPTH
from index.models import Answer, Verdict
from index.questions import Question
from index.record import Quality
from index.search import Searcher

__all__ = ["MARGIN", "Judgement", "Setback", "judge"]

MARGIN = 0.05
"""How far recall@1 or recall@3 over the stored questions may fall: one question in twenty."""

_FEW = 3  # places that a member sees at once


@dataclass(frozen=True, slots=True)
class Setback:
    """A question that does worse: its rank before and after, from 1, None where not in three.

    `lost` says that the place that answers it is not in the new snapshot at all.
    """

    question: str
    before: int | None
    after: int | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of the questions whose place the old snapshot has, or the new one.

    `quality` is the new snapshot's, `before` the old one's over the same questions.
    """

    quality: Quality
    before: Quality
    setbacks: tuple[Setback, ...] = ()

    @property
    def lost(self) -> tuple[Setback, ...]:
        return tuple(one for one in self.setbacks if one.lost)

    @property
    def passed(self) -> bool:
        """Tell whether no place was lost and neither recall fell by more than `MARGIN`."""
        falls = (
            (self.before.recall_1 or 0.0) - (self.quality.recall_1 or 0.0),
            (self.before.recall_3 or 0.0) - (self.quality.recall_3 or 0.0),
        )
        return not self.lost and max(falls) <= MARGIN + 1e-9


def judge(old: Searcher | None, new: Searcher, questions: Sequence[Question]) -> Judgement:
    """Ask the questions of two searchers; without an old one nothing can be worse.

    A question that neither has the place of says nothing and is left out. Blocking: it takes
    as long as that many answers, twice.
    """
    asked = [question for question in questions if question.answerable]
    after = _ask(new, asked)
    before = _ask(old, asked) if old else [(False, None)] * len(asked)
    counted = [row for row in zip(asked, before, after, strict=True) if row[1][0] or row[2][0]]
    setbacks = [
        Setback(question.question, _shown(was), _shown(now), lost=had and not has)
        for question, (had, was), (has, now) in counted
        if had and _worse(was, now, lost=not has)
    ]
    return Judgement(
        _quality([now for _, _, (_, now) in counted]),
        _quality([was for _, (_, was), _ in counted]),
        tuple(sorted(setbacks, key=lambda one: not one.lost)),
    )


def _ask(searcher: Searcher, questions: Sequence[Question]) -> list[tuple[bool, int | None]]:
    """Tell of each question whether its place is there, and the rank at which it was found."""
    passages = tuple(chain.from_iterable(one.passages for one in searcher.documents))
    cases = AnswerKey(passages).cases(questions)
    found = ask_all(cases, passages, lambda question: _answer(searcher, question))
    return [_fate(case, row.rank) for case, row in zip(cases, found.rows, strict=True)]


def _fate(case: Case, rank: int | None) -> tuple[bool, int | None]:
    return bool(case.right), rank


def _answer(searcher: Searcher, question: str) -> Answer:
    try:
        return searcher.search(question, k=DEPTH)
    except CorpusError:  # a reference that no document has
        return Answer(question, Verdict.NONE, ())


def _worse(before: int | None, after: int | None, *, lost: bool) -> bool:
    """Tell whether a place was lost, is no longer first, or no longer among the first three."""
    was, now = _shown(before) or DEPTH, _shown(after) or DEPTH
    return lost or (was == 1 < now) or (was <= _FEW < now)


def _shown(rank: int | None) -> int | None:
    return rank if rank is not None and rank <= _FEW else None


def _quality(ranks: Sequence[int | None]) -> Quality:
    if not ranks:
        return Quality()
    shares = [sum(r is not None and r <= k for r in ranks) / len(ranks) for k in (1, _FEW)]
    return Quality(len(ranks), round(shares[0], 4), round(shares[1], 4))
