"""Follow-ups about places: 上一条, 下一条, 展开, 这一节讲了什么."""

from dataclasses import replace

from bot.answering import LONG, Turn
from bot.following.scene import LEVELS, Scene
from bot.followups import FollowUp
from bot.markup import escape
from bot.payloads import PlaceView
from bot.render import count_parts, render_place
from corpus.references import Kind, Reference
from index.models import Place

__all__ = ["following", "going_on", "outline", "previous", "whole"]


def previous(scene: Scene, _asked: FollowUp) -> Turn | None:
    return _step(scene, -1)


def following(scene: Scene, _asked: FollowUp) -> Turn | None:
    return _step(scene, 1)


def going_on(scene: Scene, asked: FollowUp) -> Turn | None:
    """Turn to the next part of a long text; behind its last part comes the next place."""
    view, place = scene.said.view, scene.place
    if not isinstance(view, PlaceView) or place is None or view.part + 1 >= count_parts(place):
        return following(scene, asked)
    further = replace(view, part=view.part + 1)
    screen = render_place(further, place, (), scene.texts)
    return Turn(screen, replace(scene.said, view=further))


def whole(scene: Scene, _asked: FollowUp) -> Turn | None:
    """Open the section around a passage, the whole place of an outline."""
    _ = scene.texts
    if scene.place is None:
        return scene.gone()
    if scene.listing and scene.place.reference.steps and scene.place.text:
        return scene.shows(scene.place)
    around = scene.tree.around(scene.place)
    if around is None:
        return _contents(scene, _("整份材料很长，请选一处打开。"))
    own = scene.tree.find(scene.place.document, scene.place.reference)
    if own and own.passages == scene.place.passages and len(around.text) > LONG:
        return _contents(scene, _("这一处已经是全文，它所在的部分很长，请选一处打开。"), around)
    return scene.shows(around)


def outline(scene: Scene, asked: FollowUp) -> Turn | None:
    """List what is in the section around the place: the nearest that has something to list."""
    place = scene.place
    if place is None:
        return scene.gone()
    if scene.listing:
        return scene.lists(scene.listing) if not scene.listing.formula else None
    kinds = LEVELS.get(asked.unit)
    for around in () if kinds == () else scene.tree.line(place):
        listing = scene.tree.outline(place.document, around.reference)
        if listing and (kinds is None or around.reference.steps[-1].kind in kinds):
            return scene.lists(listing)
    listing = scene.tree.outline(place.document, Reference())
    return scene.lists(listing) if listing else scene.shows(place)


def _step(scene: Scene, by: int) -> Turn | None:
    """Go to the section or passage before or after the one that is open."""
    if scene.place is None:
        return scene.gone()
    _ = scene.texts
    if not scene.place.reference.steps:
        return scene.says(_("这里是整份材料的目录，请选一处打开。"))
    neighbour = _beside(scene, scene.place, by)
    if neighbour is None:
        title = scene.place.title
        if by > 0:
            return scene.says(_("后面没有了，这是《{title}》的最后一处。", title=title))
        return scene.says(_("前面没有了，这是《{title}》的第一处。", title=title))
    listing = scene.tree.outline(neighbour.document, neighbour.reference)
    return scene.lists(listing) if scene.listing and listing else scene.shows(neighbour)


def _beside(scene: Scene, place: Place, by: int) -> Place | None:
    """Find the place beside one: a section beside a section, else the passage beside it."""
    numbered = place.reference.steps[-1].kind is not Kind.PARAGRAPH
    siblings = scene.tree.siblings(place) if numbered else ()
    at = next((i for i, one in enumerate(siblings) if one.reference == place.reference), None)
    if at is not None and 0 <= at + by < len(siblings):
        return siblings[at + by]
    edge = place.passages[-1 if by > 0 else 0]
    before, after = scene.searcher.neighbours(edge.id)
    passage = after if by > 0 else before
    return scene.searcher.passage(passage.id) if passage else None


def _contents(scene: Scene, lead: str, place: Place | None = None) -> Turn | None:
    """Offer the entries of a place that is too long to show, of the document by default."""
    here = place or scene.place
    reference = place.reference if place else Reference()
    listing = scene.tree.outline(here.document, reference) if here else None
    if listing is None:
        return scene.says(scene.texts("这就是全文了。"))
    turn = scene.lists(listing)
    text = f"{escape(lead)}\n\n{turn.screen.text}"
    return replace(turn, screen=replace(turn.screen, text=text))
