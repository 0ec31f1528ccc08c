"""The questions that owners have settled, as the shell's gate needs them."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from bot.cli.shell import Shell
from bot.settings import Settings
from bot.store import Store, connect
from bot.terminal import note
from index.questions import Question

__all__ = ["stored_questions"]


def stored_questions(shell: Shell) -> tuple[Question, ...]:
    """Read them from the database; none where there is no database yet, or an older one."""
    settings = shell.settings
    if settings.database_url is None and not (settings.home / "yandu.db").is_file():
        return ()
    try:
        return asyncio.run(_read(settings))
    except (SQLAlchemyError, OSError):
        note(shell.texts("读不到数据库里指明过出处的问题，不拿它们检验新的索引。"))
        return ()


async def _read(settings: Settings) -> tuple[Question, ...]:
    store = Store(connect(settings.database))
    try:
        return await store.aliases.questions()
    finally:
        await store.close()
