"""What is kept beside a snapshot about how it came to be; an index without it serves as well."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.files import replace_text

__all__ = ["Pace", "Quality", "Record"]

_FILE = "record.json"


@dataclass(frozen=True, slots=True)
class Quality:
    """How the stored questions fared: their number, and the shares found first and in three.

    The shares, from 0 to 1, are None where no stored question is about the documents.
    """

    questions: int = 0
    recall_1: float | None = None
    recall_3: float | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a build took: seconds for `embedded` passages, and for the rest of the work."""

    embedded: int
    embedding: float
    passages: int
    rest: float


@dataclass(frozen=True, slots=True)
class Record:
    """`library` is the digest of the files that it was made of, empty where nobody took it.

    `compared` is the snapshot that its gate put it beside, None for the first; `held` tells that
    the gate held it back, so that somebody has to decide.
    """

    quality: Quality
    pace: Pace
    library: str = ""
    compared: str | None = None
    held: bool = False

    def save(self, folder: Path) -> None:
        replace_text(folder / _FILE, _adapter().dump_json(self, indent=2).decode() + "\n")

    @classmethod
    def load(cls, folder: Path) -> "Record | None":
        """Read a snapshot's record; None where there is none, or none that can be read."""
        try:
            return _adapter().validate_json((folder / _FILE).read_bytes())
        except (OSError, ValidationError):
            return None


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Record)
