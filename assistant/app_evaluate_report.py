"""In: a run's summary and scored results, or a set's cases. Out: HTML: tables, charts, failures, lists of cases.

The charts are those of evals/charts.py. Knows neither Gradio nor where runs are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answer import Language
from assistant.app_evaluate_markup import button, moment
from assistant.page.interface_words import WORDS, word
from assistant.page.markup import Markup, h

if TYPE_CHECKING:
    from evals.case import Case
    from evals.metrics import Mean
    from evals.runs import Run
    from evals.summary import Group, Part, Scored, Summary

MEASURES = ("fact recall", "citation recall", "citation precision", "R@1", "R@5", "wrong figure", "refusal",
            "missing named", "support", "status")  # fmt: skip
CHARTED = ("fact recall", "citation recall", "refusal")


def named(kind: str, name: str, language: Language) -> str:
    """The page's word for a measure, failure, status or group; the name itself when it has none."""
    key = f"{kind}_{name.replace(' ', '_').replace(',', '').replace('@', '')}"
    return word(key, language) if key in WORDS else name


def run(found: Run, summary: Summary, scored: Sequence[Scored], language: Language) -> Markup:
    """A run: what it showed, where it failed, its cases."""
    record = found.record
    title = word("eval_run_of", language, sets=", ".join(one["name"] for one in record.sets))
    made = word("eval_made", language, when=moment(record.begun_at), git=record.git)
    head = h(
        "div",
        {"class": "view-head"},
        h("h2", {"id": "view-title", "tabindex": "-1"}, title),
        h("p", {"class": "quiet"}, made),
        h("p", {"class": "buttons"}, button("eval-report", word("eval_report", language), run=record.id)),
    )
    incomplete = []
    if not found.complete:
        told = word("eval_incomplete", language, done=len(found.results), total=record.cases)
        incomplete = [h("p", {"class": "notice"}, told)]
    parts = [_part(part, language) for part in summary.parts]
    return h(
        "article",
        {"class": "view", "data-view": "run"},
        head,
        *incomplete,
        *parts,
        _charts(summary, language),
        _cases(scored, language),
    )


def _part(part: Part, language: Language) -> Markup:
    whole = part.groups[0]
    used = [name for name in MEASURES if any(name in group.means for group in part.groups)]
    head = [h("td", {}, "")]
    head += [
        h("th", {"scope": "col"}, text)
        for text in (word("eval_cases_short", language), *(named("measure", name, language) for name in used))
    ]
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, _group(group, language)),
            h("td", {}, str(group.n)),
            *(_mean(group.means.get(name), number == 0) for name in used),
        )
        for number, group in enumerate(part.groups)
    ]
    title = word("eval_part_told", language, part=named("part", part.name, language), n=whole.n, failed=whole.failed)
    table = h("table", {}, h("thead", {}, h("tr", {}, *head)), h("tbody", {}, *rows))
    scroll = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": title}
    refusal = " · ".join(
        f"{word(f'refusal_{name}', language)} {found.value:.2f} ({found.low:.2f}-{found.high:.2f})"
        for name in ("precision", "recall", "f1")
        if whole.refusal.recall and (found := getattr(whole.refusal, name))  # without it nothing should be declined
    )
    told = h("p", {"class": "quiet"}, word("eval_table_note", language))
    says_no = h("p", {}, f"{word('refusal_told', language)}{refusal}") if refusal else Markup("")
    return h("section", {}, h("h3", {}, title), h("div", scroll, table), told, says_no)


def _group(group: Group, language: Language) -> str:
    kind, _, name = group.name.partition(": ")
    return (
        f"{named('group', kind, language)} {_value(kind, name, language)}" if name else named("group", kind, language)
    )


def _value(kind: str, name: str, language: Language) -> str:
    return named("kind" if kind == "kind" else "value", name, language)


def _mean(found: Mean | None, interval: bool) -> Markup:
    if found is None:
        return h("td", {"class": "none"}, "-")
    spread = h("small", {}, f" {found.low:.2f}-{found.high:.2f}") if interval else Markup("")
    return h("td", {}, f"{found.value:.2f}", spread)


