"""What can be told of a file before it is added; all of it blocking."""

from dataclasses import dataclass, replace

from bot.documents.incoming import Arrival
from corpus.cleaning import clean
from corpus.files import safe_name, slug
from corpus.library import Library
from corpus.models import Document
from corpus.overview import Alike, Overview, find_alike
from corpus.passages import structure
from corpus.readers import read_bytes, refuse_large, refuse_unknown

__all__ = ["Understood", "refuse_before", "understand"]


@dataclass(frozen=True, slots=True)
class Understood:
    """A file that was read: its outline, and the documents that it may be a version of."""

    arrival: Arrival
    size: int
    document: Document
    overview: Overview
    alike: tuple[Alike, ...]


def refuse_before(name: str, size: int) -> None:
    """Refuse by name and size what need not be fetched; raises UnreadableDocument."""
    refuse_unknown(name)
    refuse_large(name, size)


def understand(library: Library, arrival: Arrival, content: bytes) -> Understood:
    """Read a file that came in; raises UnreadableDocument."""
    name = safe_name(arrival.name)
    document = structure(clean(read_bytes(name, content)), slug(name))
    titled = replace(document, title=arrival.title or document.title)
    alike = find_alike(library, document)
    return Understood(arrival, len(content), titled, Overview.of(document), alike)
