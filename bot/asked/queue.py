"""The queue: what was not answered, or not well, put together by what it asks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.asked.payloads import Item, ItemKind
from bot.context import Services
from bot.store.aliases import SettledQuestion
from bot.store.asked import Unsettled
from corpus.errors import CorpusError
from index.aliases import wording
from index.grouping import group
from index.search import Searcher

__all__ = ["Group", "Wording", "collect", "group_of", "groups", "load"]

_MOST = 2000
"""Wordings that are looked through: the most frequent, of equals the newest."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it was last written; `asked` are its rows, `gone` the aliases it lost.

    `disliked` counts the votes against its answers; `newest` is in epoch seconds.
    """

    text: str
    asked: tuple[int, ...] = ()
    gone: tuple[SettledQuestion, ...] = ()
    disliked: int = 0
    newest: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of one question, the most frequent first."""

    wordings: tuple[Wording, ...]

    @property
    def item(self) -> Item:
        """One of its questions, by which the group is found again whatever joins it."""
        if self.asked:
            return Item(ItemKind.ASKED, self.asked[0])
        return Item(ItemKind.ALIAS, self.gone[0].id)

    @property
    def asked(self) -> tuple[int, ...]:
        return tuple(chain.from_iterable(each.asked for each in self.wordings))

    @property
    def gone(self) -> tuple[SettledQuestion, ...]:
        return tuple(chain.from_iterable(each.gone for each in self.wordings))

    @property
    def disliked(self) -> int:
        return sum(each.disliked for each in self.wordings)


async def load(services: Services) -> list[Group]:
    """Give the groups that wait for an owner, the most frequently asked first."""
    searcher, settled = services.searcher, (await services.store.aliases.current()).questions
    gone = await services.in_thread(lambda: _gone(searcher, settled))
    rows = await services.store.asked.unsettled([each.id for each in gone])
    dismissed = [each.question for each in settled if each.place is None]
    together = searcher.group if searcher else group
    return await services.in_thread(lambda: groups(collect(rows, gone, dismissed), together))


def group_of(found: Iterable[Group], item: Item) -> Group | None:
    """Find the group that a question belongs to now; None where it waits no more."""
    for each in found:
        ids = [one.id for one in each.gone] if item.kind is ItemKind.ALIAS else each.asked
        if item.id in ids:
            return each
    return None


def collect(
    rows: Iterable[Unsettled],
    gone: Iterable[SettledQuestion] = (),
    dismissed: Iterable[str] = (),
) -> list[Wording]:
    """Put the same wordings together, the most frequent first; dismissed ones are left out."""
    left_out = {"", *map(wording, dismissed)}
    asked: dict[str, list[Unsettled]] = defaultdict(list)
    lost: dict[str, list[SettledQuestion]] = defaultdict(list)
    for row in rows:
        asked[wording(row.question)].append(row)
    for each in gone:
        lost[wording(each.question)].append(each)
    keys = dict.fromkeys([*asked, *lost])
    found = [_wording(asked[key], lost[key]) for key in keys if key not in left_out]
    return sorted(found, key=lambda each: (-len(each.asked), -each.newest, each.text))


def groups(
    wordings: Sequence[Wording], together: Callable[[Sequence[str]], Sequence[Sequence[int]]]
) -> list[Group]:
    """Group wordings by likeness; the group that was asked most often comes first."""
    kept = wordings[:_MOST]
    numbered = together([each.text for each in kept])
    found = [Group(tuple(kept[number] for number in numbers)) for numbers in numbered]
    return sorted(found, key=lambda each: -len(each.asked))


def _wording(rows: Sequence[Unsettled], gone: Sequence[SettledQuestion]) -> Wording:
    newest = max(rows, key=lambda row: (row.at, row.id), default=None)
    return Wording(
        newest.question if newest else gone[-1].question,
        tuple(row.id for row in rows),
        tuple(gone),
        sum(row.disliked for row in rows),
        newest.at if newest else 0,
    )


def _gone(
    searcher: Searcher | None, settled: Iterable[SettledQuestion]
) -> tuple[SettledQuestion, ...]:
    """List what was settled by a place that the documents have no more."""
    if searcher is None:
        return ()
    return tuple(each for each in settled if not _stands(searcher, each))


def _stands(searcher: Searcher, settled: SettledQuestion) -> bool:
    if settled.place is None:
        return True
    try:
        return bool(searcher.read(settled.place.reference, settled.place.document))
    except CorpusError:
        return False
