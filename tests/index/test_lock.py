import errno
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from index.errors import HomeLocked
from index.lock import HomeLock

_HOLD = """
import sys
from pathlib import Path
from index.lock import HomeLock
with HomeLock(Path(sys.argv[1]), "yandu index 甲"):
    print("held", flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another process that holds the lock until its input ends."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _HOLD, str(home)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        assert self._pipe(self.process.stdout).readline() == "held\n"

    def let_go(self) -> None:
        self._pipe(self.process.stdin).close()
        self.process.wait()
        self._pipe(self.process.stdout).close()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[Holder]:
    holder = Holder(tmp_path)
    yield holder
    holder.let_go()


def test_the_holder_is_named(tmp_path: Path, holder: Holder) -> None:
    pid = holder.process.pid
    named = rf"process {pid} \(yandu index 甲\) has been changing \S+ since 2\S+\+00:00; wait"
    with pytest.raises(HomeLocked, match=named), HomeLock(tmp_path, "yandu index"):
        pass


def test_it_is_free_when_the_holder_is_done(tmp_path: Path, holder: Holder) -> None:
    holder.let_go()
    with HomeLock(tmp_path, "yandu index"):
        assert json.loads((tmp_path / "lock").read_text())["pid"] == os.getpid()
    assert (tmp_path / "lock").read_bytes() == b""


def test_it_is_free_when_the_holder_was_killed(tmp_path: Path, holder: Holder) -> None:
    holder.process.send_signal(signal.SIGKILL)
    holder.process.wait()
    with HomeLock(tmp_path, "yandu index"):
        assert json.loads((tmp_path / "lock").read_text())["command"] == "yandu index"


def test_two_threads_exclude_each_other(tmp_path: Path) -> None:
    refused: list[str] = []

    def try_it() -> None:
        try:
            with HomeLock(tmp_path, "second"):
                pass
        except HomeLocked as error:
            refused.append(str(error))

    with HomeLock(tmp_path, "first"):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert len(refused) == 1
    assert f"process {os.getpid()} (first)" in refused[0]


def test_a_holder_that_is_soon_done_is_waited_for(tmp_path: Path, holder: Holder) -> None:
    soon = threading.Timer(0.2, holder.let_go)
    soon.start()
    with HomeLock(tmp_path, "yandu index"):
        assert json.loads((tmp_path / "lock").read_text())["pid"] == os.getpid()
    soon.join()


def test_an_unsigned_lock_names_the_home(tmp_path: Path, holder: Holder) -> None:
    os.truncate(tmp_path / "lock", 0)
    with (
        pytest.raises(HomeLocked, match="another process is changing"),
        HomeLock(tmp_path, "yandu index"),
    ):
        pass


def test_a_full_disk_keeps_nothing_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = HomeLock(tmp_path, "yandu index")
    for full in ("write", "ftruncate"):
        with monkeypatch.context() as patch:
            patch.setattr(os, full, _full)
            with pytest.raises(OSError, match="No space left"), lock:
                pass
        with HomeLock(tmp_path, "yandu index"):
            pass


def _full(_descriptor: int, _what: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_it_is_free_again_after_an_error_and_makes_the_home(tmp_path: Path) -> None:
    lock = HomeLock(tmp_path / "new" / "home", "yandu index")
    for _ in range(2):
        with pytest.raises(KeyError), lock:
            raise KeyError
    with lock:
        pass
