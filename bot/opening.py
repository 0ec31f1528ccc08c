"""Open again what a button or a remembered message names: an answer, a place, an outline."""

from bot.lists import render_listing
from bot.payloads import BY_LEVEL, AnswerView, ItemView, OutlineView, PlaceView
from bot.render import Shown, render_answer, render_place
from bot.screens import Screen
from bot.texts import Texts
from corpus.errors import CorpusError
from corpus.references import Kind, Reference
from index.models import Listing, Place
from index.search import Searcher

__all__ = ["View", "find_outline", "find_place", "open_view"]

View = AnswerView | PlaceView | OutlineView


def open_view(searcher: Searcher, view: View, _: Texts) -> Screen | None:
    """Write what a button opens; None where the place is no more. Blocking."""
    match view:
        case AnswerView():
            return _answer(searcher, view, _)
        case OutlineView():
            listing = find_outline(searcher, view)
            return render_listing(listing, _) if listing else None
        case PlaceView():
            return _place(searcher, view, _)


def find_outline(searcher: Searcher, view: OutlineView) -> Listing | None:
    """Give an outline again; None where the index has it no more."""
    found = searcher.passage(view.passage)
    reference = _address(searcher, view)
    if found is None or reference is None:
        return None
    return searcher.tree.outline(found.document, reference, view.unit, deep=view.deep)


def find_place(searcher: Searcher, view: PlaceView | ItemView) -> tuple[Place, ...]:
    """Open the place of a view, then the same place of other documents; empty where it is gone."""
    found = searcher.passage(view.passage)
    reference = _address(searcher, view)
    if found is None or reference is None or not reference.steps:
        return ()
    if view.clause:
        reference = reference.child(Kind.CLAUSE, view.clause)
    places = _everywhere(searcher, str(reference))
    here = [place for place in places if place.document == found.document]
    others = [place for place in places if place.document != found.document]
    return (here[0], *others) if here else ()


def _address(searcher: Searcher, view: PlaceView | ItemView | OutlineView) -> Reference | None:
    """Read the address that a view gives by a passage and a depth; None where there is none."""
    found = searcher.passage(view.passage)
    if found is None:
        return None
    if view.depth <= len(found.reference.steps):
        return Reference(found.reference.steps[: view.depth])
    outermost_first = reversed(searcher.tree.line(found))
    titled = (one for one in outermost_first if BY_LEVEL + len(one.path) == view.depth)
    return next((one.reference for one in titled), None)


def _answer(searcher: Searcher, view: AnswerView, _: Texts) -> Screen | None:
    found = [(span, searcher.passage(span.passage)) for span in view.hits]
    kept = [
        (span, Shown.from_place(place, span))
        for span, place in found
        if place and span.start + span.length <= len(place.text)
    ]
    if view.hit not in (span for span, _shown in kept):
        return None
    spans = tuple(span for span, _shown in kept)
    open_now = AnswerView(view.verdict, spans, spans.index(view.hit), view.part)
    section = searcher.section_of(view.hit.passage) is not None
    return render_answer(open_now, [shown for _span, shown in kept], _, section=section)


def _place(searcher: Searcher, view: PlaceView, _: Texts) -> Screen | None:
    places = find_place(searcher, view)
    return render_place(view, places[0], places[1:], _) if places else None


def _everywhere(searcher: Searcher, reference: str) -> tuple[Place, ...]:
    """Return the place in each document that has it."""
    try:
        return searcher.read(reference)
    except CorpusError:
        return ()
