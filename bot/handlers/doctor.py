"""/doctor: what `yandu doctor` finds, as one message to an owner."""

from contextlib import nullcontext

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot.context import App, Context
from bot.doctor import Finding, look
from bot.markup import bold, escape, trim, units
from bot.privileges import permit_in_private
from bot.replies import reply, show_typing
from bot.screens import LIMIT, Screen
from bot.store.audit import Action
from bot.texts import Texts

__all__ = ["register"]

_LINE = 400


def register(app: App) -> None:
    app.add_handler(CommandHandler("doctor", _doctor, filters.UpdateType.MESSAGE))


async def _doctor(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None or not await permit_in_private(update, context):
        return
    _ = await context.texts(update)
    await context.record(update, Action.DOCTOR_RUN)
    findings = await show_typing(context, message, _found(context, _))
    await reply(context, message, Screen(_report(findings, _)))


async def _found(context: Context, _: Texts) -> list[Finding]:
    services = context.services
    looking = look(
        services.settings, _, services.in_thread, lambda _says: nullcontext(), services.clock.now
    )
    return [finding async for finding in looking]


def _report(findings: list[Finding], _: Texts) -> str:
    """Write the findings as one message; where there are too many, what is well is left out."""
    wrong = [finding for finding in findings if finding.mend]
    failed = sum(finding.failed for finding in findings)
    head = _("有 {count} 处要修", count=failed) if failed else _("没有发现毛病")
    lines = _lines(findings)
    if units("\n".join(lines)) > LIMIT - units(head):
        lines = _lines(wrong)
    while units("\n".join(lines)) > LIMIT - units(head):
        lines.pop()
    return "\n".join([bold(head), *map(escape, lines)])


def _lines(findings: list[Finding]) -> list[str]:
    return [trim(str(finding), _LINE) for finding in findings]
