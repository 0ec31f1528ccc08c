"""`yandu evaluate` in this process, on the sample's questions."""

import gzip
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.cli.figures import print_rows
from bot.cli.shell import Shell
from bot.terminal import width
from corpus.library import SAMPLES
from corpus.models import Document
from index.building import build
from index.evaluation import BASELINES, FIGURES, Evaluation, Row
from index.models import Verdict
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

(QUESTIONS,) = SAMPLES.glob("*.questions.jsonl")
COUNT = len(QUESTIONS.read_text(encoding="utf-8").splitlines())
WORDS = ("--against", "bm25-words", "--against", "bm25-characters")
BROKEN = '{"question": "甲"}\n{"question": "乙", "sections": ["到处都是"]}\n'
MISSING = (
    '{"question": "错峰消毒法", "sections": ["一（四）", "九（九）"], "passages": ["子虚"]}\n'
)

Evaluate = Callable[..., Result]


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Document) -> Evaluate:
    """Run the command on a home whose index knows words alone."""
    build([sample], SnapshotStore(tmp_path / "home" / INDEX_FOLDER), None)
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))

    def run(*arguments: object, language: str = "zh-Hans") -> Result:
        monkeypatch.setenv("YANDU_LANGUAGE", language)
        return CliRunner().invoke(cli, ["evaluate", *map(str, arguments)])

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "questions.jsonl"
        path.write_text(content, encoding="utf-8")
        return path

    return write


def parsed(done: Result) -> Any:
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_the_json_has_everything(evaluate: Evaluate) -> None:
    shown = parsed(evaluate(QUESTIONS, *WORDS, "--json"))
    assert (shown["questions"], len(shown["rows"]), shown["errors"]) == (COUNT, COUNT, [])
    assert shown.keys() >= {*FIGURES, "p50_ms", "p95_ms", "questions_per_second", "intervals"}
    assert shown["recall@1"] <= shown["recall@3"] <= shown["recall@5"]
    assert list(shown["against"]) == ["bm25-words", "bm25-characters"]
    words = shown["against"]["bm25-words"]
    assert words["difference"]["mrr"]["value"] == pytest.approx(shown["mrr"] - words["mrr"])
    assert (words["refused_absent"], "refused_absent" in words["difference"]) == (None, False)
    assert all(row["ranks"].keys() == shown["against"].keys() for row in shown["rows"])


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_tables_fit_a_narrow_terminal(evaluate: Evaluate, language: str) -> None:
    done = evaluate(QUESTIONS, *WORDS, language=language)
    assert done.exit_code == 0, done.stderr
    rows, _, figures = done.stdout.partition("\n\n")
    lines = figures.splitlines()
    assert len(rows.splitlines()) == COUNT
    assert [line.split()[0] for line in lines[1:13]] == list(FIGURES)
    assert max(map(width, lines)) < 80
    systems = [line.split()[0] for line in lines if line.startswith(("yandu", "bm25"))]
    assert systems == ["yandu", *["bm25-words", "bm25-characters"] * 2]


def test_rows_are_clipped_to_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setenv("NO_COLOR", "1")
    asked = "为什么" * 20
    row = Row(asked, "", True, 2, 0.6, 0.5, 0.1, Verdict.RELATED, "一、（三）二", None)
    shell = Shell()
    shell.out.interactive = True
    print_rows(shell, Evaluation((row,)))
    (line, _) = capsys.readouterr().out.splitlines()
    assert line == "rank 2  related  一、（三）二  为什么为什么为什…"
    assert width(line) < 50


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "yandu: 问题文件 {path} 第 2 行：“到处都是”不是出处的写法\n"),
        ("zh-Hant", "yandu: 問題檔案 {path} 第 2 行：「到处都是」不是出處的寫法\n"),
        ("en", "yandu: {path}, line 2: '到处都是' is no reference\n"),
    ],
)
def test_a_broken_file_is_told_in_the_language(
    evaluate: Evaluate, write: Callable[[str], Path], language: str, said: str
) -> None:
    path = write(BROKEN)
    done = evaluate(path, language=language)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == said.format(path=path)


def test_a_place_that_the_index_lacks_is_told_with_its_line(
    evaluate: Evaluate, write: Callable[[str], Path]
) -> None:
    path = write("\n" + MISSING)
    done = evaluate(path, "--json")
    said = [line for line in done.stderr.splitlines() if line.startswith("问题文件")]
    assert said == [
        f"问题文件 {path} 第 2 行：索引里没有含“子虚”的段落",
        f"问题文件 {path} 第 2 行：索引里没有出处是“九、（九）”的段落",
    ]
    assert [error["line"] for error in parsed(done)["errors"]] == [2, 2]


