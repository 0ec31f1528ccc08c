"""Cut texts in search form into the units that words are counted by."""

import re

__all__ = ["tokens"]

# letters and digits between punctuation and spaces; 3.5 and 1,200 hold together
_RUN = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+")
# what may stand in a run as a unit of several characters
_WIDE = re.compile(r"[a-z\d\u00c0-\u024f\u0370-\u052f]")
# in a run: words of an alphabet and numbers whole, everything else character by character
_UNIT = re.compile(r"[a-z\u00c0-\u024f\u0370-\u052f]+|\d+(?:[.,]\d+)*|[^\W_]")


def tokens(text: str) -> list[str]:
    """List the units of ``text`` (characters, Latin words, numbers) and each neighbouring pair."""
    found: list[str] = []
    for run in _RUN.findall(text):
        units = _UNIT.findall(run) if _WIDE.search(run) else run
        found += units
        found += map(str.__add__, units, units[1:])
    return found
