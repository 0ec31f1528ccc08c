"""From a question to the message that answers it, and what that message shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.lists import render_listing, render_listings, view_of_listing
from bot.markup import trim
from bot.metrics import Metrics
from bot.payloads import AnswerView, ItemView, OutlineView, PlaceView
from bot.render import (
    Shown,
    render,
    render_answer,
    render_choice,
    render_place,
    view_of_answer,
    view_of_place,
)
from bot.screens import Screen
from bot.texts import Texts
from corpus.errors import CorpusError, UnknownReference
from corpus.references import Kind, Reference
from index.models import Answer, Listing, Place
from index.search import Searcher

__all__ = ["LONG", "Said", "Turn", "View", "answer", "entry_turn", "find_outline", "find_place",
           "open_view", "place_turn", "turn_of"]  # fmt: skip

LONG = 1500
"""Characters of a section above which its outline says more than its text."""
_NEAREST = 5
_TYPED = 60

View = AnswerView | PlaceView | OutlineView


@dataclass(frozen=True, slots=True)
class Said:
    """What a message of ours shows: the question it goes back to, and the place that is open.

    `seen` lists the passages that were opened for the question so far, by their content ids.
    """

    question: str = ""
    view: View | None = None
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, and what is to be remembered of it."""

    screen: Screen
    said: Said


def answer(searcher: Searcher, question: str, metrics: Metrics, _: Texts) -> Turn:
    """Search and write the answer; blocking."""
    try:
        with metrics.searching():
            found = searcher.search(question)
        metrics.answered(found)
        return turn_of(searcher, found, _)
    except UnknownReference as unknown:
        metrics.not_found()
        text = _("材料里没有“{typed}”这一处。", typed=trim(unknown.typed, _TYPED))
        near = [place for name in unknown.nearest[:_NEAREST] for place in searcher.read(name)]
        screen = render_choice(text + _("最近的是：") if near else text, near)
        return Turn(screen, Said(question))


def turn_of(searcher: Searcher, found: Answer, _: Texts, seen: Sequence[str] = ()) -> Turn:
    """Write an answer; `seen` are passages that were given for its question before."""
    if found.listings:
        only = found.listings[0] if len(found.listings) == 1 else None
        outline = view_of_listing(only) if only and not only.formula else None
        return Turn(render_listings(found.listings, found.hits, _), Said(found.question, outline))
    if len(found.places) == 1:
        return place_turn(found.places[0], found.question, _)
    if found.places or not found.hits:
        return Turn(render(found, _), Said(found.question, seen=tuple(seen)))
    more = searcher.section_of(found.hits[0].passage.id) is not None
    view = view_of_answer(found)
    shown = (*seen, view.hit.passage)
    return Turn(render(found, _, section=more), Said(found.question, view, shown))


def place_turn(place: Place, question: str, _: Texts) -> Turn:
    view = view_of_place(place)
    return Turn(render_place(view, place, (), _), Said(question, view))


def entry_turn(searcher: Searcher, place: Place, question: str, _: Texts) -> Turn:
    """Open an entry of a list: a long one by its own outline, which says more than its text."""
    long = len(place.text) > LONG
    listing = searcher.tree.outline(place.document, place.reference) if long else None
    if listing is None:
        return place_turn(place, question, _)
    return Turn(render_listing(listing, _), Said(question, view_of_listing(listing)))


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
    if found is None or view.depth > len(found.reference.steps):
        return None
    reference = Reference(found.reference.steps[: view.depth])
    return searcher.tree.outline(found.document, reference, view.unit, deep=view.deep)


def find_place(searcher: Searcher, view: PlaceView | ItemView) -> tuple[Place, ...]:
    """Open the place of a view, then the same place of other documents; empty where it is gone."""
    passage = searcher.passage(view.passage)
    if passage is None or not 0 < view.depth <= len(passage.reference.steps):
        return ()
    reference = Reference(passage.reference.steps[: view.depth])
    if view.clause:
        reference = reference.child(Kind.CLAUSE, view.clause)
    places = _everywhere(searcher, str(reference))
    here = [place for place in places if place.document == passage.document]
    others = [place for place in places if place.document != passage.document]
    return (here[0], *others) if here else ()


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