def _charts(summary: Summary, language: Language) -> Markup:
    from evals.charts import Bar, Row, bars

    part = summary.parts[0]
    series = [named("measure", name, language) for name in CHARTED]

    def by(prefix: str) -> Markup:
        rows = []
        for group in (one for one in part.groups if one.name.startswith(prefix)):
            drawn = [
                Bar(at, mean.value, f"{mean.value:.2f} ({mean.low:.2f}-{mean.high:.2f})", mean.low, mean.high)
                for at, name in enumerate(CHARTED)
                if (mean := group.means.get(name))
            ]
            value = _value(prefix.removesuffix(": "), group.name.removeprefix(prefix), language)
            rows.append(Row(f"{value} ({group.n})", tuple(drawn)))
        return bars(word(f"chart_{prefix.strip(': ')}", language), rows, series)

    failed = [
        Row(named("failure", name, language), (Bar(0, count, str(count)),)) for name, count in part.failures.items()
    ]
    spent = [
        Row(
            named("step", one.stage, language),
            (Bar(0, one.p50, f"{one.p50:.0f} ms"), Bar(1, one.p95, f"{one.p95:.0f} ms")),
        )
        for one in summary.latency
    ]
    drawn = [("chart_kind", by("kind: ")), ("chart_lang", by("lang: "))]
    if any(group.name.startswith("place: ") for group in part.groups):
        drawn.append(("chart_place", by("place: ")))
    if failed:
        most = max(part.failures.values())
        drawn.append(("chart_failures", bars(word("chart_failures", language), failed, most=most)))
    spans = (word("latency_p50", language), word("latency_p95", language))
    slowest = max((one.p95 for one in summary.latency), default=1.0)
    drawn.append(("chart_latency", bars(word("chart_latency", language), spent, spans, slowest)))
    figures = [h("figure", {}, h("figcaption", {}, word(key, language)), chart) for key, chart in drawn]
    title = word("eval_charts", language, part=named("part", part.name, language))
    return h("section", {}, h("h3", {}, title), h("div", {"class": "charts"}, *figures))


def _cases(scored: Sequence[Scored], language: Language) -> Markup:
    """The cases with what failed in each; held-out ones hidden at first, so that nobody tunes on them by accident."""
    found = dict.fromkeys(failure for one in scored for failure in one.failures)
    choices = [("", word("filter_all", language)), ("*", word("filter_failed", language))]
    choices += [(name, named("failure", name, language)) for name in found]
    options = [h("option", {"value": value}, text) for value, text in choices]
    held = any(one.result.case.held_out for one in scored)
    tick = h(
        "label", {"class": "tick"}, h("input", {"type": "checkbox", "id": "filter-held"}), word("filter_held", language)
    )
    rows = [_row(one, language) for one in scored]
    return h(
        "section",
        {},
        h("h3", {"id": "cases-title"}, word("eval_case_list", language)),
        h(
            "div",
            {"class": "filters"},
            h("label", {"for": "filter-failure"}, word("filter", language)),
            h("select", {"id": "filter-failure"}, *options),
            tick if held else Markup(""),
        ),
        h("p", {"class": "quiet", "id": "filter-count", "role": "status"}),
        h("ul", {"class": "cases", "aria-labelledby": "cases-title"}, *rows),
    )


def _row(one: Scored, language: Language) -> Markup:
    case, answer = one.result.case, one.result.answer
    failures = [h("span", {"class": "failure"}, named("failure", name, language)) for name in one.failures]
    about = f"{case.id} · {named('kind', case.kind, language)} · {named('status', answer['status'], language)}"
    attributes = {
        "class": "case",
        "data-failures": "|".join(one.failures),
        "data-held": "yes" if case.held_out else None,
        "hidden": "" if case.held_out else None,
    }
    return h(
        "li",
        attributes,
        button("eval-case", case.question, "open-case", case=case.id),
        h("span", {"class": "about"}, about, *join_with_space(failures)),
    )


def join_with_space(pieces: Sequence[Markup]) -> list[str]:
    return [text for piece in pieces for text in (" ", piece)]


def set_(name: str, cases: Sequence[Case], language: Language) -> Markup:
    """A set: its cases, those that wait for review first to be found."""
    waiting = sum(not case.reviewed for case in cases)
    rows = [
        h(
            "li",
            {"class": "case", "data-failures": "" if case.reviewed else "unreviewed"},
            button("eval-case", case.question, "open-case", case=case.id),
            h(
                "span",
                {"class": "about"},
                f"{case.id} · {named('kind', case.kind, language)}",
                *([] if case.reviewed else [" ", h("span", {"class": "failure"}, word("unreviewed", language))]),
            ),
        )
        for case in cases
    ]
    options = [
        h("option", {"value": ""}, word("filter_all", language)),
        h("option", {"value": "unreviewed"}, word("unreviewed", language)),
    ]
    return h(
        "article",
        {"class": "view", "data-view": "set"},
        h("h2", {"id": "view-title", "tabindex": "-1"}, word("eval_set_told", language, set=name)),
        h("p", {"class": "quiet"}, word("eval_set_count", language, n=len(cases), waiting=waiting)),
        h(
            "div",
            {"class": "filters"},
            h("label", {"for": "filter-failure"}, word("filter", language)),
            h("select", {"id": "filter-failure"}, *options),
        ),
        h("p", {"class": "quiet", "id": "filter-count", "role": "status"}),
        h("ul", {"class": "cases"}, *rows),
    )


def welcome(language: Language) -> Markup:
    """Before anything is chosen: what this place is for."""
    lines = [h("li", {}, word(f"eval_teach_{number}", language)) for number in (1, 2, 3)]
    return h(
        "article",
        {"class": "view", "data-view": "none"},
        h("h2", {"id": "view-title", "tabindex": "-1"}, word("eval_title", language)),
        h("ol", {"class": "teach"}, *lines),
    )
