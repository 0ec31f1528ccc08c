"""Settings from the environment and `.env`: prefix YANDU_, each checked before anything starts."""

import difflib
import os
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BadSetting
from bot.texts import Language

PREFIX = "YANDU_"
_SECRET = frozenset({"token", "webhook_secret", "proxy", "database_url"})
_ASYNC_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class LogFormat(StrEnum):
    """How log lines are written."""

    TEXT = "text"
    JSON = "json"


class Settings(BaseSettings):
    """Everything an operator can choose; names and defaults are documented in the README."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Path = Path("~/.local/share/yandu")
    token: SecretStr | None = None
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    timezone: str = "Asia/Shanghai"
    language: Language = Language.ZH_HANS
    database_url: SecretStr | None = None
    model: str | None = None
    model_query_prompt: str | None = None
    model_document_prompt: str | None = None
    api_url: str = "https://api.telegram.org"
    api_file_url: str | None = None
    proxy: SecretStr | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: str = "127.0.0.1:8080"
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    log_format: LogFormat = LogFormat.TEXT
    catch_up_hours: Annotated[float, Field(gt=0, le=24)] = 12
    questions_days: Annotated[int, Field(ge=1, le=3650)] = 180

    @field_validator("home")
    @classmethod
    def _expand(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        items = [item for item in re.split(r"[,，;\s]+", value) if item]
        if wrong := [item for item in items if not re.fullmatch(r"[1-9]\d{0,18}", item)]:
            raise ValueError(
                f"{wrong[0]!r} is no user id; give numbers separated by commas, as in 12345,67890"
            )
        return frozenset(map(int, items))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"is no IANA timezone{_nearest(value, available_timezones())}")
        return value

    @field_validator("language", mode="before")
    @classmethod
    def _known_language(cls, value: object) -> object:
        spelling = str(value).replace("-", "_").casefold()
        return next((language for language in Language if language.casefold() == spelling), value)

    @field_validator("log_format", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.casefold() if isinstance(value, str) else value

    @field_validator("api_url", "api_file_url", "webhook_url")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https?://[^/\s]+", value):
            raise ValueError("is no address; it begins with https:// or http://")
        return value.rstrip("/") if value else value

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        kinds = ("http", "https", "socks5", "socks5h")
        if value and urlsplit(value.get_secret_value()).scheme not in kinds:
            raise ValueError("is no proxy address; as in socks5://127.0.0.1:1080")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not _is_database(_with_driver(value.get_secret_value())):
            raise ValueError(
                "is no database address; as in sqlite:////srv/yandu/yandu.db or "
                "postgresql://user:password@localhost/yandu"
            )
        return value

    @field_validator("listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError("is not HOST:PORT, as in 0.0.0.0:8080")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _plain_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("takes 1 to 256 letters, digits, _ and - only")
        return value

    @model_validator(mode="after")
    def _secret_with_webhook(self) -> "Settings":
        if self.webhook_url and not self.webhook_secret:
            raise BadSetting(
                "YANDU_WEBHOOK_SECRET",
                "is missing; with YANDU_WEBHOOK_URL give a long random word, "
                "so that only Telegram can post updates",
            )
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def database(self) -> str:
        """The database address with an asynchronous driver."""
        if self.database_url is None:
            return f"sqlite+aiosqlite:///{self.home / 'yandu.db'}"
        return _with_driver(self.database_url.get_secret_value())

    @property
    def base_url(self) -> str:
        """What the token is appended to for methods."""
        return self.api_url if self.api_url.endswith("/bot") else f"{self.api_url}/bot"

    @property
    def base_file_url(self) -> str:
        """What the token is appended to for downloads."""
        given = self.api_file_url or f"{self.api_url.removesuffix('/bot')}/file/bot"
        if given.endswith("/bot"):
            return given
        return f"{given}/bot" if given.endswith("/file") else f"{given}/file/bot"

    @property
    def listen_host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")

    @property
    def listen_port(self) -> int:
        return int(self.listen.rpartition(":")[2])

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be seen in a log."""
        found = (self.token, self.webhook_secret, self.proxy)
        return tuple(secret.get_secret_value() for secret in found if secret)


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings, or raise BadSetting for the first that is wrong."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        raise _bad_setting(error, env_file) from None


def unknown_settings(env_file: Path | None = Path(".env")) -> dict[str, str | None]:
    """Return the YANDU_ variables that mean nothing here, each with the nearest that does."""
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
    given = {name for name in _given(env_file) if name.upper().startswith(PREFIX)}
    return {
        name: _near(name.upper(), known) for name in sorted(given) if name.upper() not in known
    }


def _with_driver(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    return f"{_ASYNC_DRIVERS.get(scheme, scheme)}{separator}{rest}"


def _is_database(address: str) -> bool:
    """Tell whether it is one of the kinds there are; a file takes a path and no host."""
    from sqlalchemy import make_url  # noqa: PLC0415 - keeps the shell command quick
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return False
    if url.drivername not in _ASYNC_DRIVERS.values():
        return False
    return url.get_backend_name() != "sqlite" or bool(url.database and not url.host)


def _given(env_file: Path | None) -> Mapping[str, str | None]:
    in_file = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    return {**in_file, **os.environ}


def _bad_setting(error: ValidationError, env_file: Path | None) -> BadSetting:
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][0])
    variable = f"{PREFIX}{field.upper()}"
    problem = first["msg"].removeprefix("Value error, ")
    if field in _SECRET:
        return BadSetting(variable, problem)
    given = {name.upper(): value for name, value in _given(env_file).items()}
    return BadSetting(variable, problem, given.get(variable) or "")


def _nearest(value: str, known: Iterable[str]) -> str:
    """Return "; did you mean X?", or nothing where nothing is near."""
    near = _near(value, known)
    return f"; did you mean {near}?" if near else ""


def _near(value: str, known: Iterable[str]) -> str | None:
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(value.casefold(), folded, n=1)
    return folded[near[0]] if near else None
