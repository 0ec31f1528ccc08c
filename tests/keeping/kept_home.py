"""A home whose library is written by hand, and brought up to date as another process would."""

from dataclasses import dataclass

from bot.home import embedder_of, library_of, snapshots_of
from bot.reindex.comparing import contents_of, digest_of, read_all
from bot.reindex.renewing import Renewal, renew
from bot.settings import Settings
from corpus.library import Library
from index.lock import HomeLock
from index.planning import Plan
from index.search import Searcher, open_searcher
from index.snapshot import SnapshotStore

__all__ = ["SUBJECTS", "KeptHome", "law", "place_of"]

SUBJECTS = ("食堂", "消毒", "培训", "节水", "班车", "宿舍")
_NUMBERS = "一二三四五六七八九十"


def place_of(subject: str) -> str:
    """Give the section of the law that is about a subject."""
    return _NUMBERS[SUBJECTS.index(subject)]


def law(title: str = "后勤管理办法", **changes: str | None) -> bytes:
    """Write a document with a section on each subject; `changes` replace some, None drops one."""
    rules = {each: f"{each}由后勤中心的{each}小组负责，每周检查一次{each}。" for each in SUBJECTS}
    kept = {name: rule for name, rule in (rules | changes).items() if rule is not None}
    lines = [f"{_NUMBERS[at]}、{name}\n\n{rule}" for at, (name, rule) in enumerate(kept.items())]
    return "\n\n".join([f"# {title}", *lines]).encode()


@dataclass(frozen=True)
class KeptHome:
    """The documents and the index of a home."""

    settings: Settings

    @property
    def library(self) -> Library:
        return library_of(self.settings)

    @property
    def store(self) -> SnapshotStore:
        return snapshots_of(self.settings)

    @property
    def candidates(self) -> list[str]:
        return sorted(path.name for path in (self.store.folder / "candidates").iterdir())

    def put(self, content: bytes, name: str = "办法.md") -> None:
        """Write a file into the library by hand."""
        self.library.folder.mkdir(parents=True, exist_ok=True)
        (self.library.folder / name).write_bytes(content)

    def index(self, author: str = "yandu index") -> Renewal:
        """Bring the index up to date as another process would."""
        embedder, store = embedder_of(self.settings), self.store
        plan = Plan.make(read_all(self.library), embedder, contents_of(store, None))
        with HomeLock(self.settings.home, author):
            return renew(plan, store, author=author, library=digest_of(self.library))

    def searcher(self) -> Searcher:
        return open_searcher(self.settings.home, embedder_of(self.settings))
