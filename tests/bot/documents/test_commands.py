"""`yandu add` and `yandu remove`, and what `yandu index` and `yandu chat` make of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from librarian import LAW, NOTICE
from yandu_process import Yandu

from bot.cli import cli
from corpus.library import Library
from index.lock import HomeLock
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YANDU_LANGUAGE", "zh-Hans")
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> Library:
    return Library(home / "documents", home / "trash")


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "食堂.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return str(path)


@pytest.fixture
def law(tmp_path: Path) -> str:
    path = tmp_path / "law.md"
    path.write_text(LAW, encoding="utf-8")
    return str(path)


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def parsed(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def ids(library: Library) -> list[str]:
    return [entry.id for entry in library.entries()]


def test_add_says_what_was_understood(library: Library, notice: str, law: str) -> None:
    done = invoke("add", notice, law)
    assert (done.exit_code, done.stdout) == (
        0,
        (
            "+ 食堂  关于办好职工食堂的通知  2 个部分、4 节，4 段，141 字\n"
            "  会这样引用：一、（一）  二、（一）  二、（二）\n"
            "+ law  资料室管理办法  2 条，2 段，46 字\n"
            "  会这样引用：第一条  第二条\n"
            "运行 yandu index 之后才用得上。\n"
        ),
    )
    assert ids(library) == ["law", "食堂"]


def test_add_prints_json(library: Library, notice: str, tmp_path: Path) -> None:
    library.add("a.txt", NOTICE.replace("十五元", "十六元").encode())
    (added,) = parsed(invoke("add", notice, "--title", "食堂怎样办", "--json"))["added"]
    (alike,) = added.pop("alike")
    assert added == {
        "document": "食堂",
        "title": "食堂怎样办",
        "passages": 4,
        "cuts": [],
        "references": ["一、（一）", "二、（一）", "二、（二）"],
    }
    assert alike["document"] == "a"
    assert 0.85 < alike["share"] < 1.0
    assert library.document("食堂").title == "食堂怎样办"


def test_a_file_of_the_same_name_replaces(library: Library, notice: str) -> None:
    library.add("食堂.md", LAW.encode())
    assert invoke("add", notice).exit_code == 0
    assert [(entry.id, entry.name) for entry in library.entries()] == [("食堂", "食堂.txt")]
    assert [thrown.name for thrown in library.trash.items()] == ["食堂.md"]


def test_another_document_is_replaced_when_told(library: Library, notice: str) -> None:
    library.add("a.txt", LAW.encode())
    (added,) = parsed(invoke("add", notice, "--replace", "a", "--json"))["added"]
    assert (added["document"], ids(library)) == ("a", ["a"])
    unknown = invoke("add", notice, "--replace", "b")
    assert (unknown.exit_code, unknown.stderr) == (1, "yandu: 没有“b”这份文档；现有：a\n")


def test_one_bad_file_among_several_adds_nothing(
    library: Library, notice: str, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    done = invoke("add", notice, str(bad))
    assert (done.exit_code, done.stderr) == (
        1, "yandu: 坏.docx：文件损坏，打不开；请重新下载或另存一份\n",
    )  # fmt: skip
    assert ids(library) == []


@pytest.mark.parametrize("option", ["--replace", "--title"])
def test_one_title_and_one_place_for_one_file(notice: str, law: str, option: str) -> None:
    assert invoke("add", notice, law, option, "x").exit_code == 2


def test_remove_and_undo(library: Library, notice: str, law: str) -> None:
    invoke("add", notice, law)
    done = invoke("remove", "食堂", "law", "食堂")
    assert (done.exit_code, done.stdout) == (
        0,
        (
            "- 食堂  食堂.txt\n- law  law.md\n"
            "7 天之内可以撤销：yandu remove --undo 食堂 law\n"
            "运行 yandu index 之后，回答才跟着变。\n"
        ),
    )
    assert ids(library) == []
    back = parsed(invoke("remove", "--undo", "law", "--json"))
    assert back == {"restored": [{"document": "law", "file": "law.md"}]}
    assert parsed(invoke("remove", "law", "--json")) == {
        "removed": [{"document": "law", "file": "law.md"}]
    }


def test_all_are_removed_or_none(library: Library, law: str) -> None:
    invoke("add", law)
    done = invoke("remove", "law", "b")
    assert (done.exit_code, done.stderr) == (1, "yandu: 没有“b”这份文档；现有：law\n")
    assert ids(library) == ["law"]
    undone = invoke("remove", "--undo", "law")
    assert undone.stderr == "yandu: “law”取不回来了：没有移除过，或者已经过了 7 天\n"


def test_whoever_is_at_it_is_named(home: Path, notice: str) -> None:
    with HomeLock(home, "/reindex"):
        done = invoke("add", notice)
    assert done.exit_code == 1
    assert "另一个进程正在改动资料库，等它结束再试" in done.stderr
    assert "(/reindex)" in done.stderr


def test_a_chosen_title_goes_into_the_index(home: Path, library: Library, notice: str) -> None:
    invoke("add", notice, "--title", "食堂怎样办")
    assert invoke("index").exit_code == 0
    (document,) = parsed(invoke("outline", "--json"))["documents"]
    assert (document["document"], document["title"]) == ("食堂", "食堂怎样办")
    invoke("add", notice, "--title", "又一个")
    assert parsed(invoke("index", "--json"))["reused"] == 4
    assert SnapshotStore(home / INDEX_FOLDER).load().documents[0].title == "又一个"


def test_the_terminal_takes_files_too(tmp_path: Path, notice: str) -> None:
    library = Library(tmp_path / "own" / "documents", tmp_path / "own" / "trash")
    typed = f"/file {notice}\n1\n/documents\n1\n2\n"
    done = Yandu(tmp_path / "own").run("chat", typed=typed)
    assert done.returncode == 0, done.stderr
    assert "✅ 已加入“关于办好职工食堂的通知”。" in done.stdout
    assert ids(library) == ["食堂"]
    (saved,) = (tmp_path / "own" / "received").iterdir()
    assert (saved.name, saved.read_text(encoding="utf-8")) == ("食堂.txt", NOTICE)
