"""Files that cannot be read say so by the type of the error, whatever is wrong with them."""

import struct
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import (
    BrokenDocument,
    DecompressionBomb,
    DocumentTooLarge,
    EmptyDocument,
    EncryptedDocument,
    UnknownFormat,
    UnreadableDocument,
)
from corpus.readers import MAX_BYTES, SUFFIXES, read, read_bytes

Make = Callable[..., bytes]
TEXT = "关于学习的讲话\n同志们：\n　　今天我们在这里开会，学习有关要求。\n一、提高认识"
MARKDOWN = (
    "# 题\n\n1. *要求*<b>一</b>\n2. [链接](x)\n\n|a|b|\n|-|-|\n|1|2|\n\n"
    "<!-- 注 -->\n```\n码\n```\n"
)


def zip_claiming(size: int, data: bytes) -> bytes:
    """Let the archive say that its last part unpacks to `size` bytes."""
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def test_errors_by_kind(make_docx: Make, make_zip: Make) -> None:
    plain = make_docx("<w:p/>")
    encrypted = bytearray(plain)
    encrypted[encrypted.rindex(b"PK\x01\x02") + 8] |= 1
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    expected: list[tuple[str, bytes, type[UnreadableDocument]]] = [
        ("a.doc", b"x", UnknownFormat),
        ("a", b"x", UnknownFormat),
        ("a.txt", b"", EmptyDocument),
        ("a.txt", b" \n\xe3\x80\x80\n", EmptyDocument),
        ("a.docx", plain, EmptyDocument),
        ("a.txt", b"x" * (MAX_BYTES + 1), DocumentTooLarge),
        ("a.docx", bytes(encrypted), EncryptedDocument),
        ("a.docx", old, BrokenDocument),
        ("a.docx", old + "EncryptedPackage".encode("utf-16-le"), EncryptedDocument),
        ("a.docx", plain[:-30], BrokenDocument),
        ("a.docx", make_zip({"x": "y"}), BrokenDocument),
        ("a.docx", b"no archive", BrokenDocument),
        ("a.txt", plain, BrokenDocument),
        ("a.md", b"%PDF-1.4", BrokenDocument),
        ("a.txt", bytes(range(32)) * 9, BrokenDocument),
        ("a.docx", make_docx("<w:p/>", styles=" " * 9_000_000), DecompressionBomb),
        ("a.docx", zip_claiming(4_000_000_000, plain), DecompressionBomb),
        ("a.epub", make_zip({"x": "y"}), BrokenDocument),
    ]
    raised = []
    for name, data, _ in expected:
        with pytest.raises(UnreadableDocument) as error:
            read_bytes(name, data)
        raised.append((name, error.type))
    assert raised == [(name, kind) for name, _, kind in expected]


def test_messages_help() -> None:
    with pytest.raises(UnknownFormat) as error:
        read_bytes("讲话.doc", b"x")
    assert str(error.value) == (
        "讲话.doc: unknown format .doc; save it as .docx; "
        "these work: .txt .md .markdown .docx .pdf .html .htm .epub"
    )


LAUGHS = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise("abcdefghi")
)


@pytest.mark.parametrize("entities", [LAUGHS, '<!ENTITY i SYSTEM "file:///etc/passwd">'])
def test_entities_are_never_expanded(make_zip: Make, entities: str) -> None:
    document = (
        f'<!DOCTYPE d [<!ENTITY a "ha">{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(BrokenDocument, match="entit"):
        read_bytes("a.docx", make_zip({"word/document.xml": document}))


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    with pytest.raises(DocumentTooLarge):
        read(path)


@pytest.fixture(scope="session")
def whole(make_docx: Make, make_pdf: Make, make_epub: Make) -> dict[str, bytes]:
    text = "<w:p><w:r><w:t>文字</w:t></w:r></w:p>"
    page = "<html><body><h1>题</h1><ol><li>文</li></ol><table><tr><td>a<td>b</table></body></html>"
    return {
        ".docx": make_docx(text * 3, numbering="<w:num/>", styles="<w:style/>"),
        ".pdf": make_pdf([[(80, 700, 10, "文字"), (80, 680, 10, "二〇二〇")]]),
        ".epub": make_epub({"a": page}),
        ".html": page.encode(),
        ".htm": page.encode("gb18030"),
        ".md": MARKDOWN.encode(),
        ".markdown": MARKDOWN.encode("utf-16"),
        ".txt": TEXT.encode("gb18030"),
    }


def reads_or_refuses(suffix: str, data: bytes) -> None:
    try:
        source = read_bytes(f"a{suffix}", data)
    except UnreadableDocument:
        return
    for paragraph in source.paragraphs:
        assert paragraph.text == paragraph.text.strip() != ""
        assert len(paragraph.text.splitlines()) == 1


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=80)
@given(data=st.binary(max_size=400))
def test_random_bytes_never_break_a_reader(suffix: str, data: bytes) -> None:
    reads_or_refuses(suffix, data)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=120)
@given(damage=st.data())
def test_damage_never_breaks_a_reader(
    suffix: str, whole: dict[str, bytes], damage: st.DataObject
) -> None:
    data = bytearray(whole[suffix])
    for _ in range(damage.draw(st.integers(1, 6))):
        at = damage.draw(st.integers(0, len(data) - 1))
        piece = damage.draw(st.binary(max_size=4))
        data[at : at + damage.draw(st.integers(0, 8))] = piece
        data = data or bytearray(b"x")
    reads_or_refuses(suffix, bytes(data))
