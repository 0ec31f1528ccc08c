"""Members who ask without pause, and what they were answered."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from botapi import Account, BotApiServer, Message

__all__ = ["Asked", "Crowd"]

PATIENCE = 30.0


@dataclass(frozen=True)
class Asked:
    """A question with the message that answered it; times are monotonic, in seconds."""

    question: str
    sent: float
    answered: float
    answer: str
    quotes: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.answered - self.sent


@dataclass
class Crowd:
    """So many members, each of whom asks the next question as soon as the last is answered."""

    server: BotApiServer
    questions: Sequence[str]
    size: int = 20
    seed: int = 1
    asked: list[Asked] = field(default_factory=list)
    _leaving: bool = False

    @asynccontextmanager
    async def asking(self) -> AsyncIterator[None]:
        """Ask as long as the block runs; whoever gets no answer raises TimeoutError."""
        self._leaving = False
        members = [self.server.user(f"member {n}", started=True) for n in range(self.size)]
        async with asyncio.TaskGroup() as group:
            for number, member in enumerate(members):
                group.create_task(self._ask(member, number))
            try:
                yield
            finally:
                self._leaving = True

    async def more(self, count: int) -> None:
        """Wait until so many more questions, sent from now on, are answered."""
        now = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while sum(one.sent > now for one in self.asked) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def _ask(self, member: Account, number: int) -> None:
        questions = list(self.questions)
        random.Random(self.seed * 1000 + number).shuffle(questions)
        for question in itertools.cycle(questions):
            sent = time.monotonic()
            await member.send(None, question)
            message = await self.server.reply(member.private, within=PATIENCE)
            self.asked.append(_asked(question, sent, message))
            if self._leaving:
                return


def _asked(question: str, sent: float, message: Message) -> Asked:
    quotes = (*message.marked("blockquote"), *message.marked("expandable_blockquote"))
    return Asked(question, sent, time.monotonic(), message.shown, tuple(quotes))
