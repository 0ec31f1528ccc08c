"""Change a library in processes that are killed at one file operation after the other.

Started by test_kills.py: `python killed_keeping.py FOLDER`. Each change runs in a fork of this
process; a line of JSON tells what was left.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from librarian import LAW, NOTICE

from bot.documents.incoming import arrival_id, incoming_of
from bot.documents.keeping import Keeper
from bot.home import library_of
from bot.settings import Settings
from corpus.errors import NotInTrash, UnknownDocument

_EVENTS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree"}
_NEW, _OLD = arrival_id(7, 1), "old"
_NEWER = NOTICE.replace("十五元", "十六元")


def keep(settings: Settings) -> None:
    incoming_of(settings).keep(_NEW, "新.md", _NEWER.encode(), None)


def add(settings: Settings) -> None:
    Keeper(settings, "Wang").add(_NEW)


def put_in_place(settings: Settings) -> None:
    Keeper(settings, "Wang").add(_NEW, _OLD)


def remove(settings: Settings) -> None:
    Keeper(settings, "Wang").remove(_OLD)


def restore(settings: Settings) -> None:
    Keeper(settings, "Wang").restore(library_of(settings).trash.latest("gone").id)


def rename(settings: Settings) -> None:
    Keeper(settings, "Wang").rename(_OLD, "新标题")


CHANGES = (keep, add, put_in_place, remove, restore, rename)


def main(folder: Path) -> None:
    for change in CHANGES:
        at, killed = 0, True
        while killed:
            home = folder / f"{change.__name__}-{at}"
            _prepare(home, change)
            killed = _die(home, change, at)
            left = _look(home)
            if killed:
                with suppress(UnknownDocument, NotInTrash):  # it was carried out already
                    change(_settings(home))
            line = {"change": change.__name__, "at": at, "killed": killed, "left": left}
            _tell(line | {"after": _look(home)})
            shutil.rmtree(home)
            at += 1


def _settings(home: Path) -> Settings:
    return Settings(home=home)


def _prepare(home: Path, change: Callable[[Settings], None]) -> None:
    settings = _settings(home)
    library = library_of(settings)
    library.add("old.txt", NOTICE.encode(), title="旧标题")
    library.add("gone.md", LAW.encode())
    library.remove("gone")
    if change is not keep:
        keep(settings)


def _die(home: Path, change: Callable[[Settings], None], at: int) -> bool:
    """Make a change in a process that gets SIGKILL at its ``at``-th file operation."""
    child = os.fork()
    if child == 0:
        left = [at]

        def hook(event: str, arguments: tuple[object, ...]) -> None:
            if event in _EVENTS and str(arguments[0]).startswith(str(home)):
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1

        sys.addaudithook(hook)
        change(_settings(home))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status == 0 or os.WTERMSIG(status) == signal.SIGKILL, status
    return status != 0


def _look(home: Path) -> dict[str, object]:
    """Tell what a bot that starts now finds."""
    settings = _settings(home)
    library = library_of(settings)
    entries = library.entries()
    arrival = incoming_of(settings).find(_NEW)
    waiting = arrival is not None and not arrival.done
    drafts = [path.name for path in (*library.folder.iterdir(), *library.trash.folder.iterdir())]
    return {
        "litter": [name for name in drafts if name.endswith(".tmp") or name.startswith(".draft-")],
        "documents": {entry.id: _known(entry.path.read_bytes()) for entry in entries},
        "titles": {entry.id: library.document(entry.id).title for entry in entries},
        "trash": [_known(library.trash.content(thrown)) for thrown in library.trash.items()],
        "waiting": _known(incoming_of(settings).content(arrival)) if waiting and arrival else None,
    }


def _known(content: bytes) -> str:
    """Name a content that is whole."""
    return {NOTICE: "notice", _NEWER: "newer", LAW: "law"}.get(content.decode(), "broken")


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
