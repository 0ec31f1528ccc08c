"""One document in every format: the paragraphs that come out are the same."""

import html
from collections.abc import Callable

import pytest

from corpus.library import sample_documents
from corpus.readers import read, read_bytes

Make = Callable[..., bytes]
NO_LINE_START = "，。；：、！？”）》"


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return [paragraph.text for paragraph in read(sample_documents()[0]).paragraphs]


def texts(name: str, data: bytes | str) -> list[str]:
    content = data.encode() if isinstance(data, str) else data
    return [paragraph.text for paragraph in read_bytes(name, content).paragraphs]


def rows(text: str, width: float) -> list[str]:
    """Break a text into rows of so many ems, as an editor does, even within a number."""
    row, used, done = "", 0.0, []
    for character in text:
        ems = 0.5 if character.isascii() else 1
        if used + ems > width and character not in NO_LINE_START:
            done.append(row)
            row, used = "", 0.0
        row, used = row + character, used + ems
    return [*done, row]


@pytest.mark.parametrize("width", [24, 31, 40])
@pytest.mark.parametrize(("indent", "between"), [("　　", "\n"), ("", "\n\n")])
def test_wrapped_text(paragraphs: list[str], width: int, indent: str, between: str) -> None:
    wrapped = ("\n".join(rows(indent + text, width)) for text in paragraphs)
    assert texts("a.txt", between.join(wrapped)) == paragraphs


@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_markdown(paragraphs: list[str], between: str) -> None:
    assert texts("a.md", between.join(paragraphs)) == paragraphs


def test_word(paragraphs: list[str], make_docx: Make) -> None:
    runs = (f"<w:r><w:t>{html.escape(text)}</w:t></w:r>" for text in paragraphs)
    assert texts("a.docx", make_docx("".join(f"<w:p>{run}</w:p>" for run in runs))) == paragraphs


def test_html(paragraphs: list[str]) -> None:
    blocks = (f"<p>　　{html.escape(text)}\n</p>" for text in paragraphs)
    assert texts("a.html", f"<html><body>{''.join(blocks)}</body></html>") == paragraphs


@pytest.mark.parametrize("width", [28, 38])
def test_pdf(paragraphs: list[str], make_pdf: Make, width: int) -> None:
    pages: list[list[tuple[float, float, float, str]]] = [[]]
    y = 760
    for text in paragraphs:
        for row in rows("　　" + text, width):
            shown = row.lstrip("　")
            pages[-1].append((60 + 12 * (len(row) - len(shown)), y, 12, shown))
            y -= 20
            if y < 110:
                pages[-1].append((290, 40, 9, str(len(pages))))
                pages.append([])
                y = 760
    assert texts("a.pdf", make_pdf(pages)) == paragraphs
