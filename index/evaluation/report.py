"""A whole evaluation as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import BadQuestions
from index.evaluation.bootstrap import Estimate
from index.evaluation.figures import Evaluation

__all__ = ["to_json"]

JSON = dict[str, Any]


def to_json(
    yandu: Evaluation,
    against: Mapping[str, Evaluation] | None = None,
    flaws: Sequence[BadQuestions] = (),
) -> JSON:
    """Give the object that `yandu evaluate --json` prints.

    Figures are rates from 0 to 1, null where no question is about them; `intervals` holds the
    ends of their 95 % intervals, and each baseline's `difference` is Yandu's figure minus its.
    """
    others = against or {}
    shape = _figures(yandu)
    shape["kinds"] = {kind: _figures(part) for kind, part in yandu.kinds().items()}
    shape["against"] = {name: _baseline(yandu, other) for name, other in others.items()}
    shape["errors"] = [{"line": flaw.line, "problem": str(flaw)} for flaw in flaws]
    shape["rows"] = _rows(yandu, others)
    return shape


def _figures(evaluation: Evaluation) -> JSON:
    figures = evaluation.figures
    values = {name: one.value if one else None for name, one in figures.items()}
    intervals = {name: [one.low, one.high] for name, one in figures.items() if one}
    return {
        "questions": len(evaluation.rows),
        **values,
        **evaluation.latency.to_json(),
        "intervals": intervals,
    }


def _baseline(yandu: Evaluation, other: Evaluation) -> JSON:
    differences = yandu.over(other)
    return _figures(other) | {
        "difference": {name: _difference(one) for name, one in differences.items()}
    }


def _difference(one: Estimate) -> JSON:
    return {"value": one.value, "interval": [one.low, one.high], "beyond": one.beyond}


def _rows(yandu: Evaluation, others: Mapping[str, Evaluation]) -> list[JSON]:
    """Give Yandu's rows, with the rank in each baseline where there are any."""
    rows = [row.to_json() for row in yandu.rows]
    for number, row in enumerate(rows if others else []):
        row["ranks"] = {name: other.rows[number].rank for name, other in others.items()}
    return rows
