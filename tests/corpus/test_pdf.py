"""PDF: lines become paragraphs again, and page furniture is listed."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from corpus.errors import (
    BrokenDocument,
    DecompressionBomb,
    EmptyDocument,
    EncryptedDocument,
    ScannedDocument,
    UnreadableDocument,
)
from corpus.models import Cut
from corpus.readers import read_bytes

Make = Callable[..., bytes]
Placed = tuple[float, float, float, str]
LEFT, SIZE, LEADING, ROW = 85.0, 10.5, 18.0, 38
FIRST = (
    "为贯彻落实上级要求，全面推进各项工作，现将有关事项通知如下，请认真组织学习，抓好落实，确保取得实效。"
    * 2
)
SECOND = (
    "（一）提高认识。要按照第十条、第三条的规定，统筹学习、工作和生活，确保全年任务顺利完成，绝不松懈。"
    * 2
)


def paragraph(text: str, top: float) -> list[Placed]:
    """Set a text in rows of 38 characters, the first one indented by two."""
    rows = [text[: ROW - 2], *(text[n : n + ROW] for n in range(ROW - 2, len(text), ROW))]
    lefts = [LEFT + 2 * SIZE] + [LEFT] * len(rows)
    return [
        (x, top - n * LEADING, SIZE, row)
        for n, (x, row) in enumerate(zip(lefts, rows, strict=False))
    ]


def below(placed: Sequence[Placed]) -> float:
    return placed[-1][1] - LEADING


def texts(data: bytes) -> list[str]:
    return [p.text for p in read_bytes("a.pdf", data).paragraphs]


def test_lines_join_into_paragraphs(make_pdf: Make) -> None:
    page = [(200.0, 700.0, 18.0, "关于学习的通知"), *paragraph(FIRST, 660)]
    page.append((LEFT + 2 * SIZE, below(page), SIZE, "一、总体要求"))
    page += paragraph(SECOND, below(page))
    assert texts(make_pdf([page])) == ["关于学习的通知", FIRST, "一、总体要求", SECOND]


def test_a_paragraph_goes_on_behind_headers_and_page_numbers(make_pdf: Make) -> None:
    rows = paragraph(FIRST * 2, 700)
    pages = [
        [(220.0, 800.0, 9.0, f"学习材料第{n}期"), *part, (290.0, 40.0, 9.0, f"— {n} —")]
        for n, part in enumerate((rows[:2], rows[2:3], rows[3:]), start=1)
    ]
    source = read_bytes("a.pdf", make_pdf(pages))
    assert [p.text for p in source.paragraphs] == [FIRST * 2]
    assert source.cuts == (
        Cut("学习材料第1期\n学习材料第2期\n学习材料第3期", "running header"),
        Cut("— 1 —\n— 2 —\n— 3 —", "page number"),
    )


def test_lines_that_hang_under_a_number(make_pdf: Make) -> None:
    page: list[Placed] = []
    for number, text in enumerate((FIRST, SECOND[4:]), start=1):
        split = [text[n : n + ROW] for n in range(0, len(text), ROW)]
        for n, row in enumerate(split):
            x, shown = (LEFT + 32, row) if n else (LEFT, f"{number}. {row}")
            page.append((x, 700 - len(page) * LEADING, SIZE, shown))
    assert texts(make_pdf([page])) == [f"1. {FIRST}", f"2. {SECOND[4:]}"]


def test_spaces_of_a_text_stay_and_those_of_wide_setting_go(make_pdf: Make) -> None:
    article = "第一条 为了规范学习活动，制定本办法。"
    spaced = " ".join("字距拉得很开的一行标题文字也读得出来")
    page = [(LEFT, 700.0, SIZE, article), (LEFT, 600.0, SIZE, spaced)]
    assert texts(make_pdf([page])) == [article, spaced.replace(" ", "")]


def test_headers_that_do_not_repeat_are_text(make_pdf: Make) -> None:
    pages = [
        [(85.0, 800.0, SIZE, head), (85.0, 700.0, SIZE, "正文。")] for head in ("甲章", "乙章")
    ]
    assert texts(make_pdf(pages)) == ["甲章", "正文。", "乙章", "正文。"]


def test_letters_placed_one_by_one(make_pdf: Make) -> None:
    line = "逐字放置的一行中文文字也能读出来"
    page = [(LEFT + n * SIZE, 700.0, SIZE, c) for n, c in enumerate(line)]
    assert texts(make_pdf([page])) == [line]


def test_radicals_read_as_the_characters_they_show(make_pdf: Make) -> None:
    page = [(LEFT, 700.0, SIZE, "⼀、⼯作回顾")]
    assert texts(make_pdf([page])) == ["一、工作回顾"]


def test_words_join_with_spaces_and_lose_hyphens(make_pdf: Make) -> None:
    rows = ["The committee met on Monday, and agreed that the work should go",
            "on without delay. Every member was asked to read the report, col-",
            "lected last week, and to write down what seemed unclear in it."]  # fmt: skip
    page = [(LEFT, 700 - n * LEADING, SIZE, row) for n, row in enumerate(rows)]
    joined = " ".join(rows).replace("col- ", "col")
    assert texts(make_pdf([page])) == [joined]


def test_an_upright_page_may_be_stored_sideways(make_pdf: Make) -> None:
    writer = PdfWriter(BytesIO(make_pdf([paragraph(FIRST, 700)])))
    writer.pages[0].add_transformation((0, 1, -1, 0, 842, 0))
    assert texts(written(writer)) == [FIRST]


def written(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_errors_by_kind(make_pdf: Make) -> None:
    glyphs = [[(85.0, 700.0, SIZE, "\ue000\ue001\ue002\ue003")]]
    text = make_pdf([[(85.0, 700.0, SIZE, "文字")]])
    expected: list[tuple[bytes, type[UnreadableDocument]]] = [
        (make_pdf([[], []], resources="/XObject<</Im1 1 0 R>>"), ScannedDocument),
        (make_pdf(glyphs), ScannedDocument),
        (make_pdf([[]]), EmptyDocument),
        (make_pdf([[(290.0, 40.0, 9.0, "1")]]), EmptyDocument),
        (make_pdf([]), BrokenDocument),
        (text[: len(text) // 3], BrokenDocument),
        (b"%PDF-1.4 nothing", BrokenDocument),
    ]
    raised = []
    for data, _ in expected:
        with pytest.raises(UnreadableDocument) as error:
            read_bytes("a.pdf", data)
        raised.append(error.type)
    assert raised == [kind for _, kind in expected]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_encrypted(make_pdf: Make, algorithm: str) -> None:
    if algorithm != "RC4-128" and find_spec("cryptography") is None:
        pytest.skip("AES needs the package cryptography")
    data = make_pdf([[(85.0, 700.0, SIZE, "文字")]])
    for user, readable in (("", True), ("秘密", False)):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
        writer.encrypt(user, "owner", algorithm=algorithm)
        if readable:
            assert texts(written(writer)) == ["文字"]
        else:
            with pytest.raises(EncryptedDocument):
                read_bytes("a.pdf", written(writer))


def test_a_stream_that_unpacks_without_end(make_pdf: Make) -> None:
    data = make_pdf([[(85.0, 700.0, SIZE, "文字")]], content=b" " * 80_000_000)
    assert len(data) < 100_000
    with pytest.raises(DecompressionBomb):
        read_bytes("a.pdf", data)
