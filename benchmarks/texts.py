"""Large corpora: the laws beside the checkout, or made-up articles where those are missing."""

import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from corpus.cleaning import clean
from corpus.models import Document, Paragraph, Source
from corpus.passages import structure

LAWS = Path(__file__).parents[2] / "shared" / "training" / "text" / "laws.txt.xz"
ARTICLES = 60  # to a document
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零]+条")


@dataclass(frozen=True)
class Asked:
    """A question, and the paragraph that answers it."""

    question: str
    paragraph: str


@dataclass(frozen=True)
class Corpus:
    """Documents of many articles, and questions about paragraphs of them."""

    name: str
    documents: list[Document]
    questions: list[Asked]

    @property
    def passages(self) -> list[str]:
        return [passage.text for document in self.documents for passage in document.passages]


def corpus(passages: int) -> Corpus:
    """Lay out documents of some 60 articles until there are so many passages."""
    name = "laws" if LAWS.exists() else "made-up articles"
    documents, held = list[Document](), 0
    for number, paragraphs in enumerate(_divide(paragraphs_of(name))):
        documents.append(lay_out(f"law-{number}", paragraphs))
        held += len(documents[-1].passages)
        if held >= passages:
            break
    kept = [line for d in documents for line in d.text.splitlines() if len(line) > 20]
    return Corpus(name, documents, list(_questions(kept)))


def lay_out(name: str, paragraphs: list[str]) -> Document:
    titled = Paragraph("法规汇编之" + paragraphs[0][:20], level=1)
    return structure(clean(Source(name, (titled, *map(Paragraph, paragraphs)))), name)


def paragraphs_of(name: str) -> Iterator[str]:
    if name != "laws":
        yield from _made_up()
        return
    with lzma.open(LAWS, "rt", encoding="utf-8") as lines:
        yield from filter(None, map(str.strip, lines))


def _divide(paragraphs: Iterable[str]) -> Iterator[list[str]]:
    """Begin a document with each law, and after so many articles."""
    current, articles = list[str](), 0
    for paragraph in paragraphs:
        if found := _ARTICLE.match(paragraph):
            if articles >= ARTICLES or (articles and found.group() == "第一条"):
                yield current
                current, articles = [], 0
            articles += 1
        current.append(paragraph)
    yield current


def _made_up() -> Iterator[str]:
    """Draw articles without end from 3,000 characters, as unequally frequent as in a language."""
    random = np.random.default_rng(0)
    characters = np.array([chr(0x4E00 + 6 * number) for number in range(3000)])
    chances = 1 / (np.arange(3000) + 3.0)
    for number in range(10**6):
        drawn = random.choice(characters, random.integers(30, 200), p=chances / chances.sum())
        sentences = np.split(drawn, range(25, len(drawn), 25))
        yield f"第{_numeral(number % ARTICLES + 1)}条 " + "".join(
            "".join(sentence) + "。" for sentence in sentences
        )


def _numeral(number: int) -> str:
    digits = " 一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + digits[ones].strip()


def _questions(paragraphs: list[str]) -> Iterator[Asked]:
    """Take our own questions about these paragraphs; pieces of them where there are none."""
    known = {hashlib.sha256(text.encode()).hexdigest()[:10]: text for text in paragraphs}
    written = resources.files("index") / "training" / "questions" / "law.jsonl"
    for row in map(json.loads, written.read_text("utf-8").splitlines()):
        if row["key"] in known:
            yield from (Asked(question, known[row["key"]]) for question in row["questions"])
    for text in paragraphs[:: max(1, len(paragraphs) // 400)]:
        yield Asked(text[len(text) // 2 :][:20], text)
