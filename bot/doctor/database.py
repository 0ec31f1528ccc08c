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
from bot.texts import Texts
from index.errors import ExtraMissing


async def check_database(settings: Settings, _: Texts) -> Finding:
    """Compare the tables with the newest migration, and change nothing."""
    url = make_url(settings.database)
    shown = url.render_as_string(hide_password=True)
    if _is_new(url):
        return Finding(_("数据库"), _("{url}，第一次启动时建立", url=shown))
    try:
        current = await _revision(settings.database)
    except ExtraMissing as missing:
        detail = _("没有装 {package}", package=missing.package)
        return Finding(_("数据库"), detail, f"pip install '.[{missing.extra}]'")
    except (SQLAlchemyError, OSError) as error:
        problem = str(error).partition("\n")[0]
        mend = _("检查 YANDU_DATABASE_URL 和 YANDU_HOME 的权限")
        return Finding(_("数据库"), f"{shown}：{problem}", mend)
    scripts = _scripts()
    if current is not None and current not in {script.revision for script in scripts}:
        mend = _("换回写它的那个版本，或者升级研读")
        return Finding(_("数据库"), _("{url} 是更新的版本写的", url=shown), mend)
    if current != scripts[0].revision:
        return Finding(_("数据库"), _("{url}，下次启动时升级", url=shown))
    return Finding(_("数据库"), shown)


async def is_current(settings: Settings) -> bool:
    """Tell whether the tables are there and those of this program."""
    if _is_new(make_url(settings.database)):
        return False
    try:
        return await _revision(settings.database) == _scripts()[0].revision
    except (SQLAlchemyError, OSError, ExtraMissing):
        return False


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
