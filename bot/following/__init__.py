"""Carry out a follow-up: from what a message showed to what the next one shows."""

from collections.abc import Callable

from bot.answering import Said, Turn
from bot.following.numbered import numbered
from bot.following.scene import Scene, set_scene
from bot.following.searching import again, more
from bot.following.walking import following, going_on, outline, previous, whole
from bot.followups import FollowUp, Move
from bot.texts import Texts
from index.search import Searcher

__all__ = ["follow"]

_MOVES: dict[Move, Callable[[Scene, FollowUp], Turn | None]] = {
    Move.MORE: more,
    Move.PREVIOUS: previous,
    Move.NEXT: following,
    Move.ON: going_on,
    Move.WHOLE: whole,
    Move.OUTLINE: outline,
    Move.NUMBERED: numbered,
    Move.AGAIN: again,
}


def follow(searcher: Searcher, said: Said, asked: FollowUp, _: Texts) -> Turn | None:
    """Answer a follow-up to a message; None where it means nothing there. Blocking."""
    return _MOVES[asked.move](set_scene(searcher, said, _), asked)
