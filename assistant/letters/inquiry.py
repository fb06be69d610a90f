"""In: the text of a letter. Out: the Inquiry 来信: who wrote, when, from where, what is asked; personal numbers masked.

Complaints, rhetorical questions and orders to the program are told apart. Does not know the bulletins.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from assistant import privacy
from assistant.answer import Language
from assistant.errors import LetterError
from assistant.letters.inquiry_cues import CONFIRMS, REFLECTS
from assistant.letters.inquiry_requests import Part, Scores, parts, wording
from assistant.letters.inquiry_sender import Sender, sender
from assistant.questions.question import language
from corpus.places import KnownNames, find


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a letter beside its text: an e-mail's From, a spreadsheet's columns. "" and None: not known."""

    name: str = ""
    title: str = ""
    written_on: date | None = None
    place: str = ""


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing the letter asks, in its words; letter.text[start:end] holds them. `before`: what stood before it."""

    text: str
    start: int
    end: int
    before: tuple[str, ...] = ()  # what the letter asks and tells before it, nearest first
    after: tuple[str, ...] = ()  # the next request, for the first one: "how many are affected by this?"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """来信: a letter as it was understood. `text` is masked; the salutation alone may name the sender."""

    text: str
    language: Language
    name: str
    title: str
    written_on: date | None
    place: str
    requests: tuple[Request, ...]
    complaints: tuple[str, ...] = ()  # what is said in anger or reported, not asked
    reproaches: tuple[str, ...] = ()  # those of them that have the form of a question or a report
    set_aside: tuple[str, ...] = ()
    masked: tuple[tuple[str, int], ...] = ()  # (kind, how many)


def read(
    letter: str,
    given: Given | None = None,
    longest: int = 20_000,
    known: KnownNames | None = None,
    scores: Scores | None = None,
) -> Inquiry:
    """The letter understood. Raises LetterError when it is empty or longer than `longest` characters.

    `scores`: how far sentences are reproaches (inquiry_reproach.py); without it their forms alone are looked at.
    """
    given = given or Given()
    text = _clean(letter)
    if not text:
        raise LetterError("the letter is empty; give a file with the text of a letter")
    if len(text) > longest:
        raise LetterError(
            f"the letter has {len(text)} characters, {longest} are allowed; give only the pages that ask something"
        )
    masked = privacy.mask(text)
    said = language(masked.text)
    found = parts(masked.text, said, scores)
    who = sender(masked.text, said)
    return Inquiry(
        text=masked.text,
        language=said,
        name=given.name or who.name,
        title=given.title or (who.title if not given.name or given.name == who.name else ""),
        written_on=given.written_on or who.written_on,
        place=given.place or _place(masked.text, known),
        requests=_requests(found, masked.text, said),
        complaints=tuple(part.text for part in found if part.role == "complaint"),
        reproaches=tuple(part.text for part in found if part.role == "complaint" and part.reproaches),
        set_aside=tuple(part.text for part in found if part.role == "set aside"),
        masked=tuple(Counter(one.kind for one in masked.found).items()),
    )


def _clean(letter: str) -> str:
    lines = letter.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")
    kept = (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", line).rstrip()
        for line in lines
    )
    return "\n".join(kept).strip()


def _requests(found: tuple[Part, ...], letter: str, said: Language) -> tuple[Request, ...]:
    """The requests; a letter that asks nothing but complains of something is about its complaints."""
    asked = [part for part in found if part.role == "request"]
    asked = asked or _matters(found, said)
    requests: list[Request] = []
    for number, part in enumerate(asked):
        said_before = [
            wording(_impersonal(other.text), said)
            for other in found
            if other.piece.end <= part.piece.start
            and (other in asked or (other.role in ("told", "complaint") and _tells(_impersonal(other.text))))
        ]
        near = tuple(reversed(said_before[-_NEAR:]))
        after = tuple(wording(later.text, said) for later in asked[number + 1 : number + 2] if not requests)
        requests.append(Request(_whole(part, found, said), part.piece.start, part.piece.end, near, after))
    return tuple(requests)


def _whole(part: Part, found: tuple[Part, ...], said: Language) -> str:
    """The request's words; "is that true?" is asked of what was said just before."""
    text = wording(part.text, said)
    at = found.index(part)
    if not CONFIRMS.fullmatch(text) or at == 0 or found[at - 1].role == "set aside" or not _tells(found[at - 1].text):
        return text
    return wording(found[at - 1].text, said).rstrip("。.！!") + ("，" if said == "zh" else "; ") + text


_NEAR = 4  # pieces of the letter that may hold the topic of a request


def _tells(text: str) -> bool:
    """Whether a sentence may hold the topic of a request: no greeting, no signature."""
    return len(text) > (5 if re.search("[㐀-鿿]", text) else 8) and not _GREETS.match(text)


def _impersonal(text: str) -> str:
    """Without the clauses that hold personal numbers: where the writer lives is no topic."""
    clauses = re.split(r"(?<=[，,；;])", text)
    return "".join(clause for clause in clauses if not privacy.has_handle(clause)).strip(" ，,；;")


_GREETS = re.compile(
    r"(?:dear|hello|hi|hey|good (?:morning|afternoon|evening)|to whom|to the)\b|尊敬的|"
    r"[^，。]{0,12}(?:同志|领导)[:：]?$",
    re.IGNORECASE,
)


def _matters(found: tuple[Part, ...], said: Language) -> list[Part]:
    """The matter that a letter without a request reports: 反映…问题; never a feeling or a rhetorical question."""
    return [part for part in found if part.role == "complaint" and REFLECTS[said].search(part.text)]


_LIVES = re.compile(
    r"(?:我|我们|本人|家)(?:是|们是|就?住在?|家住|家在|们?住在?)?(?:一名|一个)?$|(?:居住在|住在|家住|家在|来自|我们|我是)(?:山东省|\S{2,3}[省市])?$|"
    r"\b(?:live in|living in|moved to|resident of|residents of|from|here in|citizen of|based in)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _place(letter: str, known: KnownNames | None) -> str:
    """Where the writer says to live; else the first place that the letter names with its rank (莱山区)."""
    named = [mention for mention in (find(letter, known) if known else find(letter)) if mention.rank != "town"]
    home = next((mention for mention in named if _LIVES.search(letter[: mention.start])), None)
    first = home or next((mention for mention in named if mention.kind), None)
    return first.text if first else ""


__all__ = ["NOTHING", "Given", "Inquiry", "Request", "Sender", "read"]
