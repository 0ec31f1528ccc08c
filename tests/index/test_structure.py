"""Questions about the structure: what the outline lists, and what goes on to retrieval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnknownReference
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from corpus.references import Kind
from index.models import Listing
from index.places import Places
from index.structure.asking import read_question
from index.structure.listings import opening
from index.structure.outline import Structure


def document(name: str, *paragraphs: str) -> Document:
    return structure(Source(name, tuple(map(Paragraph, paragraphs))), name)


SPEECH = document(
    "garden-speech",
    "在社区花园工作会上的讲话",
    "各位邻居：",
    "下面讲两个方面。",
    "一、花园一年来的变化",
    "（一）土壤变好了。一是堆肥用上了厨余。堆了六次。二是蚯蚓多了起来。三是板结的地方翻了一遍。",
    "（二）人气变旺了。来的人比去年多一倍。",
    "二、接下来怎么做",
    "大家商量出以下几条。",
    "（一）分好工。每家认领一块地。",
    "（二）排好班。浇水的名单贴在门口。",
    "（三）算好账。买种子的钱每月公布。",
    "（四）守好约。不在别人的地里摘菜。",
)
RULES = document(
    "garden-rules",
    "社区花园管理办法",
    "第一章 总则",
    "第一条 为了管好花园，制定本办法。",
    "第二条 花园由居民共同照看。",
    "任何人不得独占。",
    "第二章 分工",
    *(f"第{n}条 第{n}块地由一户认领。" for n in "三四五六七八九"),
    *(f"第十{n}条 这一块地轮流照看。" for n in ("", *"一二三四五六七八九")),
    "第二十条 水费由各户分摊。",
    "第二十一条 本办法自公布之日起施行。",
)
DOCUMENTS = (SPEECH, RULES)
BOTH = tuple(one.id for one in DOCUMENTS)


@pytest.fixture(scope="module")
def outlines() -> Structure:
    return Structure(DOCUMENTS, Places(DOCUMENTS))


def references(listing: Listing) -> list[str]:
    return [str(item.place.reference) for item in listing.items]


@pytest.mark.parametrize(
    "question",
    [
        "第二部分有几点",
        "第二部分讲了哪几个方面？",
        "第二部分分为几个部分",
        "第二部分讲了什么",
        "讲话第二部分的主要内容是什么",
        "請問第二部分有哪些要點",
        "那第二部分有几点呢",
        "二、下面有哪几条",
        "接下来怎么做分几点",
    ],
)
def test_a_part_is_answered_with_its_sections(outlines: Structure, question: str) -> None:
    [listing] = outlines.answer(question, BOTH)
    assert str(listing.place.reference) == "二"
    assert references(listing) == ["二、（一）", "二、（二）", "二、（三）", "二、（四）"]
    assert [item.text for item in listing.items][1:3] == ["排好班", "算好账"]
    assert (listing.counts, listing.asked) == (((Kind.POINT, 4),), 0)


@pytest.mark.parametrize(
    "question",
    ["第二部分的五点是什么", "第二部分有哪五点", "第二部分讲的五个方面分别是哪五个方面"],
)
def test_a_wrong_number_is_kept_beside_the_right_one(outlines: Structure, question: str) -> None:
    [listing] = outlines.answer(question, BOTH)
    assert (listing.asked, listing.count) == (5, 4)


def test_points_deep_down(outlines: Structure) -> None:
    [listing] = outlines.answer("第一部分第一点下面有哪几条", BOTH)
    assert references(listing) == ["一、（一）一", "一、（一）二", "一、（一）三"]
    assert listing.items[1].text == "蚯蚓多了起来"


def test_whole_documents(outlines: Structure) -> None:
    speech, rules = outlines.answer("一共有几部分", BOTH)
    assert (references(speech), speech.counts) == (["一", "二"], ((Kind.PART, 2),))
    assert (references(rules), rules.counts) == (["第一章", "第二章"], ((Kind.CHAPTER, 2),))
    [named] = outlines.answer("这篇讲话分几个部分", BOTH)
    assert named == speech
    [contents] = outlines.answer("讲话的目录", BOTH)
    assert [item.level for item in contents.items] == [0, 1, 1, 0, 1, 1, 1, 1]
    assert contents.counts == ((Kind.PART, 2),)


def test_articles_are_counted_through_the_chapters(outlines: Structure) -> None:
    [rules] = outlines.answer("管理办法一共多少条", BOTH)
    assert rules.counts == ((Kind.ARTICLE, 21),)
    assert [(item.text, item.inside) for item in rules.items] == [
        ("总则", 2),
        ("分工", 19),
    ]
    [chapter] = outlines.answer("总则有几条", BOTH)
    assert references(chapter) == ["第一条", "第二条"]
    assert chapter.items[0].text == "为了管好花园，制定本办法。"


def test_the_paragraphs_of_an_article(outlines: Structure) -> None:
    [listing] = outlines.answer("第二条有几款", BOTH)
    assert [item.text for item in listing.items] == [
        "花园由居民共同照看。",
        "任何人不得独占。",
    ]
    assert references(listing) == ["第二条第一款", "第二条第二款"]


def test_a_place_without_points_is_no_retrieval_question(outlines: Structure) -> None:
    [listing] = outlines.answer("一、（二）有几点", BOTH)
    assert (str(listing.place.reference), listing.items) == ("一、（二）", ())
    assert [hit.quote for hit in opening([listing], 3)] == ["来的人比去年多一倍。"]


def test_a_part_that_is_not_there(outlines: Structure) -> None:
    with pytest.raises(UnknownReference) as unknown:
        outlines.answer("第九部分有几点", BOTH)
    assert unknown.value.typed == "第九部分"
    assert unknown.value.nearest


@pytest.mark.parametrize(
    "question",
    [
        "花园有多少人",
        "三是什么意思",
        "第二部分",
        "第二条讲了什么",
        "结尾讲了什么",
        "分工有哪些",
        "浇水有几点要求",
        "花园有哪些变化",
        "有几点",
        "有多少条意见",
        "讲话提了哪些要求",
        "居民有什么内容",
        "",
        "？？",
    ],
)
def test_an_ordinary_question_is_left_alone(outlines: Structure, question: str) -> None:
    assert outlines.answer(question, BOTH) == ()


@given(st.text(alphabet="第一二三部分章条有几多少哪些讲了什么的目录共工会法 ？", max_size=80))
def test_whatever_is_typed_is_read(text: str) -> None:
    for reading in read_question(text):
        assert reading.counting or not reading.asked


def test_hits_quote_what_is_listed(outlines: Structure) -> None:
    listings = outlines.answer("第一部分第一点有几条", BOTH)
    hits = opening(listings, 2)
    assert [str(hit.passage.reference) for hit in hits] == ["一、（一）一", "一、（一）二"]
    assert [hit.quote for hit in hits] == ["一是堆肥用上了厨余。", "二是蚯蚓多了起来。"]
