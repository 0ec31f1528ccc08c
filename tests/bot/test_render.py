"""Messages: valid markup within the limits, whatever the documents hold."""

from botapi.keyboard import parse_markup
from botapi.markup import parse_html
from botapi.text import Entity, piece, units
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.payloads import AnswerView, PlaceView, Span, parse
from bot.render import Screen, Shown, render, render_answer, render_choice, render_place
from bot.texts import Language, Texts
from corpus.models import Passage
from corpus.references import Kind, Reference
from index.models import Answer, Hit, Place, Verdict

ZH, EN = Texts(Language.ZH_HANS), Texts(Language.EN)
ID = "abcdefghijkl"
REFERENCE = Reference().child(Kind.PART, 1).child(Kind.SECTION, 4)


def passage(text: str, name: str = ID, reference: Reference = REFERENCE) -> Passage:
    return Passage(name, "speech", reference, ("把关定向", "夯实根基"), 0, len(text), text)


def hit(text: str, quote: str, name: str = ID) -> Hit:
    return Hit(passage(text, name), "讲话", quote, text.index(quote), 0.9)


def place(text: str, title: str = "讲话", reference: Reference = REFERENCE) -> Place:
    found = (passage(text),)
    return Place("speech", title, reference, ("把关定向", "夯实根基"), text, found)


def covered(screen: Screen, kind: str) -> list[str]:
    parsed = parse_html(screen.text)
    return [piece(parsed.text, entity) for entity in parsed.entities if entity["type"] == kind]


def buttons(screen: Screen) -> list[list[str]]:
    if screen.keyboard is None:
        return []
    return [[button.text for button in row] for row in screen.keyboard.inline_keyboard]


def check(screen: Screen) -> list[Entity]:
    """Let the strict server's parsers read a screen."""
    parsed = parse_html(screen.text)
    assert parsed.doubts == []
    assert 0 < units(parsed.text.strip()) <= 4096
    if screen.keyboard:
        assert parse_markup(screen.keyboard.to_dict()).doubts == ()
        for row in screen.keyboard.inline_keyboard:
            for button in row:
                assert parse(button.callback_data) is not None
    return parsed.entities


def test_exact_answer() -> None:
    answer = Answer("问", Verdict.EXACT, (hit("前句。答案在此。后句。", "答案在此。"),))
    assert render(answer, ZH) == Screen(
        "答案在此。\n\n"
        "📖 <b>一、（四）</b> · 讲话\n"
        "把关定向 › 夯实根基\n\n"
        "<blockquote expandable>前句。<b>答案在此。</b>后句。</blockquote>"
    )


def test_verdict_lines_and_other_hits() -> None:
    hits = (hit("甲。", "甲。"), hit("乙。", "乙。", "b" * 12), hit("丙。", "丙。", "c" * 12))
    related = render(Answer("问", Verdict.RELATED, hits), ZH)
    assert related.text.startswith("原文没有直接回答，相关段落：\n\n甲。\n\n📖")
    assert buttons(related) == [["一、（四） 夯实根基"], ["一、（四） 夯实根基"]]
    nothing = render(Answer("问", Verdict.NONE, hits), EN)
    assert nothing.text.startswith(
        "The material does not deal with this question. The nearest passages are:\n\n甲。"
    )
    assert render(Answer("问", Verdict.NONE, ()), ZH) == Screen("材料中没有讲到这个问题。")


def test_markup_in_documents_is_text() -> None:
    text = "若 a<b && c>d 则 <b>加粗</b> &amp; <script>。"
    screen = render(Answer("问", Verdict.EXACT, (hit(text, text),)), ZH)
    check(screen)
    assert covered(screen, "expandable_blockquote") == [text]
    assert covered(screen, "bold") == ["一、（四）", text]


def test_places_of_several_documents() -> None:
    places = (place("甲。", "讲话"), place("乙。", "报告"))
    screen = render(Answer("一（四）", Verdict.EXACT, (), places), ZH)
    assert screen.text == "有几份材料都有这一处，请选一份："
    assert buttons(screen) == [["讲话"], ["报告"]]
    alone = render(Answer("一（四）", Verdict.EXACT, (), places[:1]), ZH)
    assert covered(alone, "blockquote") == ["甲。"]
    assert alone.keyboard is None


def test_clause_of_an_article() -> None:
    article = Reference().child(Kind.ARTICLE, 3)
    clause = article.child(Kind.CLAUSE, 2)
    found = (passage("款一。\n款二。", ID, article),)
    places = [Place("law", title, clause, (), "款二。", found) for title in ("甲法", "乙法")]
    screen = render_choice("选：", places, ZH)
    assert screen.keyboard
    data = screen.keyboard.inline_keyboard[0][0].callback_data
    assert parse(data) == PlaceView(ID, 1, clause=2)


def test_a_long_passage_turns_at_sentences() -> None:
    text = "".join(f"第{number}句话说到这里为止。" for number in range(900))
    shown = Shown.from_hit(hit(text, "第7句话说到这里为止。"))
    seen, part = "", 0
    while True:
        view = AnswerView(Verdict.EXACT, (Span(ID, shown.start, shown.length),), 0, part)
        screen = render_answer(view, [shown], ZH)
        check(screen)
        [block] = covered(screen, "expandable_blockquote")
        assert block.endswith("。")
        seen += block
        row = buttons(screen)[0]
        if "继续 ▸" not in row:
            break
        assert row == (["◂ 上文"] if part else []) + ["继续 ▸"]
        part += 1
    assert (seen, part) == (text, 3)
    assert row == ["◂ 上文"]


def test_a_part_beyond_the_last_shows_the_last() -> None:
    screen = render_place(PlaceView(ID, 2, part=99), place("只有一句。"), (), ZH)
    assert covered(screen, "blockquote") == ["只有一句。"]


texts = st.text(min_size=1, max_size=300).map(lambda text: text.replace("\x00", ""))
wild = st.one_of(
    texts,
    st.builds(lambda text, times: text * times, texts, st.integers(1, 80)),
    st.builds(str.__mul__, st.sampled_from("😀&<>字\n。"), st.integers(1, 9000)),
)


@st.composite
def shown_texts(draw: st.DrawFn) -> Shown:
    text = draw(wild)
    start = draw(st.integers(0, len(text)))
    length = draw(st.integers(0, len(text) - start))
    path = tuple(draw(st.lists(texts, max_size=5)))
    return Shown(draw(wild), draw(texts), path, text, start, length)


@settings(max_examples=60)
@given(st.lists(shown_texts(), min_size=1, max_size=3), st.data())
def test_any_answer_is_valid(hits: list[Shown], data: st.DataObject) -> None:
    view = AnswerView(
        data.draw(st.sampled_from(Verdict)),
        tuple(Span(ID, hit.start, hit.length) for hit in hits),
        data.draw(st.integers(0, len(hits) - 1)),
        data.draw(st.integers(0, 4)),
    )
    check(render_answer(view, hits, data.draw(st.sampled_from([ZH, EN]))))


@settings(max_examples=40)
@given(wild, wild, st.integers(0, 4))
def test_any_place_is_valid(text: str, title: str, part: int) -> None:
    found = place(text, title)
    check(render_place(PlaceView(ID, 2, part=part), found, (found, found, found), EN))
    check(render_choice(f"选{title}", [found] * 12, EN))
