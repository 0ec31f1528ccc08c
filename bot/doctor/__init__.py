"""`yandu doctor`: look at everything that can be set up wrong, and say the mend."""

import asyncio
from collections.abc import Iterator

import click

from bot.cli.problems import explain
from bot.cli.shell import Shell
from bot.doctor.database import check_database
from bot.doctor.findings import Finding
from bot.doctor.home import check_documents, check_folder, check_model, check_settings
from bot.doctor.telegram import check_telegram
from bot.errors import BadSetting
from bot.terminal import waiting

__all__ = ["Finding", "examine"]


def examine() -> None:
    """Print one line for each thing looked at; end with status 1 where one is wrong."""
    shell = Shell()
    failed = False
    for finding in _findings(shell):
        shell.out.print(str(finding))
        failed = failed or finding.failed
    if failed:
        raise click.exceptions.Exit(1)


def _findings(shell: Shell) -> Iterator[Finding]:
    try:
        settings, _ = shell.settings, shell.texts
    except BadSetting as error:
        yield Finding("YANDU_*", explain(error), "README.md")
        return
    yield check_settings(settings, _)
    yield check_folder(settings, _)
    with waiting(_("正在检查文档和索引……")):
        documents = check_documents(settings, _)
    yield from documents
    with waiting(_("正在载入向量模型……")):
        model = check_model(settings, _)
    yield model
    yield asyncio.run(check_database(settings, _))
    with waiting(_("正在连接 Telegram……")):
        telegram = asyncio.run(check_telegram(settings, _))
    yield from telegram
