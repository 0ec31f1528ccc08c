"""Text and Markdown, in every encoding and habit of writing."""

import codecs
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import EmptyDocument
from corpus.models import Cut, Paragraph
from corpus.readers import read, read_bytes

SHARED = Path(__file__).parents[3] / "shared/corpus"
SPEECH = "关于学习的讲话\n同志们：\n　　今天我们在这里开会，学习有关要求。\n一、提高认识"
LINES = ["关于学习的讲话", "同志们：", "今天我们在这里开会，学习有关要求。", "一、提高认识"]


def texts(name: str, data: bytes | str) -> list[str]:
    content = data.encode() if isinstance(data, str) else data
    return [paragraph.text for paragraph in read_bytes(name, content).paragraphs]


@pytest.mark.parametrize(
    "data",
    [
        SPEECH.encode(),
        codecs.BOM_UTF8 + SPEECH.encode(),
        codecs.BOM_UTF16_LE + SPEECH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SPEECH.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SPEECH.encode("utf-32-le"),
        SPEECH.encode("gb18030"),
        SPEECH.replace("\n", "\r\n").encode("gbk"),
        SPEECH.replace("\n", "\r").encode(),
        SPEECH.replace("\n", "\n\n \u200b\n").encode(),
    ],
)
def test_text_in_its_encodings(data: bytes) -> None:
    assert texts("a.txt", data) == LINES


def test_big5_is_not_taken_for_gb18030() -> None:
    text = "關於學習的講話。我們要認真學習有關要求，這是大家的責任，不可以忘記。"
    assert texts("a.txt", text.encode("big5")) == [text]


def test_a_rare_encoding_is_guessed() -> None:
    text = "Съешь же ещё этих мягких французских булок, да выпей чаю. Это простой текст. " * 3
    assert texts("a.txt", text.encode("cp1251")) == [text.strip()]


def test_a_damaged_character_stays_visible() -> None:
    data = (SPEECH * 3).encode()
    assert texts("a.txt", data[:-1])[-1] == "一、提高认\ufffd"


def test_invisible_characters_go_and_others_stay_verbatim() -> None:
    line = "\ufeff　\u00a0１．“ＡＢ”\u200b㈠…\tx\x07　 "
    assert texts("a.txt", "一\n" + line) == ["一", "１．“ＡＢ”㈠… x"]


def wrapped(*paragraphs: str, width: int = 20) -> str:
    lines = []
    for paragraph in paragraphs:
        text = "　　" + paragraph
        lines += [text[n : n + width] for n in range(0, len(text), width)]
    return "\n".join(lines)


def test_hard_wrapped_text_is_joined() -> None:
    first = (
        "今年以来，我们认真贯彻上级部署，坚持稳中求进，各项工作都取得了新的进展，干部职工的面貌焕然一新。"
        * 2
    )
    second = (
        "下一步，要按照第十条、第三条的规定，把学习、工作和生活统筹起来，确保全年目标任务顺利完成，绝不松懈。"
        * 2
    )
    heading = "一、总的要求"
    assert texts("a.txt", wrapped(first, heading, second)) == [first, heading, second]


def test_hard_wrapped_english_is_joined_with_spaces() -> None:
    text = (
        "The committee met on Monday, and agreed that the work should go\n"
        "on without delay. Every member was asked to read the report, and\n"
        "to write down what seemed unclear; the answers will be col-\n"
        "lected next week, as was done in the year before, in June, when\n"
        "the same report, in an earlier form, was read by all the people\n"
        "of the committee and by its guests, who had come from afar, and\n"
        "who were asked the same questions, in writing, on that very day\n"
        "of June.\n"
    )
    joined = text.replace("-\n", "").replace("\n", " ").strip()
    assert texts("a.txt", text) == [joined]
    assert texts("a.txt", text + "\n" + text) == [joined, joined]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(["床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。"] * 4),
        "\n".join(f"第{n}名　张三李四王五　后勤服务中心第一党支部" for n in range(1, 10)),
        "\n".join(["一、提高认识，抓好学习。", "二、明确责任，抓好落实。"] * 8),
    ],
)
def test_lines_that_only_look_wrapped_stay_apart(text: str) -> None:
    assert texts("a.txt", text) == text.split("\n")


MARKDOWN = """\
---
title: 草稿
---
# **工作**条例 #

第一条 为了*规范*工作，
制定本条例。<!-- 待核 -->
第二条 见[附件](http://example.com/a)和`代码`。

## 1. 总则
### 一、要求

1. 抓学习
2. 抓落实（1）先学
   续行
3) 另起

- 要点 **甲**
* 要点乙

| 姓名 | 部门 |
|---|---|
| 张三 | 后勤 |

    缩进的段落
公司<X>支部，2*3*4=24，*注：见（1）。

    再缩进

[注]: 说明文字

这是正文，不是标题。
---
<div>块内<br>文字</div>
"""


