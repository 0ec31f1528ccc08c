"""What a question asks for, read off its wording."""

import pytest

from index.intent import asks, expect, place_hints, strip_asking, subject


@pytest.mark.parametrize(
    ("question", "text", "met"),
    [
        ("一共花了多少钱", "发放救助金3万元。", True),
        ("一共花了多少钱", "组织了3次比武。", False),
        ("比武办了几次", "组织了3次比武。", True),
        ("比武办了几次", "组织了比武。", False),
        ("保卫科有多少人", "保卫科有二十余名队员。", True),
        ("保卫科有多少人", "保卫科成立于3月。", False),
        ("实训室什么时候成立", "3月份成立了实训室。", True),
        ("实训室什么时候成立", "成立了实训室。", False),
        ("为什么成立实训室", "为了练本领。", True),
    ],
)
def test_an_answer_shows_what_is_asked_for(question: str, text: str, met: bool) -> None:
    assert expect(question).met_by(text) is met


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("后勤部门怎么安排消毒", "后勤部门 安排消毒"),
        ("谁牵头技能大赛", "牵头技能大赛"),
        ("什么", "什么"),
    ],
)
def test_the_subject_is_a_question_without_its_asking_words(question: str, left: str) -> None:
    assert subject(question) == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("请看第三条", "第三条"),
        ("第三条讲了什么？", "第三条"),
        ("一、（三）的内容是什么", "一、（三）"),
        ("打开附件1", "附件1"),
        ("第三条", "第三条"),
    ],
)
def test_a_request_for_a_place_leaves_its_reference(question: str, left: str) -> None:
    assert strip_asking(question).startswith(left)


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("第二部分怎么评价成绩", ["第二部分"]),
        ("结尾的口号是什么", ["结尾"]),
        ("开头提到了哪两个会议", ["¶1"]),
        ("一、（四）里的消毒办法", ["一、（四）"]),
        ("附件2怎么解释", ["附件2"]),
        ("后勤部门怎么安排消毒", []),
        ("三带三促是哪三个", []),
    ],
)
def test_places_that_a_question_speaks_of(question: str, places: list[str]) -> None:
    assert [str(place) for place in place_hints(question)] == places


@pytest.mark.parametrize(
    ("question", "asking"),
    [
        ("消毒是怎么安排的", True),
        ("食堂大清早开不开门", True),
        ("困难职工帮扶到位没有", True),
        ("谁负责安全生产", True),
        ("错峰消毒法", True),  # a keyword, not a sentence
        ("持续推进党支部标准化建设", False),
        ("“稳”的态势巩固延续", False),
        ("who signs the contract", True),
    ],
)
def test_a_question_is_told_from_a_statement(question: str, asking: bool) -> None:
    assert asks(question) is asking
