"""Files that came in and wait for a word: add, replace, rename or discard."""

import hashlib
import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from bot.settings import Settings
from corpus.files import write_atomically

__all__ = ["Arrival", "Incoming", "Naming", "arrival_id", "incoming_of"]

_FOLDER = "incoming"
_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that waits; `title` is the one that was chosen for it, `at` in epoch seconds.

    `done` is the id of the document that it became, `thrown` what it put into the trash;
    `known` tells that this document was there already, just so.
    """

    id: str
    name: str
    title: str | None
    at: float
    done: str | None = None
    thrown: str | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Naming:
    """A message of ours that asks for a title: of an arrival, or of a document.

    `message` is the one that shows it.
    """

    message: int
    arrival: str | None = None
    document: str | None = None


class Incoming:
    """A folder with two files for each arrival; the second, which tells of it, comes last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, arrival: str, name: str, content: bytes, title: str | None) -> Arrival:
        """Keep a file that can be read; the same arrival once more changes nothing."""
        self.purge()
        there = self.find(arrival)
        if there is not None:
            return there
        write_atomically(self._content(arrival), content)
        return self._note(Arrival(arrival, name, title, time.time()))

    def find(self, arrival: str) -> Arrival | None:
        """Find an arrival of the last day."""
        note = _read(self._told(arrival))
        found = Arrival(arrival, **note) if note else None
        return found if found and found.at >= time.time() - _DAY else None

    def content(self, arrival: Arrival) -> bytes:
        return self._content(arrival.id).read_bytes()

    def entitle(self, arrival: Arrival, title: str | None) -> Arrival:
        return self._note(replace(arrival, title=title))

    def settle(
        self, arrival: Arrival, document: str, thrown: str | None, *, known: bool = False
    ) -> Arrival:
        """Note which document it became: adding it once more then adds nothing."""
        settled = self._note(replace(arrival, done=document, thrown=thrown, known=known))
        self._content(arrival.id).unlink(missing_ok=True)
        return settled

    def discard(self, arrival: Arrival) -> None:
        self._told(arrival.id).unlink(missing_ok=True)
        self._content(arrival.id).unlink(missing_ok=True)

    def ask(self, chat: int, message: int, naming: Naming) -> None:
        """Remember what a message of ours asks the title of."""
        write_atomically(self._asked(chat, message), _json(asdict(naming)))

    def asked(self, chat: int, message: int) -> Naming | None:
        """Tell what a message of ours asks the title of."""
        note = _read(self._asked(chat, message))
        return Naming(**note) if note else None

    def answered(self, chat: int, message: int) -> None:
        self._asked(chat, message).unlink(missing_ok=True)

    def purge(self) -> None:
        """Drop what is older than a day, also what a crash left half done."""
        since = time.time() - _DAY
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            with suppress(FileNotFoundError):  # another thread was quicker
                if path.stat().st_mtime < since:
                    path.unlink()

    def _note(self, arrival: Arrival) -> Arrival:
        told = {key: value for key, value in asdict(arrival).items() if key != "id"}
        write_atomically(self._told(arrival.id), _json(told))
        return arrival

    def _content(self, arrival: str) -> Path:
        return self._folder / f"{arrival}.file"

    def _told(self, arrival: str) -> Path:
        return self._folder / f"{arrival}.json"

    def _asked(self, chat: int, message: int) -> Path:
        return self._folder / f"title-{chat}-{message}.json"


def incoming_of(settings: Settings) -> Incoming:
    return Incoming(settings.home / _FOLDER)


def arrival_id(chat: int, message: int) -> str:
    """Name what a message brought: the same message once more brings nothing new."""
    return hashlib.blake2b(f"{chat} {message}".encode(), digest_size=6).hexdigest()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return dict(json.loads(path.read_bytes()))
    except (OSError, ValueError):
        return None
