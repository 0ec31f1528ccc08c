"""Numbered formulas: listed where the text spells them out, left to retrieval where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Document, Paragraph, Source
from corpus.passages import structure
from index.places import Places
from index.structure.definitions import Definitions
from index.structure.formulas import parse_formula, read_formula


def document(name: str, *paragraphs: str) -> Document:
    return structure(Source(name, tuple(map(Paragraph, paragraphs))), name)


def answers(question: str, *paragraphs: str) -> list[tuple[str, list[str]]]:
    """Ask of a document with these paragraphs: references of the place, texts of the entries."""
    only = document("plan", "阅览室工作计划", *paragraphs)
    found = Definitions([only], Places([only])).answer(question, [only.id])
    for listing in found:
        assert all(item.text in only.text for item in listing.items)
    return [(str(one.place.reference), [item.text for item in one.items]) for one in found]


BELOW = (
    "一、明年的打算",
    "要做到“三带三促”和“两个始终坚持”：",
    "（一）以晨读带晚读，以晚读促思考。每天半小时。",
    "（二）以老人带新人，以新人促活力。两人一组。",
    "（三）以书评带讨论，以讨论促理解。每月一篇。",
    "（四）始终坚持按时开门。风雨无阻。",
    "（五）始终坚持安静阅读。手机静音。",
    "（六）修好书架。换掉旧的。",
)
BESIDE = {
    "四不准是哪四不准": (
        "室内有“四不准”：不准喧哗，不准吸烟，不准占座，不准撕书。违者劝离。",
        ["不准喧哗", "不准吸烟", "不准占座", "不准撕书"],
    ),
    "三个一是什么": (
        "每周做到“一本书一页笔记一次交流”的“三个一”要求。",
        ["一本书", "一页笔记", "一次交流"],
    ),
    "五位一体建设包括哪些": (
        "抓好“书目建设、环境建设、制度建设、队伍建设、网络建设”五位一体建设。",
        ["书目建设", "环境建设", "制度建设", "队伍建设", "网络建设"],
    ),
    "什么是双满目标": (
        "年底要实现书架“满架”和座位“满座”双满目标。",
        ["满架", "满座"],
    ),
    "两个延伸指的是什么": (
        "做好“两个”延伸（延伸到楼道，延伸到家庭），方便老人。",
        ["延伸到楼道", "延伸到家庭"],
    ),
    "三旁指哪些地方": (
        "绿植摆在“三旁”，“三旁”为窗旁、门旁、桌旁。",
        ["窗旁", "门旁", "桌旁"],
    ),
    "四库合一是什么": (
        "“四库合一”：书库、报库、影像库和数字库。",
        ["书库", "报库", "影像库", "数字库"],
    ),
    "三项重点工作是哪三项": (
        "今年的三项重点工作，即“换书架”“修屋顶”和“添桌椅”。",
        ["换书架", "修屋顶", "添桌椅"],
    ),
    "两把钥匙是什么": (
        "用好“借阅卡”和“登记簿”两把钥匙，管好图书。",
        ["借阅卡", "登记簿"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "entries"),
    [
        ("三带三促是哪三个", BELOW[2:5]),
        ("什么是“三带三促”？", BELOW[2:5]),
        ("三帶三促", BELOW[2:5]),
        ("那三带三促是指哪三个呢", BELOW[2:5]),
        ("三带三促两个始终坚持分别是什么", BELOW[2:7]),
        ("计划里的两个始终坚持分别是什么", BELOW[5:7]),
    ],
)
def test_sections_that_carry_the_words(question: str, entries: tuple[str, ...]) -> None:
    headings = [entry.partition("。")[0][3:] for entry in entries]
    assert answers(question, *BELOW) == [("一¶1", headings)]


@pytest.mark.parametrize("question", BESIDE)
def test_an_enumeration_beside_the_name(question: str) -> None:
    sentence, entries = BESIDE[question]
    [(_, found)] = answers(question, "一、打算", f"先说别的。{sentence}再说别的。")
    assert found == entries


def test_the_sections_that_a_name_leads_up_to() -> None:
    lead = ("一、打算", "突出三件大事：", "（一）换书架。", "（二）修屋顶。", "（三）添桌椅。")
    assert answers("三件大事是什么", *lead) == [("一¶1", ["换书架", "修屋顶", "添桌椅"])]
    assert answers("三件大事是什么", *lead[:4]) == []
    parts = ("下面讲三点意见：", "一、买书", "二、换灯", "三、添桌")
    assert answers("三点意见是哪三点", *parts) == [("¶1", ["买书", "换灯", "添桌"])]


def test_a_list_elsewhere_whose_entries_all_carry_the_words() -> None:
    named = ("一、打算", "大家要树立“三种意识”。", "二、要求")
    spelled = "增强时间意识、安静意识、爱书意识，人人有责。"
    assert answers("三种意识是哪三种", *named, spelled) == [
        ("二¶1", ["时间意识", "安静意识", "爱书意识"])
    ]
    assert answers("三种意识是哪三种", *named, spelled.replace("、安静意识", "")) == []
    assert answers("三种意识是哪三种", "一、打算", spelled) == []
    other = "还有节水意识、节电意识、节纸意识。"
    assert answers("三种意识是哪三种", *named, spelled, other) == []


def test_a_wrong_number_is_kept_beside_the_right_one() -> None:
    only = document("plan", "阅览室工作计划", *BELOW)
    [listing] = Definitions([only], Places([only])).answer("三个始终坚持有哪些", ["plan"])
    assert (listing.formula, listing.asked, listing.count) == ("两个始终坚持", 3, 2)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("六不准是哪六不准", "严格执行“六不准”，做到不准喧哗、不准吸烟。"),
        ("两个维护指什么", "增强“四个意识”、坚定“四个自信”、做到“两个维护”。"),
        ("两个维护指什么", "增强“四个意识”“四个自信”“两个维护”。"),
        ("三大工程是什么", "加快“三大工程”建设，增加座位，推进改造，添置书架。"),
        ("四大板块是哪些", "推动东、中、西、北面“四大板块”协调。"),
        ("三个重点是什么", "三个重点：书、报、刊，桌、椅、灯。"),
        ("阳台上的四不准是什么", "有“四不准”：不准喧哗，不准吸烟，不准占座，不准撕书。"),
        ("四不准为什么要定", "有“四不准”：不准喧哗，不准吸烟，不准占座，不准撕书。"),
        ("三个方面是什么", "抓三个方面：书、报、刊。另有三个方面：桌、椅、灯。"),
        ("五个方面是什么", "抓三个方面：书、报、刊。"),
        ("三年有哪些变化", "三年：买书、换灯、添桌。"),
        ("有多少人", "三个人：甲、乙、丙。"),
        ("三是什么意思", "一是买书；二是换灯；三是添桌。"),
    ],
)
def test_what_is_not_spelled_out_is_left_alone(question: str, sentence: str) -> None:
    assert answers(question, "一、打算", sentence) == []


def test_documents_in_traditional_characters() -> None:
    sentence = "室內有「兩不准」：不准喧嘩，不准吸煙。"
    assert answers("两不准是什么", "一、打算", sentence)[0][1] == ["不准喧嘩", "不准吸煙"]


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("三带三促", ((3, "带"), (3, "促"))),
        ("五个始终坚持", ((5, "始终坚持"),)),
        ("三会一课", ((3, "会"), (1, "课"))),
        ("十二个毫不放松", ((12, "毫不放松"),)),
    ],
)
def test_names(name: str, pieces: tuple[tuple[int, str], ...]) -> None:
    formula = parse_formula(name)
    assert formula
    assert formula.pieces == pieces


@pytest.mark.parametrize("name", ["三", "一课", "三年", "两级", "二十五人", "三部分", "坚持", ""])
def test_what_is_no_name(name: str) -> None:
    assert parse_formula(name) is None


@given(st.text(alphabet="三带促五个始终坚持是哪什么有指的“”？第1是", max_size=70))
def test_whatever_is_typed_is_read(text: str) -> None:
    asked = read_formula(text)
    assert asked is None or asked.formula.pattern.search(asked.formula.name)
