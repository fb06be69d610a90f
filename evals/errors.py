"""Errors of evaluation; each message says what to do next."""

from __future__ import annotations

from corpus.errors import AppError


class SetError(AppError):
    """A test set cannot be read, or a line of it is not a case."""


class GoldError(SetError):
    """A gold label names no paragraph, or more than one."""


class RunError(AppError):
    """A run is not there, cannot be read, or cannot be taken up again."""


class GateError(AppError):
    """The thresholds of the gate cannot be read, or name what no run measures."""


class SpreadsheetError(AppError):
    """A spreadsheet of cases cannot be read or written."""


class PublicDataError(AppError):
    """A public test set is not there or has another shape."""


class SweepError(AppError):
    """What is to be varied is not a setting."""
