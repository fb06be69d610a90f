"""In: the work on the corpus, what was removed. Out: HTML of the left side of 语料: adding, progress, undoing.

Everything is escaped by `markup.h`. Knows neither Gradio nor files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.page.corpus_words import REASONS
from assistant.page.interface_words import WORDS, word
from assistant.page.markup import Markup, chooser, h
from assistant.page.updating import Task, Work
from corpus import aside, form
from corpus.aside import Removed

_LISTED = 200  # changes of a batch that are shown
_HOLDER = re.compile(r"^(.*?) is writing ")
_CHANGES = ("remove", "reread", "restore")


def button(do: str, text: str, kind: str = "plain", **data: str) -> Markup:
    """A button of this place; `data` are its data attributes."""
    attributes = {"type": "button", "class": kind, "data-do": do}
    return h("button", attributes | {f"data-{name}": value for name, value in data.items()}, text)


def adding(may_change: bool, language: Language) -> Markup:
    """Files and addresses to add; for those who may not, a line saying who may."""
    if not may_change:
        return h("p", {"class": "quiet"}, word("corpus_only_admin", language))
    most = form.LARGEST_FILE // 2**20
    file = {
        "id": "corpus-files",
        "multiple": "",
        "accept": ",".join(form.SUFFIXES),
        "data-most": str(most),
        "aria-describedby": "corpus-files-how",
    }
    area = {"id": "corpus-addresses", "rows": "2", "spellcheck": "false", "autocapitalize": "off"}
    return h(
        "section",
        {"class": "corpus-add", "aria-labelledby": "corpus-add-title"},
        h("h2", {"id": "corpus-add-title"}, word("corpus_add", language)),
        h("label", {"for": "corpus-files"}, word("corpus_files", language)),
        chooser(file, language),
        h("p", {"class": "quiet", "id": "corpus-files-how"}, word("corpus_files_how", language, most=most)),
        h("div", {"id": "corpus-sending", "role": "status"}),
        h("label", {"for": "corpus-addresses"}, word("corpus_addresses", language)),
        h("textarea", area),
        h("p", {"class": "buttons"}, button("corpus-fetch", word("corpus_fetch", language))),
    )


def progress(work: Work, may_change: bool, language: Language) -> Markup:
    """What is in work, as a bar and in words, and what became of each change; nothing when there is nothing to tell."""
    if work.ended and not work.tasks and work.stage == "current":
        return Markup("")
    dismiss = button("corpus-dismiss", word("work_dismiss", language)) if work.ended else ""
    stop = button("corpus-stop", word("work_stop", language)) if not work.ended else ""
    controls = h("p", {"class": "buttons"}, stop, dismiss) if may_change else Markup("")
    tasks = h("ul", {"class": "tasks"}, *(_task(task, language) for task in work.tasks[-_LISTED:]))
    return h(
        "section",
        {
            "class": f"corpus-work stage-{work.stage}",
            "aria-labelledby": "corpus-work-title",
            "data-ended": "yes" if work.ended else None,
            "data-told": str(work.told),
        },
        h("h2", {"id": "corpus-work-title"}, word("corpus_work", language)),
        *_bar(work, language),
        controls,
        tasks,
    )


def _bar(work: Work, language: Language) -> list[Markup]:
    done, total = work.done, work.total
    if work.stage == "changing":
        done, total = sum(task.outcome not in ("waiting", "working") for task in work.tasks), len(work.tasks)
    told = _stage(work, done, total, language)
    line = h("p", {"class": "told", "role": "status"}, told)
    if work.ended:
        added = sum(task.outcome == "added" for task in work.tasks)
        refused = sum(task.outcome == "refused" for task in work.tasks)
        counts = word("work_counts", language, added=added, refused=refused)
        return [line, h("p", {"class": "quiet"}, counts)] if added + refused > 1 else [line]
    share = f"{100 * done / total:.0f}" if total else "0"
    bar = {
        "class": "bar-of-run",
        "role": "progressbar",
        "aria-label": word("corpus_work", language),
        "aria-valuemin": "0",
        "aria-valuemax": str(total),
        "aria-valuenow": str(done),
        "aria-valuetext": told,
    }
    return [h("div", bar, h("span", {"style": f"width: {share}%"})), line]


def _stage(work: Work, done: int, total: int, language: Language) -> str:
    if work.stage == "changing":
        name = next((task.name for task in work.tasks if task.outcome == "working"), "")
        return word("work_changing", language, done=done, total=total, name=name)
    if work.stage == "locked":
        holder = _HOLDER.match(work.fault)
        return word("work_locked", language, holder=holder[1] if holder else work.fault)
    if work.stage == "indexing" and work.step:
        return word(f"work_{work.step}", language, done=done, total=total)
    return word(f"work_{work.stage}", language, fault=work.fault)


def _task(task: Task, language: Language) -> Markup:
    return h(
        "li",
        {"class": f"task is-{task.outcome}"},
        h("span", {"class": "named"}, task.name),
        " ",
        h("span", {"class": "outcome"}, _outcome(task, language)),
    )


def _outcome(task: Task, language: Language) -> Markup | str:
    if task.outcome == "added" and task.recognised:
        return word("task_recognised", language)
    if task.outcome != "refused":
        return word(f"task_{task.outcome}", language)
    if task.bulletin:
        link = h("a", {"class": "held", "href": f"#{task.bulletin}"}, task.bulletin)
        fault = _filled("task_same" if task.same_text else "task_same_name", language, held=link)
    else:
        fault = told_reason(task.fault, language)
    return _filled("task_not_done" if task.do in _CHANGES else "task_refused", language, fault=fault)


def _filled(key: str, language: Language, **values: Markup) -> Markup:
    """Words with HTML in their blanks; the words are ours, the values made by `h`."""
    return Markup(WORDS[key][language == "en"]).format(**values)


def told_reason(fault: str, language: Language) -> Markup:
    """Why something was refused; in Chinese where the page has words for it, else as it was said."""
    if language == "zh":
        known = next((chinese for english, chinese in REASONS if english in fault), None)
        if known:
            return h("span", {}, known)
    return h("span", {"lang": "en"}, fault)


def removed(found: Sequence[Removed], may_change: bool, language: Language) -> Markup:
    """What can be put back."""
    if not found or not may_change:
        return Markup("")
    items = [
        h(
            "li",
            {},
            h("span", {"class": "named", "lang": "zh-CN"}, one.path.name),
            h("small", {}, f" {one.at:%Y-%m-%d} "),
            button("corpus-restore", word("corpus_restore", language), key=one.key),
        )
        for one in found
    ]
    return h(
        "section",
        {"class": "corpus-removed", "aria-labelledby": "corpus-removed-title"},
        h("h2", {"id": "corpus-removed-title"}, word("corpus_removed", language)),
        h("p", {"class": "quiet"}, word("corpus_removed_how", language, days=aside.KEPT_DAYS)),
        h("ul", {}, *items),
    )
