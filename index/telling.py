"""How much each word of a question tells about its answer.

上半年 or 老百姓 say little about where the answer stands, 错峰 says much. The weights were fitted
on questions written for passages (`index.training.telling`), in the manner of the relevance
weights of Robertson & Spärck Jones 1976: how much likelier a word of the question is found in
the passage that answers it than in another, against what its rarity alone would say.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from index.tokens import tokens

__all__ = ["FILE", "telling"]

FILE = "telling.tsv"


def telling(question: str, fitted: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weigh each token of a question in search form, as often as it occurs.

    ``fitted`` are the weights, by default those that are kept here; any other token weighs 1.
    Where no token tells anything, all of them weigh 1.
    """
    weights: dict[str, float] = {}
    fitted = _fitted() if fitted is None else fitted
    for token in tokens(question):
        weights[token] = weights.get(token, 0.0) + fitted.get(token, 1.0)
    if any(weights.values()):
        return weights
    return dict.fromkeys(weights, 1.0)


@cache
def _fitted() -> Mapping[str, float]:
    lines = resources.files("index").joinpath(FILE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return MappingProxyType({token: float(weight) for token, weight in rows})
