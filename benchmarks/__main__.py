"""Measure everything on a fresh home with the sample document, and print a table."""

import asyncio
import os
import platform
import tempfile
from collections.abc import Iterable
from pathlib import Path

from yandu_process import Yandu

from benchmarks.answering import measure_answers
from benchmarks.figures import Figure
from benchmarks.indexing import measure_indexing
from benchmarks.large import measure_large
from benchmarks.pushing import measure_pushing
from benchmarks.starting import measure_starts


def main() -> None:
    """Print each figure as soon as it is known; those with a target say whether it is met."""
    os.environ["NO_PROXY"] = "*"
    print(f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory(prefix="yandu-bench-") as folder:
        yandu = Yandu(Path(folder) / "home")
        yandu.run("index", "--sample").check_returncode()
        show(measure_starts(yandu))
        show(asyncio.run(measure_answers(yandu)))
        show(measure_indexing())
        show(measure_large())
        show(measure_pushing())


def show(figures: Iterable[Figure]) -> None:
    for figure in figures:
        print(figure, flush=True)


if __name__ == "__main__":
    main()
