"""Documents for the outline tests: text, a line of equals signs, title and references."""

import re
from pathlib import Path

from corpus.models import Document, Paragraph, Source
from corpus.passages import structure

FOLDER = Path(__file__).with_name("texts")
FILES = sorted(FOLDER.iterdir())


def source(text: str, name: str = "文稿") -> Source:
    """Make paragraphs of lines; `#` gives a heading its level."""
    paragraphs = []
    for line in filter(str.strip, text.split("\n")):
        heading = re.match(r"(#+) (.*)", line)
        level = len(heading[1]) if heading else 0
        paragraphs.append(Paragraph(heading[2] if heading else line, level))
    return Source(name, tuple(paragraphs))


def document(text: str) -> Document:
    return structure(source(text), "document")


def references(found: Document) -> list[str]:
    return [str(passage.reference) for passage in found.passages]


def expected(path: Path) -> tuple[Document, str, list[str]]:
    """Read a file: the document made of its text, and the title and references it should have."""
    text, _, answer = path.read_text("utf-8").partition("\n=====\n")
    title, *lines = answer.splitlines()
    return structure(source(text, path.name), path.stem), title, lines
