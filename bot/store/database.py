"""The engine, its settings on SQLite, and the migrations that run at start."""

import asyncio
from contextlib import suppress
from importlib.resources import as_file, files
from typing import Any

import aiosqlite
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreUnavailable
from index.errors import ExtraMissing

__all__ = ["connect", "first_line", "migrate", "shown", "single"]


def connect(url: str) -> AsyncEngine:
    """Make an engine; nothing is opened before its first use. Raises ExtraMissing."""
    # Every use is a `begin()` block that ends its transaction: there is nothing to reset. Errors
    # are logged, and what was to be written may be a member's question: it stays out of them.
    try:
        engine = create_async_engine(url, pool_reset_on_return=None, hide_parameters=True)
    except ModuleNotFoundError as error:  # the driver of SQLite is always installed
        raise ExtraMissing("asyncpg", "postgresql") from error
    event.listen(engine.sync_engine, "do_connect", _reach)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        event.listen(engine.sync_engine, "invalidate", _let_go_sqlite)
    return engine


def single(engine: AsyncEngine) -> AsyncEngine:
    """Return the same engine for statements that each stand alone."""
    return engine.execution_options(single=True)


async def migrate(engine: AsyncEngine) -> None:
    """Bring the tables up to date, each step in a transaction of its own."""
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade)
    except SQLAlchemyError as error:
        raise StoreUnavailable(shown(engine.url), first_line(error)) from error


def shown(url: URL) -> str:
    """Write an address without its password, and without its query, which may have one too."""
    return url.set(query={}).render_as_string(hide_password=True)


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _upgrade(connection: Connection) -> None:
    with as_file(files("bot.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _reach(dialect: Dialect, _record: Any, where: Any, how: Any) -> DBAPIConnection:
    """Connect; a server that cannot be reached is an error of the database like any other.

    So is a word in the query of its address that the driver does not know.
    """
    if dialect.name == "sqlite":
        how["async_creator_fn"] = _open_sqlite
    try:
        return dialect.connect(*where, **how)
    except (OSError, TypeError) as error:
        raise OperationalError("connect", None, error) from error


async def _open_sqlite(*where: Any, **how: Any) -> aiosqlite.Connection:
    """Open a file; where that fails, the thread for it ends before the error is told.

    Otherwise it would report to an event loop that may be closed by then.
    """
    connection = aiosqlite.connect(*where, **how)
    thread = connection._thread  # noqa: SLF001 - SQLAlchemy makes it a daemon, too
    thread.daemon = True
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(thread.join)
        raise


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The driver must not begin transactions by itself, or DDL would stand outside of them.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL",
                   "foreign_keys=ON"):  # fmt: skip
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a reader that turns writer could not wait for it.

    A statement that stands alone needs no transaction around it.
    """
    if not connection.get_execution_options().get("single"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _let_go_sqlite(connection: Any, _record: Any, _error: BaseException | None) -> None:
    """End the transaction of a connection that is given up, as that of a cancelled task is.

    To close it is not enough: while a cursor with rows to come is alive, SQLite keeps the
    connection, and with it the write lock.
    """
    with suppress(Exception, asyncio.CancelledError):
        connection.run_async(lambda driver: asyncio.shield(driver.rollback()))
