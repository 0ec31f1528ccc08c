"""Questions with their right answers, one JSON object a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.references import Reference, parse
from index.errors import BadQuestions, Flaw

__all__ = ["Line", "Question", "load_questions", "parse_questions", "read_lines",
           "write_questions"]  # fmt: skip

_KEYS = ("question", "passages", "sections", "quote", "kind", "document")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is right for it: text that a passage contains, or its reference.

    Without either the corpus does not hold the answer. `quote` is text that the quote must
    contain, None where any will do. `document` is the id of the one that has it, empty for any.
    `line` is its line in the file, counted from 1.
    """

    question: str
    passages: tuple[str, ...] = ()
    sections: tuple[Reference, ...] = ()
    quote: str | None = None
    kind: str = ""
    document: str = ""
    line: int = field(default=0, compare=False)

    @property
    def answerable(self) -> bool:
        return bool(self.passages or self.sections)


@dataclass(frozen=True, slots=True)
class Line:
    """A JSON object, and the file and line that a complaint about it names."""

    name: str
    number: int
    fields: dict[str, Any]

    def text(self, key: str) -> str:
        value = self.fields.get(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(Flaw.NOT_TEXT, key)
        return (value or "").strip()

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.fields.get(key) or []
        good = isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values)
        if not good:
            raise self.wrong(Flaw.NOT_TEXTS, key)
        return tuple(values)

    def expect(self, keys: tuple[str, ...]) -> None:
        """Refuse any other key: a misspelt one would be taken for one that is left out."""
        for key in self.fields:
            if key not in keys:
                raise self.wrong(Flaw.UNKNOWN_KEY, key, keys)

    def wrong(self, flaw: Flaw, value: str = "", known: tuple[str, ...] = ()) -> BadQuestions:
        return BadQuestions(self.name, flaw, self.number, value, known)


def load_questions(path: Path) -> tuple[Question, ...]:
    """Read a questions file, UTF-8; BadQuestions names it and the line that is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise BadQuestions(str(path), Flaw.UNREADABLE, value=problem) from error
    return parse_questions(content, str(path))


def parse_questions(content: bytes, name: str) -> tuple[Question, ...]:
    """Read JSON lines, blank ones aside; BadQuestions says ``name`` and the line."""
    questions = tuple(_question(line) for line in read_lines(content, name))
    if not questions:
        raise BadQuestions(name, Flaw.EMPTY)
    return questions


def write_questions(questions: Iterable[Question]) -> bytes:
    """Write questions as `parse_questions` reads them, a line each; what is empty is left out."""
    lines = (json.dumps(_fields(each), ensure_ascii=False) + "\n" for each in questions)
    return "".join(lines).encode()


def _fields(asked: Question) -> dict[str, Any]:
    fields = {
        "question": asked.question,
        "passages": list(asked.passages),
        "sections": [str(reference) for reference in asked.sections],
        "document": asked.document,
        "quote": asked.quote,
        "kind": asked.kind,
    }
    return {name: value for name, value in fields.items() if value}


def read_lines(content: bytes, name: str) -> Iterator[Line]:
    """Read JSON objects, one a line, blank lines aside; BadQuestions for anything else."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if line.strip():
            yield Line(name, number, _object(line, name, number))


def _object(line: bytes, name: str, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise BadQuestions(name, Flaw.NOT_JSON, number) from error
    if not isinstance(fields, dict):
        raise BadQuestions(name, Flaw.NOT_OBJECT, number)
    return fields


def _question(line: Line) -> Question:
    line.expect(_KEYS)
    question = line.text("question")
    if not question:
        raise line.wrong(Flaw.NO_QUESTION)
    return Question(
        question=question,
        passages=line.texts("passages"),
        sections=tuple(_reference(text, line) for text in line.texts("sections")),
        quote=line.text("quote") or None,
        kind=line.text("kind"),
        document=line.text("document"),
        line=line.number,
    )


def _reference(typed: str, line: Line) -> Reference:
    reference = parse(typed)
    if reference is None:
        raise line.wrong(Flaw.NO_REFERENCE, typed)
    return reference
