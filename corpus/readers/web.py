"""HTML: block elements to paragraphs, lists with their numbers, tables row by row."""

import re
from collections.abc import Iterator
from io import StringIO

from bs4 import BeautifulSoup, CData, Tag
from bs4.element import NavigableString, PreformattedString

from corpus.cleaning import Reason
from corpus.models import Cut, Paragraph, Source
from corpus.readers.lines import HARD, is_wide, join_all, join_soft
from corpus.readers.plain import decode
from corpus.readers.scripts import subscript, superscript
from corpus.readers.tables import row_text

BLOCKS = frozenset(re.findall(r"\w+", """
    address article aside blockquote body caption center col colgroup dd details dialog div dl
    dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend
    li main menu nav noscript ol p pre script section style summary table tbody td tfoot th
    thead title tr ul
"""))  # fmt: skip
INLINES = frozenset(re.findall(r"\w+", """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label
    mark q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
"""))  # fmt: skip
_UNSEEN = frozenset(re.findall(r"\w+", """
    audio button canvas embed head iframe img input math noscript object option rp rt script
    select style svg template textarea title video
"""))  # fmt: skip
_OUTSIDE = ("nav", "header", "footer", "aside")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([\w-]+)""")
_XML_MARK = re.compile(r"<\?xml[^>]*>")
_WHITE = re.compile(r"[ \t\n\r\f]+")


def read(name: str, data: bytes) -> Source:
    cuts: list[Cut] = []
    head = data[:4096]
    declared = _CHARSET.search(head) or _XML_ENCODING.search(head)
    markup = decode(name, data, declared.group(1).decode() if declared else None)
    paragraphs = tuple(paragraphs_of_html(markup, cuts))
    return Source(name, paragraphs, tuple(cuts))


def paragraphs_of_html(markup: str, cuts: list[Cut]) -> Iterator[Paragraph]:
    """Walk the blocks of a page; what frames the page is added to `cuts`."""
    soup = BeautifulSoup(StringIO(_XML_MARK.sub("", markup)), "lxml")
    for tag in soup.find_all(list(_UNSEEN)):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all(_is_frame):
        if not tag.decomposed:
            cuts.append(Cut("\n".join(tag.stripped_strings), Reason.RESIDUE))
            tag.decompose()
    for tag in soup.find_all(["sup", "sub"]):
        _write_script(tag)
    return _Walk().paragraphs(soup)


def _is_frame(tag: Tag) -> bool:
    """Tell navigation, page header and footer, hidden parts; an article's own header is text."""
    if tag.has_attr("hidden") or "display:none" in str(tag.get("style")).replace(" ", ""):
        return True
    if tag.get("role") in {"navigation", "banner", "contentinfo"} or tag.name == "nav":
        return True
    if tag.name not in _OUTSIDE or tag.find_parent(["article", "main", "section"]):
        return False
    return tag.find("h1") is None


def _write_script(tag: Tag) -> None:
    """Put a raised or lowered number as characters; the mark of a note stays."""
    text = tag.get_text()
    written = (superscript if tag.name == "sup" else subscript)(text)
    if written != text and not _is_note_mark(tag, text):
        tag.replace_with(written)


def _is_note_mark(tag: Tag, text: str) -> bool:
    """Tell a number that holds a link, or that a link is for with no word beside it."""
    link = tag.find_parent("a", href=True)
    if link is None:
        return tag.find("a", href=True) is not None
    return not any(c.isalnum() for c in link.get_text().replace(text, "", 1))


