"""What the handlers of the daily push share: its state as the panel shows it, a push at once."""

from bot.context import Services
from bot.daily.changing import change, following, today_of
from bot.daily.letters import reading_of
from bot.daily.models import Kind, Order, Push, Schedule, State
from bot.daily.orders import place_after, read_so_far
from bot.daily.panel import View

__all__ = ["send_now", "view_of"]

_ALL = 100_000


async def view_of(services: Services, schedule: Schedule) -> View:
    """Gather what the panel shows of a schedule."""
    documents = services.searcher.documents if services.searcher else ()
    total, read = len(reading_of(documents, schedule)), 0
    if total:
        read = await _read(services, schedule)
    slot = await following(services, schedule)
    return View(schedule, today_of(services, schedule), slot, documents, read, total)


async def send_now(
    services: Services, schedule: Schedule, number: int, language: str
) -> Push | None:
    """Send the next excerpt at once; None where the same wish was carried out before."""
    if services.delivery is None:
        return None
    if await services.store.schedules.get(schedule.target) is None:
        await change(services, schedule, {}, language)
    now, today = int(services.clock.now()), today_of(services, schedule)
    push = Push(0, schedule.target, Kind.NOW, today, number, State.CLAIMED, now)
    claimed = await services.delivery.claim(push)
    return await services.delivery.deliver(claimed) if claimed else None


async def _read(services: Services, schedule: Schedule) -> int:
    """Count the passages behind: those before its place, or those it has had in any order."""
    documents = services.searcher.documents if services.searcher else ()
    reading = reading_of(documents, schedule)
    review = schedule.order is Order.REVIEW
    orders = list(Order) if review else [schedule.order]
    since = 0 if review else schedule.since
    history = await services.store.pushes.read(schedule.target, orders, since, _ALL)
    if schedule.order is Order.SEQUENCE:
        return place_after(reading, history)
    return len(read_so_far(reading, history))
