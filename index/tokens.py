"""Cut texts in search form into the units that words are counted by."""

import re
from collections.abc import Iterable
from itertools import chain

__all__ = ["tokens"]

# letters and digits between punctuation and spaces; 3.5 and 1,200 hold together
_RUN = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+")
# in a run: words of an alphabet and numbers whole, everything else character by character
_UNIT = re.compile(r"[a-z\u00c0-\u024f\u0370-\u052f]+|\d+(?:[.,]\d+)*|[^\W_]")


def tokens(text: str) -> list[str]:
    """List the units of ``text`` (characters, Latin words, numbers) and each neighbouring pair."""
    return [token for units in _runs(text) for token in chain(units, _pairs(units))]


def _runs(text: str) -> Iterable[list[str]]:
    return (_UNIT.findall(run) for run in _RUN.findall(text))


def _pairs(units: list[str]) -> Iterable[str]:
    return map(str.__add__, units, units[1:])
