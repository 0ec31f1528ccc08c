"""Lines as they are typed or piped, read beside the event loop."""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import TextIO

try:  # line editing where the platform has it
    import readline
except ImportError:  # pragma: no cover - Windows
    readline = None  # type: ignore[assignment]
try:
    import termios
except ImportError:  # pragma: no cover - Windows
    termios = None  # type: ignore[assignment]

PROMPT = "› "
CLEAR_LINE = "\r\x1b[K"


class Keyboard:
    """Where the person types; `line()` is None at the end of the input."""

    def __init__(self) -> None:
        self.interactive = sys.stdin.isatty() and sys.stdout.isatty()
        self.prompting = False
        self._piped: TextIO | None = None

    async def line(self) -> str | None:
        """Wait for a line without holding up the loop, nor the end of the process."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str | None] = loop.create_future()

        def deliver(line: str | None) -> None:
            if not future.done():
                future.set_result(line)

        def read() -> None:
            line = self._read()
            with contextlib.suppress(RuntimeError):  # the loop has closed meanwhile
                loop.call_soon_threadsafe(deliver, line)

        threading.Thread(target=read, name="keyboard", daemon=True).start()
        return await future

    def _read(self) -> str | None:
        try:
            self.prompting = True
            return input(PROMPT) if self.interactive else self._read_pipe()
        except (EOFError, OSError):
            return None
        finally:
            self.prompting = False

    def _read_pipe(self) -> str | None:
        if self._piped is None:  # its own buffer: a thread waiting in it blocks no exit
            self._piped = open(  # noqa: SIM115 - closed with the process
                sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False
            )
        line = self._piped.readline()
        if line.strip():
            sys.stdout.write(f"{PROMPT}{line.rstrip()}\n")
        return line or None

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Let something be printed above the line being typed."""
        shown = self.interactive and self.prompting
        if shown:
            sys.stdout.write(CLEAR_LINE)
        yield
        if shown:
            typed = readline.get_line_buffer() if readline else ""
            sys.stdout.write(PROMPT + typed)
            sys.stdout.flush()


@contextlib.contextmanager
def terminal_restored() -> Iterator[None]:
    """Leave the terminal as it was, even when a line was being edited."""
    if termios is None or not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
