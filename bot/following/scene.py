"""Where a follow-up starts: what the earlier message showed, as the index has it now."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering import Said, Turn, place_turn
from bot.lists import render_listing, view_of_listing
from bot.markup import escape
from bot.opening import find_outline, find_place
from bot.payloads import AnswerView, OutlineView, PlaceView
from bot.screens import Screen
from bot.texts import Texts
from corpus.errors import UnknownReference
from corpus.references import Kind
from index.models import Answer, Listing, Place, Verdict
from index.search import Searcher
from index.structure.tree import Tree

__all__ = ["LEVELS", "Scene", "ask_again", "set_scene"]

LEVELS = {
    "部分": (Kind.PART, Kind.GRAND), "部份": (Kind.PART, Kind.GRAND), "章": (Kind.CHAPTER,),
    "条": (Kind.ARTICLE,), "篇": (), "份材料": (), "份文件": (), "篇讲话": (), "材料": (),
    "文件": (), "讲话": (),
}  # fmt: skip
"""The kinds of place that a word names; none for the document."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a follow-up starts: the place that is open, and its list if it is one."""

    searcher: Searcher
    said: Said
    place: Place | None
    listing: Listing | None
    texts: Texts

    @property
    def tree(self) -> Tree:
        return self.searcher.tree

    def says(self, text: str) -> Turn:
        return Turn(Screen(escape(text)), self.said)

    def shows(self, place: Place) -> Turn:
        return place_turn(place, self.said.question, self.texts)

    def lists(self, listing: Listing) -> Turn:
        view = view_of_listing(listing)
        return Turn(render_listing(listing, self.texts), Said(self.said.question, view))

    def gone(self) -> Turn | None:
        """Say that the place is no more; nothing where none was open."""
        if self.said.view is None:
            return None
        return self.says(self.texts("那条回答里的那一处，现在的材料里没有了。请重新提问。"))


def set_scene(searcher: Searcher, said: Said, _: Texts) -> Scene:
    match said.view:
        case AnswerView() as view:
            return Scene(searcher, said, searcher.passage(view.hit.passage), None, _)
        case PlaceView() as view:
            places = find_place(searcher, view)
            return Scene(searcher, said, places[0] if places else None, None, _)
        case OutlineView() as view:
            listing = find_outline(searcher, view)
            return Scene(searcher, said, listing.place if listing else None, listing, _)
        case None:
            found = ask_again(searcher, said.question).listings if said.question else ()
            listing = found[0] if len(found) == 1 else None
            return Scene(searcher, said, listing.place if listing else None, listing, _)


def ask_again(
    searcher: Searcher, question: str, documents: Sequence[str] | None = None, k: int = 3
) -> Answer:
    """Search; a question that names a place nowhere found brings nothing here."""
    try:
        return searcher.search(question, documents=documents, k=k)
    except UnknownReference:
        return Answer(question, Verdict.NONE, ())
