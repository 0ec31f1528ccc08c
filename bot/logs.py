"""Log lines as text or JSON, from which every secret is taken out."""

import json
import logging
import re
from collections.abc import Iterable

from bot.settings import LogFormat, Settings

__all__ = ["RedactingFormatter", "configure_logging"]

_TOKEN = re.compile(r"\d+:[\w-]{30,}")
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_QUIET = ("httpx", "httpcore", "alembic", "apscheduler", "tornado.access")


class RedactingFormatter(logging.Formatter):
    """Writes a record, traceback included, without tokens and other secrets."""

    def __init__(self, secrets: Iterable[str] = (), *, as_json: bool = False) -> None:
        super().__init__(_TEXT)
        self._secrets = tuple(sorted(filter(None, secrets), key=len, reverse=True))
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        line = self._json(record) if self._as_json else super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "<secret>")
        return _TOKEN.sub("<token>", line)

    def _json(self, record: logging.LogRecord) -> str:
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        entry |= getattr(record, "fields", {})
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def configure_logging(settings: Settings) -> None:
    """Send every record, warnings of Python included, to stderr in the chosen form."""
    handler = logging.StreamHandler()
    as_json = settings.log_format is LogFormat.JSON
    handler.setFormatter(RedactingFormatter(settings.secrets, as_json=as_json))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
