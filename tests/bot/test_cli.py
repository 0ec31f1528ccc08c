"""The commands as processes, on a home with the sample document."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from yandu_process import PACKAGES, Yandu

from bot.cli import cli
from corpus.models import Document
from index.building import build
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

COMMANDS = tuple(sorted(cli.commands))
ADDRESS_OF_DISINFECTION = "一、（四）"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Yandu:
    """Give a home that `yandu index --sample` has made."""
    yandu = Yandu(tmp_path_factory.mktemp("cli") / "home")
    built = yandu.run("index", "--sample", "--json")
    assert built.returncode == 0, built.stderr
    report = json.loads(built.stdout)
    assert list(report) == [
        "snapshot", "documents", "passages", "added", "changed", "removed", "reused", "seconds",
    ]  # fmt: skip
    assert (report["documents"], report["added"], report["reused"]) == (1, report["passages"], 0)
    return yandu


@pytest.fixture(scope="module")
def words_only(tmp_path_factory: pytest.TempPathFactory, sample: Document) -> Yandu:
    """Give a home whose index has no vectors: the commands then start in a moment."""
    home = tmp_path_factory.mktemp("words") / "home"
    build([sample], SnapshotStore(home / INDEX_FOLDER), None)
    return Yandu(home)


@pytest.fixture
def empty(tmp_path: Path) -> Yandu:
    return Yandu(tmp_path / "home")


@pytest.fixture
def copied(indexed: Yandu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the indexed home that commands in this process may change."""
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(indexed.home, tmp_path / "home"))


