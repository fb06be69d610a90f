"""In: a password, a token. Out: what may be stored of it, and whether another is the same. The door to argon2.

A password is slow to try (Argon2id); a token is 256 random bits, so a plain hash is enough. Stores nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)  # OWASP's first choice; 46 MiB, one core
_AT_ONCE = threading.BoundedSemaphore(2)  # a comparison takes 46 MiB


def hashed(password: str) -> str:
    """Salted; two calls differ."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def same(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was hashed; `None` (nobody of that name) takes as long and is False."""
    try:
        with _AT_ONCE:
            return _HASHER.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """What is compared with for an unknown name."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def new_secret(prefix: str = "") -> str:
    """256 random bits as text that may stand in a header or a cookie."""
    return prefix + secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of a token or a session."""
    return hashlib.sha256(secret.encode()).hexdigest()
