"""The folder of source documents."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import EmptyDocument, NotInTrash, UnknownDocument, UnknownFormat
from corpus.library import SAMPLES, Entry, Library, sample_documents, slug
from corpus.models import Paragraph
from corpus.trash import DAYS_KEPT

TEXT = "通知\n请认真学习。".encode()
OTHER = "报告\n各位代表。".encode()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "documents")


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.entries()]


def names(library: Library) -> list[str]:
    return sorted(path.name for path in library.folder.iterdir() if path.name != ".trash")


def test_add_list_read_remove(library: Library) -> None:
    assert library.entries() == ()
    name = "2020年 讲话（稿）.txt"
    entry = library.add(name, TEXT)
    digest = hashlib.sha256(TEXT).hexdigest()
    assert entry == Entry("2020年-讲话-稿", library.folder / name, name, len(TEXT), digest)
    assert library.entries() == (entry,)
    assert library.source(entry.id).paragraphs == (Paragraph("通知"), Paragraph("请认真学习。"))
    thrown = library.remove(entry.id)
    assert (thrown.document, thrown.name, thrown.replaced) == (entry.id, name, False)
    assert library.entries() == ()


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


def test_what_was_removed_comes_back(library: Library) -> None:
    library.add("a.txt", TEXT, title="通知（定稿）")
    thrown = library.remove("a")
    assert (library.entries(), library.trash.items()) == ((), (thrown,))
    assert library.trash.latest("a") == library.trash.find(thrown.id) == thrown
    assert library.restore(thrown).path.read_bytes() == TEXT
    assert library.document("a").title == "通知（定稿）"
    assert library.trash.items() == ()
    with pytest.raises(NotInTrash):
        library.trash.find(thrown.id)


def test_what_comes_back_leaves_alone_what_has_its_name_now(library: Library) -> None:
    library.add("a.txt", TEXT)
    thrown = library.remove("a")
    library.add("a.txt", OTHER)
    assert library.restore(thrown).id == "a-2"
    assert [entry.path.read_bytes() for entry in library.entries()] == [TEXT, OTHER]


def test_what_was_replaced_comes_back_into_its_place(library: Library) -> None:
    library.add("a.txt", TEXT)
    library.add("b.md", OTHER, replace="a")
    (old,) = library.trash.items()
    assert (old.document, old.name, old.replaced) == ("a", "a.txt", True)
    assert library.restore(old).path.read_bytes() == TEXT
    assert names(library) == ["a.txt"]
    (newer,) = library.trash.items()
    assert (newer.name, library.trash.content(newer)) == ("a.md", OTHER)


def test_what_comes_back_has_the_title_that_it_had(library: Library) -> None:
    library.add("a.txt", TEXT)
    library.add("b.txt", OTHER, replace="a", title="新的标题")
    (old,) = library.trash.items()
    library.restore(old)
    assert library.document("a").title == "通知"
    (newer,) = library.trash.items()
    library.restore(newer)
    assert library.document("a").title == "新的标题"


def test_the_trash_forgets_after_some_days(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add("a.txt", TEXT)
    library.add("b.txt", OTHER)
    thrown = library.remove("a")
    (library.trash.folder / ".draft-0").mkdir()
    later = thrown.at + DAYS_KEPT * 24 * 3600 + 1
    monkeypatch.setattr("corpus.trash.time.time", lambda: later)
    assert library.trash.items() == ()
    kept = library.remove("b")
    assert [path.name for path in library.trash.folder.iterdir()] == [kept.id]


def test_another_title_is_shown_and_the_id_stays(library: Library) -> None:
    library.add("a.txt", TEXT)
    assert library.document("a").title == "通知"
    assert library.rename("a", " 新\n标题\x07 ").title == "新 标题"
    assert (ids(library), library.document("a").title) == (["a"], "新 标题")
    assert library.ignored() == ()
    library.add("c.txt", OTHER, replace="a")
    assert library.document("a").title == "新 标题"
    assert library.rename("a", None).title == "报告"
    (library.folder / ".titles.json").write_text('["broken', encoding="utf-8")
    assert library.document("a").title == "报告"


@given(name=st.text(max_size=90), suffix=st.sampled_from([".txt", ".md", ".TXT", ".html"]))
def test_any_file_name_is_kept_inside_the_folder(
    tmp_path_factory: pytest.TempPathFactory, name: str, suffix: str
) -> None:
    library = Library(tmp_path_factory.mktemp("any") / "documents")
    try:
        entry = library.add(name + suffix, TEXT)
    except UnknownFormat:
        assert not library.folder.exists()
        return
    assert entry.path.parent == library.folder
    assert library.entries() == (entry,)
    assert not entry.name.startswith(".")
    assert "".join(library.document(entry.id).text.split()) == "通知请认真学习。"


@given(st.text(max_size=300))
def test_any_title_is_one_line(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    library = Library(tmp_path_factory.mktemp("any") / "documents")
    library.add("a.txt", TEXT)
    shown = library.rename("a", title).title
    assert library.document("a").title == shown
    assert 0 < len(shown) <= 200
    assert shown == " ".join(shown.split())


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

    monkeypatch.setattr("corpus.files.os.fsync", fail)
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
