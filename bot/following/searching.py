"""Follow-ups that search: 还有吗 for more of the same, 为什么呢 about the same subject."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering import Turn, turn_of
from bot.counts import counted
from bot.following.scene import Scene, ask_again
from bot.following.walking import following
from bot.followups import FollowUp
from bot.markup import escape
from bot.payloads import MOST_HITS, AnswerView
from corpus.text import search_text
from index.intent import subject
from index.models import Answer, Hit, Verdict

__all__ = ["again", "more"]

_MOST_SEEN = 9
"""Passages given for one question; what comes after is hardly about it."""
_WORTH = 0.8
"""The share of the best score that a further hit must have."""
_NEAR = 0.6
"""The share of the best score with which a hit in the same section goes first."""


def more(scene: Scene, asked: FollowUp) -> Turn | None:
    """Give the next hits of the same question."""
    _, said = scene.texts, scene.said
    if scene.listing:
        counts = counted(scene.listing.counts, _)
        return scene.says(_("没有别的了，一共就是这 {counts}。", counts=counts))
    if not isinstance(said.view, AnswerView):
        return following(scene, asked)
    if said.view.verdict is Verdict.NONE:
        return scene.says(_("材料中没有讲到这个问题，再找下去也没有更接近的了。"))
    found = ask_again(scene.searcher, said.question, k=_MOST_SEEN)
    fresh = [hit for hit in _worth_giving(found.hits) if hit.passage.id not in said.seen]
    if not fresh:
        return _no_more(scene)
    answer = Answer(said.question, Verdict.RELATED, tuple(fresh[:MOST_HITS]))
    turn = turn_of(scene.searcher, answer, _, said.seen)
    lead, instead = escape(_("原文没有直接回答，相关段落：")), escape(_("还有这些相关段落："))
    screen = replace(turn.screen, text=turn.screen.text.replace(lead, instead, 1))
    return replace(turn, screen=screen, found=None)


def again(scene: Scene, asked: FollowUp) -> Turn | None:
    """Ask again about the same subject, in the same document."""
    about = _subject(scene)
    if not about or scene.place is None:
        return None
    question = f"{about} {asked.text}"
    found = ask_again(scene.searcher, question, [scene.place.document], _MOST_SEEN)
    if found.listings or found.places or not found.hits:
        return turn_of(scene.searcher, found, scene.texts)
    hits = _nearest_first(scene, found.hits)
    same = hits[0] is found.hits[0]
    verdict = found.verdict if same or found.verdict is Verdict.NONE else Verdict.RELATED
    answer = Answer(question, verdict, tuple(hits[:MOST_HITS]))
    turn = turn_of(scene.searcher, answer, scene.texts)
    return turn if _is_new(scene, hits[0]) else _again_the_same(scene, turn)


def _subject(scene: Scene) -> str:
    """Give what the earlier message was about: the question, or the title of the open place."""
    if isinstance(scene.said.view, AnswerView):
        return subject(search_text(scene.said.question))
    if scene.listing and scene.listing.formula:
        return scene.listing.formula
    return scene.place.path[-1] if scene.place and scene.place.path else ""


def _is_new(scene: Scene, hit: Hit) -> bool:
    view = scene.said.view
    if not isinstance(view, AnswerView):
        return scene.place is None or scene.place.passages != (hit.passage,)
    return (view.hit.passage, view.hit.start) != (hit.passage.id, hit.quote_start)


def _again_the_same(scene: Scene, turn: Turn) -> Turn:
    lead = escape(scene.texts("原文没有更多说明，还是这一处："))
    return replace(turn, screen=replace(turn.screen, text=f"{lead}\n\n{turn.screen.text}"))


def _worth_giving(hits: Sequence[Hit]) -> list[Hit]:
    """Leave the hits that an answer has, and those further ones that are not much worse."""
    least = _WORTH * hits[0].score if hits else 0.0
    return [hit for n, hit in enumerate(hits) if n < MOST_HITS or hit.score >= least]


def _no_more(scene: Scene) -> Turn:
    _ = scene.texts
    places = [scene.searcher.passage(passage) for passage in scene.said.seen]
    given = _("；").join(dict.fromkeys(str(place.reference) for place in places if place))
    return scene.says(_("没有更相关的了，已经给出的是：{places}。", places=given))


def _nearest_first(scene: Scene, hits: Sequence[Hit]) -> list[Hit]:
    """Put a good hit of the section that was answered before the others."""
    around = scene.tree.around(scene.place) if scene.place else None
    inside = {passage.id for passage in around.passages} if around else set()
    near = [h for h in hits if h.passage.id in inside and h.score >= _NEAR * hits[0].score]
    return [*near[:1], *(hit for hit in hits if hit not in near[:1])]
