"""Word documents (.docx): the text as a reader sees it, automatic numbers included."""

import posixpath
from collections.abc import Iterator

from corpus.cleaning import Reason
from corpus.errors import BrokenDocument
from corpus.models import Cut, Paragraph, Source
from corpus.readers.archive import Archive, Element
from corpus.readers.lines import join_all, join_soft, tidy
from corpus.readers.numbering import Numbering, W
from corpus.readers.runs import ALTERNATIVES, ENDNOTE, FOOTNOTE, UNSEEN, Inside, chosen, gather
from corpus.readers.styles import Styles
from corpus.readers.tables import row_text

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_Notes = dict[str, Element]


def read(name: str, data: bytes) -> Source:
    archive = Archive(name, data)
    main = _target(archive, "_rels/.rels", "/officeDocument", "word/document.xml")
    body = archive.xml(main).find(f"{W}body")
    if body is None:
        raise BrokenDocument(name, "it has no text body; is it a Word document?")
    folder, file = posixpath.split(main)
    relations = f"{folder}/_rels/{file}.rels"

    def part(kind: str) -> Element | None:
        path = _target(archive, relations, f"/{kind}", f"{folder}/{kind}.xml")
        return archive.xml(path) if path in archive else None

    numbering, styles = Numbering(part("numbering")), Styles(part("styles"))
    walk = _Walk(numbering, styles, _notes(part("footnotes")), _notes(part("endnotes")))
    paragraphs = [*walk.blocks(body), *walk.closing_notes()]
    return Source(name, tuple(paragraphs), (*walk.cuts, *_margins(archive, relations, walk)))


def _relations(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """Give the type and the path of each part that belongs to another."""
    base = posixpath.dirname(posixpath.dirname(part))
    for relation in archive.xml(part).iter(_RELATION) if part in archive else ():
        target = posixpath.join("/", base, relation.get("Target", ""))
        yield relation.get("Type", ""), posixpath.normpath(target).lstrip("/")


def _target(archive: Archive, part: str, kind: str, default: str) -> str:
    found = (path for type_, path in _relations(archive, part) if type_.endswith(kind))
    return next(found, default)


def _notes(root: Element | None) -> _Notes:
    notes = [] if root is None else root
    return {n.get(f"{W}id", ""): n for n in notes if n.get(f"{W}type", "normal") == "normal"}


def _margins(archive: Archive, relations: str, walk: "_Walk") -> Iterator[Cut]:
    """List what stands above and below every page."""
    for kind, reason in (("header", Reason.RUNNING_HEADER), ("footer", Reason.RUNNING_FOOTER)):
        for type_, path in _relations(archive, relations):
            if type_.endswith(f"/{kind}") and path in archive:
                lines = [p.text for p in walk.blocks(archive.xml(path))]
                yield Cut("\n".join(lines), reason)


class _Walk:
    """The way through the body, in document order, so that the lists count right."""

    def __init__(self, numbering: Numbering, styles: Styles, foot: _Notes, end: _Notes) -> None:
        self.numbering, self.styles = numbering, styles
        self.foot, self.end = foot, end
        self.cuts: list[Cut] = []
        self._closing: list[Element] = []
        self._carried = ""
        self._number = ""

    def blocks(self, parent: Element) -> Iterator[Paragraph]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                for row in child.iter(f"{W}tr"):
                    if next(row.iterancestors(f"{W}tbl")) is child:
                        yield from self._row(row)
            elif child.tag == ALTERNATIVES:
                yield from self.blocks(chosen(child))
            elif child.tag not in UNSEEN and len(child):
                yield from self.blocks(child)

    def closing_notes(self) -> Iterator[Paragraph]:
        for note in self._closing:
            yield from self.blocks(note)

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        inside = Inside()
        gather(element, inside)
        text, self._carried = self._carried + inside.text, ""
        if element.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            self._carried = text
            text = ""
        yield from self._lines(element, text)
        for block in (*inside.boxes, *self._notes(inside.references)):
            yield from self.blocks(block)

    def _lines(self, element: Element, text: str) -> Iterator[Paragraph]:
        if self.styles.is_contents(element):
            self.cuts.append(Cut(text, Reason.CONTENTS))
            return
        label = self.numbering.label(*self.styles.list_and_depth(element, self.numbering))
        level = self.styles.level(element)
        if level and text.strip():
            yield Paragraph(label + join_all(text.strip()), level)
            return
        self._number = label
        for line in join_soft(text):
            yield Paragraph(label + line.strip())
            label = ""

    def _row(self, row: Element) -> Iterator[Paragraph]:
        """Give a row's cells on one line; a row with one filled cell is only laid out."""
        if row.find(f"{W}trPr/{W}del") is not None:
            return
        cells: list[tuple[list[Paragraph], str]] = []
        for cell in _cells(row):
            self._number = ""
            inside = [p for p in self.blocks(cell) if tidy(p.text)]
            if inside or not _is_merged(cell):
                cells.append((inside, " ".join(p.text for p in inside) or self._number))
        filled = [inside for inside, _ in cells if inside]
        if len(filled) == 1:
            yield from filled[0]
        elif filled:
            yield Paragraph(row_text([text for _, text in cells]))

    def _notes(self, references: list[Element]) -> Iterator[Element]:
        """Give the footnotes of a paragraph; the endnotes are put behind the document."""
        for reference in references:
            key = reference.get(f"{W}id", "")
            if reference.tag == FOOTNOTE and key in self.foot:
                yield self.foot.pop(key)
            elif reference.tag == ENDNOTE and key in self.end:
                self._closing.append(self.end.pop(key))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)


def _is_merged(cell: Element) -> bool:
    """Tell a cell that only goes on with the one above or before it, or is deleted."""
    found = (cell.find(f"{W}tcPr/{W}{name}") for name in ("vMerge", "hMerge"))
    goes_on = any(m is not None and m.get(f"{W}val", "continue") != "restart" for m in found)
    return goes_on or cell.find(f"{W}tcPr/{W}cellDel") is not None
