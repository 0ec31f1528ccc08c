"""Zip archives and the XML in them, read within limits."""

import io
import zipfile
from typing import Any

from lxml import etree

from corpus.errors import BrokenDocument, DecompressionBomb, EncryptedDocument

MAX_UNPACKED = 200_000_000
MAX_PART = 50_000_000
MAX_RATIO = 300
MAX_PARTS = 10_000
_SMALL = 2_000_000
_ENCRYPTED = 0x1

Element = Any
"""An element of lxml, which has no types."""


class Archive:
    """A zip file in memory; `name` is the document's, for errors.

    Raises BrokenDocument, EncryptedDocument or DecompressionBomb.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise BrokenDocument(name, f"a damaged archive ({error})") from error
        self._refuse()

    def _refuse(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise self._bomb()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise EncryptedDocument(self.name, "the archive needs a password")

    def _bomb(self) -> DecompressionBomb:
        return DecompressionBomb(self.name, "it unpacks to far more than a document holds")

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def read(self, part: str) -> bytes:
        """Inflate one part, never beyond MAX_PART bytes."""
        if part not in self:
            raise BrokenDocument(self.name, f"{part} is missing in it")
        known = self._zip.getinfo(part)
        if known.file_size > max(_SMALL, MAX_RATIO * known.compress_size):
            raise self._bomb()
        try:
            with self._zip.open(part) as stream:
                data = stream.read(MAX_PART + 1)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            raise BrokenDocument(self.name, f"{part} is damaged ({error})") from error
        if len(data) > MAX_PART:
            raise self._bomb()
        return data

    def xml(self, part: str) -> Element:
        """Parse one part; entities are never expanded and nothing is fetched."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            detail = " ".join(str(error).split())
            raise BrokenDocument(self.name, f"{part} is no sound XML ({detail})") from error
        document_type = root.getroottree().docinfo.internalDTD
        if document_type is not None and any(document_type.iterentities()):
            raise BrokenDocument(self.name, f"{part} declares entities, which no document needs")
        return root
