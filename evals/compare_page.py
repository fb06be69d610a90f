"""In: two scored runs and their comparison. Out: one HTML page: what was gained and lost, changed cases side by side.

Needs no network, no other file and no script. Cases of the held-out part are not shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from evals.compare import Change, Comparison
from evals.measures import LOWER_IS_BETTER
from evals.report_page import NAMES, frame
from evals.runs import Run
from evals.summary import Scored

_SHOWN = ("fact recall", "citation recall", "refusal", "missing named", "wrong figure")  # whose cases are opened


def page(first: Run, second: Run, found: Comparison, before: Sequence[Scored], after: Sequence[Scored]) -> str:
    """The whole page."""
    title = f"Comparison 对比: {second.record.id} against {first.record.id}"
    made = ", ".join(first.record.differences(second.record)) or "nothing that a run records"
    parts = [
        Markup("<header><h1>{}</h1><p class=made>{}</p></header>").format(
            title,
            f"{found.cases} cases compared, {len(found.left_out)} left out (in one run only). Differs in: {made}.",
        )
    ]
    for part in dict.fromkeys(change.part for change in found.changes):
        rows = [change for change in found.changes if change.part == part]
        held = "留出部分" if part == "held out" else "调试部分"
        parts.append(Markup("<section><h2>{} part {}</h2>{}</section>").format(part.capitalize(), held, _table(rows)))
    old, new = ({one.result.id: one for one in run} for run in (before, after))
    parts.append(
        Markup("<section><h2>Changed cases of the tuning part 有变化的案例</h2>{}</section>").format(
            _cases(found, old, new)
        )
    )
    return frame(title, Markup("").join(parts))


def _table(changes: Sequence[Change]) -> Markup:
    head = ("measure", "language", "n", "before 前", "after 后", "gain (95%)", "won:lost:same", "p", "verdict")
    rows = Markup("").join(
        Markup("<tr><th scope=row>{}</th>{}<td>{}</td></tr>").format(
            NAMES.get(change.measure, change.measure),
            Markup("").join(
                Markup("<td>{}</td>").format(cell)
                for cell in (
                    change.language,
                    change.found.mean.n,
                    f"{change.before:.3f}",
                    f"{change.after:.3f}",
                    f"{change.found.mean.value:+.3f} ({change.found.mean.low:+.3f} to {change.found.mean.high:+.3f})",
                    f"{change.found.won}:{change.found.lost}:{change.found.same}",
                    f"{change.p:.3f}",
                )
            ),
            _verdict(change.verdict),
        )
        for change in changes
    )
    named = Markup("").join(Markup("<th scope=col>{}</th>").format(name) for name in head)
    note = "Gain: above 0 is better, also where lower values are. p: paired randomization test."
    return Markup(
        "<div class=scroll tabindex=0><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        "<p class=note>{}</p>"
    ).format(named, rows, note)


def _verdict(verdict: str) -> Markup:
    looks = {"better": "tag good", "WORSE": "tag"}.get(verdict, "tag plain")
    words = {"better": "better 更好", "WORSE": "WORSE 变差", "may be noise": "may be noise 可能是噪声"}
    return Markup('<span class="{}">{}</span>').format(looks, words.get(verdict, "the same 相同"))


def _cases(found: Comparison, old: Mapping[str, Scored], new: Mapping[str, Scored]) -> Markup:
    """Each case that a shown measure calls better or worse, both answers beside its gold."""
    moved: dict[str, list[str]] = {}
    for change in found.changes:
        if change.part == "tuning" and change.language == "all" and change.measure in _SHOWN:
            for names, words in ((change.lost, "worse 变差"), (change.won, "better 更好")):
                for name in names:
                    moved.setdefault(name, []).append(f"{change.measure} {words}")
    if not moved:
        return Markup("<p>No case changed. 没有案例变化。</p>")
    order = sorted(moved, key=lambda name: (all("better" in text for text in moved[name]), name))
    return Markup("").join(_case(moved[name], old[name], new[name]) for name in order)


def _case(moved: Sequence[str], before: Scored, after: Scored) -> Markup:
    case = after.result.case
    tags = Markup("").join(
        Markup('<span class="{}">{}</span>').format("tag good" if "better" in text else "tag", text) for text in moved
    )
    gold = Markup("").join(
        Markup('<h4>{}</h4><blockquote lang="zh">{}</blockquote>').format(" › ".join(one.heading_path), one.text)
        for one in after.result.gold
    )
    facts = Markup("").join(Markup("<p>{}</p>").format(" / ".join(fact)) for fact in case.facts)
    before_it = Markup("").join(
        Markup("<p class=note>{}: {}</p>").format(message["role"], message["content"]) for message in case.history
    )
    question = Markup("<div class=side><h3>Question 问题</h3>{}<p>{}</p></div>").format(before_it, case.question)
    right = Markup("<div class=side><h3>Gold 应引</h3>{}{}</div>").format(facts, gold)
    sides = question + _side("Before 前", before) + _side("After 后", after) + right
    return Markup("<details><summary>{} {} {}</summary><div class=sides>{}</div></details>").format(
        case.id, case.question, tags, sides
    )


def _side(title: str, one: Scored) -> Markup:
    answer = one.result.answer
    lines = [answer["lead"], *(statement["text"] for statement in answer["statements"]), *answer["missing"]]
    told = Markup("").join(Markup("<p>{}</p>").format(line) for line in lines if line)
    values = "; ".join(f"{name} {score.value:.2f}" for name in _SHOWN if (score := one.scores[name]).value is not None)
    low = ", ".join(name for name in _SHOWN if name in LOWER_IS_BETTER)
    return Markup(
        '<div class=side><h3>{}</h3><p><span class="tag plain">{}</span></p>{}'
        "<p class=note>{} ({}: lower is better)</p></div>"
    ).format(title, answer["status"], told, values, low)
