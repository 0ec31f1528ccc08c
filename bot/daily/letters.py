"""What a chat is pushed next: its place in the ledger, the passages, the message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.daily.layouts import Layouts
from bot.daily.models import Order, Push, Schedule
from bot.daily.orders import Choice, choose
from bot.daily.posts import finish_rows, render_push, surroundings
from bot.daily.reading import Reading, mark_of
from bot.markup import escape
from bot.payloads import AnswerView, PlaceView, encode, parse
from bot.screens import Screen, keyboard_of
from bot.store import ShownMessage, Store
from bot.study.choice import is_lost, kept
from bot.texts import Language, Texts, choose_language
from index.models import Verdict
from index.search import Searcher

__all__ = ["Letter", "Letters", "filled_in"]

_RECENT = 50
_ALL = 100_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A push with what it holds, ready to be sent; `last` tells that nothing is left after it.

    `shown` lets a reply to it go on from there.
    """

    push: Push
    screen: Screen
    shown: ShownMessage
    last: bool = False


class Letters:
    """Writes pushes from the store and the corpus as it is now."""

    def __init__(self, store: Store, layouts: Layouts, default: Language) -> None:
        self._store, self._layouts, self._default = store, layouts, default

    async def texts(self, schedule: Schedule) -> Texts:
        """Speak as the chat chose, else as whoever set the push up, else the default."""
        chat = schedule.target.chat
        stored = await self._store.chats.languages(chat, max(chat, 0))
        return Texts(choose_language((*stored, schedule.language), None, self._default))

    async def choose(
        self, schedule: Schedule, reading: Reading, ahead: Sequence[Push] = ()
    ) -> Choice | None:
        """Choose what is next, None where all has been read or there is nothing.

        `ahead` are pushes that are only thought of, newest first.
        """
        target, review = schedule.target, schedule.order is Order.REVIEW
        orders = list(Order) if review else [schedule.order]
        most = _RECENT if schedule.order is Order.SEQUENCE else _ALL
        since = 0 if review else schedule.since
        history = await self._store.pushes.read(target, orders, since, most)
        asked = await self._asked(target.chat) if review else {}
        return choose(schedule, reading, [*ahead, *history], asked)

    async def _asked(self, chat: int) -> Mapping[str, int]:
        """Return the passages that answered a chat's questions, and when last."""
        found: dict[str, int] = {}
        for what, at in await self._store.shown.asked(chat):
            view = parse(what.view)
            if isinstance(view, AnswerView) and view.verdict is not Verdict.NONE:
                found |= {passage: max(at, found.get(passage, 0)) for passage in what.seen}
        return found

    async def write(self, push: Push, schedule: Schedule, searcher: Searcher) -> Letter | None:
        """Write a push of what the chat studies; None where nothing is left to read."""
        chosen = await self._store.studies.of(schedule.target.chat)
        searcher = searcher.within(kept(searcher.documents, chosen))
        reading = await self._layouts.of(searcher, schedule)
        choice = await self.choose(schedule, reading)
        if choice is None:
            return None
        _ = await self.texts(schedule)
        letter = _letter(push, choice, schedule, reading, searcher, _)
        if not is_lost(schedule.documents or chosen, searcher.documents):
            return letter
        note = escape(_("选定的材料不在了，改推现有的。可以用 /daily 或 /study 另选。"))
        noted = replace(letter.screen, text=f"{letter.screen.text}\n{note}")
        return replace(letter, screen=noted)


def filled_in(push: Push, choice: Choice, schedule: Schedule) -> Push:
    """Note in a push what it holds."""
    passages = choice.excerpt.passages
    return replace(
        push,
        document=choice.excerpt.document,
        passages=tuple(passage.id for passage in passages),
        references=tuple(str(passage.reference) for passage in passages),
        marks=tuple(map(mark_of, passages)),
        order=schedule.order,
    )


def _letter(
    push: Push, choice: Choice, schedule: Schedule, reading: Reading, searcher: Searcher, _: Texts
) -> Letter:
    filled = filled_in(push, choice, schedule)
    around = surroundings(reading, choice.excerpt, searcher)
    screen = render_push(filled, choice, schedule, around, len(reading), _)
    final = choice.excerpt.passages[-1]
    open_now = PlaceView(final.id, len(final.reference.steps))
    shown = ShownMessage("", encode(open_now), filled.passages)
    if choice.left != 0:
        return Letter(filled, screen, shown)
    rows = finish_rows(schedule, searcher.documents, _)
    own = screen.keyboard.inline_keyboard if screen.keyboard else ()
    last = replace(screen, keyboard=keyboard_of([*own, *rows]))
    return Letter(filled, last, shown, last=True)
