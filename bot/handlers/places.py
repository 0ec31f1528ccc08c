"""Buttons that open a place: another hit, more of a long passage, the same place elsewhere."""

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler

from bot.context import App, Context
from bot.payloads import AnswerView, PlaceView, SectionView, Span, parse
from bot.render import Screen, Shown, render_answer, render_place, view_of_place
from bot.replies import answer_query, edit, reply
from bot.texts import Texts
from corpus.errors import CorpusError
from corpus.references import Kind, Reference
from index.models import Place
from index.search import Searcher

__all__ = ["register"]


def register(app: App) -> None:
    app.add_handler(CallbackQueryHandler(_open, pattern=_names_place))
    app.add_handler(CallbackQueryHandler(_read_section, pattern=_names_section))


def _names_place(data: object) -> bool:
    return isinstance(parse(data), AnswerView | PlaceView)


def _names_section(data: object) -> bool:
    return isinstance(parse(data), SectionView)


async def _open(update: Update, context: Context) -> None:
    query, searcher = update.callback_query, context.services.searcher
    if query is None or query.message is None:
        return
    _ = await context.texts(update)
    view = parse(query.data)
    screen = None
    if searcher and isinstance(view, AnswerView | PlaceView):
        screen = await context.services.in_thread(lambda: _screen(searcher, view, _))
    if screen is None:
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    await edit(context, query.message.chat.id, query.message.message_id, screen)
    await answer_query(query)


async def _read_section(update: Update, context: Context) -> None:
    """Send the section around a passage as a message of its own."""
    query, searcher = update.callback_query, context.services.searcher
    view = parse(query.data) if query else None
    if query is None or not isinstance(view, SectionView):
        return
    _ = await context.texts(update)
    place = searcher.section_of(view.passage) if searcher else None
    if place is None or not isinstance(query.message, Message):
        await answer_query(query, _("这个按钮已过期，请重新提问"))
        return
    await reply(context, query.message, render_place(view_of_place(place), place, (), _))
    await answer_query(query)


def _screen(searcher: Searcher, view: AnswerView | PlaceView, _: Texts) -> Screen | None:
    """Write what a button opens; None where the place is no more. Blocking."""
    if isinstance(view, AnswerView):
        return _answer(searcher, view, _)
    return _place(searcher, view, _)


def _answer(searcher: Searcher, view: AnswerView, _: Texts) -> Screen | None:
    found = [(span, _shown(searcher, span)) for span in view.hits]
    kept = [(span, shown) for span, shown in found if shown]
    if view.hit not in (span for span, _shown in kept):
        return None
    spans = tuple(span for span, _shown in kept)
    open_now = AnswerView(view.verdict, spans, spans.index(view.hit), view.part)
    section = searcher.section_of(view.hit.passage) is not None
    return render_answer(open_now, [shown for _span, shown in kept], _, section=section)


def _shown(searcher: Searcher, span: Span) -> Shown | None:
    place = searcher.passage(span.passage)
    if place is None or span.start + span.length > len(place.text):
        return None
    return Shown.from_place(place, span)


def _place(searcher: Searcher, view: PlaceView, _: Texts) -> Screen | None:
    passage = searcher.passage(view.passage)
    if passage is None or view.depth > len(passage.reference.steps):
        return None
    reference = Reference(passage.reference.steps[: view.depth])
    if view.clause:
        reference = reference.child(Kind.CLAUSE, view.clause)
    places = _everywhere(searcher, str(reference))
    here = [place for place in places if place.document == passage.document]
    others = [place for place in places if place.document != passage.document]
    return render_place(view, here[0], others, _) if here else None


def _everywhere(searcher: Searcher, reference: str) -> tuple[Place, ...]:
    """Return the place in each document that has it."""
    try:
        return searcher.read(reference)
    except CorpusError:
        return ()
