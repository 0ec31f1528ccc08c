"""EPUB books: the chapters in reading order, each read as a web page."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from corpus.errors import BrokenDocument, EncryptedDocument
from corpus.models import Cut, Paragraph, Source
from corpus.readers import web
from corpus.readers.archive import Archive, Element

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_PACKAGE = "{http://www.idpf.org/2007/opf}"
_ENCRYPTION = "{http://www.w3.org/2001/04/xmlenc#}"
_PAGES = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(name: str, data: bytes) -> Source:
    archive = Archive(name, data)
    _refuse_encrypted(archive)
    paragraphs: list[Paragraph] = []
    cuts: list[Cut] = []
    for path in _chapters(archive):
        chapter = web.read(name, archive.read(path))
        paragraphs += chapter.paragraphs
        cuts += chapter.cuts
    return Source(name, tuple(paragraphs), tuple(cuts))


def _refuse_encrypted(archive: Archive) -> None:
    """Raise EncryptedDocument where more than the fonts is locked."""
    path = "META-INF/encryption.xml"
    methods = archive.xml(path).iter(f"{_ENCRYPTION}EncryptionMethod") if path in archive else ()
    if any(method.get("Algorithm") not in _FONT_SCRAMBLING for method in methods):
        raise EncryptedDocument(archive.name, "the book is locked (DRM)")


def _chapters(archive: Archive) -> Iterator[str]:
    """Give the paths of the pages of the spine, but for the table of contents."""
    package = _package(archive)
    root = archive.xml(package)
    items = {item.get("id"): item for item in root.iter(f"{_PACKAGE}item")}
    for reference in root.iter(f"{_PACKAGE}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and _is_page(item):
            path = posixpath.join(posixpath.dirname(package), unquote(item.get("href", "")))
            yield posixpath.normpath(path)


def _package(archive: Archive) -> str:
    root = archive.xml("META-INF/container.xml")
    for file in root.iter(f"{_CONTAINER}rootfile"):
        return str(file.get("full-path", ""))
    raise BrokenDocument(archive.name, "its container names no package")


def _is_page(item: Element) -> bool:
    contents = "nav" in item.get("properties", "").split()
    return item.get("media-type") in _PAGES and not contents
