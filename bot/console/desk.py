"""What Telegram does with the bot's calls, for one private chat printed on a terminal."""

import itertools
import mimetypes
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from bot.console.buttons import Buttons
from bot.console.posts import JSON, Post, shown
from bot.terminal import Terminal, print_html

Uploads = Mapping[str, tuple[str, Any, str]]
BOT: JSON = {
    "id": 2,
    "is_bot": True,
    "first_name": "研读",
    "username": "yandu_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
WEBHOOK: JSON = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
LIMIT = 20 * 1024 * 1024  # bytes that Telegram lets a bot download


class RefusedCall(Exception):
    """A call that Telegram answers with error 400; `str()` is its description."""


class Desk:
    """One private chat between a person and the bot; `aside` guards the line being typed."""

    def __init__(self, terminal: Terminal, person: JSON, outbox: Path, first: int = 1) -> None:
        self.terminal = terminal
        self.person = person
        self.outbox = outbox
        self.posts: dict[int, Post] = {}
        self.numbers = itertools.count(first)
        self.files: dict[str, Path] = {}
        self.buttons = Buttons()
        self.aside: Callable[[], AbstractContextManager[None]] = nullcontext
        self.answers: dict[str, Callable[[JSON], Any]] = {
            "getMe": lambda _: BOT,
            "getMyCommands": lambda _: [],
            "getWebhookInfo": lambda _: WEBHOOK,
            "getChat": lambda _: self.chat | {"accent_color_id": 0, "max_reaction_count": 11},
            "getChatMember": lambda _: self._owner(),
            "getChatAdministrators": lambda _: [self._owner()],
            "getFile": self._file,
            "editMessageText": self._edit,
            "editMessageCaption": self._edit,
            "editMessageReplyMarkup": self._edit,
            "deleteMessage": self._delete,
            "answerCallbackQuery": self._notice,
        }

    @property
    def chat(self) -> JSON:
        known = {key: self.person[key] for key in ("id", "first_name")}
        return {**known, "type": "private"}

    def call(self, method: str, given: JSON, uploads: Uploads) -> Any:
        """Answer a call of the Bot API; one that only sets something succeeds unseen."""
        if method.startswith("send") and method != "sendChatAction":
            return self._send(given, uploads)
        if method == "editMessageMedia":
            return self._put(given, uploads)
        answer = self.answers.get(method)
        return answer(given) if answer else True

    def keep(self, sender: JSON, content: JSON, extra: JSON | None = None) -> Post:
        """Store a message under the next number."""
        number = next(self.numbers)
        self.posts[number] = Post(number, self.chat, sender, content, extra or {})
        return self.posts[number]

    def offer(self, path: Path) -> JSON:
        """Make a file one that can be fetched, and describe it as a document."""
        name = f"{len(self.files) + 1}{path.suffix if path.suffix.isascii() else ''}"
        self.files[name] = path
        document: JSON = dict.fromkeys(("file_id", "file_unique_id"), name)
        document |= {"file_name": path.name, "file_size": path.stat().st_size}
        kind = mimetypes.guess_type(path.name)[0]
        return document | ({"mime_type": kind} if kind else {})

    def _send(self, given: JSON, uploads: Uploads) -> JSON:
        post = self.keep(BOT, shown(given))
        self._show(post, self._attach(post, uploads))
        return post.describe()

    def _attach(self, post: Post, uploads: Uploads) -> list[str]:
        """Keep what comes with a message as its file; give a line to print for each."""
        saved = [self._save(name, blob) for name, blob, _ in uploads.values()]
        for path in saved:
            post.extra["document"] = self.offer(path)
        return [f"📄 {path}" for path in saved]

    def _put(self, given: JSON, uploads: Uploads) -> JSON:
        """Put a file with a caption in the place of what a message shows."""
        post = self._found(given)
        post.content = shown({**given, **given["media"]})
        self._show(post, self._attach(post, uploads))
        return post.describe()

    def _save(self, name: str, blob: Any) -> Path:
        self.outbox.mkdir(parents=True, exist_ok=True)
        path = self.outbox / Path(name).name
        path.write_bytes(blob if isinstance(blob, bytes) else blob.read())
        return path

    def _edit(self, given: JSON) -> JSON:
        post = self._found(given)
        content = post.edited(given)
        if content == post.content:
            raise RefusedCall("Bad Request: message is not modified")
        same_text = content.get("text") == post.content.get("text")
        post.content = content
        self._show(post, [], text=not same_text)
        return post.describe()

    def _found(self, given: JSON) -> Post:
        post = self.posts.get(int(given.get("message_id") or 0))
        if post is None:
            raise RefusedCall("Bad Request: message to edit not found")
        return post

    def _delete(self, given: JSON) -> bool:
        number = int(given["message_id"])
        self.buttons.drop(number)
        return self.posts.pop(number, None) is not None

    def _notice(self, given: JSON) -> bool:
        if text := given.get("text"):
            with self.aside():
                self.terminal.print(f"（{text}）\n")
        return True

    def _owner(self) -> JSON:
        return {"status": "creator", "user": self.person, "is_anonymous": False}

    def _file(self, given: JSON) -> JSON:
        name = str(given["file_id"])
        if name not in self.files:
            raise RefusedCall("Bad Request: wrong file_id or the file is not available")
        size = self.files[name].stat().st_size
        if size > LIMIT:
            raise RefusedCall("Bad Request: file is too big")
        names = dict.fromkeys(("file_id", "file_unique_id", "file_path"), name)
        return names | {"file_size": size}

    def _show(self, post: Post, extra: list[str], *, text: bool = True) -> None:
        options = [option.get("text", "") for option in post.content.get("options", [])]
        lines = [f"  · {option}" for option in options] + extra
        lines += self.buttons.lay(post.number, post.markup)
        with self.aside():
            if text and post.text:
                print_text = print_html if post.html else Terminal.print
                print_text(self.terminal, post.text)
            for line in lines:
                self.terminal.print(line)
            self.terminal.print()
