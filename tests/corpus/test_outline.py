"""The outlines of whole documents, as the references of their passages in order."""

from collections.abc import Callable
from pathlib import Path

import pytest
from drafts import FILES, document, expected, references

from corpus.cleaning import clean
from corpus.models import Document, Paragraph, Section, Source
from corpus.passages import structure
from corpus.readers import read, read_bytes
from corpus.references import parse, resolve

OUTLINES = sorted(Path(__file__).with_name("outlines").iterdir())
SHARED = Path(__file__).parents[3] / "shared/corpus"
SPEECH = "speech-2020-half-year"
SAMPLE = Path(__file__).parents[2] / "corpus/samples/half-year-speech.txt"
STEPS = {
    "a.txt": "手册\n1 开门\n1.1 检查\n步骤：\n1. 看锁。\n2. 看灯。\n1.2 进门\n先敲门。\n2 关门\n"
    "1. 熄灯。\n2. 上锁。\n3 附则\n即日施行。",
    "a.md": "# 手册\n\n## 1 开门\n\n### 1.1 检查\n\n步骤：\n\n1. 看锁。\n2. 看灯。\n\n"
    "### 1.2 进门\n\n先敲门。\n\n## 2. 关门\n\n1. 熄灯。\n2. 上锁。\n\n## 3. 附则\n\n即日施行。",
    "a.html": "<h1>手册</h1><h2>1 开门</h2><h3>1.1 检查</h3><p>步骤：</p>"
    "<ol><li>看锁。</li><li>看灯。</li></ol>"
    "<h3>1.2 进门</h3><p>先敲门。</p><h2>2 关门</h2><ol><li>熄灯。</li><li>上锁。</li></ol>"
    "<h2>3 附则</h2><p>即日施行。</p>",
}


def load(path: Path) -> Document:
    return structure(clean(read(path)), path.stem)


def shared(stem: str) -> Document:
    found = next(SHARED.glob(f"{stem}.*"), None)
    if found is None:
        pytest.skip(f"{stem} is not at {SHARED}")
    return load(found)


def outline(name: str, data: bytes) -> tuple[str, list[str], list[str]]:
    """Read a file; give its title and the references of its sections and of its passages."""
    found = structure(clean(read_bytes(name, data)), "document")
    return found.title, [str(one.reference) for one in found.walk()], references(found)


def counts(sections: tuple[Section, ...]) -> list[tuple[str, int]]:
    return [(str(section.reference), len(section.sections)) for section in sections]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_drafts(path: Path) -> None:
    found, title, lines = expected(path)
    assert (found.title, references(found)) == (title, lines)


@pytest.mark.parametrize("path", OUTLINES, ids=lambda path: path.stem)
def test_real_documents(path: Path) -> None:
    assert references(shared(path.stem)) == path.read_text("utf-8").split("\n")[:-1]


def test_the_sample_has_the_outline_of_the_speech() -> None:
    lines = (OUTLINES[0].parent / f"{SPEECH}.txt").read_text("utf-8").split("\n")[:-1]
    assert references(load(SAMPLE)) == lines


def test_the_parts_of_the_speech() -> None:
    speech = load(SAMPLE)
    assert counts(speech.sections) == [("一", 6), ("二", 5), ("三", 6)]
    assert [len(section.sections) for section in speech.sections[0].sections] == [3, 3, 3, 0, 3, 3]
    assert [len(section.sections) for section in speech.sections[2].sections] == [0, 3, 3, 3, 3, 3]
    places = {str(passage.reference): passage.text for passage in speech.passages}
    assert places["¶1"].startswith("这次大会")
    assert "一是" in places["二¶2"]
    assert list(places)[-1] == "¶2"


def test_the_paragraph_after_a_list_is_not_swallowed() -> None:
    speech = shared(SPEECH)
    places = {str(passage.reference): passage.text for passage in speech.passages}
    assert places["二¶2"].startswith("在肯定成绩的同时")
    assert places["¶1"].startswith("今天，我们在这里召开")
    assert places["¶2"].startswith("同志们，沧海横流")


def test_the_law_has_58_articles_under_seven_chapters() -> None:
    law = shared("trade-union-law")
    assert [str(section.reference) for section in law.sections] == [
        f"第{number}章" for number in "一二三四五六七"
    ]
    assert sum(len(section.sections) for section in law.sections) == 58


