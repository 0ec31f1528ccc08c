"""A build from its first message to its last: progress in one message, edited now and then."""

import asyncio
import logging
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from telegram import InlineKeyboardMarkup, Update
from telegram.error import RetryAfter, TelegramError

from bot.context import Context
from bot.reindex.failing import failure_text, is_foreseen, serving_text
from bot.reindex.models import Build, Cancelled, Outdated
from bot.reindex.panel import render_building, render_done, render_plain, render_question
from bot.reindex.renewing import Renewal
from bot.replies import edit
from bot.screens import Screen
from bot.store.audit import Action
from bot.texts import Texts

__all__ = ["EVERY", "UNFINISHED", "Progress", "run", "where_of"]

_LOGGER = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two edits; Telegram allows 20 a minute in a group."""
_TRIES, _PAUSE = 4, 5.0
_LONGEST_WAIT = 600.0

UNFINISHED = "build"
"""The subject under which the store keeps where a build's progress is shown."""


@dataclass
class Progress:
    """The message of a build. A failed edit is no matter; one that is told to wait waits."""

    context: Context
    chat: int
    message: int
    shown: Screen | None = None
    not_before: float = 0.0

    async def show(self, screen: Screen) -> None:
        """Show how far it is, unless that is what stands there or it is too early."""
        clock = self.context.services.clock
        if screen == self.shown or clock.monotonic() < self.not_before:
            return
        try:
            await edit(self.context, self.chat, self.message, screen)
            self.shown = screen
        except RetryAfter as told:
            self.not_before = clock.monotonic() + _seconds(told)
        except TelegramError as error:
            _LOGGER.info("the progress of a build could not be shown: %s", error)

    async def finish(self, screen: Screen) -> None:
        """Show what came of it: here, or in a message of its own."""
        for _try in range(_TRIES):
            try:
                if not await edit(self.context, self.chat, self.message, screen):
                    keyboard: InlineKeyboardMarkup | None = screen.keyboard
                    await self.context.bot.send_message(
                        self.chat, screen.text, reply_markup=keyboard
                    )
            except RetryAfter as told:
                await asyncio.sleep(min(_seconds(told), _LONGEST_WAIT))
            except TelegramError as error:
                _LOGGER.info("the end of a build could not be shown: %s", error)
                await asyncio.sleep(_PAUSE)
            else:
                return


def where_of(chat: int, message: int) -> str:
    """Write where progress is shown, as `UNFINISHED` keeps it."""
    return f"{chat} {message}"


async def run(
    update: Update, context: Context, build: Build, progress: Progress, _: Texts
) -> None:
    """Carry a build out, show how far it is, serve what it made, and say what came of it."""
    works = context.services.works
    try:
        screen = await _outcome(update, context, build, progress, _)
    finally:
        works.release(build)
    await progress.finish(screen)
    await context.store.is_news(UNFINISHED, "")


async def _renew(context: Context, build: Build, progress: Progress, _: Texts) -> Renewal:
    """Build beside everything else, and show how far it is until it is done."""
    services = context.services
    await services.store.is_news(UNFINISHED, where_of(progress.chat, progress.message))
    questions = await services.store.aliases.questions()
    work = asyncio.create_task(services.works.renew(build, services.searcher, questions))
    while not work.done():
        zone, now = services.settings.zone, services.clock.now()
        first = services.searcher is None
        await progress.show(render_building(build, zone, _, now, first=first))
        await asyncio.wait({work}, timeout=EVERY)
    return work.result()


async def _outcome(
    update: Update, context: Context, build: Build, progress: Progress, _: Texts
) -> Screen:
    """Serve a new snapshot at once; put whatever ended the build into words."""
    try:
        renewal = await _renew(context, build, progress, _)
    except Cancelled:
        kept = serving_text(context.services, _)
        return render_plain(_("已经停下，什么都没有改。{kept}", kept=kept), _)
    except Outdated:
        text = _("材料或者索引刚刚又变了，所以没有开始。请再看一次差别。")
        return render_plain(text, _)
    except Exception as error:
        if not is_foreseen(error):
            _LOGGER.exception("a build failed")
        return render_plain(failure_text(error, context.services, _), _)
    made = renewal.made
    if made and renewal.switched:
        context.services.searcher = made.searcher
        await _record(update, context, made.snapshot.id)
    elif made:
        return render_question(made.snapshot.id, made.judgement, _)
    return render_done(renewal, _)


async def _record(update: Update, context: Context, snapshot: str) -> None:
    """Log the switch; where that fails, the new index serves all the same."""
    try:
        await context.record(update, Action.REINDEXED, snapshot)
    except SQLAlchemyError:
        _LOGGER.exception("a switch of the index could not be logged")


def _seconds(told: RetryAfter) -> float:
    wait = told.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
