"""One process at a time changes a home; any number read it."""

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from index.errors import HomeLocked

__all__ = ["HomeLock"]

_PATIENCE = 1.0
"""Seconds that a small change, such as the bot's own tidying, may take to let go."""
_PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read by others: lock one beyond the content

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HomeLock:
    """Hold ``home``/lock for as long as the `with` block runs.

    The system lets it go when the process ends, however it ends. The file stays behind, empty.
    Entering waits a second at most, so that small changes do not refuse each other; then it raises
    HomeLocked, which names the holder. Two holders in one process exclude each other as well.
    """

    def __init__(self, home: Path, command: str) -> None:
        self._path = home / "lock"
        self._command = command
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        give_up = monotonic() + _PATIENCE
        while True:
            try:
                _take(descriptor)
                break
            except OSError as error:
                if monotonic() > give_up:
                    os.close(descriptor)
                    raise self._locked() from error
                sleep(_PAUSE)
        try:
            self._sign(descriptor)
        except OSError:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._descriptor is not None
        try:
            os.ftruncate(self._descriptor, 0)
        finally:
            os.close(self._descriptor)
            self._descriptor = None

    def _sign(self, descriptor: int) -> None:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        owner = {"pid": os.getpid(), "command": self._command, "started": started}
        os.ftruncate(descriptor, 0)
        os.write(descriptor, json.dumps(owner, ensure_ascii=False).encode())

    def _locked(self) -> HomeLocked:
        """Name the holder, as far as it has signed."""
        home = self._path.parent
        with suppress(OSError, ValueError, KeyError, TypeError):
            owner = json.loads(self._path.read_text(encoding="utf-8"))
            command, started = str(owner["command"]), str(owner["started"])
            return HomeLocked(
                f"process {owner['pid']} ({command}) has been changing {home} since {started}; "
                "wait until it is done",
                command,
                datetime.fromisoformat(started),
            )
        return HomeLocked(f"another process is changing {home}; wait until it is done")