def test_the_reports() -> None:
    report = shared("national-2016-report")
    assert [str(section.reference) for section in report.sections] == ["一", "二", "三"]
    assert [str(section.reference) for section in report.sections[2].sections] == [
        f"三、（{number}）" for number in "一二三四五六七八"
    ]
    word = shared("guangdong-2025-report")
    assert [str(section.reference) for section in word.sections] == ["一", "二", "附件1", "附件2"]
    assert [len(section.sections) for section in word.sections] == [9, 12, 10, 18]
    assert word.sections[2].title == "2025年省十件民生实事"


@pytest.mark.parametrize(
    "line",
    [
        "三、四季度产量稳步增长。",
        "一、二线城市的经验值得借鉴。",
        "3.5万人参加了活动。",
        "2020年，我们再接再厉。",
        "第十九条规定不得扰民。",
        "第三条和第五条都这样要求。",
        "“一是”不能当口号。",
        "第一章规定了总的原则，大家要学懂。",
    ],
)
def test_a_number_in_running_text_is_no_heading(line: str) -> None:
    found = document(f"简报\n一、情况\n情况良好。\n{line}\n二、打算\n再加把劲。")
    assert references(found) == ["一¶1", "一¶2", "二¶1"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（一）", "（二）"),
        ("(一)", "(二)"),
        ("（一）、", "（二）、"),
        ("（一） ", "（二）　"),
    ],
)
def test_widths_of_brackets(first: str, second: str) -> None:
    found = document(f"简报\n一、情况\n{first}好。很好。\n{second}快。很快。\n二、打算\n加劲。")
    assert references(found) == ["一、（一）", "一、（二）", "二¶1"]


@pytest.mark.parametrize("mark", ["1.", "1．", "１.", "1、", "1. "])
def test_forms_of_items(mark: str) -> None:
    other = mark.replace("1", "2").replace("１", "２")
    found = document(f"简报\n（一）情况\n{mark}好。很好。\n{other}快。很快。")
    assert references(found) == ["（一）1", "（一）2"]


STEPS_OUTLINE = (
    "手册",
    ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1", "2.2", "3"],
    ["1.1", "1.1.1", "1.1.2", "1.2", "2.1", "2.2", "3"],
)


@pytest.mark.parametrize("name", STEPS)
def test_a_list_stays_in_its_section(name: str) -> None:
    assert outline(name, STEPS[name].encode()) == STEPS_OUTLINE


def test_a_list_stays_in_its_section_in_word(make_docx: Callable[..., bytes]) -> None:
    def line(text: str, number: int = 0, depth: int = 0) -> str:
        level = f'<w:outlineLvl w:val="{depth}"/>' if number == 1 else ""
        place = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
        counted = f"<w:numPr>{place}</w:numPr>" if number else ""
        return f"<w:p><w:pPr>{counted}{level}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"

    def numbers(name: int, *texts: str) -> str:
        levels = "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, text in enumerate(texts)
        )
        return f'<w:abstractNum w:abstractNumId="{name}">{levels}</w:abstractNum>'

    lists = numbers(1, "%1", "%1.%2") + numbers(2, "%1.") + numbers(3, "%1.")
    lists += "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3)
    )
    body = "".join([
        line("手册"), line("开门", 1), line("检查", 1, 1), line("步骤："), line("看锁。", 2),
        line("看灯。", 2), line("进门", 1, 1), line("先敲门。"), line("关门", 1),
        line("熄灯。", 3), line("上锁。", 3), line("附则", 1), line("即日施行。"),
    ])  # fmt: skip
    assert outline("a.docx", make_docx(body, numbering=lists)) == STEPS_OUTLINE


def test_the_sections_around_a_list_give_it_its_path() -> None:
    found = document(
        "手册\n1. 开门\n1.1 检查\n看锁。\n1.2 进门\n1. 敲门。\n2. 推门。\n2. 关门\n2.1 上锁"
    )
    assert [(str(one.reference), one.path) for one in found.passages] == [
        ("1.1", ("开门", "检查")), ("1.2.1", ("开门", "进门")), ("1.2.2", ("开门", "进门")),
        ("2.1", ("关门",)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "text", "titles"),
    [
        (
            "（二）",
            "（三）学习。读书。（四）实践。办事。（五）总结。写稿。",
            ["学习", "实践", "总结"],
        ),
        ("1.", "2.学习。读书。3.实践。办事。", ["学习", "实践"]),
        ("（1）", "（2）学习。读书。（3）实践。办事。", ["学习", "实践"]),
        ("（一）", "（二）学习。照（一）的办法读书。（三）实践。办事。", ["学习", "实践"]),
        (
            "（一）",
            "（二）学习。读三样：（一）诗；（二）文；（三）史。（三）实践。办事。",
            ["学习", "实践"],
        ),
        ("（一）", "（二）学习。读书；（三）实践；（四）总结。", ["学习"]),
        ("（一）", "（二）学习。读书。（四）实践。办事。", ["学习"]),
    ],
)
def test_a_paragraph_is_split_after_its_own_number(
    first: str, text: str, titles: list[str]
) -> None:
    found = document(f"简报\n一、情况\n{first}起步。开会。\n{text}")
    sections = found.sections[0].sections
    assert [section.title for section in sections] == ["起步", *titles]


