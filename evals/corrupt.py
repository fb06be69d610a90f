"""In: bulletins and a seed. Out: claims: true statements drawn from them, and false ones, each in one known way.

Its rules are its own and not the verifier's. A corruption that the paragraph happens to say is left out.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.answer import Citation
from corpus import figures
from corpus.bulletin import Bulletin, Paragraph
from corpus.figures import Figure

LABELS = Path(__file__).parent / "sets" / "corruption.json"
PARAPHRASES = tuple(sorted((Path(__file__).parent / "sets").glob("paraphrases*.jsonl")))
# Bulletins that no rule was written against, beside a third of the paragraphs of the others.
HELD_OUT = ("dongpu-2023-08-31", "qingtang-2022-04-20")
_CLAUSE = re.compile(r"[^，,；;。]+[，,；;。]?")


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with the paragraph it cites; `form` is how it was made, `kind` "true" or what was corrupted."""

    text: str
    bulletin: Bulletin
    paragraph: Paragraph
    form: str  # verbatim, trimmed, reordered, quoted, paraphrase
    language: str
    held_out: bool
    kind: str = "true"
    before: str = ""

    @property
    def citations(self) -> list[Citation]:
        return [Citation("1", self.bulletin, self.paragraph, self.paragraph.start, self.paragraph.end)]


Corruptor = Callable[[Claim, "Labels", random.Random], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Labels:
    """What was labelled by hand: the names of each bulletin, names of elsewhere, and clauses that no bulletin says."""

    names: dict[str, dict[str, list[str]]]
    foreign: dict[str, list[str]]
    latin: list[str]
    invented: dict[str, list[str]]

    @classmethod
    def load(cls, file: Path = LABELS) -> Labels:
        read: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return cls(read["names"], read["foreign"], read["latin"], read["invented"])


def true_claims(bulletins: Sequence[Bulletin], seed: int) -> list[Claim]:
    """Sentences verbatim, trimmed to some of their clauses, re-ordered, and quoted as in an English answer."""
    rng = random.Random(seed)
    found: list[Claim] = []
    for bulletin in bulletins:
        for number, paragraph in enumerate(bulletin.paragraphs):
            held_out = bulletin.id in HELD_OUT or number % 3 == 2
            for sentence in paragraph.sentences:
                if len(sentence.text) < 10:
                    continue
                claim = Claim(sentence.text, bulletin, paragraph, "verbatim", "zh", held_out)
                found.append(claim)
                found += [replace(claim, text=text, form="trimmed") for text in _trimmed(sentence.text, rng)]
                found += [replace(claim, text=text, form="reordered") for text in _reordered(sentence.text)]
                english = _quoted(sentence.text, bulletin)
                found.append(replace(claim, text=english, form="quoted", language="en"))
    return found


def _trimmed(sentence: str, rng: random.Random) -> Iterator[str]:
    """A run of whole clauses of the sentence."""
    clauses = _clauses(sentence)
    if len(clauses) < 2:
        return
    size = rng.randint(1, len(clauses) - 1)
    first = rng.randint(0, len(clauses) - size)
    text = "".join(clauses[first : first + size]).rstrip("，,；;")
    if len(text) >= 8:
        yield text


def _reordered(sentence: str) -> Iterator[str]:
    """The parts between semicolons the other way round; each says its thing alone."""
    parts = [part.strip("。；; ") for part in re.split(r"[；;]", sentence)]
    if len(parts) > 1 and not any(re.search(r"其中|剩余|其余|分别|同时", part) for part in parts):
        yield "；".join(reversed(parts)) + "。"


def _quoted(sentence: str, bulletin: Bulletin) -> str:
    said = [figures.in_english(figure) for figure in figures.find(sentence, bulletin.issued_on)]
    told = "; ".join(dict.fromkeys(english for english in said if english))
    return f"“{sentence}”" + (f" ({told})" if told else "")


def _clauses(sentence: str) -> list[str]:
    """Clauses with their punctuation; none is cut inside brackets, quotes or a figure."""
    pieces: list[str] = []
    for piece in _CLAUSE.findall(sentence):
        text = pieces[-1] if pieces else ""
        inside = any(text.count(a) > text.count(b) for a, b in ("《》", "“”", "（）", "()"))
        if pieces and (inside or re.search(r"\d[,，]$", text)):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def paraphrases(bulletins: Sequence[Bulletin], file: Path) -> list[Claim]:
    """The statements reworded by hand, and those with an invented part; each cites the paragraph of its snippet."""
    claims = []
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for bulletin in bulletins:
            for paragraph in bulletin.paragraphs:
                if row["gold"][0] in paragraph.text:
                    kind = "true" if row["kind"] == "true" else "invented"
                    claims.append(
                        Claim(row["text"], bulletin, paragraph, "paraphrase", row["lang"], row["held_out"], kind)
                    )
    return claims


def corrupted(
    claims: Sequence[Claim], corruptors: dict[str, dict[str, Corruptor]], seed: int, most: int
) -> list[Claim]:
    """Up to `most` corruptions of each kind and part (tuning, held out), spread over the claims."""
    labels = Labels.load()
    found: list[Claim] = []
    for language, kinds in corruptors.items():
        own = [claim for claim in claims if claim.language == language and claim.kind == "true"]
        for kind, corruptor in kinds.items():
            rng = random.Random(f"{seed}/{language}/{kind}")
            shuffled = rng.sample(own, len(own))
            for held_out in (False, True):
                made: list[Claim] = []
                for claim in shuffled:
                    if claim.held_out == held_out and len(made) < most:
                        made += _made(claim, kind, corruptor, labels, rng)
                found += made
    return found


def _made(claim: Claim, kind: str, corruptor: Corruptor, labels: Labels, rng: random.Random) -> list[Claim]:
    if kind == "citation":
        other = _elsewhere(claim, rng)
        return [replace(claim, paragraph=other, kind=kind, before=claim.text)] if other else []
    options = [text for text in corruptor(claim, labels, rng) if _false(text, claim)]
    return [replace(claim, text=rng.choice(options), kind=kind, before=claim.text)] if options else []


def _false(text: str, claim: Claim) -> bool:
    """Whether the corrupted text is other words than the paragraph's."""
    bare = re.sub(r"[\s，,；;。“”]", "", text)
    return text != claim.text and bare not in re.sub(r"[\s，,；;。“”]", "", claim.paragraph.text)


def _elsewhere(claim: Claim, rng: random.Random) -> Paragraph | None:
    """Another paragraph of the bulletin: the most alike or any, that does not hold the statement's clauses."""
    others = [p for p in claim.bulletin.paragraphs if p.id != claim.paragraph.id and len(p.text) > 40]
    clauses = [clause.strip("，,；;。 ") for clause in _clauses(claim.text)]
    others = [p for p in others if not any(len(clause) > 3 and clause in p.text for clause in clauses)]
    if not others or len(claim.text) < 12:
        return None
    if rng.random() < 0.5:
        return rng.choice(others)
    pairs = {claim.text[at : at + 2] for at in range(len(claim.text) - 1)}
    return max(others, key=lambda p: sum(pair in p.text for pair in pairs) / len(p.text) ** 0.5)


def found_figures(claim: Claim) -> list[Figure]:
    return figures.find(claim.text, claim.bulletin.issued_on)
