"""The store as the application sees it: one object for each subject on one engine."""

import time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.aliases import SettledQuestions
from bot.store.answers import Answers
from bot.store.asked import AskedQuestions
from bot.store.audit import Audit
from bot.store.chats import Chats
from bot.store.database import migrate
from bot.store.forgetting import Forgetting, Forgotten
from bot.store.keys import Keys
from bot.store.owners import Owners
from bot.store.pushes import Pushes
from bot.store.rows import put
from bot.store.schedules import Schedules
from bot.store.shown import ShownMessages
from bot.store.statistics import Statistics
from bot.store.studies import Studies
from bot.store.tables import notices
from bot.store.updates import Updates
from bot.store.wishes import Wishes

__all__ = ["Store"]

DAY = 24 * 3600
ANSWERS_KEPT = 30
"""Days for which answers can be gone on from."""
_UPDATES_KEPT = 2 * DAY


class Store:
    """Open it before use; `chats`, `schedules`, `pushes` and the others hold the queries."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self.chats = Chats(engine)
        self.owners = Owners(engine)
        self.audit = Audit(engine)
        self.answers = Answers(engine)
        self.shown = ShownMessages(engine)
        self.updates = Updates(engine)
        self.schedules = Schedules(engine)
        self.studies = Studies(engine)
        self.pushes = Pushes(engine)
        self.statistics = Statistics(engine)
        self.keys = Keys(engine)
        self.asked = AskedQuestions(engine)
        self.wishes = Wishes(engine)
        self.aliases = SettledQuestions(engine)

    async def open(self) -> None:
        """Migrate and drop old rows; raises StoreUnavailable."""
        await migrate(self._engine)
        await self.purge()

    async def purge(self) -> None:
        """Drop what is kept for some days only and is older; members' questions aside."""
        now = int(time.time())
        await self.answers.purge(now - ANSWERS_KEPT * DAY)
        await self.shown.purge(now - ANSWERS_KEPT * DAY)
        await self.updates.purge(now - _UPDATES_KEPT)

    async def forget(self, user: int) -> Forgotten:
        """Delete what is kept about a user, but that one is an owner and what one did as such."""
        member = await self.keys.member(user)
        gone = await Forgetting(self._engine).forget(user, member)
        self.chats.look_again()
        return gone

    async def close(self) -> None:
        await self._engine.dispose()

    async def last_said(self, subject: str) -> str:
        """Return what was last said on a subject, empty for nothing."""
        said = select(notices.c.text).where(notices.c.subject == subject)
        async with self._engine.begin() as connection:
            return (await connection.execute(said)).scalar_one_or_none() or ""

    async def is_news(self, subject: str, text: str) -> bool:
        """Tell whether this differs from what was last said on the subject, and remember it."""
        said = select(notices.c.text).where(notices.c.subject == subject)
        async with self._engine.begin() as connection:
            if (await connection.execute(said)).scalar_one_or_none() == text:
                return False
            await put(connection, notices, {"subject": subject}, {"text": text})
        return True
