"""Errors of the index; each message names the command that mends it."""

from __future__ import annotations

from corpus.errors import AppError

MEND = "run: python -m index build"  # what mends every one of them


class MissingIndexError(AppError):
    """There is no index in that folder."""


class ForeignIndexError(AppError):
    """The index was built with another model, dimension or schema, or by something else."""


class NewerIndexError(ForeignIndexError):
    """The index was made by a newer version; only a build replaces it."""


class DamagedIndexError(AppError):
    """A file of the index is missing or unreadable."""


class StoreDownError(AppError):
    """The Chroma server that holds the vectors does not answer; nothing is answered from what is left."""

    exit_code = 3


class ModelError(AppError):
    """The embedding model cannot be loaded."""


class VocabularyError(AppError):
    """The vocabulary for counting tokens is missing or damaged."""


class BuildError(AppError):
    """The index could not be written; the old one is untouched."""


class ClusterError(AppError):
    """The Ray cluster is not there, or was lost; the old index is untouched."""

    exit_code = 3


class IndexLockedError(AppError):
    """Another process is writing this index."""
