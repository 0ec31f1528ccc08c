"""The doctor: look at everything that can be set up wrong, and say the mend."""

import asyncio

import click

from bot.cli.problems import explain
from bot.cli.shell import Shell
from bot.doctor.findings import Finding
from bot.doctor.looking import look
from bot.errors import BadSetting
from bot.terminal import waiting

__all__ = ["Finding", "examine", "look"]


def examine() -> None:
    """Print one line for each thing looked at; end with status 1 where one is wrong."""
    shell = Shell()
    try:
        settings, _ = shell.settings, shell.texts
    except BadSetting as error:
        shell.out.print(str(Finding("YANDU_*", explain(error), "README.md")))
        raise click.exceptions.Exit(1) from None

    async def show() -> bool:
        failed = False
        async for finding in look(settings, _, asyncio.to_thread, waiting):
            shell.out.print(str(finding))
            failed = failed or finding.failed
        return failed

    if asyncio.run(show()):
        raise click.exceptions.Exit(1)
