"""Addresses: what people type, how it prints, which place is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import to_chinese, to_number
from corpus.references import Kind, Reference, matches, nearest, parse, resolve

SPEECH = """一 一¶1 一、（一） 一、（一）一 一、（一）二 一、（一）三 一、（二） 一、（三）
一、（三）二
一、（三）¶2 二 二¶1 二、（一） 二¶2 三 三、（一） 三、（二） 三、（五） 三、（六） ¶1 ¶2
附件1 附件1|一 附件2|3"""
LAW = "第一章 第二章 第一条 第二条 第三条 第三条之一 第四条第一款 第四条第二款 第五十八条"
MIXED = """一 一、1 一、1（1） 一、（1） 一、二 §1 §1|一 §1|1 §2.1 §2.1一是 3 3.5 3.5.2
3.5.2一 一#2
一#2、（一） （三）#2、1 第一部分|一 第一部分|第二章 附件、一 附件|第一条
第一编第二分编第三章第一节"""


def places(printed: str) -> list[Reference]:
    found = [parse(one.replace("|", " ")) for one in printed.split()]
    return [one for one in found if one is not None]


SPELLINGS = {
    "一": "一|一、|1|第一部分|一部分|第1部分|Part 1|part one|１．",
    "一、（三）": """一、（三）|一（三）|一、(三)|一.（三）|一．（三）|一、三|一部分三
|第一部分第三条|一、㈢
|第一部分第（三）节|第一部分第三节|第一部分第三点|1.3|1、3|1-3|1 3|一（3）|「一、（三）」
|一、（三）。
|part 1 section 3|一、（三）、| 一 、（ 三 ） |1.(3)""",
    "一、（三）二": """一、（三）二|一（三）二|一、（三）二是|一、（三）二要
|第一部分（三）第二点|一、（三）2
|1.3.2|1-3-2|第1部分第3点第2点|一、（三）二、|一、（三）其次|一、（三）第二，|一、（三）二点""",
    "一、（三）¶2": "一（三）第2段|1.3 p2|1.3¶2|一、（三）第二段|1.3 para 2",
    "¶1": "开头|第一段|第1自然段|開頭",
    "¶2": "结尾|結尾|最后一段|p2",
    "二¶2": "二结尾|二第2段",
    "附件1 一": "附件1第一条|附件一、一|annex 1 part 1|附件1 一",
    "附件2 3": "附件2第3项|附件2、3",
}
LAW_SPELLINGS = {
    "第三条": """第三条|第3条|3条|art 3|Article 3|第三條|第二章第三条
|第三条第二项|第三条第一款第（二）项""",
    "第三条之一": "第三条之一|第3条之1",
    "第四条第二款": "第4条第2款|第四条第二段|第四条第二款第一项|art. 4 para 2",
    "第二章": "第二章|chapter 2|第2章|第二讲|第2课|第二課",
    "None": "第3条第1款|第九条|第三条第九款",
}


def pairs(spellings: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (typed, place)
        for place, all_typed in spellings.items()
        for typed in all_typed.replace("\n", "").split("|")
    ]


@pytest.mark.parametrize(("typed", "place"), pairs(SPELLINGS))
def test_spellings(typed: str, place: str) -> None:
    reference = parse(typed)
    assert reference is not None
    assert str(resolve(reference, places(SPEECH))) == place


@pytest.mark.parametrize(("typed", "place"), pairs(LAW_SPELLINGS))
def test_spellings_of_laws(typed: str, place: str) -> None:
    reference = parse(typed)
    assert reference is not None
    assert str(resolve(reference, places(LAW))) == place


@pytest.mark.parametrize("place", places(f"{SPEECH} {LAW} {MIXED}"), ids=str)
def test_what_is_printed_is_read_back(place: Reference) -> None:
    read = parse(str(place))
    assert read is not None
    assert matches(read, place)
    assert str(read) == str(place)


@pytest.mark.parametrize(
    "question",
    """三带三促是什么|五个始终坚持|一共有几点|十二个毫不放松|2020年|3月份产量|2020|三点|五个
