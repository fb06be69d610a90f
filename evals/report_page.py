"""In: a run, its scores and summary. Out: the report as one HTML page that needs no network and no other file.

Charts are SVG, the cases are JSON inside the page; report_page.js only filters and opens them, as text, never as HTML.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from evals import report
from evals.charts import Bar, Row, bars
from evals.facts import Said
from evals.measures import LOWER_IS_BETTER, declines, expected, should_decline, shown
from evals.metrics import Mean
from evals.runs import Run
from evals.summary import Group, Part, Scored, Summary

NAMES = {  # measure -> what the page calls it
    "fact recall": "asked facts said 事实覆盖",
    "wrong figure": "wrong figure 数字有误",
    "citation recall": "gold cited 引用召回",
    "citation precision": "cited is gold 引用精确",
    "refusal": "says no rightly 拒答得当",
    "missing named": "missing named 指明未提及",
    "support": "statements verified 已核实",
    "status": "right status 状态正确",
    "length": "length ÷ gold 长度比",
}
TILES = ("fact recall", "citation recall", "citation precision", "refusal", "missing named", "wrong figure")
CHARTED = (("fact recall", "asked facts said"), ("citation recall", "gold cited"), ("refusal", "says no rightly"))
BANDS = 5
_FILES = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"  # noqa: E501


def page(run: Run, summary: Summary, scored: Sequence[Scored]) -> str:
    """The whole page."""
    title = f"Evaluation 评测 {run.record.id}"
    body = Markup("").join(
        [
            Markup("<header><h1>{}</h1><ul class=made>{}</ul></header>").format(
                title, Markup("").join(Markup("<li>{}</li>").format(line) for line in report.made_with(run))
            ),
            Markup("").join(_part(part) for part in summary.parts),
            _section("Charts 图表", _charts(summary, scored)),
            _section("The worst cases 最差案例", _worst(scored)),
            _section("Cases 案例", Markup(_CASES)),
        ]
    )
    return frame(title, body, _data(scored))


def frame(title: str, body: Markup, data: str = "") -> str:
    """A page that fetches nothing; with data also the script that filters and opens cases."""
    scripts = f'<script type="application/json" id="data">{data}</script>\n<script>{_text("report_page.js")}</script>'
    return (
        "<!doctype html>\n"
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, '
        f'initial-scale=1"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{Markup.escape(title)}</title><style>{_text('report_page.css')}</style></head>\n"
        f"<body><main>{body}</main>\n{scripts if data else ''}</body></html>\n"
    )


_CASES = """<form id="filters" onsubmit="return false">
<label>failure 失败<select id="f-failure"></select></label><label>kind 类型<select id="f-kind"></select></label>
<label>language 语言<select id="f-lang"></select></label><label>status 状态<select id="f-status"></select></label>
<label>set 题集<select id="f-set"></select></label>
<label>words 文字<input id="f-words" type="search" placeholder="question, id"></label>
<label class="check"><input id="f-held" type="checkbox"> held-out cases too 含留出题</label></form>
<p id="count" role="status"></p>
<div class="scroll"><table id="cases"><thead><tr><th>case</th><th>kind</th><th>question 问题</th><th>status</th>
<th>facts</th><th>cited</th><th>what failed 失败</th></tr></thead><tbody></tbody></table></div>
<noscript>The table of cases needs scripts to be allowed in this page.</noscript>"""


def _text(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _section(title: str, inside: Markup) -> Markup:
    return Markup("<section><h2>{}</h2>{}</section>").format(title, inside)


def _part(part: Part) -> Markup:
    whole = part.groups[0]
    tiles = Markup("").join(_tile(name, whole.means[name]) for name in TILES if name in whole.means)
    if whole.refusal.f1:
        tiles += _tile("F1 of saying no 拒答F1", whole.refusal.f1)
    inside = Markup("<div class=tiles>{}</div>{}<details><summary>What failed 失败分布</summary>{}</details>").format(
        tiles, _groups(part), _failures(part)
    )
    held = " 留出部分" if part.name == "held out" else " 调试部分"
    return _section(f"{part.name.capitalize()} part{held}: {whole.n} cases, {whole.failed} with a failure", inside)


def _tile(name: str, found: Mean) -> Markup:
    note = ", lower is better" if name in LOWER_IS_BETTER else ""
    return Markup("<div class=tile><b>{}</b><span>{}</span><small>{}-{}, n={}{}</small></div>").format(
        f"{found.value:.3f}", NAMES.get(name, name), f"{found.low:.2f}", f"{found.high:.2f}", found.n, note
    )


def _groups(part: Part) -> Markup:
    used = [name for name in report.COLUMNS if any(name in group.means for group in part.groups)]
    head = Markup("").join(Markup("<th scope=col>{}</th>").format(NAMES.get(name, name)) for name in used)
    rows = Markup("").join(
        Markup("<tr><th scope=row>{}</th><td>{}</td>{}</tr>").format(
            group.name, group.n, Markup("").join(_value(group, name) for name in used)
        )
        for group in part.groups
    )
    return Markup(
        "<div class=scroll tabindex=0><table><thead><tr><th></th><th>n</th>{}</tr></thead>"
        "<tbody>{}</tbody></table></div>"
    ).format(head, rows)


def _value(group: Group, name: str) -> Markup:
    found = group.means.get(name)
    if found is None:
        return Markup("<td class=none>-</td>")
    return Markup('<td title="95% {}-{}, n={}">{}</td>').format(
        f"{found.low:.2f}", f"{found.high:.2f}", found.n, f"{found.value:.3f}"
    )


def _failures(part: Part) -> Markup:
    rows = [Row(name, (Bar(0, count, f"{count} cases"),)) for name, count in part.failures.items()]
    return bars("what failed", rows, most=max(part.failures.values(), default=1))


def _charts(summary: Summary, scored: Sequence[Scored]) -> Markup:
    part = summary.parts[0]
    figures = [
        (f"By kind 按类型 ({part.name})", _by(part, "kind: ")),
        (f"By language 按语言 ({part.name})", _by(part, "lang: ")),
        ("Does it say no where it should? 拒答校准", _calibration(scored)),
        ("Time a question takes 耗时", _latency(summary)),
    ]
    if any(group.name.startswith("place: ") for group in part.groups):
        figures.insert(2, (f"By place 按地区 ({part.name})", _by(part, "place: ")))
    return Markup("<div class=charts>{}</div>").format(
        Markup("").join(
            Markup("<figure><figcaption>{}</figcaption>{}</figure>").format(caption, chart)
            for caption, chart in figures
        )
    )


def _by(part: Part, prefix: str) -> Markup:
    rows = []
    for group in (one for one in part.groups if one.name.startswith(prefix)):
        found = [(series, group.means[name]) for series, (name, _) in enumerate(CHARTED) if name in group.means]
        drawn = tuple(
            Bar(series, mean.value, f"{mean.value:.2f} ({mean.low:.2f}-{mean.high:.2f})", mean.low, mean.high)
            for series, mean in found
        )
        rows.append(Row(f"{group.name.removeprefix(prefix)} ({group.n})", drawn))
    return bars(f"measures by {prefix.strip(': ')}", rows, [name for _, name in CHARTED])


def _calibration(scored: Sequence[Scored]) -> Markup:
    """Cases in bands of the best hit's score: how many should be declined, how many are."""
    judged = [
        (hits[0]["score"], should, declines(one.result))
        for one in scored
        if (hits := one.result.answer["hits"]) and (should := should_decline(one.result)) is not None
    ]
    if len(judged) < BANDS:
        return Markup("<p>Too few cases.</p>")
    judged.sort(key=lambda one: one[0])
    rows = []
    for band in np.array_split(np.arange(len(judged)), BANDS):
        inside = [judged[number] for number in band]
        should, did = (sum(one[column] for one in inside) / len(inside) for column in (1, 2))
        label = f"{inside[0][0]:.2f} to {inside[-1][0]:.2f} ({len(inside)})"
        rows.append(Row(label, (Bar(0, should, f"{should:.2f} should be"), Bar(1, did, f"{did:.2f} are"))))
    note = Markup("<p class=note>{}</p>").format(
        "Cases in five bands of the best hit's score, the lowest first. Well calibrated: both bars are alike in each."
    )
    return bars("refusal by score", rows, ("not in the bulletins", "declined or called missing")) + note


