"""From a question to the message that answers it, and what that message shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.lists import render_listing, render_listings, view_of_listing
from bot.markup import trim
from bot.metrics import Metrics
from bot.opening import View
from bot.payloads import AnswerView, OutlineView, PlaceView
from bot.render import (
    render,
    render_choice,
    render_place,
    view_of_answer,
    view_of_place,
)
from bot.screens import Screen
from bot.store.asked import Outcome
from bot.texts import Texts
from corpus.errors import UnknownReference
from index.models import Answer, Place
from index.search import Searcher

__all__ = [
    "LONG",
    "Found",
    "Said",
    "Turn",
    "answer",
    "entry_turn",
    "narrowed",
    "place_turn",
    "turn_of",
]

LONG = 1500
"""Characters of a section above which its outline says more than its text."""
_NEAREST = 5
_TYPED = 60


@dataclass(frozen=True, slots=True)
class Said:
    """What a message of ours shows: the question it goes back to, and the place that is open.

    `seen` lists the passages that were opened for the question so far, by their content ids.
    """

    question: str = ""
    view: View | None = None
    seen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a question brought, and where; `judged` tells whether members can judge that."""

    outcome: Outcome
    document: str = ""
    reference: str = ""
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, and what is to be remembered of it; `answer` is set where one must be chosen.

    `found` is set where it answers a question of its own.
    """

    screen: Screen
    said: Said
    answer: Answer | None = None
    found: Found | None = None


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
        screen = render_choice(text + _("最近的是：") if near else text, near, _)
        return Turn(screen, Said(question), found=Found(Outcome.UNKNOWN))


def turn_of(searcher: Searcher, found: Answer, _: Texts, seen: Sequence[str] = ()) -> Turn:
    """Write an answer; `seen` are passages that were given for its question before."""
    return replace(_written(searcher, found, _, seen), found=_found(found))


def _written(searcher: Searcher, found: Answer, _: Texts, seen: Sequence[str]) -> Turn:
    listings, places = found.listings, found.places
    if len(places) > 1 or (len(listings) > 1 and not listings[0].formula):
        screen = render_listings(listings, found.hits, _) if listings else render(found, _)
        return Turn(screen, Said(found.question), found)
    if listings:
        view = None if listings[0].formula else view_of_listing(listings[0])
        return Turn(render_listings(listings, found.hits, _), Said(found.question, view))
    if places:
        return place_turn(places[0], found.question, _)
    if not found.hits:
        return Turn(render(found, _), Said(found.question, seen=tuple(seen)))
    more = searcher.section_of(found.hits[0].passage.id) is not None
    shown = view_of_answer(found)
    said = Said(found.question, shown, (*seen, shown.hit.passage))
    return Turn(render(found, _, section=more), said)


def _found(answer: Answer) -> Found:
    if answer.places:
        place = answer.places[0]
        return Found(Outcome.PLACE, place.document, str(place.reference))
    outcome = Outcome(answer.verdict)
    if answer.listings:
        first = answer.listings[0]
        formula = bool(first.formula)
        return Found(outcome, first.place.document, str(first.place.reference), judged=formula)
    if not answer.hits:
        return Found(outcome, judged=True)
    passage = answer.hits[0].passage
    return Found(outcome, passage.document, str(passage.reference), judged=True)


def narrowed(searcher: Searcher, turn: Turn, said: Said, _: Texts) -> Turn:
    """Choose of several documents the one that was open before; the others stay as buttons."""
    found, document = turn.answer, _document_of(searcher, said)
    if found is None:
        return turn
    listings = sorted(found.listings, key=lambda one: one.place.document != document)
    if listings and listings[0].place.document == document and listings[0].items:
        screen = render_listing(listings[0], _, listings[1:])
        said = Said(found.question, view_of_listing(listings[0]))
        return Turn(screen, said, found=turn.found)
    places = sorted(found.places, key=lambda one: one.document != document)
    if places and places[0].document == document:
        view = view_of_place(places[0])
        screen = render_place(view, places[0], places[1:], _)
        return Turn(screen, Said(found.question, view), found=turn.found)
    return turn


def _document_of(searcher: Searcher, said: Said) -> str | None:
    match said.view:
        case AnswerView() as view:
            place = searcher.passage(view.hit.passage)
        case PlaceView() | OutlineView() as view:
            place = searcher.passage(view.passage)
        case None:
            return None
    return place.document if place else None


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