class _Walk:
    """The way through the elements: inline text gathers until a block begins or ends."""

    def __init__(self) -> None:
        self.gathered: list[str] = []
        self.level = 0
        self.number = ""
        self.spacers: dict[int, set[int]] = {}

    def paragraphs(self, root: Tag) -> Iterator[Paragraph]:
        for child in root.children:
            if isinstance(child, Tag):
                yield from self._tag(child)
            elif isinstance(child, NavigableString) and _is_text(child):
                self.gathered.append(child)
        if root.parent is None:
            yield from self._flush()

    def _tag(self, tag: Tag) -> Iterator[Paragraph]:
        if tag.name == "br":
            self.gathered.append(HARD)
        elif tag.name == "tr" and _is_data_row(tag):
            yield from self._flush()
            yield Paragraph(self._row(tag))
        elif tag.name == "pre":
            yield from self._flush()
            yield from map(Paragraph, tag.get_text().splitlines())
        elif tag.name in BLOCKS:
            yield from self._block(tag)
        else:
            yield from self.paragraphs(tag)

    def _block(self, tag: Tag) -> Iterator[Paragraph]:
        yield from self._flush()
        if re.fullmatch("h[1-6]", tag.name):
            self.level = int(tag.name[1])
        if tag.name == "li":
            self.number = _number(tag)
        yield from self.paragraphs(tag)
        yield from self._flush()
        self.level, self.number = (0, "") if tag.name != "p" else (self.level, self.number)

    def _row(self, row: Tag) -> str:
        table = row.find_parent("table") or row
        if id(table) not in self.spacers:
            self.spacers[id(table)] = _spacers(table)
        spacers = self.spacers[id(table)]
        return row_text([self._cell(cell) for at, cell in _cells(row) if at not in spacers])

    def _cell(self, cell: Tag) -> str:
        return " ".join(p.text.strip() for p in _Walk().paragraphs_of(cell))

    def paragraphs_of(self, root: Tag) -> Iterator[Paragraph]:
        yield from self.paragraphs(root)
        yield from self._flush()

    def _flush(self) -> Iterator[Paragraph]:
        text, self.gathered = _squeeze("".join(self.gathered)), []
        if self.level:
            yield Paragraph(join_all(text), self.level)
            return
        for joined in join_soft(text):
            yield Paragraph(self.number + joined.strip())
            self.number = ""


def _is_text(string: NavigableString) -> bool:
    return isinstance(string, CData) or not isinstance(string, PreformattedString)


def _squeeze(text: str) -> str:
    """Collapse white space as a browser does, but join Chinese lines without a space."""

    def collapse(run: re.Match[str]) -> str:
        before, after = text[: run.start()][-1:], text[run.end() :][:1]
        wrapped = "\n" in run.group() and before and after and is_wide(before) and is_wide(after)
        return "" if wrapped else " "

    return _WHITE.sub(collapse, text)


def _is_data_row(row: Tag) -> bool:
    """Tell a row of cells from one that only lays out the page."""
    filled = [cell for _, cell in _cells(row) if cell.get_text(strip=True)]
    return len(filled) > 1 and row.find(["table", "h1", "h2", "h3", "h4", "h5", "h6"]) is None


def _cells(row: Tag) -> Iterator[tuple[int, Tag]]:
    """Give the cells of a row, each with the column where it begins."""
    column = 0
    for cell in row.find_all(["td", "th"], recursive=False):
        yield column, cell
        column += _integer(cell.get("colspan"), 1)


def _spacers(table: Tag) -> set[int]:
    """Find the columns without any text, which only lay out; a row alone does not tell them."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    cells = [(column, cell.get_text(strip=True)) for row in rows for column, cell in _cells(row)]
    empty = {column for column, _ in cells} - {column for column, text in cells if text}
    return empty if len(rows) > 1 else set()


def _number(item: Tag) -> str:
    """Give the number that a browser shows before a list item; a bullet is none."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return ""
    earlier = len(item.find_previous_siblings("li"))
    number = _integer(item.get("value"), _integer(parent.get("start"), 1) + earlier)
    return f"{number}. "


def _integer(value: object, default: int) -> int:
    written = value.strip() if isinstance(value, str) else ""
    return int(written) if re.fullmatch("[0-9]{1,9}", written) else default
