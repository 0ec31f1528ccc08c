"""What `make soak` runs: bots killed while they push and reindex, and a year of pushes simulated.

python -m benchmarks.soak [--days 365] [--chats 5000] [--seed 1] [--kills 50] [--reindex-kills 100]

A number of 0 leaves that part out.
"""

import argparse
import asyncio
import logging
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from invariants import check
from kills import kill_while_pushing
from readers import long_reading
from reindex_kills import kill_while_reindexing
from simulation import Plan, simulate
from yandu_process import Yandu

HOUR = 3600.0
WINDOW = 12 * HOUR
KILLED_CHATS = 200


def main() -> None:
    """Raise AssertionError for the first invariant that does not hold."""
    os.environ["NO_PROXY"] = "*"
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=float, default=365)
    parser.add_argument("--chats", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reindex-kills", type=int, default=100)
    given = parser.parse_args()
    logging.disable(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="yandu-soak-") as folder:
        if given.reindex_kills:
            counts = renewed(Path(folder) / "renewed", given.reindex_kills, given.seed)
            show("kills while reindexing", counts)
        if given.kills:
            show("kills while pushing", killed(Path(folder), given.kills))
        if given.days:
            show("simulation", simulated(Path(folder), Plan(given.days, given.chats, given.seed)))


def killed(folder: Path, kills: int) -> Counter[str]:
    """Kill a real process so often during a push to 200 chats."""
    home = folder / "home"
    Yandu(home).run("index", "--sample").check_returncode()
    return asyncio.run(kill_while_pushing(home, KILLED_CHATS, kills)).check()


def renewed(home: Path, kills: int, seed: int) -> Counter[str]:
    """Kill a real process so often while it reindexes."""
    return asyncio.run(kill_while_reindexing(home, kills, seed=seed)).figures()


def simulated(folder: Path, plan: Plan) -> Counter[str]:
    searcher = long_reading(folder)
    outcome = asyncio.run(simulate(plan, folder, searcher))
    order = [str(p.reference) for document in searcher.documents for p in document.passages]
    return check(outcome, order, WINDOW)


def show(name: str, counts: Counter[str]) -> None:
    figures = ", ".join(f"{key} {count}" for key, count in sorted(counts.items()))
    print(f"{time.strftime('%H:%M:%S')} {name}: {figures}", flush=True)


if __name__ == "__main__":
    main()
