"""In: requests and answers as they happen. Out: figures in Prometheus' text form. The door to prometheus_client.

Labels are routes, statuses and composers: no user, no question, no address. Knows no request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from assistant.answer import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds


class Metrics:
    """The figures of one running service."""

    def __init__(self, index: Callable[[], dict[str, str]], sessions: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_Now(index, sessions))
        to = self.registry
        self._requests = Counter("bulletin_requests", "Replies", ["route", "method", "status"], registry=to)
        told = "Time to the end of the reply"
        self._seconds = Histogram("bulletin_request_seconds", told, ["route"], buckets=_BUCKETS, registry=to)
        self._answers = Counter(
            "bulletin_answers", "Questions and what became of them", ["where", "status"], registry=to
        )
        told = "Answers that the language model did not compose, and why"
        self._faults = Counter("bulletin_model_faults", told, ["reason"], registry=to)
        self._at_work = Gauge("bulletin_requests_at_work", "Requests not yet answered", registry=to)

    def began(self) -> None:
        self._at_work.inc()

    def ended(self, route: str, method: str, status: int, seconds: float) -> None:
        self._at_work.dec()
        self._requests.labels(route, method, status).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, where: str, answer: Answer, model_fault: str | None) -> None:
        self._answers.labels(where, answer.status).inc()
        if model_fault:
            self._faults.labels(model_fault).inc()

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _Now(Collector):
    """What is looked up when somebody asks: the index that answers, the sessions that are open."""

    def __init__(self, index: Callable[[], dict[str, str]], sessions: Callable[[], int]) -> None:
        self._index = index
        self._sessions = sessions

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("bulletin_index", "The generation of the index that answers", value=self._index())
        yield GaugeMetricFamily("bulletin_sessions", "Sessions that are open", value=self._sessions())

    def describe(self) -> Iterator[Metric]:
        """Nothing is looked up when it is registered."""
        return iter(())
