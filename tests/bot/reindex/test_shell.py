"""The same from the shell: the difference in detail, the gate, versions, rollback."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from kept_home import SUBJECTS, KeptHome, law, place_of

from bot.cli import cli
from bot.settings import Settings
from bot.store import Store, connect
from bot.store.aliases import RightPlace, Ruling
from index.lock import HomeLock

NEW = "食堂改由饭堂管理委员会负责，每天检查。"


@pytest.fixture
def shell_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptHome:
    """A home with the law in it, indexed from the shell."""
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("YANDU_LANGUAGE", "zh-Hans")
    home = KeptHome(Settings(home=tmp_path / "home"))
    home.put(law())
    assert invoke("index").exit_code == 0
    return home


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def parsed(*arguments: str) -> Any:
    done = invoke(*arguments)
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def settle(home: KeptHome, *subjects: str) -> None:
    async def write() -> None:
        store = Store(connect(home.settings.database))
        await store.open()
        for subject in subjects:
            section = place_of(subject)
            place = RightPlace("办法", section, (f"{section}¶1",))
            await store.aliases.settle(Ruling([f"{subject}由谁负责"], place, 1), 1_700_000_000)
        await store.close()

    asyncio.run(write())


def test_a_dry_run_lists_every_section(shell_home: KeptHome) -> None:
    shell_home.put(law(食堂=NEW, 车队="车队归车队长管。"))
    shell_home.put(law("试行办法"), "试行.md")
    before = shell_home.store.current_id()
    done = invoke("index", "--dry-run")
    assert done.exit_code == 0
    assert re.sub(r"[\d.]+ 秒", "N 秒", done.stdout).splitlines() == [
        "+ 试行  试行办法",
        *(f"  + {place_of(name)}  {name}" for name in SUBJECTS),
        "~ 办法  后勤管理办法",
        "  + 七  车队",
        "  ~ 一  食堂",
        "2 份文档，13 段：新增 7，改动 1，删除 0，沿用向量 11；N 秒",
        "这只是试算，什么都没有写入。",
    ]
    assert shell_home.store.current_id() == before


def test_what_answers_worse_is_not_taken_unless_forced(shell_home: KeptHome) -> None:
    settle(shell_home, *SUBJECTS)
    before = shell_home.store.current_id()
    shell_home.put(law(宿舍=None))
    done = invoke("index")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "• 宿舍由谁负责（它的出处在新的索引里没有了）" in done.stderr
    assert "yandu: 新的索引有 1 个指明过出处的问题答得差了" in done.stderr
    assert "yandu index --force" in done.stderr
    assert shell_home.store.current_id() == before
    assert shell_home.candidates == []
    forced = invoke("index", "--force")
    assert forced.exit_code == 0
    assert "宿舍由谁负责" in forced.stderr
    assert shell_home.store.current_id() != before


def test_files_are_not_added_where_the_index_is_held_back(
    shell_home: KeptHome, tmp_path: Path
) -> None:
    settle(shell_home, *SUBJECTS)
    other = tmp_path / "办法.md"
    other.write_bytes(law(宿舍=None))
    before = shell_home.library.entries()
    assert invoke("index", "--add", str(other)).exit_code == 1
    assert shell_home.library.entries() == before


def test_a_database_that_cannot_be_read_is_said(shell_home: KeptHome) -> None:
    (shell_home.settings.home / "yandu.db").write_bytes(b"no database at all, not by far")
    shell_home.put(law(食堂=NEW))
    done = invoke("index")
    assert done.exit_code == 0
    assert "不拿它们检验新的索引" in done.stderr


EMPTY = {
    "zh-Hans": "还没有文档。加入一份：yandu index --add 文件；用示例文档：yandu index --sample",
    "zh-Hant": "還沒有文件。加入一份：yandu index --add 檔案；用示例文件：yandu index --sample",
    "en": "no document yet: `yandu index --add FILE` adds one, `yandu index --sample` the sample",
}


def test_the_last_document_leaves_the_index(
    shell_home: KeptHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `yandu remove` advises works, and what was removed is answered no more."""
    (entry,) = shell_home.library.entries()
    assert "运行 yandu index 之后，回答才跟着变。" in invoke("remove", entry.id).stdout
    report = parsed("index", "--json")
    assert (report["documents"], report["passages"], report["removed"]) == (0, 0, 6)
    assert shell_home.store.load().documents == ()
    for language, said in EMPTY.items():
        monkeypatch.setenv("YANDU_LANGUAGE", language)
        for command in (("ask", "食堂由谁负责"), ("ask", "九、（九）"), ("read", "一")):
            done = invoke(*command)
            assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"yandu: {said}\n")


def test_versions_and_rollback(shell_home: KeptHome) -> None:
    first = shell_home.store.current_id()
    settle(shell_home, "班车", "培训")
    shell_home.put(law(食堂=NEW))
    second = parsed("index", "--json")["snapshot"]
    shown = parsed("versions", "--json")
    assert shown["current"] == second
    assert [(each["snapshot"], each["current"]) for each in shown["versions"]] == [
        (second, True), (first, False)
    ]  # fmt: skip
    newest = shown["versions"][0]
    assert {name: newest[name] for name in newest if name not in ("snapshot", "created")} == {
        "author": "yandu index",
        "model": "bundled",
        "documents": 1,
        "passages": 6,
        "questions": 2,
        "recall@1": 1.0,
        "recall@3": 1.0,
        "current": True,
    }
    listed = invoke("versions").stdout
    assert "2 个检验的问题，第一段就对的 100%，前三段里有的 100%" in listed
    assert parsed("rollback", "--json") == {"snapshot": first, "previous": second}
    assert shell_home.store.current_id() == first
    assert parsed("rollback", second, "--json") == {"snapshot": second, "previous": first}
    assert "文档没有动" in invoke("rollback").stdout


def test_what_is_not_there_is_not_gone_back_to(shell_home: KeptHome) -> None:
    current = shell_home.store.current_id()
    done = invoke("rollback")
    assert (done.exit_code, done.stderr) == (1, "yandu: 没有更早的版本；能退回的：（无）\n")
    done = invoke("rollback", "20200101-000000-0123456789")
    assert "没有 20200101-000000-0123456789 这个版本" in done.stderr
    assert shell_home.store.current_id() == current


def test_one_at_a_time(shell_home: KeptHome) -> None:
    with HomeLock(shell_home.settings.home, "Olga (7)"):
        done = invoke("rollback")
        assert "Olga (7)" in done.stderr
        assert invoke("index", "--dry-run").exit_code == 0
    assert done.exit_code == 1


def test_no_versions_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANDU_HOME", str(tmp_path / "home"))
    assert parsed("versions", "--json") == {"current": None, "versions": []}
    assert not (tmp_path / "home").exists()
