"""In: a result (case, gold paragraphs, answer). Out: a score with its reason for each measure, by its name.

Pure functions. A measure that does not apply has no value, which is not 0; an empty answer counts. Ranks: metrics.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.checks.derivation import derived
from corpus.figures import Figure
from corpus.sentences import split
from evals.facts import Said, alike, figures_of, unbacked
from evals.metrics import ranking_scores
from evals.result import Result

RANKING = ("R@1", "R@5", "R@10", "RR@10", "nDCG@10")
DECLINED = ("not_found", "refused")


@dataclass(frozen=True, slots=True)
class Score:
    """A value from 0 to 1 (length: a ratio), None where the measure does not apply, and why it is so."""

    value: float | None
    reason: str


Measure = Callable[[Result], Score]


def expected(result: Result) -> tuple[str, ...]:
    """The statuses that are right; a case that says nothing expects an answer, or that it is declined."""
    if result.case.expect:
        return result.case.expect
    return ("answered",) if result.case.answerable else ("partial", "not_found", "refused")


def status(result: Result) -> Score:
    """Whether the answer has a status that is right."""
    got, right = result.answer["status"], expected(result)
    return Score(float(got in right), f"is {got}, right is {' or '.join(right)}")


def citation_recall(result: Result) -> Score:
    """The share of gold paragraphs that the answer cites (after ALCE, Gao et al. 2023, with gold for the NLI judge)."""
    if not result.case.answerable or not result.gold:
        return Score(None, "nothing has to be cited")
    cited = result.cited()
    missed = [one.paragraph_id for one in result.gold if one.paragraph_id not in cited]
    return Score(1 - len(missed) / len(result.gold), f"not cited: {', '.join(missed)}" if missed else "all gold cited")


def citation_precision(result: Result) -> Score:
    """The share of cited paragraphs that are gold; an answer without citations to an answerable question scores 0."""
    if not result.case.answerable or not result.gold:
        return Score(None, "nothing has to be cited")
    cited, gold = result.cited(), {one.paragraph_id for one in result.gold}
    if not cited:
        return Score(0.0, "nothing is cited")
    beside = [name for name in cited if name not in gold]
    return Score(1 - len(beside) / len(cited), f"beside the gold: {', '.join(beside)}" if beside else "only gold cited")


def fact_recall(result: Result) -> Score:
    """The share of the asked facts that the statements say, figures by value in any unit and language."""
    if not result.case.facts:
        return Score(None, "the case names no fact")
    said = Said.of(shown(result), result.issued_on)
    missed = [fact[0] for fact in result.case.facts if not said.holds(fact)]
    share = 1 - len(missed) / len(result.case.facts)
    return Score(share, f"not said: {', '.join(missed)}" if missed else "every fact said")


def wrong_figure(result: Result) -> Score:
    """1 when a figure shown stands in no cited paragraph, or stands where an asked one of its kind is absent.

    A figure computed from cited ones that stand beside it is the source's too. The second only for a full answer: a
    partial one says that something is missing.
    """
    text = shown(result)
    if not text:
        return Score(None, "no statement is shown")
    said = Said.of(text, result.issued_on)
    sources = Said.of("\n".join(result.cited().values()), result.issued_on)
    if invented := _invented(result, sources.figures):
        return Score(1.0, f"in no cited paragraph: {', '.join(invented)}")
    if result.case.answerable and result.answer["status"] == "answered":
        for fact in result.case.facts:
            wanted = () if said.holds(fact) else figures_of(fact, result.issued_on)
            instead = [one.text for one in said.figures if any(alike(one, other) for other in wanted)]
            if instead:
                return Score(1.0, f"{', '.join(instead)} is shown where {fact[0]} was asked")
    return Score(0.0, "every figure shown is the source's")


def _invented(result: Result, sources: Sequence[Figure]) -> list[str]:
    """The figures of the statements that are neither in a cited paragraph nor computed from figures that are."""
    found = []
    for statement in result.answer["statements"]:
        text = statement["text"]
        figures = Said.of(text, result.issued_on).figures
        found += [one.text for one in unbacked(figures, sources) if not derived(one, text, figures, sources)]
    return found


def refusal(result: Result) -> Score:
    """Whether what cannot be answered is declined or called missing, and what can be answered is not."""
    should, did = should_decline(result), declines(result)
    words = {True: "declined or called missing", False: "answered in full"}
    if should is None:
        return Score(None, "both a full and a partial answer are right")
    return Score(float(should == did), f"{words[did]}, right is {words[should]}")


def should_decline(result: Result) -> bool | None:
    """None when the case accepts `answered` beside another status."""
    right = expected(result)
    if "answered" not in right:
        return True
    return False if right == ("answered",) else None


def declines(result: Result) -> bool:
    """Whether the answer says, of the whole or of a part, that it is not there."""
    return result.answer["status"] in DECLINED or (
        result.answer["status"] == "partial" and bool(result.answer["missing"])
    )


def missing_named(result: Result) -> Score:
    """Whether a partial answer names what is missing in an accepted word; the question repeated whole does not.

    A question declined as a whole needs no name, one answered in full has named nothing.
    """
    words = result.case.must_name_missing
    if not words:
        return Score(None, "no missing point is asked for")
    answer = result.answer
    if answer["status"] in DECLINED and answer["status"] in expected(result):
        return Score(None, "declined as a whole")
    found = word_named(words, answer["missing"], (answer["question"], answer["standalone_question"]))
    return Score(float(found is not None), f"names {found}" if found else f"names none of {', '.join(words)}")


def word_named(words: Sequence[str], missing: Sequence[str], asked: Sequence[str]) -> str | None:
    """The first of the words that what is called missing names; a question repeated whole names nothing."""
    told = "\n".join(missing).lower()
    for echo in asked:
        told = told.replace(echo.strip(" ,，。.？?！!").lower(), "")
    return next((word for word in words if word.lower() in told), None)


def support(result: Result) -> Score:
    """The share of statements that verification found fully supported by what they cite."""
    statements = result.answer["statements"]
    if not statements:
        return Score(None, "no statement is shown")
    partly = [one["text"][:40] for one in statements if one["support"] != "supported"]
    return Score(1 - len(partly) / len(statements), f"partly: {'; '.join(partly)}" if partly else "all supported")


def length(result: Result) -> Score:
    """Quoted characters for one character of the gold sentences that hold the facts; without facts, of all gold."""
    if not result.case.answerable or not result.gold:
        return Score(None, "no gold to compare with")
    wanted = sum(map(len, gold_sentences(result)))
    spans = {(one["bulletin_id"], one["start"], one["end"]) for one in result.answer["citations"]}
    quoted = sum(end - start for _, start, end in spans)
    return Score(quoted / wanted, f"{quoted} characters quoted, {wanted} in the gold sentences")


def gold_sentences(result: Result) -> list[str]:
    """The sentences of the gold paragraphs that hold a fact in the bulletin's own words; else whole paragraphs."""
    held = [
        one.text
        for gold in result.gold
        for one in split(gold.text)
        if any(fact[0] in one.text for fact in result.case.facts)
    ]
    return held or [gold.text for gold in result.gold]


