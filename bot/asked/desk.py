"""What an owner is shown of the queue: a group with its candidates, what became of the last."""

from collections.abc import Sequence

from telegram import Update

from bot.asked.cards import Candidate, render_card, render_empty, render_places, with_undo
from bot.asked.payloads import Item
from bot.asked.queue import Group, load
from bot.asked.settling import settle
from bot.context import Context
from bot.following.scene import ask_again
from bot.markup import trim
from bot.screens import Screen
from bot.texts import Texts
from corpus.errors import UnknownReference
from index.models import Place
from index.search import Searcher

__all__ = ["QUESTION", "card", "read", "settled_card", "unknown_card"]

QUESTION = 60
"""Units of a question that stands in a sentence of ours."""
_CANDIDATES, _NEAREST = 4, 6
_TYPED = 60


async def card(context: Context, page: int, _: Texts) -> Screen:
    """Write a page of the queue as it is now."""
    found = await load(context.services)
    if not found:
        return render_empty(_)
    page = min(page, len(found) - 1)
    return render_card(found, page, await _candidates(context, found[page]), _)


async def _candidates(context: Context, group: Group) -> list[Candidate]:
    searcher, question = context.services.searcher, group.wordings[0].text
    if searcher is None:
        return []
    found = await context.services.in_thread(lambda: ask_again(searcher, question, k=_CANDIDATES))
    opened = [(searcher.passage(hit.passage.id), hit) for hit in found.hits[:_CANDIDATES]]
    return [Candidate(place, hit) for place, hit in opened if place]


async def settled_card(
    update: Update, context: Context, found: list[Group], group: Group, place: Place | None
) -> Screen:
    """Settle a group, and give the one that comes after it."""
    _ = await context.texts(update)
    settled = await settle(update, context, group, place)
    following = await card(context, found.index(group), _)
    return with_undo(following, settled, _done(group, place, _), _)


def _done(group: Group, place: Place | None, _: Texts) -> str:
    question = trim(group.wordings[0].text, QUESTION)
    if place is None:
        return _("🚫 “{question}”：记下了，材料没讲。", question=question)
    where = f"{place.reference} · {trim(place.title, _TYPED)}"
    return _("✅ “{question}”的出处定为 {place}。", question=question, place=where)


def read(searcher: Searcher, typed: str) -> Sequence[Place] | UnknownReference:
    """Open what was typed in every document that has it, or say that none has. Blocking."""
    try:
        return searcher.read(typed)
    except UnknownReference as unknown:
        return unknown


def unknown_card(searcher: Searcher, item: Item, unknown: UnknownReference, _: Texts) -> Screen:
    """Say that a place is not there, and offer those near it."""
    text = _("材料里没有“{typed}”这一处。", typed=trim(unknown.typed, _TYPED))
    near = [place for name in unknown.nearest[:_NEAREST] for place in searcher.read(name)]
    return render_places(item, text + _("最近的是：") if near else text, near[:_NEAREST])
