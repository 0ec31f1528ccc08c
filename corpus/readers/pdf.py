"""PDF with a text layer: printed lines to paragraphs, page furniture to the cuts."""

import io
import logging
import unicodedata
from collections.abc import Iterator, Sequence

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

from corpus.errors import (
    BrokenDocument,
    DecompressionBomb,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    ScannedDocument,
)
from corpus.models import Paragraph, Source
from corpus.readers.lines import join_wrapped
from corpus.readers.pages import Page, ems, without_furniture
from corpus.readers.printing import Press

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity that it mends

_MOST_PAGES = 3_000
_MOST_CHARACTERS = 20_000_000
_UNREADABLE = {"Co", "Cn", "Cc", "Cs"}


def read(name: str, data: bytes) -> Source:
    try:
        pages = list(_pages(name, _opened(name, data)))
    except (DependencyError, FileNotDecryptedError) as error:
        raise EncryptedDocument(name, "it needs a password to open") from error
    except LimitReachedError as error:
        raise DecompressionBomb(
            name, f"it unpacks to more than a document holds ({error})"
        ) from error
    _refuse_unreadable(name, pages)
    kept, cuts = without_furniture(pages)
    texts = join_wrapped(ems(kept))
    if not texts:
        raise EmptyDocument(name, "there is no text in it but headers and page numbers")
    return Source(name, tuple(map(Paragraph, texts)), cuts)


def _opened(name: str, data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise EncryptedDocument(name, "it needs a password to open; save it without one")
    if len(reader.pages) > _MOST_PAGES:
        raise DocumentTooLarge(
            name, f"{len(reader.pages)} pages; at most {_MOST_PAGES} can be read"
        )
    if not reader.pages:
        raise BrokenDocument(name, "it has no pages")
    return reader


def _pages(name: str, reader: PdfReader) -> Iterator[Page]:
    characters = 0
    for page in reader.pages:
        press = Press()
        page.extract_text(visitor_text=press.take)
        lines = press.lines()
        characters += sum(len(line.text) for line in lines)
        if characters > _MOST_CHARACTERS:
            raise DecompressionBomb(name, "it holds more text than a document")
        box = page.mediabox
        yield Page(tuple(lines), float(box.bottom), float(box.top), _has_picture(page))


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    pictures = resources.get_object().get("/XObject") if resources is not None else None
    return bool(pictures is not None and pictures.get_object())


def _refuse_unreadable(name: str, pages: Sequence[Page]) -> None:
    """Raise ScannedDocument for pictures of pages, or a text layer of mere glyph numbers."""
    pictures = sum(page.picture and not page.lines for page in pages)
    if pictures * 5 > len(pages) * 4:
        raise ScannedDocument(
            name, "its pages are pictures; run text recognition (OCR) on it first"
        )
    text = "".join(line.text for page in pages for line in page.lines)
    if not text.strip():
        raise EmptyDocument(name, "there is no text in it")
    strange = sum(c == "\ufffd" or unicodedata.category(c) in _UNREADABLE for c in text)
    if strange * 3 > len(text):
        raise ScannedDocument(name, "its text layer holds no readable characters; run OCR on it")
