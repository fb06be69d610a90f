"""In: a question, the ones before it, a language model. Out: the question standalone, or in Chinese for the search.

What the model adds of its own is not taken: then, and when it fails, the rules' own question stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.checks.evidence import is_chinese
from assistant.model import LanguageModel, ModelFault
from assistant.privacy import Found, mask, restore
from assistant.questions.question import language
from corpus import figures
from index.chunk import Hit
from index.lexical_terms import english_words
from prompts.loader import fenced, fill

_TURNS = 5
_TOKENS = 120  # of one question
_LONGEST = 4  # times the question: a longer one is no translation
_NEW_WORDS = 0.4  # share of a rewritten question that may be in no question before
_SHORT_CHINESE, _SHORT_ENGLISH = 12, 4  # characters; words that carry meaning
_QUOTES = " \n\"“”'「」"


def standalone(model: LanguageModel, question: str, earlier: Sequence[str], by_rule: str) -> str:
    """The question with what the last five `earlier` questions tell of it; `by_rule` when the model is of no help."""
    if not model.settings.rewrite or not earlier or (by_rule == question and not _short(question)):
        return by_rule
    found: tuple[Found, ...] = ()
    masked = []
    for text in (*earlier[-_TURNS:], question):
        one = mask(text, found)
        found = one.found
        masked.append(one.text)
    before = fenced("\n".join(masked[:-1]))
    said = _line(model, "rewrite", language(question), history=before, question=fenced(masked[-1]))
    told = restore(said, found)
    known = " ".join((*earlier[-_TURNS:], question, by_rule))
    return told if told and language(told) == language(question) and _adds_nothing(told, known) else by_rule


def in_chinese(model: LanguageModel, question: str) -> str:
    """An English question in Chinese, for the search only; "" when there is no need or no help."""
    if not model.settings.translate or language(question) != "en":
        return ""
    masked = mask(question)
    told = restore(_line(model, "translate", "en", question=fenced(masked.text)), masked.found)
    return told if is_chinese(told) and len(told) <= _LONGEST * len(question) else ""


def together(hits: Sequence[Hit], others: Sequence[Hit]) -> tuple[Hit, ...]:
    """What two forms of one question found, best first: by the sum of both scores."""
    first, second = ({hit.paragraph.id: hit for hit in found} for found in (hits, others))
    least = min((hit.score for hit in (*hits, *others)), default=0.0)
    scored = [
        replace(hit, score=sum(found[name].score if name in found else least for found in (first, second)))
        for name, hit in {**second, **first}.items()
    ]
    return tuple(sorted(scored, key=lambda hit: -hit.score))


def _line(model: LanguageModel, prompt: str, spoken: str, **values: str) -> str:
    """The first line of the reply that says something; "" when the model fails."""
    try:
        reply = model.complete(fill(prompt, spoken, **values), _TOKENS)
    except ModelFault:
        return ""
    lines = (line.strip(_QUOTES) for line in reply.splitlines())
    return next((line for line in lines if re.search(r"\w", line)), "")


def _short(question: str) -> bool:
    """Short enough to lean on another one in a way that no rule saw; a long question stands for itself."""
    words = english_words(question) if language(question) == "en" else re.findall(r"[㐀-鿿]", question)
    return len(words) <= (_SHORT_ENGLISH if language(question) == "en" else _SHORT_CHINESE)


def _adds_nothing(told: str, known: str) -> bool:
    """Whether all figures, and most words, of the rewritten question are of the conversation."""
    held = figures.find(known)
    if not all(any(figures.same(figure, other) for other in held) for figure in figures.find(told)):
        return False
    if language(told) == "en":
        stems = english_words(told)
        new = [stem for stem in stems if stem not in set(english_words(known))]
        return len(new) <= _NEW_WORDS * len(stems)
    letters = re.findall(r"[㐀-鿿]", told)
    new = [letter for letter in letters if letter not in known]
    return len(new) <= _NEW_WORDS * len(letters)
