"""Find where sections run together inside one paragraph: `…。（二）标题。正文`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.addresses import Kind
from corpus.markers import PLAIN, RANK, Marker
from corpus.numerals import to_number
from corpus.prose import mask_quotations

_CHINESE = "[一二三四五六七八九十]{1,3}"
_INNER = re.compile(
    rf"(?P<section>[（(]{_CHINESE}[）)]|[㈠-㈩])|(?<![一-鿿])(?P<part>{_CHINESE}、)"
    r"|(?P<item>(?<![0-9.])[0-9]{1,2}[.．、](?![0-9])|[⒈-⒛])"
    r"|(?P<subitem>[（(][0-9]{1,2}[）)]|[⑴-⒇])"
)
_SENTENCE_ENDS = "。！？!?"
_CLOSERS = "”’」』）)"
_TITLE_AHEAD = 40
"""（一） may follow the title of its part, this many characters long, without a full stop."""


@dataclass(slots=True, eq=False)
class _List:
    """A run of numbers 1, 2, 3 … of one kind; `sound` while sentences, not semicolons, part it."""

    last: int
    sound: bool = True
    length: int = 1


@dataclass(frozen=True, slots=True)
class _Number:
    """A number within a paragraph, what stands before it (。 ： or nothing), and its list."""

    offset: int
    kind: Kind
    number: int
    boundary: str
    list: _List = field(default_factory=lambda: _List(0))


class Splitter:
    """Splits paragraphs at （二） where （一） came before; `seen` are the numbers now open."""

    def __init__(self) -> None:
        self.seen: dict[Kind, int] = {}
        self.in_article = False

    def starts(self, text: str, marker: Marker | None, *, titled: bool) -> list[int]:
        """Give where further sections begin in a paragraph that opens with `marker`.

        A heading by the file's own levels (`titled`) and an article stay whole.
        """
        if marker is not None:
            self._note(marker.kind, marker.number)
        if titled or self.in_article or not _INNER.search(text):
            return []
        starts: list[int] = []
        behind = (one for one in _numbers(text) if one.offset)
        for one in list(self._listed(behind)):
            heading = starts[-1] if starts else 0
            ahead = one.offset - heading <= _TITLE_AHEAD and bool(marker or starts)
            if self._is_heading(one, ahead=ahead):
                starts.append(one.offset)
                self._note(one.kind, one.number)
        return starts

    def _note(self, kind: Kind, number: int) -> None:
        rank = RANK[kind]
        self.in_article = kind is Kind.ARTICLE or (self.in_article and rank > RANK[Kind.ARTICLE])
        self.seen = {seen: at for seen, at in self.seen.items() if RANK[seen] < rank}
        self.seen[kind] = number

    def _is_heading(self, one: _Number, *, ahead: bool) -> bool:
        """Tell whether a number goes on with the outline, or opens a list that is one."""
        if one.number > 1:
            return one.boundary == "。" and self.seen.get(one.kind, 0) + 1 == one.number
        whole = one.list.sound and one.list.length > 1
        behind_title = (
            ahead and one.kind is Kind.SECTION and Kind.PART in self.seen
            and Kind.SECTION not in self.seen
        )  # fmt: skip
        return whole and (one.boundary in ("。", "：") or behind_title)

    def _listed(self, numbers: Iterator[_Number]) -> Iterator[_Number]:
        """Put each number into the innermost list that it continues, or into one of its own."""
        lists: dict[Kind, list[_List]] = {kind: [_List(at)] for kind, at in self.seen.items()}
        for one in numbers:
            for kind in [k for k in lists if RANK[k] > RANK[one.kind] and one.boundary == "。"]:
                del lists[kind]
            waiting = lists.setdefault(one.kind, [])
            if one.number == 1:
                waiting.append(one.list)
                one.list.last = 1
                yield one
                continue
            while waiting and waiting[-1].last != one.number - 1:
                waiting.pop()
            if waiting:
                waiting[-1].last = one.number
                waiting[-1].length += 1
                waiting[-1].sound &= one.boundary == "。"
                yield one


def _numbers(text: str) -> Iterator[_Number]:
    """Collect the numbers outside quotations."""
    for found in _INNER.finditer(mask_quotations(text, brackets=False)):
        kind = Kind(found.lastgroup or "")
        number = to_number(found.group().translate(PLAIN).strip("（()）.．、"))
        if number:
            before = text[max(0, found.start() - 8) : found.start()].rstrip()
            yield _Number(found.start(), kind, number, _boundary(before))


def _boundary(before: str) -> str:
    if before[-1:] in ("：", ":"):
        return "："
    bare = before.rstrip(_CLOSERS)
    return "。" if bare and bare[-1] in _SENTENCE_ENDS else ""
