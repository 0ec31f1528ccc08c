"""Follow-ups with a number: 那第二点呢, 第三条呢, 最后一点."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import Turn, entry_turn
from bot.following.scene import LEVELS, Scene
from bot.followups import FollowUp
from bot.markup import escape
from corpus.references import Kind, Reference, parse
from index.models import Item, Place

__all__ = ["numbered"]

_MOST = 12  # references that are given where a number is not among them
_OUTER = ("部分", "部份", "章")  # names that are not used for what stands below
_BELOW = {"款": Kind.CLAUSE, "段": Kind.PARAGRAPH}


def numbered(scene: Scene, asked: FollowUp) -> Turn | None:
    """Open the second of the entries shown, of those below the place, or beside it."""
    if scene.place is None:
        return scene.gone()
    if asked.noun and not _is_list_of(scene, asked.noun):
        return None
    if scene.listing and scene.listing.formula:
        return _of_formula(scene, scene.listing.items, asked.number)
    groups = [] if asked.unit in _BELOW else _groups(scene, asked.unit)
    chosen = (_chosen(places, asked.number) for places in groups)
    place = next((one for one in chosen if one is not None), None)
    if place is None:
        named = _named(scene.place, asked)
        place = scene.tree.find(scene.place.document, named) if named else None
    if place is None:
        return _not_so_many(scene, groups)
    return entry_turn(scene.searcher, place, scene.said.question, scene.texts)


def _of_formula(scene: Scene, items: Sequence[Item], number: int) -> Turn:
    """Open an entry by its place in the list: the second of 三个坚持 may be （五）."""
    if not -1 <= number <= len(items):
        return _not_so_many(scene, [[item.place for item in items]])
    item = items[number - 1 if number > 0 else number]
    turn = entry_turn(scene.searcher, item.place, scene.said.question, scene.texts)
    if item.start == item.place.passages[0].start or item.text in item.place.path:
        return turn
    text = f"{escape(item.text)}\n\n{turn.screen.text}"
    return replace(turn, screen=replace(turn.screen, text=text))


def _is_list_of(scene: Scene, noun: str) -> bool:
    listing = scene.listing
    if listing is None:
        return False
    return noun in listing.formula or all(noun in item.text for item in listing.items)


def _named(place: Place, asked: FollowUp) -> Reference | None:
    """Read 第二款 and 第二段 as below the place, 第三部分 as it stands."""
    if asked.number < 1 or asked.unit not in (*_BELOW, *LEVELS):
        return None
    if asked.unit not in _BELOW:
        return parse(f"第{asked.number}{asked.unit}")
    kind, steps = _BELOW[asked.unit], place.reference.steps
    home = steps[:-1] if steps and steps[-1].kind is kind else steps
    return Reference(home).child(kind, asked.number)


def _groups(scene: Scene, unit: str) -> list[Sequence[Place]]:
    """Give the lists in which a number may count, the likeliest first."""
    place = scene.place
    if place is None:
        return []
    if scene.listing:
        items = [item.place for item in scene.listing.items]
        fit = not items or items[0].reference.steps[-1].kind in LEVELS.get(unit, ())
        return [items] if fit or unit not in _OUTER else []
    below = scene.tree.children(place)
    beside = scene.tree.siblings(place)
    kinds = LEVELS.get(unit)
    groups = [below, beside]
    if kinds:
        groups = [g for g in groups if g and g[0].reference.steps[-1].kind in kinds] or groups
    around = scene.tree.around(place)
    if not below and not beside and around is not None:
        groups.append(scene.tree.children(around))
    return [group for group in groups if group]


def _chosen(places: Sequence[Place], number: int) -> Place | None:
    """Take the one that prints this number, the last for -1."""
    if number < 0:
        return places[-1]
    numbers = [place.reference.steps[-1].number for place in places]
    if number in numbers:
        return places[numbers.index(number)]
    return None


def _not_so_many(scene: Scene, groups: Sequence[Sequence[Place]]) -> Turn:
    _ = scene.texts
    if not groups:
        return scene.says(_("这一处没有再分点，也没有并列的点。"))
    references = list(dict.fromkeys(str(place.reference) for place in groups[0]))
    if len(references) > _MOST:
        references = [*references[: _MOST - 2], "……", references[-1]]
    given = _("；").join(references)
    return scene.says(_("没有这一点，这里有：{places}。", places=given))
