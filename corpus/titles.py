"""The titles that an owner gave documents in the place of their own."""

import json
from pathlib import Path

from corpus.files import clear_drafts, write_atomically

__all__ = ["Titles"]

_FILE = ".titles.json"
_LONGEST = 200


class Titles:
    """The titles by document id, in a hidden file beside the documents."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE

    def of(self, document: str) -> str | None:
        """Give the title that was chosen for a document, None where it keeps its own."""
        return self._read().get(document)

    def choose(self, document: str, title: str | None) -> None:
        """Keep a title, on one line of at most 200 characters; None or nothing drops it."""
        titles = self._read()
        line = " ".join("".join(c for c in title or "" if c.isprintable() or c.isspace()).split())
        if line[:_LONGEST] == titles.get(document, ""):
            return
        titles.pop(document, None)
        if line:
            titles[document] = line[:_LONGEST].rstrip()
        clear_drafts(self.path.parent)
        write_atomically(self.path, json.dumps(titles, ensure_ascii=False, indent=1).encode())

    def _read(self) -> dict[str, str]:
        """Read what was chosen; a file that somebody broke counts as none."""
        try:
            found = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(key): value for key, value in found.items() if isinstance(value, str)}