def test_a_file_about_another_document_is_an_error(
    evaluate: Evaluate, write: Callable[[str], Path]
) -> None:
    path = write('{"question": "天气", "passages": ["子虚乌有"]}')
    done = evaluate(path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.endswith(
        f"yandu: 问题文件 {path}：每个问题的答案都不在索引里；请先把它问的文档加入索引\n"
    )


def test_a_baseline_that_there_is_not(evaluate: Evaluate) -> None:
    done = evaluate(QUESTIONS, "--against", "bm26")
    assert done.exit_code == 2
    assert (
        "没有“bm26”；可以写 bm25-words、bm25-characters、dense、chunks、chunks:模型" in done.stderr
    )


def test_vectors_are_needed_for_some(evaluate: Evaluate) -> None:
    done = evaluate(QUESTIONS, "--against", "all")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == "yandu: dense 这种办法检验不了（索引里没有向量）"


@pytest.mark.parametrize(
    ("module", "options", "extra"),
    [
        ("rjieba", ("--against", "bm25-words"), "evaluate"),
        ("matplotlib", ("--plots", "x"), "plots"),
    ],
)
def test_what_to_install_is_said(
    evaluate: Evaluate,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    options: tuple[str, ...],
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    done = evaluate(QUESTIONS, *options)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        f"yandu: 没有装 {module}。请安装：pip install 'yandu[{extra}]'，"
        f"在源码目录里是 pip install '.[{extra}]'"
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "问题文件 {path} 第 2 行：没有“section”这一项，可以写的是："),
        ("zh-Hant", "問題檔案 {path} 第 2 行：沒有「section」這一項，可以寫的是："),
        ("en", "{path}, line 2: unknown key 'section'; the keys of a question are "),
    ],
)
def test_a_misspelt_key_is_named(
    evaluate: Evaluate, write: Callable[[str], Path], language: str, said: str
) -> None:
    path = write('{"question": "甲"}\n{"question": "会费多少钱", "section": ["二、（二）"]}\n')
    done = evaluate(path, language=language)
    known = "question, passages, sections, quote, kind, document\n"
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"yandu: {said.format(path=path)}{known}"


def test_a_folder_that_is_no_data_set(evaluate: Evaluate, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(b""))
    done = evaluate(folder)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == (
        f"yandu: 问题文件 {folder}：这个文件夹里没有 queries.jsonl.gz, qrels.jsonl.gz；"
        "请给一个问题文件，或者数据集的文件夹，"
        "里面有 corpus.jsonl.gz, queries.jsonl.gz, qrels.jsonl.gz\n"
    )


def test_a_retrieval_set_needs_no_index(tmp_path: Path, evaluate: Evaluate) -> None:
    """Measure all baselines and draw, with the bundled model."""
    texts = {
        "p1": "食堂分时段供餐，减少聚集。",
        "p2": "工会维护职工权益。",
        "p3": "矿井实行错峰消毒。",
    }
    queries = {"q1": "食堂怎样供餐", "q2": "谁维护职工权益"}
    folder = tmp_path / "set"
    folder.mkdir()
    rows: dict[str, list[dict[str, Any]]] = {
        "corpus": [{"id": name, "text": text} for name, text in texts.items()],
        "queries": [{"id": name, "text": text} for name, text in queries.items()],
        "qrels": [{"qid": "q1", "cid": "p1", "rel": 1}, {"qid": "q2", "cid": "p2", "rel": 1}],
    }
    for name, each in rows.items():
        content = "\n".join(json.dumps(row, ensure_ascii=False) for row in each)
        (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(content.encode()))
    (tmp_path / "home").rename(tmp_path / "elsewhere")
    plots = tmp_path / "plots"
    shown = parsed(evaluate(folder, "--against", "all", "--plots", plots, "--json"))
    assert (shown["questions"], shown["recall@1"], shown["refused_absent"]) == (2, 1, None)
    assert list(shown["against"]) == list(BASELINES)
    assert [row["ranks"] for row in shown["rows"]] == [dict.fromkeys(BASELINES, 1)] * 2
    assert {path.name for path in plots.iterdir()} == {"recall.png", "scores.png"}
    table = evaluate(folder).stdout
    assert (table.count("✓"), "recall@1" in table) == (0, True)
