"""`yandu push`: what the daily push would send at a time, and a missed day sent again."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import click

from bot.app import make_services, message_defaults
from bot.cli.home import load_snapshot
from bot.cli.problems import NoToken
from bot.cli.shell import Shell
from bot.context import Services
from bot.daily.again import send_again
from bot.daily.dates import moment_text
from bot.daily.delivery import Delivery
from bot.daily.foresight import Foreseen, foresee
from bot.daily.models import Push, State
from bot.daily.service import make_parts, timing_of
from bot.transport import requests_for
from index.search import Searcher

__all__ = ["foretell", "repeat"]

_TIME = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)


def foretell(at: str | None, *, as_json: bool) -> None:
    """Print what would go where."""
    shell = Shell()
    moment = _moment(at, shell)
    foreseen = asyncio.run(_foresee(shell, moment))
    if as_json:
        shell.print_json({"at": moment.isoformat(), "pushes": [_shape(each) for each in foreseen]})
        return
    _ = shell.texts
    for each in foreseen:
        schedule = each.schedule
        when = moment_text(each.slot.due, schedule.zone_info, moment.date(), _)
        held = _held(each) or _("读完了")
        shell.out.print(f"{_name(each)}  {when} {schedule.zone}  {held}")
    shell.out.print(_("会推送到 {count} 处", count=len(foreseen)))


def repeat(day: str, *, as_json: bool) -> None:
    """Send a day again where it did not arrive, and print what became of it."""
    shell = Shell()
    wanted = _date(day, shell)
    if shell.settings.token is None:
        raise NoToken
    pushes = asyncio.run(_repeat(shell, wanted))
    counts = Counter(push.state for push in pushes)
    sent, uncertain = counts[State.SENT], counts[State.UNCERTAIN]
    figures = {"all": len(pushes), "sent": sent, "uncertain": uncertain,
               "failed": len(pushes) - sent - uncertain}  # fmt: skip
    if as_json:
        shell.print_json({"date": wanted.isoformat()} | figures)
        return
    _tell_failures(shell, pushes)
    _ = shell.texts
    shell.out.print(
        _("补发 {all} 处：已发 {sent}，不确定 {uncertain}，没发成 {failed}", **figures)
    )


def _tell_failures(shell: Shell, pushes: Sequence[Push]) -> None:
    for push in pushes:
        if push.state is not State.SENT:
            topic = f"/{push.target.topic}" if push.target.topic else ""
            shell.out.print(f"{push.target.chat}{topic}  {push.state}  {push.reason}".rstrip())


async def _foresee(shell: Shell, moment: datetime) -> list[Foreseen]:
    services = _services(shell)
    try:
        await services.store.open()
        window = timing_of(shell.settings).window
        return await foresee(services, moment.timestamp(), window)
    finally:
        await _close(services)


async def _repeat(shell: Shell, day: date) -> list[Push]:
    services, token = _services(shell), shell.settings.token
    assert token
    request, _polling = requests_for(shell.settings, _never, patient=False)
    parts = make_parts(
        services, request, token.get_secret_value(), message_defaults(shell.settings)
    )
    delivery = Delivery(parts, timing_of(shell.settings))
    try:
        await services.store.open()
        return await send_again(services.store, delivery, services.clock, day)
    finally:
        await request.shutdown()
        await _close(services)


async def _never() -> None:
    """Serve as what is told of a refused token where no updates are fetched."""


def _services(shell: Shell) -> Services:
    shell.settings.home.mkdir(parents=True, exist_ok=True)
    return make_services(shell.settings, Searcher(load_snapshot(shell), None))


async def _close(services: Services) -> None:
    services.threads.shutdown(wait=False)
    await services.store.close()


def _moment(typed: str | None, shell: Shell) -> datetime:
    """Read a moment: now, a time of today, or a date and time, in the settings' timezone."""
    zone = shell.settings.zone
    now = datetime.now(zone)
    try:
        if typed is None:
            return now
        if clock := _TIME.fullmatch(typed):
            hour, minute = map(int, clock.groups())
            return now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        moment = datetime.fromisoformat(typed)
    except ValueError:
        text = shell.texts("看不懂时间“{typed}”；写成 07:30 或 2026-10-08T07:30", typed=typed)
        raise click.UsageError(text) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _date(typed: str, shell: Shell) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        text = shell.texts("看不懂日期“{typed}”；写成 2026-10-08", typed=typed)
        raise click.UsageError(text) from None


def _name(each: Foreseen) -> str:
    target = each.schedule.target
    return f"{target.chat}/{target.topic}" if target.topic else str(target.chat)


def _held(each: Foreseen) -> str:
    if each.choice is None:
        return ""
    passages = each.choice.excerpt.passages
    ends = dict.fromkeys((str(passages[0].reference), str(passages[-1].reference)))
    return f"{' – '.join(ends)}  {each.choice.excerpt.title}"


def _shape(each: Foreseen) -> dict[str, Any]:
    target, choice = each.schedule.target, each.choice
    passages = choice.excerpt.passages if choice else ()
    due = datetime.fromtimestamp(each.slot.due, each.schedule.zone_info)
    return {
        "chat": target.chat,
        "topic": target.topic,
        "date": each.slot.day.isoformat(),
        "due": due.isoformat(),
        "document": choice.excerpt.document if choice else None,
        "references": [str(passage.reference) for passage in passages],
    }
