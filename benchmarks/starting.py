"""How long a newcomer waits for the first line."""

import time
from statistics import median

from yandu_process import Yandu

from benchmarks.figures import Figure


def measure_starts(yandu: Yandu) -> list[Figure]:
    helps = [timed(yandu, "--help") for _ in range(7)]
    asks = [timed(yandu, "ask", "错峰消毒法是什么") for _ in range(3)]
    return [
        Figure("yandu --help, cold process, median of 7", median(helps) * 1000, "ms", 500),
        Figure("yandu ask, cold process, median of 3", median(asks) * 1000, "ms"),
    ]


def timed(yandu: Yandu, *arguments: str) -> float:
    started = time.perf_counter()
    yandu.run(*arguments).check_returncode()
    return time.perf_counter() - started
