"""SIGKILL at every file operation of a change: the old state or the new one, nothing half."""

import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "documents" / "killed_keeping.py"
PACKAGES = Path(__file__).parents[3]
BEFORE = {"old": "notice"}
AFTER = {
    "keep": BEFORE,
    "add": {**BEFORE, "新": "newer"},
    "put_in_place": {"old": "newer"},
    "remove": {},
    "restore": {**BEFORE, "gone": "law"},
    "rename": BEFORE,
}
BETWEEN = {"put_in_place": {"old": "newer", "old-2": "notice"}}
"""What a change may leave besides the old state and the new one: the file that it replaces."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the changes that it kills")
def test_a_killed_change_leaves_nothing_half_and_can_be_made_again(tmp_path: Path) -> None:
    paths = (PACKAGES, SCRIPT.parent, PACKAGES / "tests" / "telegram")
    kept = {name: value for name, value in os.environ.items() if name[:6] != "YANDU_"}
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**kept, "PYTHONPATH": os.pathsep.join(map(str, paths))},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    by_change = {name: list(group) for name, group in groupby(lines, lambda line: line["change"])}
    assert list(by_change) == list(AFTER)
    for name, crashes in by_change.items():
        for crash in crashes:
            _check(name, crash)
        seen = [crash["left"]["documents"] for crash in crashes]
        assert [crash["killed"] for crash in crashes] == [True] * (len(crashes) - 1) + [False]
        assert (seen[0], seen[-1]) == (BEFORE, AFTER[name])


def _check(name: str, crash: dict[str, Any]) -> None:
    left, after = crash["left"], crash["after"]
    assert left["documents"] in (BEFORE, AFTER[name], BETWEEN.get(name))
    assert after["documents"] == AFTER[name]
    whole = [*left["documents"].values(), *left["trash"], left["waiting"]]
    assert "broken" not in whole
    if name in ("put_in_place", "remove"):
        assert "notice" in (*left["documents"].values(), *left["trash"])
        assert "notice" in after["trash"]
    expected = {"rename": "新标题", "remove": None}.get(name, "旧标题")
    assert after["titles"].get("old") == expected
    assert after["waiting"] == (None if name in ("add", "put_in_place") else "newer")
    if name in ("keep", "add", "put_in_place"):
        assert after["litter"] == []
