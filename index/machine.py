"""In: nothing. Out: what this process may use of the machine."""

from __future__ import annotations

import os


def cores() -> int:
    """Processor cores that this process may run on, or OMP_NUM_THREADS if that is less; threads beyond slow it down."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    held = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(held, int(told)) if told.isdecimal() and int(told) else held
