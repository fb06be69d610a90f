"""In: what the parts of a question found. Out: an Answer whose every statement was compared with what it cites.

Also the answers that say no, each with what it offers instead. Does not search or choose sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import compose, sufficiency
from assistant.answer import Answer, Citation, Dropped, Language, Statement
from assistant.extract import Passage
from assistant.premise import corrections
from assistant.scope import Scoped
from assistant.scoping.reach import Reached
from assistant.speaks import Words
from assistant.verify import Aids, verify
from assistant.words import say
from index.chunk import Hit


def assemble(
    blank: Answer, findings: Sequence[sufficiency.Finding], reached: Reached, scoped: Scoped, words: Words
) -> Answer:
    """Verified statements in order, what is missing, and the status that follows from both."""
    hits = reached.hits
    cited = compose.citations(_in_order(findings))
    statements, dropped, refused = _told(findings, cited, blank)
    if dropped:  # the first sentences may be among them: labels begin with 1 all the same
        cited = _renumbered(cited, statements)
        statements, dropped, refused = _told(findings, cited, blank)
    missing = (*_missing(blank, findings, cited, words), *scoped.words(blank.language))
    if refused:  # a calculation that verification does not pass is missing, not answered
        missing = (*missing, say("missing", blank.language).format(point=sufficiency.named(blank.standalone_question)))
    if not statements:
        return _nothing(blank, hits)
    shown = {label for statement in statements for label in statement.citations}
    kept = tuple(citation for citation in cited if citation.label in shown)
    return replace(
        blank,
        status="partial" if missing else "answered",
        lead=compose.lead(kept, blank.language, reached.earlier),
        statements=statements,
        citations=kept,
        missing=missing,
        dropped=dropped,
        hits=hits,
    )


def _told(
    findings: Sequence[sufficiency.Finding], cited: Sequence[Citation], blank: Answer
) -> tuple[tuple[Statement, ...], tuple[Dropped, ...], tuple[Dropped, ...]]:
    """What is said, what is not because verification does not pass it, and of that the calculations."""
    quoted, dropped = _verified([(compose.statement_text(one, blank.language), [one]) for one in cited], cited, blank)
    results, refused = _verified(_computed(findings, cited, blank.language), cited, blank)
    return (*results, *quoted), (*dropped, *refused), refused


def _renumbered(cited: Sequence[Citation], statements: Sequence[Statement]) -> tuple[Citation, ...]:
    """The citations that are shown first, in order, then those of what was dropped; labelled anew."""
    shown = {label for statement in statements for label in statement.citations}
    order = sorted(cited, key=lambda one: one.label not in shown)
    return tuple(replace(one, label=str(number)) for number, one in enumerate(order, 1))


def _missing(
    blank: Answer, findings: Sequence[sufficiency.Finding], cited: Sequence[Citation], words: Words
) -> tuple[str, ...]:
    """What is not there, point by point: what was asked, and what the question says and the text has otherwise."""
    points = dict.fromkeys(point for finding in findings for point in finding.missing)
    return (
        *(say("missing", blank.language).format(point=point) for point in points),
        *corrections(blank.standalone_question, cited, Aids(words.known)),
    )


def _in_order(findings: Sequence[sufficiency.Finding]) -> list[Passage]:
    """Passages of all parts, each once, the parts in the order they were asked."""
    seen: set[tuple[str, int, int]] = set()
    passages = []
    for finding in findings:
        for passage in finding.passages:
            key = (passage.hit.bulletin.id, passage.start, passage.end)
            if key not in seen:
                seen.add(key)
                passages.append(passage)
    return passages


def _verified(
    claims: Sequence[tuple[str, Sequence[Citation]]], cited: Sequence[Citation], blank: Answer
) -> tuple[tuple[Statement, ...], tuple[Dropped, ...]]:
    """Each text compared with the citations it rests on; what fails is dropped with the reason."""
    statements, dropped = [], []
    several = len({citation.bulletin.id for citation in cited}) > 1
    for text, sources in claims:
        labels = tuple(citation.label for citation in sources)
        verdict = verify(text, sources, sources[0].bulletin.issued_on)
        if verdict.support == "unsupported":
            dropped.append(Dropped(text, "; ".join(check.detail for check in verdict.checks if not check.ok), labels))
        else:
            whose = compose.of_place(sources[0].bulletin, blank.language) if several else ""
            statements.append(Statement(whose + text, labels, verdict.support, verdict.modality, verdict.checks))
    return tuple(statements), tuple(dropped)


def _computed(
    findings: Sequence[sufficiency.Finding], cited: Sequence[Citation], language: Language
) -> list[tuple[str, list[Citation]]]:
    """What was computed, with the citations of its operands; what two parts ask for, once."""
    results = {finding.computed.text(language): finding.computed for finding in findings if finding.computed}
    claims = []
    for text, computed in results.items():
        operands = {(passage.hit.bulletin.id, passage.start) for passage in computed.passages}
        claims.append((text, [one for one in cited if (one.bulletin.id, one.start) in operands]))
    return claims


def elsewhere(blank: Answer, places: Sequence[tuple[Hit, ...]]) -> tuple[str, ...]:
    """The same question of places that tell of it too and are not shown."""
    names = dict.fromkeys(compose.of_place(hits[0].bulletin, blank.language) for hits in places)
    return tuple(f"{name}{blank.standalone_question}" for name in names)[:3]


def not_held(blank: Answer, scoped: Scoped, hits: tuple[Hit, ...]) -> Answer:
    """The question names a place, year, body or document that the corpus does not hold."""
    return replace(
        _nothing(blank, hits), missing=tuple(scoped.words(blank.language)), suggestions=scoped.held(blank.language)
    )


def lacking(blank: Answer, scoped: Scoped, hits: tuple[Hit, ...]) -> Answer:
    """The named place has a bulletin, and it does not tell of what is asked."""
    where = "、".join(scoped.places) or say("no_place", blank.language)
    return replace(_nothing(blank, hits), missing=(say("lacking", blank.language).format(place=where),))


def _nothing(blank: Answer, hits: tuple[Hit, ...]) -> Answer:
    """Nothing relevant: says so, and offers the nearest headings."""
    nearest = dict.fromkeys(hit.paragraph.heading_path[-1] for hit in hits if hit.paragraph.heading_path)
    return replace(
        blank,
        status="not_found",
        missing=(say("not_found", blank.language),),
        suggestions=tuple(nearest)[:3],
        hits=hits,
    )
