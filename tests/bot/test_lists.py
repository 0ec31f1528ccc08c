"""Lists as messages: valid markup within the limits, entries word for word, buttons that open."""

from botapi.keyboard import parse_markup
from botapi.markup import parse_html
from botapi.text import units
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.counts import counted
from bot.lists import render_listing, render_listings, view_of_listing
from bot.payloads import ItemView, OutlineView, PlaceView, parse
from bot.screens import Screen
from bot.texts import Language, Texts
from corpus.models import Passage
from corpus.references import Kind, Reference
from index.models import Hit, Item, Listing, Place

ZH, EN = Texts(Language.ZH_HANS), Texts(Language.EN)
PART = Reference().child(Kind.PART, 2)
TITLE = "在花园工作会上的讲话"


def place(reference: Reference, text: str = "正文。") -> Place:
    passage = Passage("abcdefghijkl", "speech", reference, ("第二步",), 0, len(text), text)
    return Place("speech", TITLE, reference, ("第二步",), text, (passage,))


def item(number: int, text: str, **details: int) -> Item:
    return Item(place(PART.child(Kind.SECTION, number)), text, 0, **details)


def listing(*items: Item, **details: object) -> Listing:
    counts = ((Kind.POINT, len(items)),) if items else ()
    return Listing(place(PART), items, counts, **details)  # type: ignore[arg-type]


def shown(screen: Screen) -> str:
    """Let the strict server's parsers read a screen."""
    parsed = parse_html(screen.text)
    assert parsed.doubts == []
    assert 0 < units(parsed.text.strip()) <= 4096
    if screen.keyboard:
        assert parse_markup(screen.keyboard.to_dict()).doubts == ()
    return parsed.text


def buttons(screen: Screen) -> list[list[str]]:
    rows = screen.keyboard.inline_keyboard if screen.keyboard else ()
    return [[button.text for button in row] for row in rows]


def test_an_outline() -> None:
    screen = render_listing(listing(item(1, "分好工"), item(2, "排好<班>")), ZH)
    assert shown(screen) == (
        f"共 2 点：\n📖 二 · {TITLE}\n第二步\n\n二、（一）  分好工\n二、（二）  排好<班>"
    )
    assert buttons(screen) == [["二、（一）", "二、（二）"]]
    data = screen.keyboard.inline_keyboard[0][1].callback_data if screen.keyboard else None
    assert parse(data) == ItemView("abcdefghijkl", 2)


def test_counts_in_words() -> None:
    counts = ((Kind.PART, 2), (Kind.APPENDIX, 1))
    assert (counted(counts, ZH), counted(counts, EN)) == (
        "2 个部分、1 个附件",
        "2 parts, 1 appendix",
    )
    wrong = render_listing(listing(item(1, "分好工"), asked=3), ZH)
    assert shown(wrong).startswith("原文不是 3，而是 1 点：\n")


def test_what_has_no_points_is_shown_itself() -> None:
    screen = render_listing(listing(), ZH)
    assert shown(screen) == f"原文在这里没有再分点：\n\n📖 二 · {TITLE}\n第二步\n\n正文。"
    assert screen.keyboard is None
    assert view_of_listing(listing()) == PlaceView("abcdefghijkl", 1)


def test_several_documents_are_offered_with_what_they_have() -> None:
    both = (listing(item(1, "分好工"), unit=Kind.PART), listing())
    screen = render_listings(both, (), ZH)
    assert shown(screen) == f"几份材料里都有，请选一份：\n• {TITLE}：1 点\n• {TITLE}：没有再分点"
    assert view_of_listing(both[0]) == OutlineView("abcdefghijkl", 1, Kind.PART)
    assert buttons(screen) == [[TITLE], [TITLE]]


def test_a_formula_of_sections() -> None:
    spelled = listing(item(1, "以甲带乙"), item(2, "以丙带丁"), formula="两带", asked=3)
    text = shown(render_listings((spelled,), (), ZH))
    assert text.startswith("原文里不是 3 项。“两带”是这 2 项：\n\n二、（一）  以甲带乙\n")
    assert text.endswith(f"📖 二 · {TITLE}\n第二步")


def test_a_formula_within_a_passage() -> None:
    text = "室内“两不准”：不准喧哗，不准吸烟。"
    inside = place(PART, text)
    entries = tuple(Item(inside, words, text.index(words)) for words in ("不准喧哗", "不准吸烟"))
    spelled = Listing(inside, entries, ((Kind.ANY, 2),), formula="两不准")
    hit = Hit(inside.passages[0], TITLE, text, 0, 1.0)
    screen = render_listings((spelled,), (hit,), ZH)
    assert shown(screen) == (
        f"“两不准”是这 2 项：\n1. 不准喧哗\n2. 不准吸烟\n\n📖 二 · {TITLE}\n第二步\n\n{text}"
    )
    assert buttons(screen) == [["二"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=400), min_size=1, max_size=30), st.text())
def test_any_list_fits_into_a_message(texts: list[str], formula: str) -> None:
    many = texts * 10
    entries = [item(number, text, level=number % 2) for number, text in enumerate(many, 1)]
    shown(render_listings((listing(*entries, formula=formula),), (), EN))