def shown(result: Result) -> str:
    """What the reader is told: the statements; an English one holds the quotation and its figures in English."""
    return "\n".join(one["text"] for one in result.answer["statements"])


MEASURES: Mapping[str, Measure] = {
    "status": status,
    "fact recall": fact_recall,
    "wrong figure": wrong_figure,
    "citation recall": citation_recall,
    "citation precision": citation_precision,
    "refusal": refusal,
    "missing named": missing_named,
    "support": support,
    "length": length,
}
LOWER_IS_BETTER = frozenset({"wrong figure"})
NEITHER = frozenset({"length"})  # reported, not judged


def score_all(results: Sequence[Result]) -> dict[str, dict[str, Score]]:
    """Every measure of every result: case id -> measure -> score."""
    scores = {result.id: {name: measure(result) for name, measure in MEASURES.items()} for result in results}
    for name, by_case in _ranking(results).items():
        for result in results:
            value = by_case.get(result.id)
            reason = "nothing has to be found" if value is None else _ranks(result)
            scores[result.id][name] = Score(value, reason)
    return scores


def _ranking(results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """The ranks of the gold paragraphs among the answer's hits; a question refused before the search scores 0."""
    asked = [result for result in results if result.case.answerable and result.gold]
    rankings = {one.id: [hit["paragraph_id"] for hit in one.answer["hits"]] for one in asked}
    gold = {one.id: [paragraph.paragraph_id for paragraph in one.gold] for one in asked}
    return ranking_scores(rankings, gold, RANKING) if asked else {name: {} for name in RANKING}


def _ranks(result: Result) -> str:
    hits = [hit["paragraph_id"] for hit in result.answer["hits"]]
    ranks = [str(hits.index(one.paragraph_id) + 1) if one.paragraph_id in hits else "none" for one in result.gold]
    return f"rank of gold: {', '.join(ranks)}"


def failures(result: Result, scores: Mapping[str, Score]) -> tuple[str, ...]:
    """Where the answer fell short, the first step that failed first; empty when nothing did."""

    def below(name: str, least: float = 1.0) -> bool:
        value = scores[name].value
        return value is not None and value < least

    found = {
        "fault": result.answer["status"] == "failed",
        "not found by search": below("R@10"),
        "found, not cited": below("citation recall") and not below("R@10"),
        "fact not said": below("fact recall"),
        "wrong figure": scores["wrong figure"].value == 1.0,
        "answered what is not there": should_decline(result) is True and not declines(result),
        "declined what is there": should_decline(result) is False and declines(result),
        "missing part not named": below("missing named"),
        "other status": below("status") and scores["refusal"].value != 0.0,
        "partly supported": below("support"),
    }
    return tuple(name for name, failed in found.items() if failed)