def test_markdown() -> None:
    source = read_bytes("a.md", MARKDOWN.encode())
    assert source.paragraphs == (
        Paragraph("工作条例", 1),
        Paragraph("第一条 为了规范工作，制定本条例。"),
        Paragraph("第二条 见附件和代码。"),
        Paragraph("1. 总则", 2),
        Paragraph("一、要求", 3),
        Paragraph("1. 抓学习"),
        Paragraph("2. 抓落实（1）先学续行"),
        Paragraph("3) 另起"),
        Paragraph("要点 甲"),
        Paragraph("要点乙"),
        Paragraph("姓名 | 部门"),
        Paragraph("张三 | 后勤"),
        Paragraph("缩进的段落公司<X>支部，2*3*4=24，*注：见（1）。"),
        Paragraph("再缩进"),
        Paragraph("[注]: 说明文字"),
        Paragraph("这是正文，不是标题。"),
        Paragraph("块内文字"),
    )
    assert source.cuts == (Cut("title: 草稿", "metadata"), Cut("<!-- 待核 -->", "comment"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10<sup>5</sup>个，100m<SUP>2</SUP>", "10⁵个，100m²"),
        ('10<sup class="e">-12</sup>克', "10⁻¹²克"),
        ("SO<sub>4</sub><sup>2-</sup>", "SO₄²⁻"),
        ("2<sup>n+1</sup>和2<sup>1*n*</sup>", "2n+1和21n"),
        ("<sup>14</sup>C测年，5", "¹⁴C测年，5"),
        ("见<sup>[1]</sup>、[<sup>2</sup>](#n)和<sup>[3](#m)</sup>", "见[1]、2和3"),
        ("[占地100m<sup>2</sup>](a)", "占地100m²"),
    ],
)
def test_raised_and_lowered_numbers_in_markdown(line: str, expected: str) -> None:
    assert read_bytes("a.md", f"# {line}\n\n{line}".encode()).paragraphs == (
        Paragraph(expected, 1), Paragraph(expected),
    )  # fmt: skip


def test_values_stay_under_their_headings_in_markdown() -> None:
    table = """|| 姓名 | 电话 | 备注 |
|-|-|-|-|
| 周一 | 张三 | | 请假 |
| | 李四 | 12345 | |
| 周三 | <!-- 待定 --> | | |
| 周四 | 王五 |
"""
    assert texts("a.md", table) == [
        "— | 姓名 | 电话 | 备注", "周一 | 张三 | — | 请假", "— | 李四 | 12345", "周三",
        "周四 | 王五",
    ]  # fmt: skip


def test_markdown_lines_without_blank_lines_between() -> None:
    text = (
        "一、总则\n　　第一段正文，写在一行里。\n（一）要求\n"
        "认真学习，抓好落实，确保各项要求落到实处，见到成效。\n2. 明确责任"
    )
    assert texts("a.md", text) == [
        "一、总则", "第一段正文，写在一行里。", "（一）要求",
        "认真学习，抓好落实，确保各项要求落到实处，见到成效。", "2. 明确责任",
    ]  # fmt: skip


def test_hashes_glued_to_a_chinese_heading_make_one() -> None:
    assert read_bytes("a.md", "##第一章 总则\n#学习强国#".encode()).paragraphs == (
        Paragraph("第一章 总则", 2), Paragraph("#学习强国#"),
    )  # fmt: skip


@settings(max_examples=150)
@example(text="文字\n```、一\n二")
@given(text=st.text(st.sampled_from("一二、（）(1).#*-_`<>[]!\n 　文字a|~&;\\\t"), max_size=80))
def test_markdown_loses_no_chinese(text: str) -> None:
    def chinese(content: str) -> list[str]:
        return [c for c in content if c in "一二文字、（）"]

    try:
        source = read_bytes("a.md", text.encode())
    except EmptyDocument:
        assert chinese(text) == []
        return
    pieces = [p.text for p in source.paragraphs] + [cut.text for cut in source.cuts]
    assert sorted(chinese("".join(pieces))) == sorted(chinese(text))


SHARED_COUNTS = [
    ("speech-2020-half-year.txt", 37), ("national-2016-report.txt", 132),
    ("trade-union-law.md", 125), ("guangdong-2025-report.docx", 128),
]  # fmt: skip


@pytest.mark.parametrize(("name", "paragraphs"), SHARED_COUNTS)
def test_the_real_documents(name: str, paragraphs: int) -> None:
    if not (SHARED / name).exists():
        pytest.skip(f"{name} is not in {SHARED}")
    source = read(SHARED / name)
    assert len(source.paragraphs) == paragraphs
    assert not any("<!--" in p.text or p.text != p.text.strip() for p in source.paragraphs)


def test_code_in_markdown_is_one_paragraph() -> None:
    source = read_bytes("a.md", "正文。\n\n```python\n1. x\nprint(1)\n```\n\n```\n```\n".encode())
    assert [paragraph.text for paragraph in source.paragraphs] == ["正文。", "1. x print(1)"]
