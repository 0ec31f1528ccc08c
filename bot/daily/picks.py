"""What the buttons of the panel change in a schedule."""

from collections.abc import Awaitable, Callable
from datetime import time
from typing import Any

from bot.context import Services
from bot.daily.models import Days, Order, Schedule
from bot.daily.payloads import Choose, Pick, short_id
from index.search import Searcher

__all__ = ["changes_of"]


async def changes_of(
    services: Services, schedule: Schedule, choice: Choose
) -> dict[str, Any] | None:
    """Read a button as fields to change; None where it is forged or its document is gone."""
    reader = _READERS.get(choice.pick)
    try:
        return await reader(services, schedule, choice.value) if reader else None
    except ValueError:
        return None


Reader = Callable[[Services, Schedule, str], Awaitable[dict[str, Any]]]


async def _switch(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    return {"enabled": value == "1"}


async def _time(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    return {"at": time(int(value[:2]), int(value[2:])), "enabled": True}


async def _days(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    days = Days.parse(value)
    some = days.workdays or days.weekdays
    if not some or not days.weekdays <= frozenset(range(7)):
        raise ValueError(value)
    return {"days": days}


async def _order(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    return {"order": Order(value)}


async def _minutes(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    if not 1 <= int(value) <= 10:
        raise ValueError(value)
    return {"minutes": int(value)}


async def _silent(_services: Services, _schedule: Schedule, value: str) -> dict[str, Any]:
    return {"silent": value == "1"}


async def _resume(_services: Services, _schedule: Schedule, _value: str) -> dict[str, Any]:
    return {"paused_until": None}


async def _document(services: Services, schedule: Schedule, value: str) -> dict[str, Any]:
    """Follow a document or leave it; with none left, all."""
    if not value:
        return {"documents": ()}
    searcher = await services.searcher_for(schedule.target.chat)
    chosen = set(schedule.documents) ^ {_named(searcher, value)}
    known = searcher.documents if searcher else ()
    return {"documents": tuple(each.id for each in known if each.id in chosen)}


async def _again(services: Services, _schedule: Schedule, _value: str) -> dict[str, Any]:
    return {"enabled": True, "since": await services.store.pushes.last_id()}


async def _next_document(services: Services, schedule: Schedule, value: str) -> dict[str, Any]:
    """Go on with another document, from its beginning."""
    searcher = await services.searcher_for(schedule.target.chat)
    return {"documents": (_named(searcher, value),)} | await _again(services, schedule, value)


def _named(searcher: Searcher | None, value: str) -> str:
    known = searcher.documents if searcher else ()
    for each in known:
        if short_id(each.id) == value:
            return each.id
    raise ValueError(value)


_READERS: dict[Pick, Reader] = {
    Pick.SWITCH: _switch,
    Pick.TIME: _time,
    Pick.DAYS: _days,
    Pick.ORDER: _order,
    Pick.MINUTES: _minutes,
    Pick.SILENT: _silent,
    Pick.RESUME: _resume,
    Pick.DOCUMENT: _document,
    Pick.AGAIN: _again,
    Pick.NEXT: _next_document,
}
