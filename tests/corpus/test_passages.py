"""What holds for every document: nothing lost, nothing twice, every address read back."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from drafts import FILES, document, expected, references
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Document, Paragraph, Source
from corpus.numerals import to_chinese
from corpus.passages import structure
from corpus.references import Kind, Reference, matches, parse, resolve

FRAGMENTS = """一、|二、|三、|十二、|（一）|（二）|(三)|1.|2．|（1）|1)
|第一章 |第二条 |第一条　|第三条之一 |附件1|附件
|附件：1.|3.1 |3.1.2 |3.1|3.2|1 |一是|二是|三要|首先，|其次，|最后|第一，|第二，
|①|②|㈠|㈡|⒈|⒉|⑴|⑵|第一部分 |第一编 |第一分编 |第一节 |第一单元 |第二单元
|第一讲 |第二讲 |第一课：|第二课|Part I
|同志们：|目录|2020年1月1日|标题|内容很长。|。|；|：|“|”|《|》|，| |说明情况|抓好落实。
|各单位要|特此通知。
|在肯定成绩的同时，""".replace("\n", "").split("|")
paragraphs = st.builds(
    Paragraph,
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map("".join) | st.text(max_size=30),
    st.sampled_from([0, 0, 0, 0, 1, 2, 3]),
)
sources = st.lists(paragraphs, max_size=20).map(lambda found: Source("文稿", tuple(found)))


def check_spans(found: Document) -> None:
    """Assert that headings and passages partition the text."""
    position = 0
    spans = [*found.headings, *((passage.start, passage.end) for passage in found.passages)]
    for start, end in sorted(spans):
        assert start == position < end
        position = end
    assert position == len(found.text)
    for passage in found.passages:
        assert passage.text == found.text[passage.start : passage.end].strip() != ""


def check_addresses(found: Document) -> None:
    """Assert that every address is given once, prints once, and is read back."""
    passages = [passage.reference for passage in found.passages]
    assert len(set(passages)) == len(passages)
    places = found.places()
    assert len({str(place) for place in places}) == len(places)
    for place in places:
        read = parse(str(place))
        assert read is not None
        assert matches(read, place)
        assert resolve(read, places) == place


@settings(max_examples=400)
@given(sources)
def test_any_paragraphs(source: Source) -> None:
    found = structure(source, "document")
    check_spans(found)
    check_addresses(found)
    kept = [one.text for one in source.paragraphs if one.text.strip()]
    assert found.text == "\n".join(kept)
    assert len({passage.id for passage in found.passages}) == len(found.passages)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_drafts(path: Path) -> None:
    found, _, _ = expected(path)
    check_spans(found)
    check_addresses(found)


@dataclass(frozen=True)
class Branch:
    """A section of a generated outline: has a text of its own, or sections or points below it."""

    children: tuple["Branch", ...] = ()
    points: int = 0


@dataclass(frozen=True)
class Style:
    """How a level prints: its kind and the number's form."""

    kind: Kind
    form: str
    chinese: bool = True

    def number(self, number: int) -> str:
        return self.form.format(to_chinese(number) if self.chinese else number)


PART = Style(Kind.PART, "{}、")
SECTION, NARROW = Style(Kind.SECTION, "（{}）"), Style(Kind.SECTION, "({})")
ITEM, WIDE = Style(Kind.ITEM, "{}.", chinese=False), Style(Kind.ITEM, "{}、", chinese=False)
STYLES = [
    (PART, SECTION, ITEM),
    (PART, NARROW, WIDE),
    (Style(Kind.PART, "第{}部分　"), SECTION, ITEM),
    (SECTION, ITEM, Style(Kind.SUBITEM, "（{}）", chinese=False)),
    (Style(Kind.CHAPTER, "第{}章　"), Style(Kind.DIVISION, "第{}节　"), PART),
]
leaves = st.builds(Branch, points=st.sampled_from([0, 0, 2, 3]))
branches = st.recursive(
    leaves,
    lambda below: st.builds(Branch, st.lists(below, min_size=1, max_size=4).map(tuple)),
    max_leaves=12,
)
outlines = st.lists(branches, min_size=1, max_size=5).map(tuple)


