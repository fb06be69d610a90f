"""In: the sentences of a reply, their citations, a language model. Out: the same smoothed by it, or as they were.

Each one is verified again against its own citations and must keep all that it said. Nothing of the letter is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby

from assistant import names
from assistant.answer import Citation, Language
from assistant.checks.evidence import is_chinese
from assistant.letters.draft import Sentence
from assistant.model import LanguageModel, ModelFault
from assistant.verify import Aids, verify
from corpus import figures
from corpus.normalize import fold
from prompts.loader import fenced, fill, numbered

_LINE = re.compile(
    r"^\s*[\[［【〔(（]?\s*(?P<number>\d{1,2})\s*(?:[\]］】〕)）]|[.、:：])\s*(?P<text>\S.*?)\s*$", re.MULTILINE
)
_LEFT_OUT = 0.2  # share of a sentence's characters (words in English) that may go
# Words that join and claim nothing: all that may be new.
_NEW = re.compile(
    r"与此同时|除此之外|在此基础上|具体而言|具体来说|另一方面|一方面|同时|此外|另外|首先|其次|再次|并且|而且|以及|并|且|还|也|又|和|及|的|地|则|"
    r"\b(?:in addition|at the same time|furthermore|moreover|also|besides|first|second|third|finally|meanwhile|and|"
    r"the|a|an|which|that|as well)\b"
)
_LATIN = re.compile(r"^[^㐀-鿿]*$")
_TOKENS = {"zh": 1.6, "en": 0.6}  # that a letter may need, generously
_FEWEST = 2  # sentences that can be joined


def smooth(
    sentences: Sequence[Sentence], cited: Mapping[str, Citation], language: Language, model: LanguageModel, aids: Aids
) -> tuple[Sentence, ...]:
    """All sentences in order; the facts of each request as the model put them, where they are still supported."""
    smoothed: list[Sentence] = []
    is_able = True
    for (part, _), group in groupby(sentences, key=lambda one: (one.part, one.request)):
        told = list(group)
        own = [one for one in told if is_chinese(one.text) == (language == "zh") and not one.text.startswith("“")]
        if part == "fact" and is_able and len(told) >= _FEWEST and len(own) == len(told):
            try:
                told = _smoothed(told, cited, language, model.begin(), aids)
            except ModelFault as fault:
                is_able = fault.reason in ("cut", "babbling", "empty")  # a server that is down is not asked again
        smoothed += told
    return tuple(smoothed)


def _smoothed(
    told: Sequence[Sentence], cited: Mapping[str, Citation], language: Language, model: LanguageModel, aids: Aids
) -> list[Sentence]:
    lines = numbered([(str(number), one.text) for number, one in enumerate(told, 1)])
    most = 60 + int(_TOKENS[language] * len(lines))
    reply = model.complete(fill("smooth", language, sentences=fenced(lines)), most)
    written: dict[int, list[str]] = {}
    for match in _LINE.finditer(reply):
        written.setdefault(int(match["number"]), []).append(match["text"])
    return [
        _judged(one, written.get(number, []), [cited[label] for label in one.citations], aids)
        for number, one in enumerate(told, 1)
    ]


def _judged(one: Sentence, written: Sequence[str], citations: Sequence[Citation], aids: Aids) -> Sentence:
    """The smoothed sentence, when there is one and it says what the sentence said; else the sentence as it was."""
    if len(written) != 1 or not citations or one.support != "supported":
        return one
    text, issued_on = written[0], citations[0].bulletin.issued_on
    if one.text.endswith("。") and not text.endswith("。"):
        text += "。"
    if is_chinese(text) != is_chinese(one.text) or not _says_the_same(one.text, text, citations):
        return one
    before = verify(one.text, citations, issued_on, None, aids)
    after = verify(text, citations, issued_on, None, aids)
    if after.support != "supported" or after.modality != before.modality:
        return one
    return replace(one, text=text, support=after.support)


def _says_the_same(before: str, after: str, citations: Sequence[Citation]) -> bool:
    """Whether every figure stays, in its order, little is left out, and nothing but joining words is new."""
    issued_on = citations[0].bulletin.issued_on
    own, other = ([fold(figure.text) for figure in figures.find(text, issued_on)] for text in (before, after))
    if own != other or names.find(before) != names.find(after):
        return False
    old, new = _units(before), _units(after)
    left_out, added = 0, []
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation != "equal":
            left_out += j - i
            added.append(" ".join(new[k:m]) if _LATIN.search(after) else "".join(new[k:m]))
    return left_out <= _LEFT_OUT * len(old) and not any(_NEW.sub("", text).strip() for text in added)


def _units(text: str) -> list[str]:
    """Chinese characters and Latin words, without marks."""
    return re.findall(r"[㐀-鿿]|[\w%.]*\w", fold(text).lower())
