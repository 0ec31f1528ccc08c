"""Answers and places as Telegram messages: dataclasses in, HTML and a keyboard out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.markup import bold, escape, parts, trim, units
from bot.payloads import BY_LEVEL, MOST_HITS, AnswerView, PlaceView, SectionView, Span
from bot.screens import (
    ADDRESS,
    LIMIT,
    Row,
    Screen,
    Shown,
    address,
    button,
    keyboard_of,
    left_out,
)
from bot.texts import Texts
from index.models import Answer, Place, Verdict

__all__ = [
    "Screen",
    "Shown",
    "count_parts",
    "depth_of",
    "passage_text",
    "render",
    "render_answer",
    "render_choice",
    "render_place",
    "view_of_answer",
    "view_of_place",
]

_FRAME = 120
"""Units kept for the verdict line and what stands between the pieces."""
_QUOTE, _LABEL = 1000, 42
_MOST_CHOICES, _MOST_SIBLINGS = 8, MOST_HITS - 1


def render(answer: Answer, _: Texts, *, section: bool = False) -> Screen:
    """Write what a question brought: a place, the choice among places, or the hits.

    `section` tells whether more of the section than the first hit can be read.
    """
    if len(answer.places) == 1:
        place = answer.places[0]
        return render_place(view_of_place(place), place, (), _)
    if answer.places:
        return render_choice(_("有几份材料都有这一处，请选一份："), answer.places, _)
    if not answer.hits:
        return Screen(escape(_("材料中没有讲到这个问题。")))
    view = view_of_answer(answer)
    shown = [Shown.from_hit(hit) for hit in answer.hits[:MOST_HITS]]
    return render_answer(view, shown, _, section=section)


def view_of_answer(answer: Answer) -> AnswerView:
    """Name what the buttons of an answer with hits must carry."""
    hits = answer.hits[:MOST_HITS]
    spans = tuple(Span(hit.passage.id, hit.quote_start, len(hit.quote)) for hit in hits)
    return AnswerView(answer.verdict, spans)


def view_of_place(place: Place) -> PlaceView:
    """Name a place by its first passage and how far its address reaches into that one's."""
    first, steps = place.passages[0], place.reference.steps
    return PlaceView(first.id, depth_of(place), steps[-1].number if _clause(place) else 0)


def depth_of(place: Place) -> int:
    """Count the steps that a place shares with its first passage; a chapter by its titles."""
    first, steps = place.passages[0].reference.steps, place.reference.steps
    depth = len(steps) - _clause(place)
    return depth if steps[:depth] == first[:depth] else BY_LEVEL + len(place.path)


def _clause(place: Place) -> bool:
    """Tell whether a place is one paragraph of an article that is a single passage."""
    return len(place.reference.steps) > len(place.passages[0].reference.steps)


def render_answer(
    view: AnswerView, hits: Sequence[Shown], _: Texts, *, section: bool = False
) -> Screen:
    """Write an answer with one hit open; `hits` are those of the view, in its order."""
    shown = hits[view.current]
    quote = _shortened(shown.quote.strip())
    slices = _slices(shown, units(quote))
    part = min(view.part, len(slices) - 1)
    lead = [] if part else [_verdict_line(view.verdict, _), escape(quote)]
    passage = f"<blockquote expandable>{passage_text(shown, slices[part])}</blockquote>"
    text = "\n\n".join(piece for piece in (*lead, address(shown), passage) if piece)
    turn = _turning(replace(view, part=0), part, len(slices), _)
    actions = _actions(view, _) if section else ()
    return Screen(text, keyboard_of([turn, *_other_hits(view, hits), actions]))


