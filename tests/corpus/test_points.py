"""The lists of points inside paragraphs."""

import pytest
from drafts import document, references

from corpus.points import SEMICOLON_POINT, find_lists


def starts(*paragraphs: str) -> list[list[str]]:
    """Give the lists in these paragraphs: of each point its marker and two characters."""
    text = "\n".join(paragraphs)
    spans, position = [], 0
    for paragraph in paragraphs:
        spans.append((position, position + len(paragraph)))
        position += len(paragraph) + 1
    return [
        [text[point.start : point.title + 2] for point in points]
        for points in find_lists(text, spans)
    ]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("一是抓早。很早。二是抓小。很小。", ["一是抓早", "二是抓小"]),
        ("一要抓早。很早。二要抓小。很小。", ["一要抓早", "二要抓小"]),
        ("首先，抓早。其次，抓小。最后，抓实。", ["首先，抓早", "其次，抓小", "最后，抓实"]),
        ("第一，抓早。第二，抓小。", ["第一，抓早", "第二，抓小"]),
        ("其一，抓早。其二，抓小。", ["其一，抓早", "其二，抓小"]),
        ("其一是抓早。其二是抓小。", ["其一是抓早", "其二是抓小"]),
        ("①抓早。②抓小。", ["①抓早", "②抓小"]),
        ("主要有：一是抓早。二是抓小。", ["一是抓早", "二是抓小"]),
        ("他说“好。”一是抓早。二是抓小。", None),
        ("一是抓早。", None),
        ("二是抓小。三是抓细。", None),
        ("一是抓早，二是抓小，三是抓细。", None),
        ("一是抓早；二是抓小；三是抓细。", None),
        ("“一是抓早。二是抓小。”这话不错。", None),
        ("“一是”“二是”不能代替工作。", None),
        ("一方面要抓早。另一方面要抓小。", None),
        ("第一季度很好。第二季度更好。", None),
        ("一要素变动。二要求提高。", None),
        ("一是否可行。二是不是可靠。", None),
        ("我们统一是为了好。二是为了快。", None),
    ],
)  # fmt: skip
def test_points_in_a_paragraph(text: str, points: list[str] | None) -> None:
    assert starts(text) == ([points] if points else [])


def test_a_semicolon_list_is_split_when_its_points_are_long() -> None:
    long = "做" * SEMICOLON_POINT
    assert starts(f"一是{long}；二是{long}。") == [["一是做做", "二是做做"]]
    assert starts(f"一是{long[:40]}；二是{long[:40]}。") == []


def test_points_over_paragraphs() -> None:
    assert starts("一是抓早。好。二是抓小。", "三是抓细。好。四是抓实。") == [
        ["一是抓早", "二是抓小", "三是抓细", "四是抓实"]
    ]
    assert starts("一是抓早。", "说明。", "二是抓小。") == [["一是抓早", "二是抓小"]]


def test_a_list_in_a_list_stays_in_its_point() -> None:
    assert starts("一是抓早。其一，快。其二，准。", "二是抓小。首先，稳。其次，细。") == [
        ["一是抓早", "二是抓小"]
    ]


def test_two_lists_one_after_the_other() -> None:
    assert starts("一是抓早。二是抓小。", "另外。", "一要快。二要准。") == [
        ["一是抓早", "二是抓小"],
        ["一要快。", "二要准。"],
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("导语。一是早。快。二是小。细。", ["一、（一）", "一、（一）一", "一、（一）二"]),
        ("一是早。快。二是小。细。", ["一、（一）一", "一、（一）二"]),
        (
            "导语。一是早。快。二是小。细。\n后文。",
            ["一、（一）", "一、（一）一", "一、（一）二", "一、（一）¶2"],
        ),
        (
            "导语。\n一是早。\n补充。\n二是小。\n后文。",
            ["一、（一）", "一、（一）一", "一、（一）一¶2", "一、（一）二", "一、（一）¶2"],
        ),
        (
            "一是早。\n二是小。\n后文。一要快。稳。二要准。狠。",
            ["一、（一）一", "一、（一）二", "一、（一）¶2", "一、（一）¶2一", "一、（一）¶2二"],
        ),
    ],
)
def test_addresses_of_points(body: str, expected: list[str]) -> None:
    found = document(f"讲话\n一、部分\n（一）标题\n{body}\n（二）标题\n正文。")
    assert references(found) == [*expected, "一、（二）"]


def test_points_are_sections() -> None:
    found = document("讲话\n一、部分\n一是抓早，抓得很早。做法一。\n补充。\n二是抓小。做法二。")
    first, second = found.sections[0].sections
    assert (str(first.reference), first.number, first.title) == ("一、一", "一", "抓早，抓得很早")
    assert [str(passage.reference) for passage in first.passages] == ["一、一", "一、一¶2"]
    assert found.text[second.start : second.end] == "二是抓小。做法二。"
