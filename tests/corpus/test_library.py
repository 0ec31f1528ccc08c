"""The folder of source documents."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EmptyDocument, UnknownDocument, UnknownFormat
from corpus.library import SAMPLES, Entry, Library, sample_documents, slug
from corpus.models import Paragraph

TEXT = "通知\n请认真学习。".encode()
OTHER = "报告\n各位代表。".encode()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "documents")


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.entries()]


def names(library: Library) -> list[str]:
    return sorted(path.name for path in library.folder.iterdir())


def test_add_list_read_remove(library: Library) -> None:
    assert library.entries() == ()
    name = "2020年 讲话（稿）.txt"
    entry = library.add(name, TEXT)
    digest = hashlib.sha256(TEXT).hexdigest()
    assert entry == Entry("2020年-讲话-稿", library.folder / name, name, len(TEXT), digest)
    assert library.entries() == (entry,)
    assert library.source(entry.id).paragraphs == (Paragraph("通知"), Paragraph("请认真学习。"))
    assert library.remove(entry.id) == entry
    assert names(library) == []


def test_add_a_file(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT)
    assert library.add(path).path.read_bytes() == TEXT


def test_the_same_bytes_are_there_once_and_others_get_a_number(library: Library) -> None:
    added = [library.add("a.txt", TEXT), library.add("a.txt", OTHER), library.add("A.md", b"# x"),
             library.add("a.txt", TEXT)]  # fmt: skip
    assert [entry.id for entry in added] == ["a", "a-2", "a-3", "a"]
    assert names(library) == ["A-3.md", "a-2.txt", "a.txt"]


def test_replace_keeps_the_id(library: Library) -> None:
    library.add("a.txt", TEXT)
    assert library.add("新稿.txt", OTHER, replace="a").path.read_bytes() == OTHER
    assert library.add("新稿.md", OTHER, replace="a").id == "a"
    assert names(library) == ["a.md"]
    with pytest.raises(UnknownDocument):
        library.add("a.txt", TEXT, replace="b")


def test_what_cannot_be_read_is_not_added(library: Library) -> None:
    library.add("a.txt", TEXT)
    for name, data, error in (("b.txt", b"", EmptyDocument), ("b.doc", TEXT, UnknownFormat)):
        with pytest.raises(error):
            library.add(name, data)
        with pytest.raises(error):
            library.add(name, data, replace="a")
    assert names(library) == ["a.txt"]
    assert library.source("a").paragraphs[0].text == "通知"


def test_a_failed_write_leaves_the_old_file(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add("a.txt", TEXT)

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("corpus.library.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        library.add("x.txt", OTHER, replace="a")
    assert names(library) == ["a.txt"]
    assert library.entries()[0].path.read_bytes() == TEXT


def test_other_files_are_ignored_and_listed(library: Library) -> None:
    library.add("a.txt", TEXT)
    for name in (".hidden.txt", "~$a.docx", "a.xlsx", ".x.tmp"):
        (library.folder / name).write_bytes(b"x")
    (library.folder / "folder.txt").mkdir()
    assert ids(library) == ["a"]
    assert [p.name for p in library.ignored()] == [".hidden.txt", ".x.tmp", "a.xlsx", "~$a.docx"]


def test_clashing_names_in_the_folder_have_ids_of_their_own(library: Library) -> None:
    library.add("a.txt", TEXT)
    for name in ("a.md", "A.txt", "a-2.txt"):
        (library.folder / name).write_bytes(OTHER)
    assert {e.name: e.id for e in library.entries()} == {
        "A.txt": "a", "a-2.txt": "a-2", "a.md": "a-3", "a.txt": "a-4",
    }  # fmt: skip


def test_an_unknown_document_names_the_known(library: Library) -> None:
    library.add("a.txt", TEXT)
    with pytest.raises(UnknownDocument) as error:
        library.source("b")
    assert error.value.known == ("a",)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\文件\\讲话.txt", "讲话.txt"),
        (".~$a\x00\u202e.txt", "a.txt"),
        ("….txt", "….txt"),
        ("长" * 100 + ".txt", "长" * 65 + ".txt"),
    ],
)
def test_names_are_made_safe(library: Library, sent: str, stored: str) -> None:
    assert library.add(sent, TEXT).name == stored


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Speech 2020_Half-Year.TXT", "speech-2020-half-year"),
        ("ＡＢ（１）·學習.md", "ab-1-學習"),
        ("？！.txt", "document"),
        ("长" * 60 + ".txt", "长" * 39 + "-9f944da2"),
    ],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text(max_size=80))
def test_a_slug_is_short_stable_and_never_empty(stem: str) -> None:
    made = slug(stem.replace("/", "") + ".txt")
    assert 1 <= len(made) <= 48
    assert slug(made + ".txt") == made


def test_samples_ship_with_the_package() -> None:
    assert [path.name for path in sample_documents()] == ["half-year-speech.txt"]
    assert SAMPLES.is_dir()
