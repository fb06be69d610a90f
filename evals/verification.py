"""In: claims, true and corrupted. Out: a table: how many of each kind the verifier refused, with 95% intervals.

Refused means unsupported; what is partly supported is counted apart. Does not know how claims are made.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import names
from assistant.checks.check_wording import backing
from assistant.checks.evidence import cited, side
from assistant.translation import Translation
from assistant.verify import Aids, Verdict, verify
from corpus import places
from corpus.bulletin import Bulletin
from evals.corrupt import PARAPHRASES, Claim, Labels, corrupted, paraphrases, true_claims
from evals.corruptions import KINDS
from evals.table import markdown
from index.lexical_glosses import of_terms
from index.lexical_tags import tagged
from index.lexical_terms import Analyzer

MADE_UP = Path("tests/data/made-up")
_MOST = 60  # corruptions of each kind, language and part


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and what the verifier made of it."""

    claim: Claim
    verdict: Verdict

    @property
    def refused(self) -> bool:
        return self.verdict.support == "unsupported"


def claims(bulletins: Sequence[Bulletin], seed: int) -> list[Claim]:
    """The whole trial: true claims, paraphrases, and corruptions of both."""
    reworded = [claim for file in PARAPHRASES for claim in paraphrases(bulletins, file)]
    true = true_claims(bulletins, seed) + [claim for claim in reworded if claim.kind == "true"]
    by_language = {language: dict(KINDS) for language in ("zh", "en")}
    invented = [claim for claim in reworded if claim.kind == "invented"]
    verbatim = [claim for claim in true if claim.form not in ("quoted", "reordered")]
    return true + invented + corrupted(verbatim, by_language, seed, _MOST) + _quoted_wrong(true, seed)


def _quoted_wrong(true: Sequence[Claim], seed: int) -> list[Claim]:
    """Quotations with a figure changed in the quote or beside it."""
    quoted = [claim for claim in true if claim.form == "quoted"]
    kinds = {kind: KINDS[kind] for kind in ("digit", "unit")}
    return corrupted(quoted, {"en": kinds}, seed, _MOST // 2)


def dictionary(bulletins: Sequence[Bulletin]) -> Translation:
    """CC-CEDICT for the words of the bulletins, as the index keeps it."""
    analyzer = Analyzer()
    terms = {term for bulletin in bulletins for kind in analyzer.terms(bulletin.text) for term in kind}
    return Translation(of_terms(terms).translations)


def judge(trial: Sequence[Claim], aids: Aids | None = None) -> list[Judged]:
    return [Judged(claim, verify(claim.text, claim.citations, claim.bulletin.issued_on, None, aids)) for claim in trial]


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95% interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def report(judged: Sequence[Judged]) -> str:
    """Refused shares by kind, form and language, tuning and held-out apart."""
    groups: dict[tuple[str, str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        groups[(one.claim.kind, one.claim.form, one.claim.language)].append(one)
    rows = [_row(*key, group) for key, group in sorted(groups.items(), key=lambda item: _order(item[0]))]
    for kind in sorted({one.claim.kind for one in judged}, key=lambda kind: _order((kind, "", ""))):
        rows.append(_row(kind, "all", "", [one for one in judged if one.claim.kind == kind]))
    header = ["kind", "form", "lang", "n", "refused, tuning", "n", "refused, held out", "95%", "partly"]
    return markdown(header, rows)


def _order(key: tuple[str, str, str]) -> tuple[int, str, str]:
    kinds = ["true", *KINDS]
    return kinds.index(key[0]), key[1], key[2]


def _row(kind: str, form: str, language: str, group: Sequence[Judged]) -> list[str]:
    cells = [kind, form, language]
    for held_out in (False, True):
        part = [one for one in group if one.claim.held_out == held_out]
        hits = sum(one.refused for one in part)
        cells += [str(len(part)), f"{hits / len(part):.3f}" if part else "-"]
        if held_out:
            low, high = wilson(hits, len(part))
            cells.append(f"{low:.3f}-{high:.3f}" if part else "-")
    partly = sum(one.verdict.support == "partly" for one in group)
    return [*cells, str(partly)]


def misses(judged: Sequence[Judged], held_out: bool = False) -> list[str]:
    """Every wrong verdict of the tuning part, with its reason."""
    lines = []
    for one in judged:
        claim = one.claim
        if claim.held_out != held_out or one.refused == (claim.kind != "true"):
            continue
        failed = "; ".join(f"{check.kind}: {check.detail}" for check in one.verdict.checks if not check.ok)
        lines.append(f"{claim.kind}/{claim.form}/{claim.language} {claim.paragraph.id}: {claim.text} [{failed}]")
    return lines


def curve(trial: Sequence[Claim], language: str, aids: Aids) -> str:
    """Paraphrases refused against invented clauses caught, by the least backing that is asked for."""
    scored: dict[tuple[bool, bool], list[float]] = defaultdict(list)
    for claim in trial:
        if claim.form == "paraphrase" and claim.language == language and claim.kind in ("true", "invented"):
            statement = side(claim.text, claim.bulletin.issued_on)
            found = backing(statement, cited(claim.citations), language == "zh", aids.translation, aids.likeness)
            scored[claim.kind == "true", claim.held_out].append(found[0] if found else 1.0)
    rows = []
    for step in range(2, 20):
        least = step / 20
        shares = [
            sum(score < least for score in scored[true, held_out]) / max(len(scored[true, held_out]), 1)
            for held_out in (False, True)
            for true in (False, True)
        ]
        rows.append([f"{least:.2f}", *(f"{share:.3f}" for share in shares)])
    header = [
        "least backing",
        "invented caught, tuning",
        "true refused, tuning",
        "caught, held out",
        "refused, held out",
    ]
    return markdown(header, rows)


def name_recall(bulletins: Sequence[Bulletin], labels: Labels) -> str:
    """Of the labelled names, once a paragraph that holds them, how many each way of finding names finds whole."""
    ways: dict[str, Callable[[str], list[str]]] = {
        "jieba's tags": lambda text: [word for word, tag in tagged(text) if tag in ("ns", "nr", "nt", "nrt")],
        "gazetteer": lambda text: [mention.text for mention in places.find(text)],
        "tags and endings": names.find,
        "the same, doubtful ones too": lambda text: names.find(text, doubtful=True),
    }
    rows = []
    for way, find in ways.items():
        cells = [way]
        for kind in ("place", "body", "person"):
            asked = [
                any(name in other for other in find(paragraph.text))
                for bulletin in bulletins
                for name in labels.names.get(bulletin.id, {}).get(kind, [])
                for paragraph in bulletin.paragraphs
                if name in paragraph.text
            ]
            cells.append(f"{sum(asked)}/{len(asked)}")
        rows.append(cells)
    return markdown(["recall of names", "places", "bodies", "persons"], rows)
