"""Which messages go on from an answer, and which ask by themselves."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.followups import FollowUp, Move, recognise

QUESTIONS = [
    *Path(__file__).parent.parent.glob("index/questions/*.jsonl"),
    Path(str(files("corpus") / "samples" / "half-year-speech.questions.jsonl")),
]


@pytest.mark.parametrize(
    ("move", "messages"),
    [
        (Move.MORE, "还有吗 还有别的吗？ 還有嗎 别的呢 更多 换一个 不对，换一个 还有哪些地方讲到"),
        (Move.PREVIOUS, "上一条 前一段 上一节讲了什么 上一點呢 前面那段说了什么"),
        (Move.NEXT, "下一条 那下一条呢 下一點 下文 后面的呢"),
        (Move.ON, "继续 接着说 然后呢 繼續"),
        (Move.WHOLE, "展开 展開說說 详细说说 全文 看全文 整节 再详细一点 这一节的原文 多说几句"),
        (Move.OUTLINE, "这一节讲了什么 這一節講了什麼 这部分有几点 这一章的主要内容 有哪几点"),
        (Move.AGAIN, "为什么呢 那具体怎么做 為什麼 谁负责 那怎么办呢 什么时候 它有什么作用"),
    ],
)
def test_chinese(move: Move, messages: str) -> None:
    for message in messages.split():
        found = recognise(message)
        assert found
        assert (message, found.move) == (message, move)


@pytest.mark.parametrize(
    ("move", "messages"),
    [
        (Move.MORE, ("more", "anything else?", "What else?", "other results")),
        (Move.PREVIOUS, ("previous", "go back", "Previous section")),
        (Move.NEXT, ("next", "the next one", "what's next?", "and the next section?")),
        (Move.ON, ("continue", "go on")),
        (Move.WHOLE, ("the whole section", "full text", "expand", "more details", "tell me more")),
        (Move.OUTLINE, ("what's in this section?", "what does this chapter say")),
        (Move.AGAIN, ("why?", "but why", "how?", "what does it mean?")),
    ],
)
def test_english(move: Move, messages: tuple[str, ...]) -> None:
    for message in messages:
        found = recognise(message)
        assert found
        assert (message, found.move) == (message, move)


@pytest.mark.parametrize(
    ("message", "number", "unit", "plain"),
    [
        ("那第二点呢", 2, "点", False),
        ("第三条呢", 3, "条", False),
        ("第三条", 3, "条", True),
        ("第二部分讲了什么", 2, "部分", True),
        ("第二点", 2, "点", False),
        ("第十二个方面是什么", 12, "个方面", False),
        ("那最后一点呢", -1, "点", False),
        ("最后一章", -1, "章", False),
        ("那第三件呢", 3, "件", False),
        ("what about the second one?", 2, "", False),
        ("the third point", 3, "点", False),
        ("and the last one?", -1, "", False),
    ],
)
def test_numbers(message: str, number: int, unit: str, *, plain: bool) -> None:
    assert recognise(message) == FollowUp(Move.NUMBERED, message, number, unit, plain)


def test_a_number_with_a_noun() -> None:
    assert recognise("第三个平台呢") == FollowUp(Move.NUMBERED, "第三个平台呢", 3, noun="平台")


@pytest.mark.parametrize(
    ("message", "unit"),
    [
        ("这一节讲了什么", "节"),
        ("这部分有几点", "部分"),
        ("what is in this part", "部分"),
        ("有几点", ""),
    ],
)
def test_what_an_outline_is_asked_of(message: str, unit: str) -> None:
    assert recognise(message) == FollowUp(Move.OUTLINE, message, unit=unit)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "？",
        "一、（四）",
        "目录",
        "一共有几部分",
        "第二部分有几点",
        "错峰消毒法是什么",
        "三是什么意思",
        "为什么要开展主题教育",
        "书记资格考试不合格怎么办",
        "工会怎么做",
        "谁是书记",
        "上半年产量",
        "下一步的工作是什么",
        "上一次会议讲了什么",
        "前面讲的三带三促是什么",
        "更多工会知识",
        "全文一共有几部分",
        "第一章第二条",
        "why did the output fall",
        "next year's plan",
        "还有吗" * 30,
    ],
)
def test_a_question_of_its_own(message: str) -> None:
    assert recognise(message) is None


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_no_question_of_the_sets_is_taken(path: Path) -> None:
    asked = [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]
    assert [question for question in asked if recognise(question)] == []


@given(st.text(alphabet="那第二点呢还有吗上下一条这节讲了什么 ?the second", max_size=50))
def test_whatever_is_typed_is_read(text: str) -> None:
    found = recognise(text)
    assert found is None or found.text == text.strip()
