"""Buttons under messages, numbered so that a number presses them."""

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """A button of a message; a reply keyboard's button has no `data`, it says its label."""

    message: int
    label: str
    data: str | None


@dataclass
class Buttons:
    """The buttons that can be pressed now; numbers start anew with what each turn brings."""

    numbered: dict[int, Button] = field(default_factory=dict)
    fresh: bool = True

    def turn(self) -> None:
        """Let the next keyboard start at 1 again; until then the old numbers hold."""
        self.fresh = True

    def drop(self, message: int) -> None:
        self.numbered = {n: b for n, b in self.numbered.items() if b.message != message}

    def lay(self, message: int, markup: JSON) -> list[str]:
        """Give each button of a message its number; return the lines to print."""
        rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
        if rows and self.fresh:
            self.numbered, self.fresh = {}, False
        self.drop(message)
        return ["  ".join(self._label(message, button) for button in row) for row in rows]

    def _label(self, message: int, button: JSON | str) -> str:
        button = {"text": button} if isinstance(button, str) else button
        if link := button.get("url"):
            return f"[{button['text']}] <{link}>"
        if len(button) > 1 and "callback_data" not in button:
            return f"[{button['text']}]"
        number = max(self.numbered, default=0) + 1
        self.numbered[number] = Button(message, button["text"], button.get("callback_data"))
        return f"[{number}] {button['text']}"
