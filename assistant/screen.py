"""In: the text of a question. Out: None, or why it is not to be answered: injection, abuse, off topic, not a question.

Looks for speech acts, an order and its object (screen.toml), not for single words. Does not know the corpus.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from assistant.answer import Language
from assistant.words import say
from index.lexical_terms import simplify

Reason = Literal["injection", "abuse", "off_topic", "not_a_question"]
_REASONS: tuple[Reason, ...] = get_args(Reason)
_PATTERNS = Path(__file__).with_suffix(".toml")
_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the text is not answered."""

    reason: Reason

    def text(self, language: Language) -> str:
        """One calm sentence, and what the assistant can do instead."""
        return say(f"refused_{self.reason}", language)


def screen(text: str) -> Refusal | None:
    """Why the text is refused, or None when it may be asked of the bulletins."""
    folded = simplify(unicodedata.normalize("NFKC", text)).strip()
    found = next((Refusal(reason) for reason, pattern in _patterns() if pattern.search(folded)), None)
    return found or (Refusal("not_a_question") if _is_nothing(folded) else None)


def _is_nothing(text: str) -> bool:
    """Only greetings, marks, one character, or one over and over."""
    bare = _MARKS.sub(" ", text).strip()
    letters = bare.replace(" ", "")
    return not _MARKS.sub("", _greetings().sub(" ", bare)) or (len(letters) != 2 and len(set(letters)) == 1)


@cache
def _patterns() -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    read = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    compiled = []
    for reason in _REASONS:
        joined = "|".join(f"(?:{pattern})" for pattern in read["patterns"][reason])
        for part, stands_for in read["parts"].items():
            joined = joined.replace(f"{{{part}}}", stands_for)
        compiled.append((reason, re.compile(joined, re.IGNORECASE)))
    return tuple(compiled)


@cache
def _greetings() -> re.Pattern[str]:
    read = tomllib.loads(_PATTERNS.read_text(encoding="utf-8"))
    # a Latin greeting is a whole word: "the" in "thesis" is none
    return re.compile(rf"(?<![A-Za-z])(?:{read['patterns']['greetings']})(?![A-Za-z])", re.IGNORECASE)
