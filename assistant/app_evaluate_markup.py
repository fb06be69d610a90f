"""In: sets, runs and progress. Out: HTML of the left side of the place 评测: what can be run, what was run.

Everything is escaped by `markup.h`. Knows neither Gradio nor where anything is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.answer import Language
from assistant.page.interface_words import word
from assistant.page.markup import Markup, chooser, h, join

if TYPE_CHECKING:
    from evals.background import Progress
    from evals.runs import Record
    from evals.shelf import Listed, Taken
    from evals.spreadsheet import Fault

REASONS = {  # the frequent reasons, which the page says in its own words
    "is empty": "reason_empty",
    "is not JSON": "reason_json",
    "an answerable case names at least one paragraph": "reason_gold",
    "input should be 'zh' or 'en'": "reason_lang",
}
_FAULTS = (  # what ends a run of a set that does not fit the bulletins held, which the page says in its own words
    (re.compile(r"case (?P<case>\S+): several paragraphs hold (?P<label>.+?) \(.+"), "fault_several_hold"),
    (re.compile(r"case (?P<case>\S+): no paragraph holds (?P<label>.+?); .+"), "fault_none_holds"),
)
_REQUIRED = re.compile(r"(?:(\w+): )?field required")
PARTS = ("all", "tuning", "held-out")


def button(do: str, text: str, kind: str = "plain", **data: str) -> Markup:
    """A button of this place; `data` are its data attributes."""
    attributes = {"type": "button", "class": kind, "data-do": do}
    return h("button", attributes | {f"data-{name}": value for name, value in data.items()}, text)


def sets(listed: Sequence[Listed], chosen: str, part: str, busy: bool, language: Language) -> Markup:
    """Choose or upload a set, run it, open it, take it along."""
    heading = h("h2", {"id": "sets-title"}, word("eval_sets", language))
    choose = {"id": "eval-set"}
    options = [_option(one, chosen, language) for one in listed]
    parts = [
        h("option", {"value": name, "selected": "" if name == part else None}, word(f"part_{name}", language))
        for name in PARTS
    ]
    start = button("eval-start", word("eval_start", language), "primary-button")
    stop = button("eval-stop", word("eval_stop", language))
    file = {"id": "eval-file", "accept": ".xlsx,.csv,.jsonl"}
    return h(
        "section",
        {"class": "eval-sets", "aria-labelledby": "sets-title"},
        heading,
        h("label", {"for": "eval-set"}, word("eval_set", language)),
        h("select", choose, *options),
        h("label", {"for": "eval-part"}, word("eval_part", language)),
        h("select", {"id": "eval-part"}, *parts),
        h(
            "p",
            {"class": "buttons"},
            stop if busy else start,
            button("eval-set", word("eval_open_set", language)),
            button("eval-workbook", word("eval_workbook", language)),
        ),
        h("label", {"for": "eval-file"}, word("eval_upload", language)),
        chooser(file, language),
        h("p", {"class": "quiet"}, word("eval_upload_how", language)),
        h("p", {"class": "buttons"}, button("eval-draft", word("eval_draft", language))),
    )


def _option(one: Listed, chosen: str, language: Language) -> Markup:
    waits = word("eval_waiting", language, count=one.unreviewed) if one.unreviewed else ""
    whose = word("eval_own", language) if one.own else ""
    told = [word("eval_cases", language, count=one.cases), *(text for text in (waits, whose) if text)]
    attributes = {"value": one.name, "selected": "" if one.name == chosen else None}
    return h("option", attributes, f"{one.name} · {' · '.join(told)}")


def taken(result: Taken, language: Language) -> Markup:
    """What became of an uploaded file; its faults by row and column."""
    added = word("eval_taken", language, set=result.name, added=result.added, changed=result.changed)
    if not result.faults:
        return h("div", {"class": "eval-taken", "role": "status"}, h("p", {}, added))
    faults = h("ol", {"class": "faults"}, *(h("li", {}, _fault(fault, language)) for fault in result.faults))
    return h(
        "div",
        {"class": "eval-taken has-faults", "role": "status"},
        h("p", {}, added),
        h("p", {"class": "notice"}, word("eval_bad_rows", language, count=len(result.faults))),
        faults,
        h("p", {"class": "buttons"}, button("eval-bad", word("eval_bad_file", language), name=result.name)),
    )


def why_ended(fault: str, language: Language) -> str:
    """Why a run ended, in the page's language where it is one of the frequent reasons."""
    for pattern, key in _FAULTS:
        if found := pattern.fullmatch(fault):
            return word(key, language, case=found["case"], label=found["label"].strip("'\""))
    return fault


