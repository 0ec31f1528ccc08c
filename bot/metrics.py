"""Counters for Prometheus, on a port that only this machine reaches."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server

from index.models import Answer

__all__ = ["Metrics"]

_LOGGER = logging.getLogger(__name__)
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)


class Metrics:
    """What the bot counts: answers, unknown references, seconds of a search, daily pushes."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "yandu_answers", "Answers by verdict.", ["verdict"], registry=self.registry
        )
        self._unknown = Counter(
            "yandu_unknown_references", "Typed references nowhere found.", registry=self.registry
        )
        self._seconds = Histogram(
            "yandu_search_seconds", "Time of a search.", buckets=_BUCKETS, registry=self.registry
        )
        self._pushes = Counter(
            "yandu_pushes", "Daily pushes by what happened.", ["event"], registry=self.registry
        )

    @contextmanager
    def searching(self) -> Iterator[None]:
        with self._seconds.time():
            yield

    def answered(self, answer: Answer) -> None:
        self._answers.labels(answer.verdict.value).inc()

    def not_found(self) -> None:
        self._unknown.inc()

    def pushed(self, event: str) -> None:
        self._pushes.labels(event).inc()

    def serve(self, port: int) -> None:
        """Serve the figures at http://127.0.0.1:port/metrics until the process ends."""
        try:
            start_http_server(port, "127.0.0.1", self.registry)
        except OSError as error:
            _LOGGER.error("no metrics: port %d cannot be opened (%s)", port, error)  # noqa: TRY400