def render(
    branches: tuple[Branch, ...], styles: tuple[Style, ...], *, inline: bool, above: Reference
) -> tuple[list[str], list[str]]:
    """Write an outline as lines, and list the addresses of its passages."""
    lines, addresses = [], []
    for number, branch in enumerate(branches, 1):
        place = above.child(styles[0].kind, number)
        heading = f"{styles[0].number(number)}做好第{number}类工作"
        if branch.children and len(styles) > 1:
            below = render(branch.children, styles[1:], inline=inline, above=place)
            lines += [heading, *below[0]]
            addresses += below[1]
            continue
        names = [
            f"{to_chinese(point)}是抓好落实。落实到位。" for point in range(1, branch.points + 1)
        ]
        run_in = inline and styles[0].kind in (Kind.SECTION, Kind.ITEM, Kind.SUBITEM)
        text = "这里是正文。" + "".join(names)
        lines += [f"{heading}。{text}"] if run_in else [heading, text]
        own = styles[0].kind in (Kind.SECTION, Kind.ITEM, Kind.SUBITEM)
        addresses.append(str(place if own else place.child(Kind.PARAGRAPH, 1)))
        addresses += [str(place.child(Kind.POINT, n)) for n in range(1, branch.points + 1)]
    return lines, addresses


@settings(max_examples=200)
@given(outlines, st.sampled_from(STYLES), st.booleans())
def test_generated_outlines(
    outline: tuple[Branch, ...], styles: tuple[Style, ...], inline: bool
) -> None:
    lines, addresses = render(outline, styles, inline=inline, above=Reference())
    found = document("\n".join(["工作报告", "现将情况报告如下。", *lines]))
    assert references(found) == ["¶1", *addresses]
    check_spans(found)
    check_addresses(found)


@settings(max_examples=100)
@given(st.integers(2, 5), st.integers(2, 5), st.data())
def test_an_address_outlives_a_change_elsewhere(
    parts: int, sections: int, data: st.DataObject
) -> None:
    branches = tuple(Branch((Branch(),) * sections) for _ in range(parts))
    lines, _ = render(branches, STYLES[0], inline=True, above=Reference())
    changed = data.draw(st.integers(0, len(lines) - 1))
    edited = [
        f"{line}又添一句。" if at == changed and "。" in line else line
        for at, line in enumerate(lines)
    ]
    before, after = (document("\n".join(["报告", *text])) for text in (lines, edited))
    places = {passage.text: passage.reference for passage in before.passages}
    assert references(before) == references(after)
    kept = [passage for passage in after.passages if passage.text in places]
    assert {passage.id for passage in kept} <= {passage.id for passage in before.passages}


def test_an_inserted_paragraph_moves_only_what_follows_in_its_section() -> None:
    text = "报告\n一、甲\n一段。\n（一）子。文一。\n二、乙\n二段。\n（一）丑。文二。"
    before = {passage.text: passage for passage in document(text).passages}
    after = {
        passage.text: passage
        for passage in document(text.replace("一段。", "零段。\n一段。")).passages
    }
    assert [
        (str(before[text].reference), str(after[text].reference))
        for text in before
        if before[text].reference != after[text].reference
    ] == [("一¶1", "一¶2")]
    assert all(before[text].id == after[text].id for text in before)


def test_a_long_article_is_read_by_paragraphs() -> None:
    long = "应当依照规定办理，" * 40
    found = document(
        f"办法\n第一条 总则。\n第二条 下列情形：\n（一）{long}；\n（二）其他。\n{long}。\n除外。"
    )
    assert references(found) == ["第一条", "第二条第一款", "第二条第二款", "第二条第三款"]
    assert found.passages[1].text.endswith("（二）其他。")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [f"第{to_chinese(n % 9999 + 1)}条 依法办理。" for n in range(60_000)], id="law"
        ),
        pytest.param(
            [f"{to_chinese(n % 9 + 1)}、标题。正文内容。" for n in range(30_000)], id="parts"
        ),
        pytest.param(["正文内容，没有编号。" * 10] * 20_000, id="plain"),
        pytest.param(["一是做事。二是做人。" * 50_000], id="points"),
        pytest.param(["一、总则（一）做事。（二）做人要认真。" * 20_000], id="one paragraph"),
    ],
)
def test_large_texts_are_read_whole(lines: list[str]) -> None:
    check_spans(structure(Source("大全", tuple(map(Paragraph, lines))), "large"))
