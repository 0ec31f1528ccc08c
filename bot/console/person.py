"""What the person at the terminal does, as the updates that Telegram would make of it."""

import re
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.console.buttons import Button
from bot.console.desk import Desk
from bot.console.posts import JSON
from bot.texts import Texts

COMMAND = re.compile(r"/[a-z0-9_]{1,32}(?=\s|$)")


class CannotDo(Exception):
    """Something typed that leads nowhere; `str()` tells the person why."""


@dataclass
class Person:
    """Turns typed lines into updates: text, `/file PATH`, a number that presses a button."""

    desk: Desk
    numbers: Iterator[int]
    texts: Texts

    def update(self, line: str) -> JSON:
        """Make the update of one typed line; a number presses a button where there is such."""
        word, _, rest = line.strip().partition(" ")
        if word == "/press" or self._button(line.rstrip()):
            return self._press(rest.strip() if word == "/press" else word)
        self.desk.buttons.turn()
        if word == "/file":
            return self._document(rest.strip())
        return self._say(line.strip())

    def _make(self, kind: str, payload: JSON) -> JSON:
        return {"update_id": next(self.numbers), kind: payload}

    def _say(self, text: str) -> JSON:
        extra: JSON = {}
        if command := COMMAND.match(text):
            entity = {"type": "bot_command", "offset": 0, "length": command.end()}
            extra["entities"] = [entity]
        last = self.desk.posts.get(max(self.desk.posts, default=0))
        if last and last.markup.get("force_reply"):
            extra["reply_to_message"] = last.describe()
        post = self.desk.keep(self.desk.person, {"text": text}, extra)
        return self._make("message", post.describe())

    def _press(self, typed: str) -> JSON:
        button = self._button(typed)
        if button is None:
            _ = self.texts
            raise CannotDo(_("现在没有这个按钮：{typed}", typed=typed or "/press"))
        self.desk.buttons.turn()
        if button.data is None:
            return self._say(button.label)
        message = self.desk.posts[button.message].describe()
        query = {"id": str(time.monotonic_ns()), "from": self.desk.person, "message": message}
        return self._make("callback_query", query | {"chat_instance": "1", "data": button.data})

    def _button(self, typed: str) -> Button | None:
        return self.desk.buttons.numbered.get(int(typed)) if typed.isdecimal() else None

    def _document(self, typed: str) -> JSON:
        path, caption = _path(typed, self.texts)
        content = {"caption": caption} if caption else {}
        post = self.desk.keep(self.desk.person, content, {"document": self.desk.offer(path)})
        return self._make("message", post.describe())


def _path(typed: str, _: Texts) -> tuple[Path, str]:
    """Find the file that was named, in quotes, with escapes or bare; what follows is a caption."""
    bare = Path(typed).expanduser()
    if typed and bare.is_file():
        return bare.resolve(), ""
    try:
        words = shlex.split(typed)
    except ValueError:
        words = []
    if not words:
        raise CannotDo(_("用法：/file 文件的路径"))
    path = Path(words[0]).expanduser()
    if not path.is_file():
        raise CannotDo(_("没有这个文件：{path}", path=words[0]))
    return path.resolve(), " ".join(words[1:])