def render_place(view: PlaceView, place: Place, siblings: Sequence[Place], _: Texts) -> Screen:
    """Write a place that was asked for; `siblings` are the same place in other documents."""
    shown = Shown.from_place(place)
    slices = _slices(shown, 0)
    part = min(view.part, len(slices) - 1)
    passage = f"<blockquote>{passage_text(shown, slices[part])}</blockquote>"
    others = [_document_row(sibling) for sibling in siblings[:_MOST_SIBLINGS]]
    more = left_out(siblings, _MOST_SIBLINGS, _)
    turn = _turning(replace(view, part=0), part, len(slices), _)
    text = "\n\n".join(filter(None, [address(shown), passage, more]))
    return Screen(text, keyboard_of([turn, *others]))


def count_parts(place: Place) -> int:
    """Tell how many messages a place takes."""
    return len(_slices(Shown.from_place(place), 0))


def render_choice(text: str, places: Sequence[Place], _: Texts) -> Screen:
    """Offer places under a line of plain text, by what tells them apart.

    Where there are too many, the message says how to name the others.
    """
    kept, more = places[:_MOST_CHOICES], left_out(places, _MOST_CHOICES, _)
    same = len({str(place.reference) for place in places}) == 1
    several = len({place.title for place in kept}) > 1
    rows = [_document_row(p) if same else _place_row(p, several) for p in kept]
    lines = filter(None, [escape(trim(text, LIMIT - _FRAME)), more])
    return Screen("\n".join(lines), keyboard_of(rows))


def _verdict_line(verdict: Verdict, _: Texts) -> str:
    match verdict:
        case Verdict.EXACT:
            return ""
        case Verdict.RELATED:
            return escape(_("原文没有直接回答，相关段落："))
        case Verdict.NONE:
            return escape(_("材料中没有讲到这个问题。最接近的是："))


def _slices(shown: Shown, quote: int) -> tuple[tuple[int, int], ...]:
    """Cut a text so that each part fits; the same whatever the language of the interface."""
    room = LIMIT - _FRAME - ADDRESS
    return parts(shown.text, room - quote, room)


def passage_text(shown: Shown, bounds: tuple[int, int]) -> str:
    """Write a slice of the text in which what the quote covers is bold."""
    start, end = bounds
    begin = min(max(shown.start, start), end)
    close = min(max(shown.start + shown.length, begin), end)
    before, quote, after = shown.text[start:begin], shown.text[begin:close], shown.text[close:end]
    return (escape(before) + bold(quote) + escape(after)).strip() or "—"


def _shortened(quote: str) -> str:
    """Keep the first sentences of a quote that is too long to stand twice in a message."""
    start, end = parts(quote, _QUOTE, _QUOTE)[0]
    return quote if end == len(quote) else quote[start:end] + "……"


def _other_hits(view: AnswerView, hits: Sequence[Shown]) -> list[Row]:
    several = len({hit.title for hit in hits}) > 1
    return [
        (button(_label(hit, several), view.opening(index)),)
        for index, hit in enumerate(hits)
        if index != view.current
    ]


def _actions(view: AnswerView, _: Texts) -> Row:
    """Fill the last row: what can be done with the passage that is open."""
    return (button(_("📖 读整节"), SectionView(view.hit.passage)),)


def _label(shown: Shown, several: bool) -> str:
    """Name a hit by its reference and, as far as there is room, by what tells it apart."""
    reference = trim(shown.reference, _LABEL // 2)
    name = shown.title if several or not shown.path else shown.path[-1]
    room = _LABEL - units(reference) - 1
    return f"{reference} {trim(name, room)}".strip() or "…"


def _document_row(place: Place) -> Row:
    return (button(trim(place.title, _LABEL) or "…", view_of_place(place)),)


def _place_row(place: Place, several: bool) -> Row:
    return (button(_label(Shown.from_place(place), several), view_of_place(place)),)


def _turning(view: AnswerView | PlaceView, part: int, count: int, _: Texts) -> Row:
    """Turn between the parts of a long text; nothing where there is one part."""
    row = []
    if part > 0:
        row.append(button(_("◂ 上文"), replace(view, part=part - 1)))
    if part + 1 < count:
        row.append(button(_("继续 ▸"), replace(view, part=part + 1)))
    return tuple(row)
