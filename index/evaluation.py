"""How good the answers are: a file of questions, and figures over what a search makes of them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

from corpus.references import matches
from index.models import Answer, Hit, Verdict
from index.questions import Question

__all__ = ["Evaluation", "Row", "evaluate"]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one question.

    `rank` counts from 1 and is that of the first right hit, None if there is none; `reference`
    is the first hit's, as printed; `quote_ok` is None where no quote is asked for.
    """

    question: str
    kind: str
    verdict: Verdict
    rank: int | None
    reference: str | None
    quote_ok: bool | None
    answerable: bool

    @property
    def refused(self) -> bool:
        return self.verdict is Verdict.NONE


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Rates from 0 to 1 over the questions they are about; None where there are no such questions.

    Ranks count whether or not the answer was refused. Questions of kind `near` stand apart from
    the absent ones: for them only `exact` is wrong.
    """

    rows: tuple[Row, ...]

    def recall(self, k: int) -> float | None:
        """Give the share of answerable questions with a right hit among the first ``k``."""
        return _mean(row.rank is not None and row.rank <= k for row in self._answerable)

    @property
    def mrr(self) -> float | None:
        """Average 1 / rank over the answerable questions, 0 without a right hit."""
        return _mean(1 / row.rank if row.rank else 0.0 for row in self._answerable)

    @property
    def quote_accuracy(self) -> float | None:
        """Give the share of the asked-for quotes that the first hit's quote contains."""
        return _mean(row.quote_ok for row in self.rows if row.quote_ok is not None)

    @property
    def refused_absent(self) -> float | None:
        absent = (row for row in self.rows if not row.answerable and row.kind != "near")
        return _mean(row.refused for row in absent)

    @property
    def refused_answerable(self) -> float | None:
        return _mean(row.refused for row in self._answerable)

    @property
    def near_exact(self) -> float | None:
        """Give the share of `near` questions that were wrongly called exact."""
        near = (row for row in self.rows if not row.answerable and row.kind == "near")
        return _mean(row.verdict is Verdict.EXACT for row in near)

    @property
    def _answerable(self) -> Sequence[Row]:
        return [row for row in self.rows if row.answerable]

    def to_json(self) -> dict[str, Any]:
        """Give the object that `yandu evaluate --json` prints."""
        return {
            "questions": len(self.rows),
            **{f"recall@{k}": self.recall(k) for k in (1, 3, 5)},
            "mrr": self.mrr,
            "quote_accuracy": self.quote_accuracy,
            "refused_absent": self.refused_absent,
            "refused_answerable": self.refused_answerable,
            "near_exact": self.near_exact,
            "rows": [asdict(row) for row in self.rows],
        }


def evaluate(questions: Iterable[Question], search: Callable[[str], Answer]) -> Evaluation:
    """Ask every question of ``search`` and judge what it brings."""
    return Evaluation(tuple(_judge(asked, search(asked.question)) for asked in questions))


def _judge(asked: Question, answer: Answer) -> Row:
    ranks = (rank for rank, hit in enumerate(answer.hits, 1) if _is_right(asked, hit))
    first = answer.hits[0] if answer.hits else None
    return Row(
        question=asked.question,
        kind=asked.kind,
        verdict=answer.verdict,
        rank=next(ranks, None),
        reference=str(first.passage.reference) if first else None,
        quote_ok=_quotes(first, asked.quote) if asked.quote is not None else None,
        answerable=asked.answerable,
    )


def _is_right(asked: Question, hit: Hit) -> bool:
    """Tell whether a hit contains one of the texts or stands at one of the places."""
    return any(_contains(hit.passage.text, text) for text in asked.passages) or any(
        matches(place, hit.passage.reference) for place in asked.sections
    )


def _quotes(hit: Hit | None, text: str) -> bool:
    return hit is not None and _contains(hit.quote, text)


def _contains(text: str, part: str) -> bool:
    return _bare(part) in _bare(text)


def _bare(text: str) -> str:
    return "".join(text.split())


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None