def invoke(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(cli, arguments)


def parsed(done: "subprocess.CompletedProcess[str] | Result") -> Any:
    status = done.exit_code if isinstance(done, Result) else done.returncode
    assert status == 0, done.stderr
    return json.loads(done.stdout)


def test_ask_lists_what_a_part_holds(copied: Path) -> None:
    answer = parsed(invoke("ask", "第二部分有几点", "-k", "1", "--json"))
    assert list(answer) == ["question", "verdict", "hits", "lists"]
    assert [hit["reference"] for hit in answer["hits"]] == ["二、（一）"]
    [listed] = answer["lists"]
    assert list(listed) == ["document", "title", "reference", "formula", "count", "items"]
    assert (listed["reference"], listed["formula"], listed["count"]) == ("二", None, 5)
    assert list(listed["items"][0]) == ["reference", "text", "level", "inside"]
    printed = invoke("ask", "三带三促是哪三个").stdout
    assert "“三带三促”是这 3 项：" in printed
    assert "三、（三）  以党建带综治、以综治促稳定" in printed
    undivided = invoke("ask", "一、（四）有几点").stdout
    assert undivided.startswith("原文在这里没有再分点：\n一、（四）  ")


def test_ask_prints_the_passage_with_its_address(copied: Path) -> None:
    answer = parsed(invoke("ask", "错峰消毒法是什么", "-k", "2", "--json"))
    first = answer["hits"][0]
    assert list(answer) == ["question", "verdict", "hits"]
    assert list(first) == ["document", "title", "reference", "path", "text", "quote", "score"]
    assert (answer["question"], len(answer["hits"])) == ("错峰消毒法是什么", 2)
    assert (first["document"], first["reference"]) == ("half-year-speech", ADDRESS_OF_DISINFECTION)
    assert "“错峰消毒法”" in first["quote"]
    assert first["quote"] in first["text"]


def test_ask_answers_each_line_of_stdin(words_only: Yandu) -> None:
    done = words_only.run(
        "ask", "-", "--json", typed="\ufeff错峰消毒法是什么\r\n\n一、（四）\n九、（九）"
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    first = [answer["hits"][0]["reference"] for answer in answers[:2]]
    assert (done.returncode, [answer["question"] for answer in answers]) == (
        0,
        ["错峰消毒法是什么", "一、（四）", "九、（九）"],
    )
    assert first == [ADDRESS_OF_DISINFECTION] * 2
    assert [answer["verdict"] for answer in answers[1:]] == ["exact", "none"]
    assert "没有“九、（九）”这一处" in done.stderr


def test_outline_is_the_tree_of_sections(indexed: Yandu) -> None:
    (document,) = parsed(indexed.run("outline", "--json"))["documents"]
    parts = document["sections"]
    assert list(document) == ["document", "title", "sections"]
    assert list(parts[0]) == ["reference", "number", "title", "passages", "sections"]
    assert [part["number"] for part in parts] == ["一", "二", "三"]
    assert [len(part["sections"]) for part in parts] == [6, 5, 6]
    assert [point["reference"] for point in parts[0]["sections"][0]["sections"]] == [
        "一、（一）一",
        "一、（一）二",
        "一、（一）三",
    ]


def test_read_opens_a_whole_section(indexed: Yandu) -> None:
    place = parsed(
        indexed.run("read", "第一部分（四）", "--document", "half-year-speech", "--json")
    )
    assert list(place) == ["document", "title", "reference", "path", "text"]
    assert place["reference"] == ADDRESS_OF_DISINFECTION
    assert place["text"].startswith("（四）")


def test_read_opens_an_ending(copied: Path) -> None:
    endings = {
        "一、结尾": "一、（六）三",
        "二最后一段": "二¶2",
        "三、（一）结尾": "三、（一）",
        "结尾": "¶2",
    }
    opened = {typed: parsed(invoke("read", typed, "--json"))["reference"] for typed in endings}
    assert opened == endings


def test_evaluate_prints_rates_and_rows(words_only: Yandu, tmp_path: Path) -> None:
    asked = {"question": "错峰消毒法是什么", "sections": ["一（四）"], "quote": "错峰消毒法"}
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    figures = parsed(words_only.run("evaluate", str(questions), "--json"))
    rows = figures.pop("rows")
    assert [row["rank"] for row in rows] == [1]
    assert {
        name: figures[name] for name in ("questions", "recall@1", "mrr", "quote_accuracy")
    } == {
        "questions": 1,
        "recall@1": 1.0,
        "mrr": 1.0,
        "quote_accuracy": 1.0,
    }


def test_chat_answers_what_is_piped_and_ends(words_only: Yandu) -> None:
    done = words_only.run("chat", typed="一、（四）\n/owners\n")
    banner, _, answer = done.stdout.partition("› 一、（四）\n")
    assert "› /owners\n机器人的管理者\n• 1 · 在设置里指定\n\n" in answer
    assert (done.returncode, "错峰消毒法" in answer) == (0, True), done.stderr
    assert len(banner.splitlines()) >= 6
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("command", [["ask", "什么"], ["outline"], ["read", "一"]])
def test_without_an_index_the_mend_is_said(empty: Yandu, command: list[str]) -> None:
    done = empty.run(*command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "yandu: 还没有索引。先运行 yandu index；"
        "还没有文档的话，加上 --sample（示例文档）或 --add 文件\n"
    )


def test_an_empty_home_is_not_indexed(empty: Yandu) -> None:
    done = empty.run("index")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "yandu: 还没有文档。加入一份：yandu index --add 文件；用示例文档：yandu index --sample\n",
    )


def test_one_bad_file_among_several_changes_nothing(copied: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "好.txt", tmp_path / "坏.docx"
    good.write_text("好消息\n一、很好。事情办得很好。\n", encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04 broken")
    before = sorted(path for path in copied.rglob("*"))
    done = invoke("index", "--add", str(good), str(bad))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "yandu: 坏.docx：文件损坏，打不开；请重新下载或另存一份\n"
    assert sorted(path for path in copied.rglob("*")) == before


def test_a_dry_run_tells_and_stores_nothing(copied: Path, tmp_path: Path) -> None:
    new = tmp_path / "新.txt"
    new.write_text("好消息\n一、很好。事情办得很好。\n", encoding="utf-8")
    before = sorted(path for path in copied.rglob("*"))
    report = parsed(invoke("index", "--add", str(new), "--dry-run", "--json"))
    assert (report["documents"], report["added"], report["removed"]) == (2, 1, 0)
    assert sorted(path for path in copied.rglob("*")) == before


def test_a_file_of_the_same_name_replaces_the_old_one(copied: Path, tmp_path: Path) -> None:
    new = tmp_path / "half-year-speech.txt"
    new.write_text("好消息\n一、很好。事情办得很好。\n", encoding="utf-8")
    report = parsed(invoke("index", "--add", str(new), "--json"))
    outline = parsed(invoke("outline", "--json"))["documents"]
    assert (report["documents"], report["passages"]) == (1, 1)
    assert [(each["document"], each["title"]) for each in outline] == [
        ("half-year-speech", "好消息")
    ]


def test_a_place_in_two_documents_asks_to_choose(copied: Path, tmp_path: Path) -> None:
    other = tmp_path / "其他.txt"
    other.write_text("好消息\n一、很好。事情办得很好。\n", encoding="utf-8")
    assert invoke("index", "--add", str(other)).exit_code == 0
    done = invoke("read", "一", "--json")
    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        "yandu: 几份文档都有“一”，请用 --document 选一份：half-year-speech；其他\n",
    )
    assert parsed(invoke("read", "一", "--document", "其他", "--json"))["text"].startswith("一、")


def test_run_needs_a_token(empty: Yandu) -> None:
    done = empty.run("run")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "yandu: 没有设 YANDU_TOKEN：向 @BotFather 要一个令牌，或者用 yandu chat 在终端里使用\n",
    )


@pytest.mark.parametrize("command", [["run"], ["push", "--dry-run"]])
@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "zh-Hans",
            (
                "yandu: 没有装 asyncpg。请安装：pip install 'yandu[postgresql]'，"
                "在源码目录里是 pip install '.[postgresql]'"
            ),
        ),
        (
            "en",
            (
                "yandu: asyncpg is not installed; install it with: "
                "pip install 'yandu[postgresql]', or in a copy of the source: "
                "pip install '.[postgresql]'"
            ),
        ),
    ],
)
def test_a_database_needs_its_driver(
    words_only: Yandu, tmp_path: Path, command: list[str], language: str, line: str
) -> None:
    missing = "raise ModuleNotFoundError(\"No module named 'asyncpg'\", name='asyncpg')\n"
    (tmp_path / "asyncpg.py").write_text(missing, encoding="utf-8")
    settings = {
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{PACKAGES}",
        "YANDU_TOKEN": "1:abc",
        "YANDU_LANGUAGE": language,
        "YANDU_DATABASE_URL": "postgresql://u:p@127.0.0.1:1/x",
    }
    done = Yandu(words_only.home, settings).run(*command)
    assert (done.returncode, done.stdout, done.stderr.splitlines()[-1]) == (1, "", line)
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_one_line(empty: Yandu) -> None:
    done = Yandu(empty.home, {"YANDU_TIMEZONE": "Asia/Shangai"}).run("outline")
    assert (done.returncode, done.stderr) == (
        1,
        "yandu: 设置不对：YANDU_TIMEZONE=Asia/Shangai。要写 IANA 时区名，如 Asia/Shanghai\n",
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            "zh-Hans",
            (
                "yandu: 数据库 sqlite+aiosqlite:///nowhere/x.db 打不开"
                "（(sqlite3.OperationalError) unable to open database file）；"
                "检查 YANDU_DATABASE_URL，再看 YANDU_HOME 能不能写\n"
            ),
        ),
        (
            "en",
            (
                "yandu: the database sqlite+aiosqlite:///nowhere/x.db cannot be opened "
                "((sqlite3.OperationalError) unable to open database file); "
                "check YANDU_DATABASE_URL, and that YANDU_HOME can be written\n"
            ),
        ),
    ],
)
def test_a_database_in_no_folder_is_one_line(words_only: Yandu, language: str, line: str) -> None:
    settings = {"YANDU_DATABASE_URL": "sqlite:///nowhere/x.db", "YANDU_LANGUAGE": language}
    done = Yandu(words_only.home, settings).run("push", "--dry-run")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


