"""Answers and places as Telegram messages: dataclasses in, HTML and a keyboard out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.markup import bold, escape, parts, trim, units
from bot.payloads import MOST_HITS, AnswerView, Payload, PlaceView, SectionView, Span, encode
from bot.texts import Texts
from index.models import Answer, Hit, Place, Verdict

__all__ = [
    "Screen",
    "Shown",
    "render",
    "render_answer",
    "render_choice",
    "render_place",
    "view_of_place",
]

LIMIT = 4096 - 96
"""Units of a message, with room to spare."""
_FRAME = 120
"""Units kept for the verdict line and what stands between the pieces."""
_REFERENCE, _TITLE, _PATH, _QUOTE, _LABEL = 80, 160, 400, 1000, 42
_MOST_CHOICES = 8

Row = tuple[InlineKeyboardButton, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message to send or to put in the place of an earlier one."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None

    def with_rows(self, rows: Sequence[Row]) -> "Screen":
        """Add buttons below."""
        own = self.keyboard.inline_keyboard if self.keyboard else ()
        return replace(self, keyboard=InlineKeyboardMarkup([*own, *rows]))


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with its address, and the slice of it to set off."""

    title: str
    reference: str
    path: tuple[str, ...]
    text: str
    start: int = 0
    length: int = 0

    @classmethod
    def from_hit(cls, hit: Hit) -> "Shown":
        passage = hit.passage
        return cls(
            hit.title,
            str(passage.reference),
            passage.path,
            passage.text,
            hit.quote_start,
            len(hit.quote),
        )

    @classmethod
    def from_place(cls, place: Place, span: Span | None = None) -> "Shown":
        start, length = (span.start, span.length) if span else (0, 0)
        return cls(place.title, str(place.reference), place.path, place.text, start, length)

    @property
    def quote(self) -> str:
        return self.text[self.start : self.start + self.length]


def render(answer: Answer, _: Texts, *, section: bool = False) -> Screen:
    """Write what a question brought: a place, the choice among places, or the hits.

    `section` tells whether more of the section than the first hit can be read.
    """
    if len(answer.places) == 1:
        place = answer.places[0]
        return render_place(view_of_place(place), place, (), _)
    if answer.places:
        return render_choice(_("有几份材料都有这一处，请选一份："), answer.places)
    if not answer.hits:
        return Screen(escape(_("材料中没有讲到这个问题。")))
    view = _view_of_answer(answer)
    shown = [Shown.from_hit(hit) for hit in answer.hits[:MOST_HITS]]
    return render_answer(view, shown, _, section=section)


def _view_of_answer(answer: Answer) -> AnswerView:
    """Name what the buttons of an answer with hits must carry."""
    hits = answer.hits[:MOST_HITS]
    spans = tuple(Span(hit.passage.id, hit.quote_start, len(hit.quote)) for hit in hits)
    return AnswerView(answer.verdict, spans)


def view_of_place(place: Place) -> PlaceView:
    """Name a place by its first passage and the length of its address."""
    first, steps = place.passages[0], place.reference.steps
    clause = steps[-1].number if len(steps) > len(first.reference.steps) else 0
    return PlaceView(first.id, len(steps) - bool(clause), clause)


def render_answer(
    view: AnswerView, hits: Sequence[Shown], _: Texts, *, section: bool = False
) -> Screen:
    """Write an answer with one hit open; `hits` are those of the view, in its order."""
    shown = hits[view.current]
    quote = _shortened(shown.quote.strip())
    slices = _slices(shown, units(quote))
    part = min(view.part, len(slices) - 1)
    lead = [] if part else [_verdict_line(view.verdict, _), escape(quote)]
    passage = f"<blockquote expandable>{_passage(shown, slices[part])}</blockquote>"
    text = "\n\n".join(piece for piece in (*lead, _address(shown), passage) if piece)
    turn = _turning(replace(view, part=0), part, len(slices), _)
    actions = _actions(view, _) if section else ()
    return Screen(text, _keyboard([turn, *_other_hits(view, hits), actions]))


def render_place(view: PlaceView, place: Place, siblings: Sequence[Place], _: Texts) -> Screen:
    """Write a place that was asked for; `siblings` are the same place in other documents."""
    shown = Shown.from_place(place)
    slices = _slices(shown, 0)
    part = min(view.part, len(slices) - 1)
    passage = f"<blockquote>{_passage(shown, slices[part])}</blockquote>"
    others = [_document_row(sibling) for sibling in siblings[: MOST_HITS - 1]]
    turn = _turning(replace(view, part=0), part, len(slices), _)
    return Screen(f"{_address(shown)}\n\n{passage}", _keyboard([turn, *others]))


def render_choice(text: str, places: Sequence[Place]) -> Screen:
    """Offer places under a line of plain text, by what tells them apart."""
    kept = places[:_MOST_CHOICES]
    same = len({str(place.reference) for place in kept}) == 1
    several = len({place.title for place in kept}) > 1
    rows = [_document_row(p) if same else _place_row(p, several) for p in kept]
    return Screen(escape(trim(text, LIMIT)), _keyboard(rows))


def _verdict_line(verdict: Verdict, _: Texts) -> str:
    match verdict:
        case Verdict.EXACT:
            return ""
        case Verdict.RELATED:
            return escape(_("原文没有直接回答，相关段落："))
        case Verdict.NONE:
            return escape(_("材料中没有讲到这个问题。最接近的是："))


def _address(shown: Shown) -> str:
    title, reference = trim(shown.title, _TITLE), trim(shown.reference, _REFERENCE)
    first = " · ".join(piece for piece in (bold(reference), escape(title)) if piece)
    path = trim(" › ".join(shown.path), _PATH)
    return f"📖 {first}\n{escape(path)}" if path else f"📖 {first}"


def _slices(shown: Shown, quote: int) -> tuple[tuple[int, int], ...]:
    """Cut a text so that each part fits; the same whatever the language of the interface."""
    address = _REFERENCE + _TITLE + _PATH
    return parts(shown.text, LIMIT - _FRAME - address - quote, LIMIT - _FRAME - address)


def _passage(shown: Shown, bounds: tuple[int, int]) -> str:
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
        (_button(_label(hit, several), view.opening(index)),)
        for index, hit in enumerate(hits)
        if index != view.current
    ]


def _actions(view: AnswerView, _: Texts) -> Row:
    """Fill the last row: what can be done with the passage that is open."""
    return (_button(_("📖 读整节"), SectionView(view.hit.passage)),)


def _label(shown: Shown, several: bool) -> str:
    """Name a hit by its reference and, as far as there is room, by what tells it apart."""
    reference = trim(shown.reference, _LABEL // 2)
    name = shown.title if several or not shown.path else shown.path[-1]
    room = _LABEL - units(reference) - 1
    return f"{reference} {trim(name, room)}".strip() or "…"


def _document_row(place: Place) -> Row:
    return (_button(trim(place.title, _LABEL) or "…", view_of_place(place)),)


def _place_row(place: Place, several: bool) -> Row:
    return (_button(_label(Shown.from_place(place), several), view_of_place(place)),)


def _turning(view: AnswerView | PlaceView, part: int, count: int, _: Texts) -> Row:
    """Turn between the parts of a long text; nothing where there is one part."""
    row = []
    if part > 0:
        row.append(_button(_("◂ 上文"), replace(view, part=part - 1)))
    if part + 1 < count:
        row.append(_button(_("继续 ▸"), replace(view, part=part + 1)))
    return tuple(row)


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))


def _keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    kept = [row for row in rows if row]
    return InlineKeyboardMarkup(kept) if kept else None
