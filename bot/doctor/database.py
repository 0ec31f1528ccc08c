"""Whether the database can be opened and its tables are those of this program."""

from importlib.resources import as_file, files
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.doctor.findings import Finding
from bot.settings import Settings
from bot.store import connect
from bot.store.database import first_line, shown
from bot.texts import Texts
from index.errors import ExtraMissing


async def check_database(settings: Settings, _: Texts) -> Finding:
    """Compare the tables with the newest migration, and change nothing."""
    url = make_url(settings.database)
    where = shown(url)
    if (folder := _missing_folder(url, settings)) is not None:
        detail = _("{url}：没有 {folder} 这个目录", url=where, folder=folder)
        return Finding(_("数据库"), detail, _("建好这个目录，或者改 YANDU_DATABASE_URL"))
    if _is_new(url):
        return Finding(_("数据库"), _("{url}，第一次启动时建立", url=where))
    try:
        current = await _revision(settings.database)
    except ExtraMissing as missing:
        detail = _("没有装 {package}", package=missing.package)
        return Finding(_("数据库"), detail, f"pip install '.[{missing.extra}]'")
    except (SQLAlchemyError, OSError) as error:
        mend = _("检查 YANDU_DATABASE_URL 和 YANDU_HOME 的权限")
        return Finding(_("数据库"), f"{where}：{first_line(error)}", mend)
    scripts = _scripts()
    if current is not None and current not in {script.revision for script in scripts}:
        mend = _("换回写它的那个版本，或者升级研读")
        return Finding(_("数据库"), _("{url} 是更新的版本写的", url=where), mend)
    if current != scripts[0].revision:
        return Finding(_("数据库"), _("{url}，下次启动时升级", url=where))
    return Finding(_("数据库"), where)


async def is_current(settings: Settings) -> bool:
    """Tell whether the tables are there and those of this program."""
    if _is_new(make_url(settings.database)):
        return False
    try:
        return await _revision(settings.database) == _scripts()[0].revision
    except (SQLAlchemyError, OSError, ExtraMissing):
        return False


def _missing_folder(url: URL, settings: Settings) -> Path | None:
    """Return the folder of a database file where there is none; the home is made at start."""
    if url.get_backend_name() != "sqlite":
        return None
    folder = Path(url.database or "").absolute().parent
    return None if folder.is_dir() or folder == settings.home else folder


def _is_new(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()


async def _revision(url: str) -> str | None:
    engine = connect(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_current)
    finally:
        await engine.dispose()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> list[Script]:
    """List the migrations, newest first."""
    with as_file(files("bot.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        return list(ScriptDirectory.from_config(config).walk_revisions())
