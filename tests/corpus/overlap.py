"""List the runs of text that an edition has in common with its original.

Usage: python tests/corpus/overlap.py ORIGINAL EDITION [SLOGANS]

A run counts from 15 characters, after NFKC and without white space, unless it lies within one
of the names and slogans that the edition may keep. Exit status 1 when any run counts.
"""

import sys
import unicodedata
from pathlib import Path

SLOGANS = Path(__file__).parents[2] / "corpus/samples/slogans.txt"
SHORTEST = 15


def main(arguments: list[str]) -> int:
    """Print each run that counts, longest first."""
    if len(arguments) not in (2, 3):
        sys.stderr.write(str(__doc__))
        return 2
    original, edition, slogans = (
        Path(name).read_text("utf-8") for name in [*arguments, str(SLOGANS)][:3]
    )
    runs = uncovered(shared_runs(original, edition), slogans.splitlines())
    for run in sorted(runs, key=len, reverse=True):
        sys.stdout.write(f"{len(run)} {run}\n")
    return 1 if runs else 0


def shared_runs(original: str, edition: str, shortest: int = SHORTEST) -> list[str]:
    """Return the maximal runs of the edition that the original has too, in order."""
    source, text = squeeze(original), squeeze(edition)
    runs: list[str] = []
    reached = 0
    for start in range(len(text)):
        end = start
        while end < len(text) and text[start : end + 1] in source:
            end += 1
        if end > reached and end - start >= shortest:
            runs.append(text[start:end])
        reached = max(reached, end)
    return runs


def uncovered(runs: list[str], slogans: list[str]) -> list[str]:
    """Drop the runs that lie within one slogan."""
    allowed = [squeeze(slogan) for slogan in slogans]
    return [run for run in runs if not any(run in slogan for slogan in allowed)]


def squeeze(text: str) -> str:
    """Return the text in NFKC form without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
