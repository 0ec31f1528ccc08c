"""Lists as Telegram messages: what an outline holds, what a numbered formula counts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.counts import count_inside, counted, list_head
from bot.markup import bold, escape, trim, units
from bot.payloads import ItemView, OutlineView, PlaceView
from bot.render import depth_of, passage_text, render_place, view_of_place
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
from corpus.references import Kind
from index.models import Hit, Item, Listing, Place

__all__ = ["render_listing", "render_listings", "view_of_listing"]

_FRAME = 200
_MOST_BUTTONS, _MOST_DOCUMENTS = 60, 8
_ROW = 30  # units of a row of references
_TITLE, _LABEL = 100, 42
_MANY, _SHORT, _SHORTEST = 10, 80, 20
"""From so many entries on, those without a title are shortened; further where need be."""
_REST = "……"
_ASKED: dict[Kind | None, str] = {
    Kind.PART: "部分", Kind.BOOK: "编", Kind.CHAPTER: "章", Kind.DIVISION: "节",
    Kind.ARTICLE: "条", Kind.CLAUSE: "款",
}  # fmt: skip
"""How a question names what it counts; anything else is 点. Questions are asked in Chinese."""


def render_listings(listings: Sequence[Listing], hits: Sequence[Hit], _: Texts) -> Screen:
    """Write the answer to a question about the structure, or about a numbered formula.

    Outlines of several documents are offered for a choice, with what there is in each.
    """
    first, *others = listings
    if first.formula:
        return _formula(first, others, hits, _)
    return _choice(listings, _) if others else render_listing(first, _)


def render_listing(listing: Listing, _: Texts, others: Sequence[Listing] = ()) -> Screen:
    """Write the outline of a place; a place without one is shown itself, whole or with 继续 ▸.

    `others` are the same of other documents.
    """
    place = listing.place
    if not listing.items:
        screen = render_place(view_of_place(place), place, (), _)
        lead = escape(list_head(listing, _))
        return replace(screen, text=f"{lead}\n\n{screen.text}")
    more = _left_out(others, _)
    lines = _lines(listing.items, LIMIT - ADDRESS - _FRAME - units(more), _)
    head = f"{escape(list_head(listing, _))}\n{address(Shown.from_place(place))}"
    text = "\n\n".join(filter(None, [head, lines, more]))
    return Screen(text, keyboard_of([*_buttons(listing.items), *_documents(others)]))


def view_of_listing(listing: Listing) -> OutlineView | PlaceView:
    """Name an outline by the first passage of its place and the length of its address.

    A place without one is named as the place that is shown instead.
    """
    if not listing.items:
        return view_of_place(listing.place)
    first = listing.place.passages[0]
    return OutlineView(first.id, depth_of(listing.place), listing.unit, listing.deep)


def _lines(items: Sequence[Item], room: int, _: Texts) -> str:
    """Write the entries a line each, all shortened alike, and the last left out, to fit."""
    longest = max(units(item.text) for item in items) if len(items) < _MANY else _SHORT
    lines = list(_entries(items, longest, _))
    while units("\n".join(lines)) > room and longest > _SHORTEST:
        longest = max(_SHORTEST, min(longest, room) * 3 // 4)
        lines = list(_entries(items, longest, _))
    if units("\n".join(lines)) <= room:
        return "\n".join(lines)
    while units("\n".join([*lines, _REST])) > room:
        lines.pop()
    return "\n".join([*lines, _REST])


def _entries(items: Sequence[Item], longest: int, _: Texts) -> Iterator[str]:
    before: Item | None = None
    for item in items:
        line = bold(str(item.place.reference)) + "  " + escape(trim(item.text, longest))
        line += escape(count_inside(item, _))
        if before is not None and _parts_from(before, item):
            line = "\n" + line
        yield ("    " if item.level else "") + line
        before = item


def _parts_from(before: Item, item: Item) -> bool:
    """Tell where another list begins, or a part of the contents."""
    if item.level != before.level:
        return item.level < before.level
    return not item.level and _home(before.place) != _home(item.place)


def _home(place: Place) -> tuple[object, ...]:
    return place.reference.steps[:-1]


def _buttons(items: Sequence[Item]) -> list[Row]:
    """Give each entry a button with its reference; those of a contents only the outermost."""
    chosen = [item.place for item in items if not item.level]
    named = {str(place.reference): place for place in chosen[:_MOST_BUTTONS]}
    rows: list[Row] = []
    width = _ROW
    for label, place in named.items():
        pressed = (button(trim(label, _LABEL), _item_view(place)),)
        if width + units(label) + 3 > _ROW or len(rows[-1]) == 5:
            rows.append(pressed)
            width = 0
        else:
            rows[-1] += pressed
        width += units(label) + 3
    return rows


def _item_view(place: Place) -> ItemView:
    view = view_of_place(place)
    return ItemView(view.passage, view.depth, view.clause)


def _choice(listings: Sequence[Listing], _: Texts) -> Screen:
    none = _("没有再分点")
    kept = listings[:_MOST_DOCUMENTS]
    named = [(trim(one.place.title, _TITLE), counted(one.counts, _) or none) for one in kept]
    lines = [escape(f"• {title}：{counts}") for title, counts in named]
    head = escape(_("几份材料里都有，请选一份："))
    text = "\n".join(filter(None, [head, *lines, _left_out(listings, _)]))
    return Screen(text, keyboard_of(_documents(listings)))


def _left_out(listings: Sequence[Listing], _: Texts) -> str:
    """Say how many documents are offered by no button, and how to ask for the first of them."""
    if len(listings) <= _MOST_DOCUMENTS:
        return ""
    first = listings[_MOST_DOCUMENTS]
    asking = "目录" if first.deep else "有几" + _ASKED.get(first.unit, "点")
    return left_out([one.place for one in listings], _MOST_DOCUMENTS, _, asking)


def _documents(listings: Sequence[Listing]) -> list[Row]:
    return [
        (button(trim(one.place.title, _LABEL) or "…", view_of_listing(one)),)
        for one in listings[:_MOST_DOCUMENTS]
    ]


def _formula(listing: Listing, others: Sequence[Listing], hits: Sequence[Hit], _: Texts) -> Screen:
    """Write what a formula counts, and where it is spelled out."""
    head, items = list_head(listing, _), listing.items
    places = dict.fromkeys(item.place for item in items)
    rows = _buttons(items)
    elsewhere = [
        (button(trim(other.place.title, _LABEL) or "…", _item_view(other.place)),)
        for other in others
    ]
    if len(places) > 1 or not hits:
        where = address(Shown.from_place(listing.place))
        lines = _lines(items, LIMIT - ADDRESS - _FRAME, _)
        return Screen(f"{escape(head)}\n\n{lines}\n\n{where}", keyboard_of([*rows, *elsewhere]))
    numbered = (f"{n}. {escape(trim(item.text, 200))}" for n, item in enumerate(items, 1))
    shown = Shown.from_hit(hits[0])
    lines = "\n".join(chain([escape(head)], numbered))
    room = LIMIT - _FRAME - ADDRESS - units(lines)
    block = ""
    if units(shown.text) <= room:
        whole = passage_text(shown, (0, len(shown.text)))
        block = f"\n\n<blockquote expandable>{whole}</blockquote>"
    return Screen(f"{lines}\n\n{address(shown)}{block}", keyboard_of([*rows, *elsewhere]))