|三条|3点|一方面|第三方
第一书记|首先|最后|错峰消毒法|两手抓|一般|十分|统一|一季度|第一季度|三大平台|十九大|八项规定
|3+N|附近|附件里有什么
一把手|三、四季度|三会一课|1992年4月3日|1.5亿|一、（三）是什么|part|article|第|§|¶|#|、|（）
|零|0|百|a1|一一""".replace("\n", "|").split("|"),
)
def test_a_question_is_no_reference(question: str) -> None:
    assert parse(question) is None


@given(
    st.text(alphabet="一二三十第章节条款部分是要附件、（）()1 2.§¶#开头结尾partp之", max_size=12)
)
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    reference = parse(typed)
    assert reference is None or reference.steps
    if reference is not None:
        assert matches(reference, reference)


@pytest.mark.parametrize(
    ("typed", "known", "closest"),
    [
        ("三、（九）", SPEECH, ["三、（六）", "三、（五）", "三、（二）"]),
        ("（六）", SPEECH, ["三、（六）"]),
        ("八", SPEECH, ["三", "二", "一"]),
        ("一、（一）七", SPEECH, ["一、（一）三", "一、（一）二", "一、（一）一"]),
        ("二¶9", SPEECH, ["二¶2", "二¶1"]),
        ("第九十条", LAW, ["第五十八条", "第三条", "第二条"]),
        ("第九章", LAW, ["第二章", "第一章"]),
        ("第四条第五款", LAW, ["第四条第二款", "第四条第一款"]),
        ("附件3", "附件1 附件1|一 附件2 附件2|（三）", ["附件2", "附件1"]),
    ],
)
def test_nearest(typed: str, known: str, closest: list[str]) -> None:
    reference = parse(typed)
    assert reference is not None
    assert resolve(reference, places(known)) is None
    assert list(nearest(reference, places(known)))[: len(closest)] == closest


def test_nearest_of_nothing() -> None:
    assert nearest(Reference(), places("一 二"), 1) == ("一",)
    assert nearest(Reference(), []) == ()


def test_decoration_decides_where_both_exist() -> None:
    known = places(MIXED)
    for typed, place in (
        ("一、1", "一、1"),
        ("一、（1）", "一、（1）"),
        ("3.5", "3.5"),
        ("一#2", "一#2"),
    ):
        reference = parse(typed)
        assert reference is not None
        assert str(resolve(reference, known)) == place


def test_numbers_alone_decide_loosely() -> None:
    article = Reference().child(Kind.ARTICLE, 3)
    known = [Reference().child(Kind.SECTION, number) for number in (1, 2, 3)]
    assert resolve(article, known) is None
    assert str(resolve(article, known, loosely=True)) == "（三）"


@given(st.integers(1, 9999))
def test_numerals(number: int) -> None:
    assert to_number(to_chinese(number)) == number == to_number(str(number))


@pytest.mark.parametrize("wrong", ["一一", "百", "三四", "十百", "x", "1x"])
def test_no_numerals(wrong: str) -> None:
    assert to_number(wrong) is None


@pytest.mark.parametrize(
    ("typed", "known", "last"),
    [
        ("结尾", "一 二 二、（一） ¶1 一¶1 一、（一） 二、（一） 二、（一）二", "二、（一）二"),
        ("一、结尾", "一 二 ¶1 一¶1 一、（一） 一、（二） 二¶1", "一、（二）"),
        ("一、结尾", "一 二 ¶1 一¶1 一、（一） 一¶2 二¶1", "一¶2"),
        ("一、（二）最后一段", "一 一、（一） 一、（二） 一、（一） 一、（二）", "一、（二）"),
        (
            "一、第二条最后一段",
            "一 一、（一） 一、（二） 一、（二）一 一、（二）二",
            "一、（二）二",
        ),
        ("结尾", "一 附件1 ¶1 一¶1 附件1|一", "一¶1"),
        ("附件1结尾", "一 附件1 ¶1 一¶1 附件1|一 附件1|二", "附件1 二"),
        ("结尾", "附件1 附件1|一 附件1|二", "附件1 二"),
        ("结尾", "第一章 第一条 第二条 第一条 第二条第一款 第二条第二款", "第二条第二款"),
        ("第二条结尾", "第一条 第二条 第一条 第二条第一款 第二条第二款", "第二条第二款"),
        ("三、结尾", "一 二 一¶1 二¶1", "None"),
    ],
)
def test_the_ending_is_the_last_passage(typed: str, known: str, last: str) -> None:
    reference = parse(typed)
    assert reference is not None
    assert str(resolve(reference, places(known))) == last
