"""Logs: one line each, and never a token."""

import json
import logging

import pytest
from pydantic import SecretStr

from bot.logs import RedactingFormatter, configure_logging
from bot.settings import LogFormat, Settings

TOKEN = "123456789:AAG-strict_test_server_token_0123456"


def record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    failure = ValueError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    info = (ValueError, failure, None) if error else None
    return logging.LogRecord("bot", logging.INFO, "file.py", 1, message, args, info)


@pytest.mark.parametrize("as_json", [False, True])
def test_tokens_are_taken_out(as_json: bool) -> None:
    formatter = RedactingFormatter(as_json=as_json)
    line = formatter.format(record("POST %s", f"https://x/bot{TOKEN}/getMe", error=True))
    assert "AAG" not in line
    assert line.count("<token>") == 2
    assert "ValueError" in line


def test_secrets_are_taken_out() -> None:
    formatter = RedactingFormatter(["short", "short-and-long", ""])
    assert formatter.format(record("a short-and-long b short")).endswith("a <secret> b <secret>")


def test_json_lines() -> None:
    entry = json.loads(RedactingFormatter(as_json=True).format(record("问 %d", 3)))
    assert (entry["level"], entry["logger"], entry["message"]) == ("info", "bot", "问 3")


def test_json_lines_have_the_fields_of_an_event() -> None:
    line = record("push sent")
    line.fields = {"event": "sent", "chat": -100}
    entry = json.loads(RedactingFormatter(as_json=True).format(line))
    assert (entry["message"], entry["event"], entry["chat"]) == ("push sent", "sent", -100)


def test_configured(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(token=SecretStr("1:x"), log_format=LogFormat.JSON)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        configure_logging(settings)
        logging.getLogger("httpx").info("GET https://api.telegram.org/bot1:x/getMe")
        logging.getLogger("bot").info("token 1:x")
        [line] = capsys.readouterr().err.splitlines()
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:], root.level = before
    assert json.loads(line)["message"] == "token <secret>"
