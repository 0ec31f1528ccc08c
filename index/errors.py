"""What can be wrong with an index.

IndexingError
├── NoSnapshot           nothing was indexed yet
├── SnapshotMismatch     files, counts or checksums of a snapshot do not agree
├── QuoteMismatch        a quote or passage is not in the stored source, character for character
├── ModelUnavailable     the embedding model cannot be loaded, or is not the snapshot's
├── HomeLocked           another process is changing this home
├── BadQuestions         a questions file, or a folder of them, that is wrong; names the line
├── NoBaseline           a baseline that cannot be measured here, and why
└── ExtraMissing         an optional package that is not installed
"""

from datetime import datetime
from enum import StrEnum


class IndexingError(Exception):
    """Base of what this package raises; `str()` is one line in English that says the mend."""


class NoSnapshot(IndexingError): ...


class SnapshotMismatch(IndexingError): ...


class QuoteMismatch(IndexingError): ...


class ModelUnavailable(IndexingError): ...


class HomeLocked(IndexingError):
    """Another is changing the home; `holder` is what it calls itself, empty if unknown.

    `started` is when it began, None if unknown.
    """

    def __init__(self, message: str, holder: str = "", started: datetime | None = None) -> None:
        super().__init__(message)
        self.holder = holder
        self.started = started


class Flaw(StrEnum):
    """What can be wrong with a questions file; `{value}` is the key or text at fault.

    `{known}` lists what may stand there.
    """

    UNREADABLE = "{value}"
    EMPTY = "there is nothing in it"
    NOT_JSON = "not JSON in UTF-8"
    NOT_OBJECT = "not a JSON object"
    NO_QUESTION = "there is no question"
    NOT_TEXT = "'{value}' must be a text"
    NOT_TEXTS = "'{value}' must be a list of texts, none of them empty"
    NO_REFERENCE = "'{value}' is no reference"
    UNKNOWN_KEY = "unknown key '{value}'; the keys of a question are {known}"
    NO_SET = (
        "a folder without {value}; "
        "give a questions file, or a data set's folder, which has {known}"
    )
    UNKNOWN_ID = "there is no id '{value}'"
    NO_SUCH_PLACE = "no passage of the index stands at '{value}'"
    NO_SUCH_TEXT = "no passage of the index holds '{value}'"
    ALL_ELSEWHERE = "no right passage of any question is in the index; index its document first"


class BadQuestions(IndexingError):
    """`name` is the file's, `line` counts from 1, None where the file as a whole is meant.

    `known` is what may stand in place of `value`.
    """

    def __init__(
        self,
        name: str,
        flaw: Flaw,
        line: int | None = None,
        value: str = "",
        known: tuple[str, ...] = (),
    ) -> None:
        place = name if line is None else f"{name}, line {line}"
        super().__init__(f"{place}: {flaw.format(value=value, known=', '.join(known))}")
        self.name = name
        self.flaw = flaw
        self.line = line
        self.value = value
        self.known = known


class NoBaseline(IndexingError):
    """`problem` is what loading its model met, None where the index has no vectors."""

    def __init__(self, name: str, problem: str | None = None) -> None:
        said = problem or "the index has no vectors"
        super().__init__(f"the baseline {name} cannot be measured: {said}")
        self.name = name
        self.problem = problem


class ExtraMissing(IndexingError):
    """`extra` is the optional extra of this package that brings `package`."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(
            f"{package} is not installed; install it with: pip install 'yandu[{extra}]', "
            f"or in a copy of the source: pip install '.[{extra}]'"
        )
        self.package = package
        self.extra = extra