def _other_reason(reason: str, language: Language) -> str:
    pieces = [_REQUIRED.fullmatch(piece) for piece in reason.split(", ")]
    if not all(pieces):
        return h("span", {"lang": "en"}, reason)
    names = [piece[1] or "" for piece in pieces if piece]
    return word("reason_required", language, names=", ".join(names)).strip()


def _fault(fault: Fault, language: Language) -> Markup:
    """Where a row is wrong, and why; a reason that the page has no words for stands as it is."""
    where = word("fault_at" if fault.letter else "fault_row", language, row=fault.row, letter=fault.letter)
    column = f" ({fault.column})" if fault.letter else ""
    key = REASONS.get(fault.reason)
    reason = word(key, language) if key else _other_reason(fault.reason, language)
    return join([f"{where}{column}: ", reason])


def progress(now: Progress | None, language: Language) -> Markup:
    """The run in work, as a bar and in words; nothing when none is."""
    if now is None or now.stage == "done":
        return Markup("")
    share = f"{100 * now.done / now.total:.0f}" if now.total else "0"
    told = word(f"stage_{now.stage}", language, done=now.done, total=now.total, fault=why_ended(now.fault, language))
    bar = h(
        "div",
        {
            "class": "bar-of-run",
            "role": "progressbar",
            "aria-label": word("eval_progress", language),
            "aria-valuemin": "0",
            "aria-valuemax": str(now.total),
            "aria-valuenow": str(now.done),
            "aria-valuetext": told,
        },
        h("span", {"style": f"width: {share}%"}),
    )
    return h(
        "section",
        {"class": f"run-in-work stage-{now.stage}", "data-run": now.run, "data-ended": "yes" if now.ended else None},
        bar,
        h("p", {"class": "told"}, told),
    )


def runs(kept: Sequence[tuple[Record, int]], shown: str, busy: str, language: Language) -> Markup:
    """The runs kept, the newest first, each with how many questions are answered."""
    if not kept:
        return h(
            "section",
            {},
            h("h2", {}, word("eval_runs", language)),
            h("p", {"class": "quiet"}, word("eval_no_runs", language)),
        )
    items = [_run(record, answered, shown, record.id == busy, language) for record, answered in kept]
    return h("section", {"class": "eval-runs"}, h("h2", {}, word("eval_runs", language)), h("ul", {}, *items))


def moment(begun_at: str) -> str:
    """When a run was begun (ISO 8601), by the clock of this machine."""
    return datetime.fromisoformat(begun_at).astimezone().strftime("%Y-%m-%d %H:%M")


def _run(record: Record, answered: int, shown: str, busy: bool, language: Language) -> Markup:
    names = ", ".join(one["name"] for one in record.sets)
    opener = {
        "type": "button",
        "class": "open-run",
        "data-do": "eval-run",
        "data-run": record.id,
        "aria-current": "true" if record.id == shown else None,
    }
    state = word(
        "eval_whole" if answered >= record.cases else "eval_part_done", language, done=answered, total=record.cases
    )
    again = []
    if answered < record.cases and not busy:
        again = [button("eval-resume", word("eval_resume", language), run=record.id)]
    return h(
        "li",
        {},
        h("button", opener, h("span", {}, names), h("small", {}, f"{moment(record.begun_at)} · {state}")),
        *again,
    )
