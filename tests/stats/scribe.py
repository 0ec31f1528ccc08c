"""Writes down what was asked and pushed, as the bot would have at another time."""

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.daily.models import State
from bot.store import Store
from bot.store.asked import Asked, Outcome
from bot.store.tables import pushes

__all__ = ["ZONE", "Scribe", "moment"]

ZONE = ZoneInfo("Asia/Shanghai")
_LED_SOMEWHERE = (Outcome.EXACT, Outcome.RELATED, Outcome.PLACE)


def moment(text: str) -> int:
    """Give the epoch second of a local time in Shanghai."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp())


class Scribe:
    """Fills a store; times are local ones in Shanghai."""

    def __init__(self, store: Store, engine: AsyncEngine) -> None:
        self.store, self._engine = store, engine
        self._numbers = count(1)

    async def asked(
        self, at: str, outcome: Outcome, place: str = "", *, chat: int = 1, member: str = "m"
    ) -> int:
        """Record a question, and give the message that answers it."""
        number = next(self._numbers)
        document = "half-year-speech" if outcome in _LED_SOMEWHERE else ""
        what = Asked(chat, 0, number, 1000 + number, member, "问", outcome, document, place)
        await self.store.asked.record(what, moment(at))
        return what.answer_id

    async def voted(self, chat: int, answer: int, *votes: bool) -> None:
        """Let one member after the other say whether an answer was helpful."""
        found = await self.store.asked.find(chat, answer)
        assert found is not None
        for number, helpful in enumerate(votes):
            await self.store.asked.vote(found.id, str(number), 0, helpful=helpful)

    async def pushed(self, at: str, state: State, chat: int = 1) -> None:
        row = {
            "chat_id": chat, "topic": 0, "kind": "now", "day": at[:10], "state": state,
            "number": next(self._numbers), "due": moment(at), "attempts": 1, "owner": "",
            "lease": 0, "not_before": 0, "document": "", "passages": "[]", "settled": 0,
            "reference_list": "[]", "marks": "[]", "reading_order": "sequence", "late": False,
            "reason": "",
        }  # fmt: skip
        async with self._engine.begin() as connection:
            await connection.execute(insert(pushes).values(**row))
