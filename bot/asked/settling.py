"""Settle a group of questions: by its right place, or as no matter of the documents."""

import time

from telegram import Update

from bot.asked.queue import Group
from bot.context import Context
from bot.store.aliases import RightPlace, Ruling
from bot.store.audit import Action
from index.models import Place

__all__ = ["settle"]


async def settle(update: Update, context: Context, group: Group, place: Place | None) -> int:
    """Let all wordings of a group find a place from now on; None dismisses them.

    Members who wait for the answer are told. Returns the id by which it can be undone.
    """
    user = update.effective_user
    ruling = Ruling(
        tuple(each.text for each in group.wordings),
        _right(place) if place else None,
        user.id if user else 0,
        group.asked,
        tuple(each.id for each in group.gone),
    )
    settled = await context.store.aliases.settle(ruling, int(time.time()))
    action = Action.QUESTION_SETTLED if place else Action.QUESTION_DISMISSED
    await context.record(update, action, f"{place.document} {place.reference}" if place else "")
    context.services.settled.set()
    return settled


def _right(place: Place) -> RightPlace:
    passages = tuple(str(passage.reference) for passage in place.passages)
    return RightPlace(place.document, str(place.reference), passages)
