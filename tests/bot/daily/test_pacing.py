"""Telegram's limits are kept for pushes, and a chat that must wait holds up no other."""

import asyncio
from collections import Counter

from botapi.rates import RateLimiter
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_clock import SimClock

from bot.daily.pacing import Pacer

GROUP, OTHER_GROUP, FIRST_USER = -100, -200, 1


async def _send(chats: list[int]) -> dict[int, list[float]]:
    """Send one message for each entry, all asked for at once; return the moments by chat."""
    clock, rates = SimClock(0.0), RateLimiter()
    pacer, moments = Pacer(clock), dict[int, list[float]]()

    async def send(chat: int) -> None:
        async with pacer.turn(chat):
            assert rates.wait(chat, clock.monotonic()) == 0, "Telegram would answer 429"
            moments.setdefault(chat, []).append(clock.monotonic())

    await clock.run(asyncio.gather(*map(send, chats)))  # type: ignore[arg-type]
    return moments


@settings(max_examples=20)
@given(st.lists(st.sampled_from([GROUP, OTHER_GROUP, *range(FIRST_USER, 40)]), max_size=120))
def test_the_limits_are_kept(chats: list[int]) -> None:
    moments = asyncio.run(_send(chats))
    assert {chat: len(times) for chat, times in moments.items()} == Counter(chats)


async def test_a_group_waits_and_others_do_not() -> None:
    moments = await _send([GROUP] * 25 + list(range(1, 30)))
    assert moments[GROUP][19] < 30
    assert moments[GROUP][20] > 60
    assert max(moments[chat][0] for chat in range(1, 30)) < 2.5


async def test_a_chat_that_was_told_to_wait() -> None:
    clock = SimClock(0.0)
    pacer, moments = Pacer(clock), list[float]()
    pacer.hold(GROUP, 40)

    async def send(chat: int) -> None:
        async with pacer.turn(chat):
            moments.append(clock.monotonic())

    await clock.run(asyncio.gather(send(GROUP), send(1)))  # type: ignore[arg-type]
    assert [round(moment) for moment in moments] == [0, 40]
