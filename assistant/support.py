"""In: what is asked and a passage. Out: how far it gives that: a value of the type beside the words that say of what.

One number, 0..1, for choosing a passage and for judging whether it suffices. Does not choose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Language
from assistant.questions.asked import Asked, Type
from assistant.questions.values import Span, is_sorted, values
from assistant.speaks import Words
from corpus import figures

# What a word of the question is worth where it stands: in the value's clause, in the clauses beside it, in the passage.
_WEIGHTS = (1.0, 0.9, 0.7, 0.5)  # … and in the paragraph and its headings
_OF_NAMES = (1.0, 0.5, 0.3, 0.2)  # a name says nothing of its own: what it is the name of stands beside it
_OF_AGENTS = (1.0, 0.7, 0.4, 0.15)  # bodies stand everywhere: who did it stands beside what was done
_OF_COUNTS = (1.0, 0.7, 0.5, 0.3)  # a clause counts one thing, the next another
_CLAUSE = re.compile(r"[^，。；,;]+")
# Types whose values look like nothing else; whose they are is said elsewhere in the passage.
CONTACTS: frozenset[Type] = frozenset({"phone", "email"})


@dataclass(frozen=True, slots=True)
class Support:
    """`value`: where the best value stands in the passage, None without one; `focus` and `rest`: 0..1."""

    value: Span | None
    focus: float
    rest: float
    own: float = 0.0  # all words of the question in the passage alone
    around: float = 0.0  # … in its paragraph and headings too

    @property
    def share(self) -> float:
        return self.focus if self.value is not None else 0.0


# Types that are asked of a thing, by a noun; of an event, by a verb, an encoder's likeness says too little.
_OF_THINGS: frozenset[Type] = frozenset(
    {"count", "number", "percent", "duration", "money", "area", "length", "weight", "name"}
)
# From which share on a passage gives what is asked (docs/measurements.md has the curve).
_ENOUGH: dict[Language, float] = {"zh": 0.2, "en": 0.2}
_SPOKEN_OF = 0.25  # a word below this is not spoken of: 债务 shares a character with 服务
_NAMED = 0.6  # a name from so much of its letters on: 宋立军, 妇幼保健中心 for 妇幼保健服务中心
# A figure of these types speaks for itself: there are few of them, and the passage was found for the question.
_RARE_ENOUGH = 0.01
_RARE: frozenset[Type] = frozenset({"duration", "area", "weight", "rank"})


def enough(asked: Asked, share: float) -> bool:
    """Whether a passage with this share of support gives what is asked."""
    return share >= (_RARE_ENOUGH if asked.type in _RARE else _ENOUGH[asked.language])


def support(asked: Asked, text: str, context: str, issued_on: date | None, words: Words) -> Support:
    """How far `text` gives what is asked; `context` (headings, the paragraph) may say of what it speaks."""
    found = values(asked, text, issued_on)
    rest = _mean(words.spoken(asked.rest, f"{text}{context}")) if asked.rest else 1.0
    said = (*asked.focus, *asked.rest)
    own, wide = _mean(words.spoken(said, text)), _mean(words.spoken(said, f"{text}{context}"))
    if not found or _of_another(asked, text, context, words) or _of_another_time(asked.text, text, issued_on):
        return Support(None, 0.0, rest, own, wide)
    if not asked.focus or asked.type in CONTACTS:
        return Support(found[0][0], 1.0, rest, own, wide)
    spoken = words.told if asked.type in _OF_THINGS else words.spoken
    whole, around = spoken(asked.focus, text), words.spoken(asked.focus, context)
    if asked.head and max(whole[asked.head], around[asked.head]) < _SPOKEN_OF:
        return Support(None, 0.0, rest, own, wide)
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    best = Support(None, -1.0, rest, own, wide)
    weights = _weights(asked)
    for span, subject in found:
        at = next((number for number, (start, end) in enumerate(clauses) if start <= span[0] < end), 0)
        clause = text[slice(*clauses[at])] + subject
        beside = "".join(text[start:end] for start, end in clauses[max(at - 1, 0) : at + 2])
        near, next_to = spoken(asked.focus, clause), spoken(asked.focus, beside)
        each = {
            word: max(
                weight * place[word] for weight, place in zip(weights, (near, next_to, whole, around), strict=True)
            )
            for word in asked.focus
        }
        share = min([max(_mean(each), _RARE_ENOUGH), *(next_to[word] for word in asked.must)])
        if share > best.focus:
            best = Support(span, share, rest, own, wide)
    return best


def _of_another(asked: Asked, text: str, context: str, words: Words) -> bool:
    """Whether the question names one of whom another sentence of the paragraph tells, and this one does not."""
    if asked.type == "reason":  # told around what it is the reason of
        return False
    here, around = words.spoken(asked.entities, text), words.spoken(asked.entities, context)
    return any(
        here[name] < _NAMED and (around[name] >= _NAMED or name in asked.found_elsewhere) for name in asked.entities
    )


def beside(asked: Asked, texts: Sequence[str], words: Words, plain: str) -> Asked:
    """What is asked, with those of its names that one of the texts (paragraphs found for it) tells of.

    `plain`: the question without its places, which the scope has seen to: they are no names here.
    """
    kept = tuple(name for name in asked.entities if asked.language == "zh" or name in plain)
    names = tuple(name for name in kept if name in plain)
    told = [words.spoken(names, text) for text in texts] if names else []
    found = tuple(name for name in names if any(spoken[name] >= _NAMED for spoken in told))
    return replace(asked, entities=kept, found_elsewhere=found)


def _of_another_time(question: str, text: str, issued_on: date | None) -> bool:
    """Whether the question is about a year that the text does not speak of: another year, or one to come."""
    wanted, said = _years(question, issued_on), _years(text, issued_on)
    if not wanted:
        return False
    if said:
        return not any(
            begin <= year_end and year_begin <= end for begin, end in wanted for year_begin, year_end in said
        )
    return issued_on is not None and all(begin > f"{issued_on.year}-12-31" for begin, _ in wanted)


def _years(text: str, issued_on: date | None) -> list[tuple[str, str]]:
    """Begin and end of the times that the text names."""
    return [
        (figure.begins, figure.ends)
        for figure in figures.find(text, issued_on)
        if figure.is_time and figure.begins and figure.ends and not figure.begins.startswith("--")
    ]


def _weights(asked: Asked) -> tuple[float, ...]:
    if asked.type == "count":
        return _OF_COUNTS
    if asked.type == "agent":
        return _OF_AGENTS
    return _OF_NAMES if asked.type == "identity" or (asked.type == "name" and not is_sorted(asked.named)) else _WEIGHTS


def _mean(shares: dict[str, float]) -> float:
    return sum(shares.values()) / len(shares) if shares else 1.0
