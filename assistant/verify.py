"""In: one sentence of an answer, whoever wrote it, and what it cites. Out: a Verdict: how far supported, and why.

The checks in order: labels, quotes, figures and dates, titles and names, modality, polarity, time frame, wording.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from assistant.answer import Check, Citation, Modality, Support
from assistant.checks import check_figures, check_names, check_sense, check_wording, derivation
from assistant.checks.check_wording import Likeness
from assistant.checks.evidence import Part, Side, cited, fold, is_chinese, side, supporting
from assistant.checks.finding import Finding
from assistant.translation import Translation
from corpus import figures

_LABEL = re.compile(r"[\[【［]\s*(\d{1,3})\s*[\]】］]")
# A Chinese quotation with its figures in English beside it: “2019年投资4.86亿元” (486 million yuan).
_QUOTATION = re.compile(
    r"^\s*[“\"](?P<quote>.*[㐀-鿿].*)[”\"]\s*(?:[(（](?P<figures>[^“”]*)[)）])?[.。]?\s*$", re.DOTALL
)
# Words that only join a sentence to the one before it; they claim nothing that a paragraph could hold.
CONNECTIVE = re.compile(
    r"^(?:同时|此外|另外|其次|再次|首先|并且|而且|与此同时|除此之外|具体而言|具体来说|一方面|另一方面)[，,：:]\s*|"
    r"^(?:in addition|at the same time|furthermore|moreover|also|besides|first|second|third|finally|meanwhile),\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found; `modality` is the source's where the statement quotes a clause that a plan governs."""

    support: Support
    modality: Modality
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Aids:
    """Optional help with statements in another language than the source."""

    translation: Translation = field(default_factory=Translation)
    likeness: Likeness | None = None  # multilingual sentence vectors: how alike two texts are, about 0..1


def verify(
    text: str,
    citations: Sequence[Citation],
    issued_on: date | None,
    known_labels: Collection[str] | None = None,
    aids: Aids | None = None,
) -> Verdict:
    """Compare one statement with the paragraphs it cites.

    Labels inside the text ([1], 【1】) choose among the citations; without any, all citations given are meant.
    `known_labels` are those that exist in the answer; None: those of the citations.
    """
    aids = aids or Aids()
    known = set(known_labels) if known_labels is not None else {citation.label for citation in citations}
    marked = set(_LABEL.findall(text))
    body = CONNECTIVE.sub("", _LABEL.sub("", text).strip())
    chosen = [citation for citation in citations if not marked or citation.label in marked]
    chinese = is_chinese(body)
    findings = list(_labels(marked, known, chosen, chinese))
    statement = side(body, issued_on)
    if any(not finding.ok for finding in findings):
        return _verdict(findings, statement.parts)
    sources = cited(chosen)
    if computed := derivation.COMPUTED.match(body):
        quoted = derivation.quotes(computed["quotes"])
        findings += [finding for quote in quoted for finding in _quotation(quote, "", sources, issued_on)]
        findings.append(derivation.equation(computed["sum"], "；".join(quoted)))
        statement = side("；".join(quoted), issued_on)
        chinese = True
    elif quotation := _QUOTATION.match(body):
        findings += _quotation(quotation["quote"], quotation["figures"] or "", sources, issued_on)
        statement = side(quotation["quote"], issued_on)
        chinese = True
    findings += _compare(statement, sources, chinese, aids)
    return _verdict(findings, _inheriting(statement, sources, chinese))


def _labels(
    marked: Collection[str], known: Collection[str], chosen: Sequence[Citation], chinese: bool
) -> Iterator[Finding]:
    unknown = sorted(set(marked) - set(known))
    if unknown:
        labels = "、".join(f"[{label}]" for label in unknown)
        yield Finding("labels", False, f"引用{labels}不存在" if chinese else f"citation {labels} does not exist")
    elif not chosen:
        yield Finding("labels", False, "没有引用" if chinese else "cites nothing")
    else:
        labels = "、".join(f"[{citation.label}]" for citation in chosen)
        yield Finding("labels", True, f"引用{labels}存在" if chinese else f"citation {labels} exists")


def _quotation(quote: str, beside: str, sources: Sequence[Side], issued_on: date | None) -> Iterator[Finding]:
    """What stands in quotation marks must be the source's letters; figures beside it must be the quote's."""
    if not any(fold(quote) in source.folded for source in sources):
        yield Finding("quotes", False, f"not verbatim in the cited paragraph: {quote}")
        return
    yield Finding("quotes", True, "the quotation is verbatim")
    own = figures.find(quote, issued_on)
    for figure in figures.find(beside, issued_on):
        if not any(figures.same(figure, other) for other in own):
            yield Finding("figures", False, f"{figure.text}: is not a figure of the quotation")


def _compare(statement: Side, sources: Sequence[Side], chinese: bool, aids: Aids) -> Iterator[Finding]:
    if chinese:
        support = partial(supporting, sources=sources)
    else:
        support = partial(check_wording.supporting, sources=sources, translation=aids.translation)
    yield from check_figures.check(statement, sources, chinese, aids.translation)
    if misordered := derivation.misordered(statement.text):
        yield misordered
    if not _verbatim(statement, sources):
        yield from check_names.check(statement, sources, chinese, aids.translation)
    yield from check_sense.modality(statement, sources, support, chinese)
    yield from check_sense.polarity(statement, support, chinese)
    yield from check_sense.frame(statement, sources, support, chinese)
    yield from check_wording.check(statement, sources, chinese, aids.translation, aids.likeness)


def _verbatim(statement: Side, sources: Sequence[Side]) -> bool:
    whole = {part.folded for source in sources for part in source.parts}
    return all(part.folded in whole for part in statement.parts)


def _inheriting(statement: Side, sources: Sequence[Side], chinese: bool) -> tuple[Part, ...] | list[Part]:
    """The statement's clauses, each replaced by the source clause it quotes whole: that one knows what governs it."""
    if not chinese:
        return statement.parts
    whole = {part.folded: part for source in sources for part in source.parts}
    return [whole.get(part.folded, part) for part in statement.parts]


def _verdict(findings: Sequence[Finding], parts: Sequence[Part]) -> Verdict:
    failed = [finding for finding in findings if not finding.ok]
    support: Support = "supported"
    if failed:
        support = "unsupported" if any(finding.grave for finding in failed) else "partly"
    told = {part.modality for part in parts}
    modality: Modality = "planned" if "planned" in told else "done" if "done" in told else "stated"
    return Verdict(support, modality, tuple(finding.as_check() for finding in findings))