@pytest.mark.parametrize(
    ("marks", "plain"),
    [
        ("㈠㈡㈢", ["（一）", "（二）", "（三）"]),
        ("⒈⒉⒊", ["1.", "2.", "3."]),
        ("⑴⑵⑶", ["（1）", "（2）", "（3）"]),
    ],
)
def test_numbers_that_are_one_with_their_brackets(marks: str, plain: list[str]) -> None:
    text = "简报\n一、情况\n{}学习。读书。\n{}实践。办事。{}总结。写稿。"
    sections, same = (
        document(text.format(*numbers)).sections[0].sections for numbers in (marks, plain)
    )
    assert [(str(one.reference), one.number, one.title) for one in sections] == [
        (str(one.reference), one.number, one.title) for one in same
    ]
    assert [one.title for one in sections] == ["学习", "实践", "总结"]


def test_a_term_has_its_number_on_the_line_above() -> None:
    found = document("规范\n3 术语\n3.1\n读者 reader\n借书的人。\n3.2\n馆员\n管书的人。")
    (terms,) = found.sections
    assert [(one.number, one.title) for one in terms.sections] == [
        ("3.1", "读者 reader"),
        ("3.2", "馆员"),
    ]
    assert [(str(one.reference), one.path, one.text) for one in found.passages] == [
        ("3.1", ("术语", "读者 reader"), "借书的人。"),
        ("3.2", ("术语", "馆员"), "管书的人。"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["3.5", "甲组"],
        ["4.1", "甲组"],
        ["3.1", "3.2"],
        ["3.1", "甲组得分最高。"],
        ["3.1"],
    ],
)
def test_a_figure_alone_on_its_line_is_no_heading(lines: list[str]) -> None:
    found = document("\n".join(["简报", "3 得分", *lines, "2 奖品", "2.1 书"]))
    assert [section.title for section in found.sections[0].sections] == []


@pytest.mark.parametrize("unit", ["单元", "讲", "课"])
def test_the_first_of_several_lessons_is_a_section(unit: str) -> None:
    found = document(f"读书心得\n第一{unit} 认识自己\n要自省。\n第二{unit} 认识他人\n要倾听。")
    assert (found.title, [one.title for one in found.sections]) == (
        "读书心得",
        ["认识自己", "认识他人"],
    )
    assert [passage.text for passage in found.passages] == ["要自省。", "要倾听。"]
    places = found.places()
    for number, section in zip("一二", found.sections, strict=True):
        typed = parse(f"第{number}{unit}")
        assert typed is not None
        assert resolve(typed, places) == section.reference


@pytest.mark.parametrize("unit", ["单元", "讲", "课"])
def test_one_lesson_by_itself_is_the_title(unit: str) -> None:
    found = document(f"第一{unit} 认识自己\n人要自省。\n人要自强。")
    assert (found.title, references(found)) == (f"第一{unit} 认识自己", ["¶1", "¶2"])


def test_headings_and_bodies() -> None:
    found = document("简报\n一、情况\n（一）学习。读了三本书。\n（二）实践\n办了三件事。")
    study, practice = found.sections[0].sections
    assert (study.number, study.title) == ("一", "学习")
    assert found.text[study.start : study.body] == "（一）学习。"
    assert [passage.text for passage in practice.passages] == ["办了三件事。"]
    assert practice.passages[0].path == ("情况", "实践")
    assert found.section(practice.reference) is practice


def test_an_empty_document() -> None:
    found = document("")
    assert (found.title, found.text, found.passages, found.sections) == ("文稿", "", (), ())


@pytest.mark.parametrize(
    "lines",
    [
        [
            "关于防汛工作的通知",
            "发布时间：2024-05-10 来源：应急局 点击数：123",
            "各乡镇人民政府：",
        ],
        ["在防汛動員會上的講話", "親愛的同志們："],
        ["在防汛动员会上的讲话", "同志们："],
    ],
)
def test_what_stands_before_the_text_is_no_passage(lines: list[str]) -> None:
    text = "做好今年的防汛工作，要注意以下几件事，一件也不能漏。"
    source = Source("x", tuple(map(Paragraph, [*lines, text])))
    assert [passage.text for passage in structure(source, "x").passages] == [text]
