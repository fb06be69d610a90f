"""In: who asks, from where. Out: how many seconds to wait, 0 when there is room. The door to `limits`.

Windows move; counts stand in this process's memory and are forgotten when it ends.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from assistant.settings import ServiceSettings


class Limits:
    """What one user, one name and one address may do in a minute."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._questions = RateLimitItemPerMinute(settings.questions_per_minute)
        self._requests = RateLimitItemPerMinute(settings.requests_per_minute)
        self._failures = RateLimitItemPerMinute(settings.failures_per_minute)

    def question(self, person: str) -> int:
        """Counts a question."""
        return self._hit(self._questions, "question", person)

    def request(self, person: str) -> int:
        """Counts a request."""
        return self._hit(self._requests, "request", person)

    def failed(self, *whose: str) -> None:
        """Counts a wrong password or token against each: a name, an address."""
        for one in whose:
            self._windows.hit(self._failures, "failure", one)

    def failures(self, *whose: str) -> int:
        """How long each of them is held off after too many failures; counts nothing."""
        return max(
            0 if self._windows.test(self._failures, "failure", one) else self._wait(self._failures, "failure", one)
            for one in whose
        )

    def _hit(self, item: RateLimitItemPerMinute, *key: str) -> int:
        return 0 if self._windows.hit(item, *key) else self._wait(item, *key)

    def _wait(self, item: RateLimitItemPerMinute, *key: str) -> int:
        return max(1, math.ceil(self._windows.get_window_stats(item, *key).reset_time - time.time()))
