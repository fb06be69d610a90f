"""The error tree. Every message ends with what the user can do; commands print it and exit with `exit_code`."""

from __future__ import annotations


class AppError(Exception):
    """A fault the user can act on; the root of every typed error of this application."""

    exit_code = 2


class SettingsError(AppError):
    """The settings file cannot be read or holds an unknown or ill-typed key."""


class ReadError(AppError):
    """A bulletin file cannot be read: missing, binary, unreadable, wrong encoding."""


class EmptyCorpusError(AppError):
    """The corpus folder is missing or holds no bulletin."""


class UnknownBulletinError(AppError):
    """No bulletin has that id."""


class FetchError(AppError):
    """A web address cannot be fetched, or may not be."""


class DuplicateError(AppError):
    """The corpus holds this text, or a bulletin of this id, already: `held` is that bulletin's id."""

    def __init__(self, message: str, held: str, same_text: bool = True) -> None:
        super().__init__(message)
        self.held = held
        self.same_text = same_text  # False: another text under that id


class CorpusWriteError(AppError):
    """The corpus folder cannot be written, or another process is writing it."""
