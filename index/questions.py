"""Questions with their right answers, one JSON object a line."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.references import Reference, parse
from index.errors import BadQuestions

__all__ = ["Question", "load_questions", "parse_questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is right for it: text that a passage contains, or its reference.

    Without either the corpus does not hold the answer. `quote` is text that the quote must
    contain, None where any will do.
    """

    question: str
    passages: tuple[str, ...] = ()
    sections: tuple[Reference, ...] = ()
    quote: str | None = None
    kind: str = ""

    @property
    def answerable(self) -> bool:
        return bool(self.passages or self.sections)


def load_questions(path: Path) -> tuple[Question, ...]:
    """Read a questions file, UTF-8; BadQuestions names it and the line that is wrong."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadQuestions(f"{path}: {error.strerror}") from error
    return parse_questions(content, str(path))


def parse_questions(content: bytes, name: str) -> tuple[Question, ...]:
    """Read JSON lines, blank ones aside; BadQuestions says ``name`` and the line."""
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
    questions = tuple(
        _parse_line(line, f"{name}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    )
    if not questions:
        raise BadQuestions(f"{name}: there are no questions in it")
    return questions


def _parse_line(line: bytes, place: str) -> Question:
    try:
        fields = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise BadQuestions(f"{place}: not JSON in UTF-8") from error
    if not isinstance(fields, dict):
        raise BadQuestions(f"{place}: not a JSON object")
    question = _text(fields, "question", place)
    if not question:
        raise BadQuestions(f"{place}: there is no question")
    return Question(
        question=question,
        passages=_texts(fields, "passages", place),
        sections=tuple(_reference(text, place) for text in _texts(fields, "sections", place)),
        quote=_text(fields, "quote", place) or None,
        kind=_text(fields, "kind", place),
    )


def _text(fields: dict[str, Any], key: str, place: str) -> str:
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise BadQuestions(f"{place}: {key!r} must be a text")
    return (value or "").strip()


def _texts(fields: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    values = fields.get(key) or []
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
        raise BadQuestions(f"{place}: {key!r} must be a list of texts, none of them empty")
    return tuple(values)


def _reference(typed: str, place: str) -> Reference:
    reference = parse(typed)
    if reference is None:
        raise BadQuestions(f"{place}: {typed!r} is no reference")
    return reference
