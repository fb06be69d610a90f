"""Errors of evaluation; each message says what to do next."""

from __future__ import annotations

from corpus.errors import AppError


class SetError(AppError):
    """A test set cannot be read, or a line of it is not a case."""


class GoldError(SetError):
    """A gold label names no paragraph, or more than one."""
