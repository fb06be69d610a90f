"""In: a case, its gold paragraphs and the answer it got, if any. Out: HTML of them side by side, with its gold to edit.

Knows neither Gradio nor where sets and runs are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.answer import Language
from assistant.app_evaluate_markup import button
from assistant.app_evaluate_report import named
from assistant.page import markup_evidence
from assistant.page.interface_words import word
from assistant.page.markup import Markup, h

if TYPE_CHECKING:
    from evals.case import Case
    from evals.result import Gold
    from evals.summary import Scored

_SCORED = ("fact recall", "wrong figure", "citation recall", "refusal", "missing named", "R@10")
_ROLES = {"user": "you", "assistant": "answer"}


def case(
    name: str,
    shown: Case,
    gold: Sequence[Gold],
    scored: Scored | None,
    editable: bool,
    language: Language,
) -> Markup:
    """The case `name`: question, answer, gold and evidence; without an answer only question and gold."""
    answer = scored.result.answer if scored else None
    sides = [_question(shown, scored, language)]
    if answer:
        sides.append(_answer(answer, language))
    sides.append(_gold(shown, gold, editable, scored is not None, language))
    if answer:
        sides.append(_evidence(answer, editable, language))
    reviewed = Markup("") if shown.reviewed else h("span", {"class": "failure"}, word("unreviewed", language))
    return h(
        "article",
        {"class": "view", "data-view": "case", "data-case": name},
        h("p", {"class": "buttons"}, button("eval-back", word("eval_back", language))),
        h("h2", {"id": "view-title", "tabindex": "-1"}, word("eval_case_told", language, case=name), " ", reviewed),
        h("div", {"class": f"sides of-{len(sides)}"}, *sides),
        _scores(scored, language) if scored else Markup(""),
    )


def _side(title: str, *inside: str) -> Markup:
    return h("section", {"class": "side"}, h("h3", {}, title), *inside)


def _question(shown: Case, scored: Scored | None, language: Language) -> Markup:
    parts: list[str] = [
        h("p", {}, h("span", {"class": "who"}, word(_ROLES[message["role"]], language)), " ", message["content"])
        for message in shown.history
    ]
    parts.append(h("p", {"class": "asked"}, shown.question))
    parts.append(
        h("p", {"class": "quiet"}, f"{named('kind', shown.kind, language)} · {named('value', shown.lang, language)}")
    )
    if not shown.answerable:
        parts.append(h("p", {}, word("eval_unanswerable", language)))
    if shown.facts:
        facts = [h("li", {}, " / ".join(spellings)) for spellings in shown.facts]
        parts += [h("h4", {}, word("eval_facts", language)), h("ul", {}, *facts)]
    if shown.note:
        parts += [h("h4", {}, word("eval_note", language)), h("p", {}, shown.note)]
    if scored and scored.failures:
        failed = [h("li", {"class": "failed"}, named("failure", one, language)) for one in scored.failures]
        parts += [h("h4", {}, word("eval_failed", language)), h("ul", {}, *failed)]
    return _side(word("side_question", language), *parts)


def _answer(answer: Mapping[str, Any], language: Language) -> Markup:
    parts: list[str] = [h("p", {"class": "quiet"}, named("status", answer["status"], language))]
    if answer["lead"]:
        parts.append(h("p", {"class": "quiet"}, answer["lead"]))
    for statement in answer["statements"]:
        labels = "".join(f"[{label}]" for label in statement["citations"])
        support = "supported" if statement["support"] == "supported" else "partly"
        planned = [" ", _state("planned", language)] if statement["modality"] == "planned" else []
        said = h("span", {"class": "reading"}, statement["text"])
        labelled = h("span", {"class": "labels"}, labels)
        parts.append(h("p", {}, said, " ", labelled, " ", _state(support, language), *planned))
    parts += [h("p", {"class": "failed"}, text) for text in answer["missing"]]
    return _side(word("side_answer", language), *parts)


def _state(name: str, language: Language) -> Markup:
    return h("span", {"class": f"state state-{name}"}, word(name, language))


def _gold(shown: Case, gold: Sequence[Gold], editable: bool, asked: bool, language: Language) -> Markup:
    parts: list[str] = []
    for one in gold:
        path = h("p", {"class": "quiet", "lang": "zh-CN"}, " › ".join(one.heading_path))
        parts += [path, h("p", {"class": "reading", "lang": "zh-CN"}, one.text)]
    if not gold:
        parts.append(h("p", {"class": "quiet"}, word("eval_no_gold", language)))
    if editable:
        box = {"id": "gold-labels", "rows": "3", "spellcheck": "false"}
        parts += [
            h("label", {"for": "gold-labels"}, word("eval_gold_labels", language)),
            h("textarea", box, "\n".join(shown.gold)),
            h("p", {"class": "quiet"}, word("eval_gold_how", language)),
            h(
                "p",
                {"class": "buttons"},
                button("eval-save", word("eval_save" if shown.reviewed else "eval_accept", language), "primary-button"),
                *([] if shown.reviewed or asked else [button("eval-reject", word("eval_reject", language))]),
            ),
        ]
    return _side(word("side_gold", language), *parts)


def _evidence(answer: Mapping[str, Any], editable: bool, language: Language) -> Markup:
    parts: list[str] = []
    for group in markup_evidence.by_paragraph(answer["citations"]):
        first = group[0]
        labels = "".join(f"[{one['label']}]" for one in group)
        text = markup_evidence.marked(first["paragraph_text"], markup_evidence.spans(group))
        parts.append(h("p", {"class": "quiet", "lang": "zh-CN"}, labels, " ", " › ".join(first["heading_path"])))
        parts.append(h("p", {"class": "reading", "lang": "zh-CN"}, text))
        parts += _use(first["paragraph_id"], editable, language)
    if not answer["citations"]:
        parts.append(h("p", {"class": "quiet"}, word("no_evidence", language)))
    cited = {one["paragraph_id"] for one in answer["citations"]}
    others = [hit for hit in answer["hits"] if hit["paragraph_id"] not in cited]
    if others:
        folded: list[str] = [h("summary", {}, word("others", language, count=len(others)))]
        for hit in others:
            folded.append(h("p", {"class": "reading", "lang": "zh-CN"}, hit["text"]))
            folded += _use(hit["paragraph_id"], editable, language)
        parts.append(h("details", {"class": "others"}, *folded))
    return _side(word("side_evidence", language), *parts)


def _use(paragraph: str, editable: bool, language: Language) -> list[str]:
    """The button that makes a paragraph gold."""
    if not editable:
        return []
    return [h("p", {"class": "tools"}, button("eval-use", word("eval_use", language), "tool", paragraph=paragraph))]


def _scores(scored: Scored, language: Language) -> Markup:
    rows = [
        h(
            "tr",
            {},
            h("th", {"scope": "row"}, named("measure", name, language)),
            h("td", {}, f"{score.value:.2f}"),
            h("td", {"lang": "en"}, score.reason),
        )
        for name in _SCORED
        if (score := scored.scores[name]).value is not None
    ]
    title = word("eval_scores", language)
    scroll = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": title}
    return h("details", {}, h("summary", {}, title), h("div", scroll, h("table", {}, h("tbody", {}, *rows))))
