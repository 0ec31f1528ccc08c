"""Run builds that are killed at one file operation after the other; tell what was left each time.

Started by test_crashes.py: `python crash_builds.py FOLDER`. Each build runs in a fork of this
process, which has imported everything already, and asks a question of the new snapshot before it
switches, as the bot does.
"""

import json
import os
import runpy
import shutil
import signal
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from corpus.references import parse
from index import calibration
from index.building import build, make_candidate
from index.lock import HomeLock
from index.planning import Plan
from index.questions import Question
from index.search import searcher_of
from index.snapshot import SnapshotStore

_material: Any = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("conftest.py"))))
LAW, SPEECH, CountingEmbedder = _material.LAW, _material.SPEECH, _material.CountingEmbedder

_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}


def main(folder: Path) -> None:
    setattr(calibration, "background", lambda: ("今天天气怎么样",))  # noqa: B010 - it takes long
    for _ in range(6):  # so that the next switch has an old snapshot to drop
        _rebuild(folder / "before")
    _tell(old=SnapshotStore(folder / "before" / "index").current_id())
    at = 0
    while True:
        home = folder / f"{at}"
        shutil.copytree(folder / "before", home)
        killed = _build_and_die(home, at)
        _tell(at=at, killed=killed, **_look(home))
        shutil.rmtree(home)
        if not killed:
            return
        at += 1


def _tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()  # a fork would write the buffer again


def _rebuild(home: Path) -> None:
    """Index the speech alone, written anew each time."""
    build([SPEECH], SnapshotStore(home / "index"), CountingEmbedder())


def _build(store: SnapshotStore) -> None:
    """Add the law if a question is answered no worse."""
    previous, embedder, place = store.load(), CountingEmbedder(), parse("一1")
    assert place is not None
    plan, serving = Plan.make([SPEECH, LAW], embedder, previous), searcher_of(previous, embedder)
    asked = [Question("三个示范创建", sections=(place,), document="speech")]
    made = make_candidate(plan, store, questions=asked, serving=serving)
    assert made.judgement.passed
    store.switch(made.snapshot)


def _build_and_die(home: Path, at: int) -> bool:
    """Add the law in a process that gets SIGKILL at its ``at``-th file operation in the home."""
    child = os.fork()
    if child == 0:
        with HomeLock(home, "yandu index"):
            _die_at(home, at)
            _build(SnapshotStore(home / "index"))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, status
    return status != 0


def _die_at(home: Path, at: int) -> None:
    left = [at]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _EVENTS and str(arguments[0]).startswith(str(home)):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    sys.addaudithook(hook)


def _look(home: Path) -> dict[str, object]:
    """Load what serves after the crash, sweep, build once more; list the litter that stays."""
    store = SnapshotStore(home / "index")
    served = store.load()
    for manifest in store.manifests():
        store.load(manifest.id)
    with HomeLock(home, "yandu index"):
        store.sweep()
        swept = _litter(home)
        build([LAW], store, CountingEmbedder(), previous=served)
    return {
        "served": [document.id for document in served.documents],
        "id": served.id,
        "after": [document.id for document in store.load().documents],
        "litter": _litter(home),
        "swept": swept,
        "snapshots": len(list((home / "index" / "snapshots").iterdir())),
    }


def _litter(home: Path) -> list[str]:
    """List hidden files, and candidates: none of these was held back."""
    hidden = (path for path in home.rglob("*") if path.name.startswith("."))
    candidates = (home / "index" / "candidates").glob("*")
    return [str(path) for path in (*hidden, *candidates)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
