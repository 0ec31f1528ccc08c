"""Makers of real files, so that the readers are tested on bytes and not on mocks."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

import pytest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ROOTS = {
    "document": "document",
    "numbering": "numbering",
    "styles": "styles",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)

Placed = tuple[float, float, float, str]
"""x, y, size and text of a piece on a PDF page, in points."""


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def related(relations: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """Make a Word file; `parts` hold the inner XML of numbering, styles, footnotes and so on."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(parts)
    )
    main = f'<Relationship Id="m" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    files = {"_rels/.rels": related(main), "word/_rels/document.xml.rels": related(relations)}
    for kind, inner in {"document": f"<w:body>{body}</w:body>", **parts}.items():
        root = ROOTS[kind]
        files[f"word/{kind}.xml"] = f"<w:{root} {NAMESPACES}>{inner}</w:{root}>"
    return zipped(files)


def pdf(pages: Sequence[Sequence[Placed]], resources: str = "", content: bytes = b"") -> bytes:
    """Make a PDF whose one font has glyph numbers for codes, and a ToUnicode map.

    `content` goes before what is placed on each page.
    """
    glyphs = {c: n for n, c in enumerate(sorted({c for p in pages for x in p for c in x[3]}), 1)}
    objects: list[bytes] = [b"", b""]

    def add(content: bytes) -> int:
        objects.append(content)
        return len(objects)

    font = _font(add, glyphs)
    kids = []
    for page in pages:
        shown = "".join(_shown(placed, glyphs) for placed in page).encode()
        stream = add(_stream(content + shown))
        kids.append(add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {stream} 0 R"
            f"/Resources<</Font<</F1 {font} 0 R>>{resources}>>>>".encode()
        ))  # fmt: skip
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>".encode()
    return _written(objects)


def _font(add: Callable[[bytes], int], glyphs: Mapping[str, int]) -> int:
    pairs = "\n".join(f"<{g:04x}> <{c.encode('utf-16-be').hex()}>" for c, g in glyphs.items())
    to_unicode = add(_stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar endcmap end end".encode()
    ))  # fmt: skip
    widths = " ".join(f"{g} [{1000 if ord(c) > 127 else 500}]" for c, g in glyphs.items())
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    inner = add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song{system}/DW 1000/W[{widths}]>>".encode()
    )
    return add(
        "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H"
        f"/DescendantFonts[{inner} 0 R]/ToUnicode {to_unicode} 0 R>>".encode()
    )


def _shown(placed: Placed, glyphs: Mapping[str, int]) -> str:
    x, y, size, text = placed
    codes = "".join(f"{glyphs[c]:04x}" for c in text)
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n"


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _written(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    cross = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + cross + trailer


def epub(chapters: Mapping[str, str], **parts: str) -> bytes:
    """Make a book of pages by name, in the order of its spine; a page `nav` is its contents."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'nav' else ''}/>"
        for name in sorted(chapters)
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    pages = {f"OEBPS/text/{name}.xhtml": page for name, page in chapters.items()}
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf">'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    return zipped({"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": package,
                   **pages, **parts})  # fmt: skip


@pytest.fixture(scope="session")
def make_zip() -> Callable[..., bytes]:
    return zipped


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    return docx


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    return pdf


@pytest.fixture(scope="session")
def make_epub() -> Callable[..., bytes]:
    return epub
