"""Text for a terminal: wide characters, ANSI only where it is understood, UTF-8 everywhere."""

import contextlib
import io
import os
import re
import shutil
import sys
import threading
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TextIO

TOKENS = re.compile(r"\x1b\[[0-9;]*m|[!-~]+|.", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
CLOSING = "。，、；：？！”’）》】〕…—,.;:?!)]}"
ANSI = {"b": "\x1b[1m", "i": "\x1b[3m", "u": "\x1b[4m", "s": "\x1b[9m", "dim": "\x1b[2m"}
RESET = "\x1b[0m"
SAME = {"strong": "b", "em": "i", "ins": "u", "del": "s", "strike": "s"}
PATIENCE = 0.7  # seconds before a step says what it is waiting for


def speak_utf8() -> None:
    """Begin anew in UTF-8 mode where arguments and file names were read in another encoding."""
    if sys.getfilesystemencoding() != "utf-8":
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself


def use_utf8() -> None:
    """Read and write UTF-8 whatever the locale says; a closed input is an empty one."""
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def width(text: str) -> int:
    """Count the terminal columns that a text takes."""
    return sum(_columns(token) for token in TOKENS.findall(text))


def _columns(token: str) -> int:
    if token.startswith("\x1b"):
        return 0
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in token)
    return len(token) + wide - sum(bool(unicodedata.combining(char)) for char in token)


class Terminal:
    """A stream to print on; styles and wrapping apply only where a person looks at it."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.interactive = out.isatty()
        plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
        self.ansi = self.interactive and not plain

    def print(self, text: str = "", prefix: str = "") -> None:
        """Print a text line by line, each under the prefix."""
        for line in text.split("\n"):
            for piece in self._wrapped(line, width(prefix)):
                self.out.write(f"{prefix}{piece}\n")
        self.out.flush()

    def styled(self, style: str, text: str) -> str:
        return f"{ANSI[style]}{text}{RESET}" if self.ansi and text else text

    def _wrapped(self, line: str, indent: int) -> list[str]:
        if not self.interactive:
            return [line]
        return wrap(line, max(shutil.get_terminal_size().columns - indent - 1, 20))


def wrap(line: str, columns: int) -> list[str]:
    """Break a line at the width; closing punctuation hangs instead of opening a line."""
    lines, current, used = [], "", 0
    for token in TOKENS.findall(line):
        size = _columns(token)
        if used and used + size > columns and token[0] not in CLOSING:
            lines.append(current.rstrip(" "))
            current, used = "", 0
            token = token.lstrip(" ")  # noqa: PLW2901 - a space at the break is the break
        current += token
        used += size
    return [*lines, current]


class _Page(HTMLParser):
    """Collects Telegram's HTML as terminal lines."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__(convert_charrefs=True)
        self.terminal = terminal
        self.text = ""
        self.styles: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = SAME.get(tag, tag)
        if tag == "blockquote":
            self._break_line()
            self.text += "\x02"
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag in ANSI:
            self.styles.append(tag)
            self._style(ANSI[tag])

    def handle_endtag(self, tag: str) -> None:
        tag = SAME.get(tag, tag)
        if tag == "blockquote":
            self.text += "\x03\n"
        elif tag == "a" and self.links:
            self._link(self.links.pop())
        elif tag in self.styles:
            self.styles.remove(tag)
            self._style(RESET + "".join(ANSI[style] for style in self.styles))

    def handle_data(self, data: str) -> None:
        if self.text.endswith("\x03\n"):
            data = data.removeprefix("\n")
        self.text += CONTROL.sub("", data)

    def _link(self, address: str) -> None:
        if address and not self.text.endswith(address):
            self.text += f" <{address}>"

    def _style(self, code: str) -> None:
        self.text += code if self.terminal.ansi else ""

    def _break_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"


def print_html(terminal: Terminal, html: str) -> None:
    """Print a message of Telegram's HTML; quotations get a bar."""
    page = _Page(terminal)
    page.feed(html)
    page.close()
    quoted = False
    for line in page.text.rstrip("\n").split("\n"):
        quoted = quoted or "\x02" in line
        terminal.print(line.strip("\x02\x03"), "│ " if quoted else "")
        quoted = quoted and "\x03" not in line


def plain_text(html: str) -> str:
    """Return what a reader sees of Telegram's HTML, without styles."""
    page = _Page(Terminal(io.StringIO()))
    page.feed(html)
    page.close()
    return re.sub(r"\x03\n?|\x02", "", page.text)


def note(message: str) -> None:
    """Tell something beside the results."""
    print(message, file=sys.stderr, flush=True)  # noqa: T201 - stderr is where it belongs


@contextlib.contextmanager
def waiting(message: str) -> Iterator[None]:
    """Say on stderr what is being waited for, once a step takes long."""
    timer = threading.Timer(PATIENCE, note, [message])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
