"""SIGKILL at every file operation of a build: a whole snapshot serves, the next build cleans."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.snapshot import KEPT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks the builds that it kills")
def test_a_killed_build_leaves_a_whole_snapshot_and_no_lasting_litter(tmp_path: Path) -> None:
    here = Path(__file__)
    ran = subprocess.run(
        [sys.executable, str(here.with_name("crash_builds.py")), str(tmp_path)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(here.parents[2])},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    first, *crashes = map(json.loads, ran.stdout.splitlines())
    for crash in crashes:
        assert crash["served"] in (["speech"], ["speech", "law"])
        assert (crash["id"] == first["old"]) == (crash["served"] == ["speech"])
        assert (crash["after"], crash["swept"], crash["litter"]) == (["law"], [], [])
        assert crash["snapshots"] <= KEPT
    outcomes = [crash["served"] for crash in crashes]
    assert outcomes == sorted(outcomes, key=len)
    assert outcomes.count(["speech"]) > 20
    assert outcomes.count(["speech", "law"]) > 3
    assert [crash["killed"] for crash in crashes] == [True] * (len(crashes) - 1) + [False]
