"""Addresses of places: parse what people type, find the place that is meant or those near it."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from heapq import nsmallest

from corpus.addresses import Kind, Reference, Step, spoken
from corpus.spelling import parse

__all__ = ["Kind", "Reference", "Step", "matches", "nearest", "parse", "resolve"]

_PREFERRED = {
    kind: rank
    for rank, kind in enumerate((
        Kind.PART, Kind.GRAND, Kind.ARTICLE, Kind.CHAPTER, Kind.BOOK, Kind.SUBBOOK, Kind.SECTION,
        Kind.DIVISION, Kind.ITEM, Kind.SUBITEM, Kind.POINT, Kind.CLAUSE, Kind.DECIMAL,
        Kind.HEADING, Kind.INSERTED, Kind.APPENDIX, Kind.PARAGRAPH, Kind.ANY,
    ))
}  # fmt: skip
_BARE = {Kind.GRAND, Kind.PART, Kind.POINT}
_NUMBERED = {
    Kind.GRAND, Kind.PART, Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.POINT, Kind.DECIMAL,
    Kind.DIVISION, Kind.ANY,
}  # fmt: skip
_ALWAYS_SAID = {Kind.PARAGRAPH, Kind.APPENDIX}
_ITEMS = {Kind.SECTION, Kind.ITEM, Kind.SUBITEM, Kind.ANY}
_LAST = -1  # the number of 结尾
_ABOVE_ARTICLES = {Kind.BOOK, Kind.SUBBOOK, Kind.CHAPTER, Kind.DIVISION}


def matches(typed: Reference, place: Reference, family: AbstractSet[Kind] = _BARE) -> bool:
    """Tell whether a typed reference names this place: same numbers, kinds equal or left open.

    Kinds of one ``family`` count as equal.
    """
    return len(typed.steps) == len(place.steps) and all(
        one.number == other.number
        and one.occurrence == other.occurrence
        and _alike(one.kind, other.kind, family)
        for one, other in zip(typed.steps, place.steps, strict=True)
    )


def resolve(
    typed: Reference, places: Iterable[Reference], *, loosely: bool = False
) -> Reference | None:
    """Find the place that is meant; where several fit, the kind that readers count by wins.

    ``places`` are sections, then passages, both in the order of the text. Decoration is
    forgiven: （2） finds 2. where nothing prints as （2）. `loosely` takes articles for sections:
    第三条 finds （三） where there are no articles.
    """
    known = list(places)
    if typed in known:
        return typed
    if typed.steps and typed.steps[-1].number == _LAST:
        return _last_inside(Reference(typed.steps[:-1]), known, loosely=loosely)
    readings: list[tuple[Reference, AbstractSet[Kind]]] = [
        (typed, _BARE), (_forgiving(typed), _NUMBERED), (_without_chapter(typed), _BARE),
        (_without_items(typed), _BARE), (_article_alone(typed), _BARE),
    ]  # fmt: skip
    readings += [(_as_sections(typed), _NUMBERED)] if loosely else []
    for reading, family in readings:
        found = _best(reading, known, spoken(typed), family)
        if found is not None:
            return found
    return None


def nearest(typed: Reference, places: Iterable[Reference], count: int = 5) -> tuple[str, ...]:
    """Print the existing places closest to one that does not exist, each once."""
    steps = _forgiving(typed).steps

    def distance(place: Reference) -> tuple[int, ...]:
        inside = place.steps[-len(steps) :] if steps else ()
        if steps and matches(Reference(steps), Reference(inside), _NUMBERED):
            return (0, len(place.steps))
        return (1, *_distance(typed.steps, place.steps))

    return tuple(map(str, nsmallest(count, dict.fromkeys(places), key=distance)))


def _distance(typed: Sequence[Step], place: Sequence[Step]) -> tuple[int, ...]:
    """Compare from the outermost step in: depth shared, then kind, depth and number."""
    shared = 0
    for one, other in zip(typed, place, strict=False):
        if one.number != other.number or not _alike(one.kind, other.kind, _NUMBERED):
            break
        shared += 1
    rest, others = typed[shared:], place[shared:]
    if not rest or not others:
        return -shared, int(bool(rest)), len(others), 0, 0
    alike = _alike(rest[0].kind, others[0].kind)
    gap = abs(rest[0].number - others[0].number)
    return -shared, int(not alike), abs(len(rest) - len(others)), gap, -others[0].number


def _alike(one: Kind, other: Kind, family: AbstractSet[Kind] = _BARE) -> bool:
    """Tell whether two kinds may be the same; a part may be 第二部分, or 二 as a point is.

    A number without decoration may be any place but a paragraph or an appendix.
    """
    if one is other:
        return True
    if Kind.ANY in (one, other):
        return not {one, other} & _ALWAYS_SAID
    return one in family and other in family


def _best(
    typed: Reference, known: Iterable[Reference], printed: str, family: AbstractSet[Kind]
) -> Reference | None:
    fitting = [place for place in known if matches(typed, place, family)]
    return min(
        fitting,
        key=lambda place: (
            spoken(place) != printed,
            [_PREFERRED[step.kind] for step in place.steps],
        ),
        default=None,
    )


def _forgiving(typed: Reference) -> Reference:
    """Take an article within the text for a section; at the top articles stay articles."""
    steps = []
    for at, step in enumerate(typed.steps):
        inner = step.kind is Kind.ARTICLE and not _in_law(typed.steps[:at])
        steps.append(replace(step, kind=Kind.SECTION) if inner else step)
    return Reference(tuple(steps))


def _in_law(outer: Iterable[Step]) -> bool:
    return all(step.kind in _ABOVE_ARTICLES for step in outer)


def _without_chapter(typed: Reference) -> Reference:
    """Read 第二章第三条 as 第三条: articles are counted through the whole law."""
    kept = [step for step in typed.steps if step.kind not in _ABOVE_ARTICLES]
    law = any(step.kind is Kind.ARTICLE for step in kept)
    return Reference(tuple(kept)) if law else typed


def _without_items(typed: Reference) -> Reference:
    """Read 第三条第一款第（二）项 as 第三条第一款: items stay with their paragraph."""
    return _cut_article(typed, (Kind.INSERTED, Kind.CLAUSE))


def _article_alone(typed: Reference) -> Reference:
    """Read 第三条第一款第（二）项 as 第三条, where an article is one passage."""
    return _cut_article(typed, (Kind.INSERTED,))


def _cut_article(typed: Reference, kept: Sequence[Kind]) -> Reference:
    """Leave the items of an article out; a reference that does not end in an item stays."""
    articles = [at for at, step in enumerate(typed.steps) if step.kind is Kind.ARTICLE]
    if not articles or typed.steps[-1].kind not in _ITEMS:
        return typed
    below = typed.steps[articles[0] + 1 :]
    rest = (step for step in below if step.kind in kept)
    return _without_chapter(Reference((*typed.steps[: articles[0] + 1], *rest)))


def _as_sections(typed: Reference) -> Reference:
    return Reference(
        tuple(
            replace(step, kind=Kind.SECTION) if step.kind is Kind.ARTICLE else step
            for step in typed.steps
        )
    )


def _last_inside(
    outer: Reference, known: Sequence[Reference], *, loosely: bool
) -> Reference | None:
    """Find where a place ends: its last passage, or the place itself where it holds no other.

    The appendices of a document are no part of its ending.
    """
    place = resolve(outer, known, loosely=loosely) if outer.steps else outer
    if place is None:
        return None
    depth = len(place.steps)
    inside = [one for one in known if one.steps[:depth] == place.steps and len(one.steps) > depth]
    body = [one for one in inside if one.steps[depth].kind is not Kind.APPENDIX]
    return (body or inside or [place])[-1]
