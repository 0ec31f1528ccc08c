"""What a document holds at a glance, and which others it is like."""

from pathlib import Path

import pytest

from corpus.library import Library, sample_documents
from corpus.overview import Overview, find_alike, overview_of, samples
from corpus.references import Kind

TEXT = (
    "通知\n一、吃饭。要吃好。\n二、睡觉。要睡好。\n（一）早睡。十点熄灯。\n（二）早起。六点起床。"
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "documents")


def test_the_sample_in_numbers(library: Library) -> None:
    entry = library.add(sample_documents()[0])
    overview = overview_of(entry)
    assert overview == Overview.of(library.document(entry.id))
    assert overview.counts == ((Kind.PART, 3), (Kind.SECTION, 17), (Kind.POINT, 30))
    assert overview.passages == 48


def test_an_appendix_counts_as_one(library: Library) -> None:
    text = "关于值班的通知\n一、时间\n每天值班。\n附件1\n值班表\n一、上午\n甲值班。\n二、下午\n乙"
    counts = overview_of(library.add("通知.txt", text.encode())).counts
    assert counts == ((Kind.PART, 1), (Kind.APPENDIX, 1))


def test_a_changed_file_is_read_again(library: Library) -> None:
    entry = library.add("a.txt", TEXT.encode())
    assert overview_of(entry).passages == 4
    entry.path.write_text(TEXT + "\n（三）午休。一点上床。", encoding="utf-8")
    assert overview_of(library.entry("a")).passages == 5


def test_samples_come_from_all_over_the_deepest_level(library: Library) -> None:
    library.add(sample_documents()[0])
    document = library.document("half-year-speech")
    chosen = samples(document)
    assert [str(passage.reference) for passage in chosen] == [
        "一、（二）三",
        "三、（二）一",
        "三、（五）二",
    ]
    assert samples(document, 60) == document.passages


def test_a_short_document_is_its_own_sample(library: Library) -> None:
    library.add("a.txt", "通知\n请认真学习。".encode())
    document = library.document("a")
    assert samples(document) == document.passages


def test_what_is_alike(library: Library) -> None:
    library.add("same.txt", TEXT.encode())
    library.add("near.txt", (TEXT + "\n（三）午休。").encode(), title="另一个标题")
    library.add("far.txt", "章程\n第一条 本会叫读书会。".encode())
    library.add("new.md", "# 别的\n毫不相干的一句话在这里。".encode())
    library.add("broken.txt", TEXT.encode())
    library.entry("broken").path.write_bytes(b" ")
    other = Library(library.folder.parent / "other")
    other.add("new.txt", TEXT.encode())
    found = find_alike(library, other.document("new"))
    assert [(alike.entry.id, alike.title, alike.same) for alike in found] == [
        ("same", "通知", True),
        ("near", "另一个标题", False),
        ("new", "别的", False),
    ]
    assert [alike.share for alike in found] == [1.0, pytest.approx(0.93, abs=0.05), 0.0]
