"""What the commands share: where they print, in which language, and JSON on one line or many."""

import json
import sys
from functools import cached_property
from typing import Any

from bot.cli.guard import DEBUG
from bot.cli.language import shell_texts
from bot.settings import Settings, load_settings, unknown_settings
from bot.terminal import Terminal
from bot.texts import Texts


def strange_settings(_: Texts) -> list[str]:
    """Tell of each YANDU_ variable that means nothing to any part of the program."""
    return [
        _("没有 {name} 这个设置；是不是 {near}？", name=name, near=near)
        if near
        else _("没有 {name} 这个设置", name=name)
        for name, near in unknown_settings().items()
        if name != DEBUG
    ]


class Shell:
    """The terminal that a command answers to, with the settings it runs under."""

    def __init__(self) -> None:
        self.out = Terminal(sys.stdout)

    @cached_property
    def settings(self) -> Settings:
        return load_settings()

    @cached_property
    def texts(self) -> Texts:
        return shell_texts(self.settings)

    def print_json(self, value: Any, *, indent: int | None = 2) -> None:
        self.out.out.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")
        self.out.out.flush()