def _latency(summary: Summary) -> Markup:
    most = max((one.p95 for one in summary.latency), default=1.0)
    rows = [
        Row(one.stage, (Bar(0, one.p50, f"{one.p50:.0f} ms"), Bar(1, one.p95, f"{one.p95:.0f} ms")))
        for one in summary.latency
    ]
    return bars("milliseconds by stage", rows, ("p50", "p95"), most)


def _worst(scored: Sequence[Scored]) -> Markup:
    chosen = report.worst(scored)
    shared = report.common(chosen, scored)
    items = Markup("").join(
        Markup('<li><a href="#cases" data-case="{0}">{0}</a> {1} <i>{2}</i></li>').format(
            one.result.id, one.result.case.question, ", ".join(one.failures)
        )
        for one in chosen
    )
    told = "; ".join(shared) or "nothing stands out"
    return Markup("<p>In common 共同点: {}. Tuning part only.</p><ol>{}</ol>").format(told, items)


def _data(scored: Sequence[Scored]) -> str:
    """The cases as JSON that cannot close its element; each paragraph once."""
    paragraphs: dict[str, Any] = {}
    for one in scored:
        for gold in one.result.gold:
            paragraphs[gold.paragraph_id] = {"path": list(gold.heading_path), "text": gold.text}
        for citation in one.result.answer["citations"]:
            paragraphs[citation["paragraph_id"]] = {
                "path": citation["heading_path"],
                "text": citation["paragraph_text"],
            }
    data = {"cases": [_case(one) for one in scored], "paragraphs": paragraphs}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _case(one: Scored) -> Mapping[str, Any]:
    result, case, answer = one.result, one.result.case, one.result.answer
    said = Said.of(shown(result), result.issued_on)
    return {
        "id": case.id,
        "set": result.set,
        "lang": case.lang,
        "kind": case.kind,
        "held": case.held_out,
        "question": case.question,
        "standalone": answer["standalone_question"],
        "history": [dict(message) for message in case.history],
        "note": case.note,
        "expected": list(expected(result)),
        "facts": [{"words": list(fact), "said": said.holds(fact)} for fact in case.facts],
        "mustName": list(case.must_name_missing),
        "gold": [gold.paragraph_id for gold in result.gold],
        "status": answer["status"],
        "reason": answer["reason"],
        "lead": answer["lead"],
        "statements": [
            {key: statement[key] for key in ("text", "citations", "support", "modality")}
            for statement in answer["statements"]
        ],
        "missing": answer["missing"],
        "dropped": [{"text": dropped["text"], "reason": dropped["reason"]} for dropped in answer["dropped"]],
        "cited": [
            {"label": cited["label"], "paragraph": cited["paragraph_id"], "quote": cited["quote"]}
            for cited in answer["citations"]
        ],
        "hits": [[hit["paragraph_id"], hit["score"], hit["text"][:60]] for hit in answer["hits"]],
        "scores": {name: [score.value, score.reason] for name, score in one.scores.items()},
        "failures": list(one.failures),
        "ms": answer["timings_ms"].get("total"),
    }
