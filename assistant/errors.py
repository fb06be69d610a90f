"""Errors of asking; each message says what to do next."""

from __future__ import annotations

from corpus.errors import AppError


class QuestionError(AppError):
    """The question is empty, too long, or not text."""


class HistoryError(AppError):
    """The conversation history is not a list of chat messages."""


class ScopeError(AppError):
    """A --scope filter is malformed or names what the corpus does not hold."""


class BatchError(AppError):
    """The batch file cannot be read or written."""


class ConversationError(AppError):
    """A conversation that is not the asker's, or cannot be kept."""


class ModelError(AppError):
    """The language model of the settings cannot be used as it is set."""


class LetterError(AppError):
    """A letter cannot be read: empty, too long, not the form its name says, unsafe."""


class DraftError(AppError):
    """A draft cannot be written, or not in the form asked for."""


class UserError(AppError):
    """A user cannot be added, changed or found, or the users cannot be kept."""


class AuditError(AppError):
    """The audit log cannot be written."""


class BackupError(AppError):
    """A backup cannot be written, is damaged, or restoring it would overwrite something."""


class BundleError(AppError):
    """A bundle cannot be written, is damaged, or does not fit this machine or checkout."""


class ServiceError(AppError):
    """The service cannot start as it is set."""


class DraftRefusedError(DraftError):
    """A change to a draft that is not allowed; `key` names the reason, for whoever says it in another language."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class StaleDraftError(DraftError):
    """Somebody else changed the draft after it was read."""