@pytest.mark.parametrize("command", [["push", "--dry-run"], ["run"]])
def test_what_is_no_database_is_one_line(empty: Yandu, command: list[str]) -> None:
    done = Yandu(empty.home, {"YANDU_DATABASE_URL": "db://u:secret@h/x"}).run(*command)
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        (
            "yandu: 设置不对：YANDU_DATABASE_URL。要写数据库地址，"
            "如 sqlite:////srv/yandu/yandu.db 或 postgresql://用户:密码@主机/库名\n"
        ),
    )


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", " "], ["ask", "x", "-k", "0"], ["index", "x"], ["no"]]
)
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(cli, arguments).exit_code == 2


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh-Hans", "Error: 要写 --dry-run（可以加 --at TIME），或者 --date DATE"),
        ("zh-Hant", "Error: 要寫 --dry-run（可以加 --at TIME），或者 --date DATE"),
        ("en", "Error: Give --dry-run (with --at TIME if you like), or --date DATE"),
    ],
)
def test_wrong_usage_of_push_is_told(
    monkeypatch: pytest.MonkeyPatch, language: str, line: str
) -> None:
    monkeypatch.setenv("YANDU_LANGUAGE", language)
    done = invoke("push")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, line)


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_the_language_is_the_chosen_one(empty: Yandu, language: str) -> None:
    said = {
        "en": "nothing is indexed yet; run yandu index",
        "zh-Hant": "還沒有索引。先執行 yandu index；"
        "還沒有文件的話，加上 --sample（示例文件）或 --add 檔案",
    }
    done = Yandu(empty.home, {"YANDU_LANGUAGE": language}).run("outline")
    assert done.stderr == f"yandu: {said[language]}\n"


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help_loads_nothing_heavy(empty: Yandu, command: list[str]) -> None:
    done = Yandu(empty.home, {"PYTHONPROFILEIMPORTTIME": "1"}).run(*command, "--help")
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert {"click", "bot"} <= loaded
    assert not loaded & {"telegram", "torch", "faiss", "bm25s", "numpy", "sqlalchemy", "lxml"}


def test_a_closed_pipe_is_quiet(indexed: Yandu) -> None:
    line = f"{sys.executable} -m bot.cli outline --json | head -c 1"
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=indexed.environment,
        cwd=os.sep,
    )
    assert (done.stdout, done.stderr) == ("{", "")
