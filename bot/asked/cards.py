"""A group of questions as a message, with the places that may answer it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.asked.payloads import Dismiss, Item, Payload, Queue, Settle, Type, Undo, encode, item_of
from bot.asked.queue import Group
from bot.markup import bold, escape, trim
from bot.payloads import ItemView
from bot.render import view_of_place
from bot.screens import Row, Screen, keyboard_of
from bot.texts import Texts
from index.models import Hit, Place

__all__ = [
    "Candidate",
    "item_in",
    "render_card",
    "render_empty",
    "render_places",
    "tag",
    "with_undo",
]

_WORDINGS, _WORDING, _QUOTE = 8, 120, 120
_TITLE, _LABEL = 60, 42
_TAG = re.compile(r"^❓ #(\w+)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may answer a group, and the words of it that come nearest."""

    place: Place
    hit: Hit


def tag(item: Item) -> str:
    """Open a text about a group: whoever replies to its message means that group."""
    return f"❓ #{item}"


def item_in(text: str) -> Item | None:
    """Find the group that a message of ours is about."""
    found = _TAG.search(text)
    return item_of(found[1]) if found else None


def render_empty(_: Texts) -> Screen:
    return Screen(escape(_("现在没有要处理的问题。没答上来的，和被 👎 的，都会列在这里。")))


def render_card(
    found: Sequence[Group], page: int, candidates: Sequence[Candidate], _: Texts
) -> Screen:
    """Write one group of the queue."""
    group = found[page]
    counted = _("（{number}/{total}）问过 {count} 次",
                number=page + 1, total=len(found), count=len(group.asked))  # fmt: skip
    head = f"{tag(group.item)} {counted}"
    if group.disliked:
        head += _("，👎 {count} 次", count=group.disliked)
    pieces = [escape("\n".join([head, *_wordings(group, _), *_lost(group, _)]))]
    if candidates:
        pieces.append(escape(_("最接近的地方，按一下就定为出处：")))
        pieces += map(_candidate, candidates)
    pieces.append(escape(_("别的出处：回复这条消息，或按 ✍️，例如 一、（三）二。")))
    return Screen("\n\n".join(pieces), keyboard_of(_buttons(found, page, candidates, _)))


def render_places(item: Item, text: str, places: Sequence[Place]) -> Screen:
    """Offer places for a group under a line of plain text."""
    same = len({str(place.reference) for place in places}) == 1
    rows = [(_button(_name(place, titled=same), _settles(item, place)),) for place in places]
    return Screen(escape(f"{tag(item)} {text}"), keyboard_of(rows))


def with_undo(screen: Screen, settled: int, lead: str, _: Texts) -> Screen:
    """Say above a card what has just been done, and let it be undone."""
    rows = screen.keyboard.inline_keyboard if screen.keyboard else ()
    undo = (_button(_("↩️ 撤销刚才的"), Undo(settled)),)
    return Screen(f"{escape(lead)}\n\n{screen.text}", keyboard_of([*rows, undo]))


def _wordings(group: Group, _: Texts) -> list[str]:
    shown = [
        f"• {trim(each.text, _WORDING)}" + (f" ×{len(each.asked)}" if each.asked else "")
        for each in group.wordings[:_WORDINGS]
    ]
    more = len(group.wordings) - len(shown)
    return [*shown, _("……还有 {count} 种说法", count=more)] if more > 0 else shown


def _lost(group: Group, _: Texts) -> list[str]:
    places = dict.fromkeys(each.place.reference for each in group.gone if each.place)
    if not places:
        return []
    return [_("原来定的出处已经不在材料里：{places}", places=trim(_("；").join(places), _QUOTE))]


def _candidate(candidate: Candidate) -> str:
    place = candidate.place
    address = f"{bold(str(place.reference))} · {escape(trim(place.title, _TITLE))}"
    return f"{address}\n{escape(trim(candidate.hit.quote, _QUOTE))}"


def _buttons(
    found: Sequence[Group], page: int, candidates: Sequence[Candidate], _: Texts
) -> list[Row]:
    item = found[page].item
    several = len({one.place.document for one in candidates}) > 1
    places = [
        (_button(_name(one.place, titled=several), _settles(item, one.place)),)
        for one in candidates
    ]
    others = (_button(_("✍️ 写出处"), Type(item)), _button(_("🚫 材料没讲"), Dismiss(item)))
    turn = [_button(_("◂ 上一组"), Queue(page - 1))] if page else []
    turn += [_button(_("下一组 ▸"), Queue(page + 1))] if page + 1 < len(found) else []
    return [*places, others, tuple(turn)]


def _name(place: Place, *, titled: bool) -> str:
    inner = place.path[-1] if place.path else ""
    return trim(f"{place.reference} {place.title if titled else inner}", _LABEL)


def _settles(item: Item, place: Place) -> Settle:
    view = view_of_place(place)
    return Settle(item, ItemView(view.passage, view.depth, view.clause))


def _button(label: str, payload: Payload) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=encode(payload))
