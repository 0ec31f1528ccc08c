"""What a change of the index is about: who, how far, what a preview found."""

import threading
from dataclasses import dataclass, field

from index.building import Progress, Stage
from index.difference import Difference

__all__ = ["Author", "Build", "Busy", "Cancelled", "Outdated", "Outlook"]


class Cancelled(Exception):
    """Somebody stopped a build."""


class Outdated(Exception):
    """What a button was shown for is not so any more."""


class Busy(Exception):
    """This bot is building already."""

    def __init__(self, build: "Build") -> None:
        super().__init__(f"{build.author} is building")
        self.build = build


@dataclass(frozen=True, slots=True)
class Author:
    """Whoever changes the index from a chat; the name is stored with the snapshot."""

    id: int
    name: str

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


@dataclass
class Build:
    """A build under way: `progress` is written by its thread, `stop` read by it.

    `state` is what its preview was about, `started` in epoch seconds.
    """

    id: str
    author: Author
    started: float
    state: str
    progress: Progress = field(default_factory=lambda: Progress(Stage.READING, 0, 0))
    stop: threading.Event = field(default_factory=threading.Event)

    def tell(self, progress: Progress) -> None:
        """Take a report of the build's thread; raises Cancelled once it is to stop."""
        self.progress = progress
        if self.stop.is_set():
            raise Cancelled


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a reindex would do; `seconds` is how long it is expected to take.

    `changes` tells whether the index would differ at all, `first` that there is none yet.
    `state` names documents, index and model, as they were looked at.
    """

    difference: Difference
    documents: int
    passages: int
    embedded: int
    reused: int
    other_model: bool
    changes: bool
    first: bool
    seconds: float
    state: str
