"""Settings: what is accepted, and one clear line for what is not."""

from pathlib import Path

import pytest

from bot.cli.problems import explain
from bot.errors import BadSetting
from bot.settings import Settings, load_settings, unknown_settings
from bot.texts import Language, Texts

NO_DATABASE = (
    "YANDU_DATABASE_URL: is no database address; as in sqlite:////srv/yandu/yandu.db or "
    "postgresql://user:password@localhost/yandu"
)
NO_DATABASES = (
    "foo",
    "yandu.db",
    "sqlite:yandu.db",
    "sqlite://",
    "sqlite://yandu.db",
    "mysql://u:secret@db/yandu",
    "postgresql+psycopg2://u:secret@db/yandu",
    "postgresql://u:secret@db:port/yandu",
)


def settings_of(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(f"YANDU_{name}", value)
    return load_settings(None)


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/li")
    settings = load_settings(None)
    assert settings.home == Path("/home/li/.local/share/yandu")
    assert settings.database == "sqlite+aiosqlite:////home/li/.local/share/yandu/yandu.db"
    assert settings.base_url == "https://api.telegram.org/bot"
    assert settings.base_file_url == "https://api.telegram.org/file/bot"
    assert settings.timezone == "Asia/Shanghai"
    assert settings.language is Language.ZH_HANS
    assert settings.admins == frozenset()
    assert settings.token is None


def test_everything_given(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_of(
        monkeypatch,
        HOME="/srv/yandu",
        TOKEN="1:abc",
        ADMINS="12, 34，56",
        LANGUAGE="zh-hant",
        DATABASE_URL="postgresql://u:p@db/yandu",
        API_URL="http://127.0.0.1:8081/",
        LISTEN="[::]:8443",
        WEBHOOK_URL="https://example.org/hook",
        WEBHOOK_SECRET="s3cret",
        PROXY="socks5://user:pass@127.0.0.1:1080",
        LOG_FORMAT="JSON",
        MODEL="",
    )
    assert settings.admins == {12, 34, 56}
    assert settings.language is Language.ZH_HANT
    assert settings.database == "postgresql+asyncpg://u:p@db/yandu"
    assert settings.base_url == "http://127.0.0.1:8081/bot"
    assert settings.base_file_url == "http://127.0.0.1:8081/file/bot"
    assert (settings.listen_host, settings.listen_port) == ("::", 8443)
    assert settings.secrets == ("1:abc", "s3cret", "socks5://user:pass@127.0.0.1:1080")
    assert settings.model is None
    for secret in ("1:abc", "s3cret", "pass", "u:p"):
        assert secret not in repr(settings)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://a/file/bot", "http://a/file/bot"),
        ("http://a/file", "http://a/file/bot"),
        ("http://a", "http://a/file/bot"),
    ],
)
def test_file_address(monkeypatch: pytest.MonkeyPatch, given: str, address: str) -> None:
    assert settings_of(monkeypatch, API_FILE_URL=given).base_file_url == address


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "TIMEZONE",
            "Asia/Shangai",
            "YANDU_TIMEZONE: 'Asia/Shangai': is no IANA timezone; did you mean Asia/Shanghai?",
        ),
        (
            "ADMINS",
            "12,li",
            (
                "YANDU_ADMINS: '12,li': 'li' is no user id; give numbers separated by commas, "
                "as in 12345,67890"
            ),
        ),
        (
            "LISTEN",
            "8080",
            "YANDU_LISTEN: '8080': is not HOST:PORT, as in 0.0.0.0:8080",
        ),
        (
            "API_URL",
            "api.telegram.org",
            "YANDU_API_URL: 'api.telegram.org': is no address; it begins with https:// or http://",
        ),
        (
            "LANGUAGE",
            "fr",
            "YANDU_LANGUAGE: 'fr': Input should be 'zh_Hans', 'zh_Hant' or 'en'",
        ),
        (
            "PROXY",
            "user:pass@host",
            "YANDU_PROXY: is no proxy address; as in socks5://127.0.0.1:1080",
        ),
        *(("DATABASE_URL", address, NO_DATABASE) for address in NO_DATABASES),
        (
            "WEBHOOK_SECRET",
            "not allowed!",
            "YANDU_WEBHOOK_SECRET: takes 1 to 256 letters, digits, _ and - only",
        ),
        (
            "WEBHOOK_URL",
            "https://example.org/hook",
            (
                "YANDU_WEBHOOK_SECRET: is missing; with YANDU_WEBHOOK_URL give a long random "
                "word, so that only Telegram can post updates"
            ),
        ),
    ],
)
def test_a_bad_setting_is_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        settings_of(monkeypatch, **{name: value})
    assert str(caught.value) == line


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///yandu.db", "sqlite+aiosqlite:///yandu.db"),
        ("sqlite+aiosqlite:////srv/yandu.db", "sqlite+aiosqlite:////srv/yandu.db"),
        ("postgresql:///yandu", "postgresql+asyncpg:///yandu"),
    ],
)
def test_addresses_of_databases(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    assert settings_of(monkeypatch, DATABASE_URL=given).database == used


@pytest.mark.parametrize("name", ["CATCH_UP_HOURS", "METRICS_PORT", "QUESTIONS_DAYS"])
def test_a_number_that_is_none_is_told_in_the_users_language(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with pytest.raises(BadSetting) as caught:
        settings_of(monkeypatch, **{name: "many"})
    said = explain(caught.value, Texts(Language.ZH_HANS))
    assert said.startswith(f"设置不对：YANDU_{name}=many。要写")


def test_env_file_and_unknown_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("YANDU_TOKN=1:abc\nYANDU_ADMINS=7\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("YANDU_XYZZY_PLUGH", "1")
    assert load_settings(file).admins == {7}
    assert unknown_settings(file) == {"YANDU_TOKN": "YANDU_TOKEN", "YANDU_XYZZY_PLUGH": None}
