"""In: the name of a prompt, a language, and a value for each variable. Out: the messages to send.

A prompt is a .md file; its variables are checked when it is filled. Does not know who sends it where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import AppError

FOLDER = Path(__file__).parent
_FORM = re.compile(r"\A# System\n(?P<system>.+?)\n# User\n(?P<user>.+)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")
_FENCE = "===="


class PromptError(AppError):
    """A prompt is missing or malformed, or was filled with other variables than it has."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: what the model is to do, and what it is to do it with."""

    name: str
    system: str
    user: str


def fill(name: str, language: str, **values: str) -> Prompt:
    """The prompt `name.language.md` with every variable replaced. Raises PromptError."""
    file = FOLDER / f"{name}.{language}.md"
    try:
        form = _FORM.match(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise PromptError(f"cannot read the prompt {file.name} ({error.strerror}); restore it in prompts/") from error
    if form is None:
        raise PromptError(f'{file.name} needs a "# System" part and then a "# User" part; correct it in prompts/')
    wanted = set(_VARIABLE.findall(form["system"] + form["user"]))
    if wanted != set(values):
        differing = ", ".join(sorted(wanted ^ set(values)))
        raise PromptError(f"{file.name} and its use differ in variables: {differing}; correct the one or the other")
    system, user = (_VARIABLE.sub(lambda match: values[match[1]], form[part]).strip() for part in ("system", "user"))
    return Prompt(name, system, user)


def fenced(text: str) -> str:
    """The text between two marker lines that do not occur in it: what stands there is data, whatever it says."""
    marker = _FENCE
    while marker in text:
        marker += "="
    return f"{marker}\n{text}\n{marker}"


def numbered(sources: Sequence[tuple[str, str]]) -> str:
    """(handle, text) pairs as lines: [1] text. Line breaks inside a text become spaces."""
    return "\n".join(f"[{handle}] {' '.join(text.split())}" for handle, text in sources)
