"""A conversation at the terminal, from the first line to the last."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.console.desk import Desk
from bot.console.keyboard import Keyboard
from bot.console.person import CannotDo, Person
from bot.console.posts import JSON
from bot.texts import Language, Texts


@dataclass
class Session:
    """Serves what is typed as updates, each after the one before has been answered.

    `building` gives the update of the index that is under way.
    """

    desk: Desk
    keyboard: Keyboard
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    texts: Texts = field(default_factory=lambda: Texts(Language.ZH_HANS))
    finish: Callable[[], None] = lambda: None
    building: Callable[[], asyncio.Task[None] | None] = lambda: None
    answered: "asyncio.Queue[Any] | None" = None
    person: Person = field(init=False)

    def __post_init__(self) -> None:
        self.person = Person(self.desk, self.numbers, self.texts)
        self.desk.aside = self.keyboard.aside

    async def updates(self) -> list[JSON]:
        """Wait for the next update; at the end of the input ask the application to finish."""
        if self.answered:
            await self.answered.join()
        while (line := await self.keyboard.line()) is not None:
            if line.strip():
                try:
                    return [self.person.update(line)]
                except CannotDo as hint:
                    self.desk.terminal.print(f"{hint}\n")
        await self._built()
        self.finish()
        await asyncio.Event().wait()
        return []

    async def _built(self) -> None:
        """Let an update of the index that is under way come to its end, and that be printed."""
        task, _ = self.building(), self.texts
        if task and not task.done():
            self.desk.terminal.print(_("索引更新完就离开；按 Ctrl-C 马上离开，不更新。") + "\n")
            await asyncio.wait({task})
