"""In: a sheet, one of its lines with new words or other citations. Out: the sheet with the line verified again.

Words that claim something are compared with the paragraphs they cite; without a citation nothing supports them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant import names, privacy
from assistant.answer import Check, Citation, Language
from assistant.checks.evidence import is_chinese
from assistant.errors import DraftRefusedError
from assistant.grounding import backed, resting_on
from assistant.letters.draft import Draft, Sentence
from assistant.letters.draft_form import fits, leads
from assistant.letters.draft_sheet import Added, Line, Sheet
from assistant.letters.draft_words import Words
from assistant.verify import Aids, verify
from assistant.words import say
from index.lexical_tags import tagged

LONGEST = 1000  # characters of a sentence
_LABEL = re.compile(r"\s*[\[【［〔]\s*(\d{1,3})\s*[\]】］〕]")
_DEPARTMENT = re.compile(
    r"[㐀-鿿]{2}(?:(?<!布)局|委员会|[省市区县党工监纪]委|办公室|办事处|管委会|政府|法院|检察院|(?<!干)部|厅|中心|支队|大队)$"
)
_OFFICE_SPEAKS = frozenset({"contact", "signature"})  # parts that hold the office's own numbers


@dataclass(frozen=True, slots=True)
class Kit:
    """What checking needs beside the sheet: the templates, help with English, who the office is."""

    words: Words
    aids: Aids = field(default_factory=Aids)
    office: str = ""


def begun(draft: Draft, kit: Kit) -> Sheet:
    """The sheet of a fresh draft, each sentence that cites with its checks."""
    known = {citation.label: citation for citation in draft.citations}
    lines = []
    for number, sentence in enumerate(draft.sentences, 1):
        line = Line(str(number), sentence)
        if sentence.part == "fact":
            cited = [known[label] for label in sentence.citations]
            verdict = verify(sentence.text, cited, cited[0].bulletin.issued_on, None, kit.aids)
            line = replace(line, modality=verdict.modality, checks=verdict.checks)
        lines.append(line)
    return Sheet(draft.inquiry, draft.answered, tuple(lines))


def rewritten(sheet: Sheet, line: Line, text: str, meant: Sequence[Citation], kit: Kit) -> Sheet:
    """The line with this text and these citations, as far as they support it. Nobody has accepted or signed it.

    Labels typed into the text ([2]) choose the citations instead. Raises DraftRefusedError for a text that is none.
    """
    known = {citation.label: citation for citation in sheet.citations}
    typed = list(dict.fromkeys(_LABEL.findall(text)))
    body = _cleaned(_LABEL.sub("", text), line.sentence, meant)
    if typed:
        meant = [known[label] for label in typed if label in known]
    bare = replace(line, accepted=False, signed="", checks=(), modality="stated")
    sentence = replace(line.sentence, text=body)
    named = bodies(sheet, kit) if sentence.part == "missing" else frozenset[str]()
    if not typed and fits(sentence.part, body, line.sentence.text, sheet.inquiry.text, kit.words, named):
        return _with(sheet, replace(bare, sentence=replace(sentence, role="template", citations=(), support=None)))
    sentence = replace(sentence, role="answer")
    if sentence.part == "lead" and any(leads(body, citation.bulletin, kit.words) for citation in meant):
        labels = tuple(citation.label for citation in meant)
        return _with(sheet, replace(bare, sentence=replace(sentence, citations=labels, support="supported")))
    issued_on = meant[0].bulletin.issued_on if meant else None
    unknown = "".join(f"[{label}]" for label in typed if label not in known)
    verdict = verify(body + unknown, meant, issued_on, set(known), kit.aids)
    if verdict.support != "unsupported" and meant:
        language: Language = "zh" if is_chinese(body) else "en"
        verbatim = any(
            check.kind == "quotes" for check in verdict.checks
        )  # what stands in quotation marks was compared
        if verdict.support == "supported" and not verbatim and not backed(body, meant, language, kit.aids):
            hardly = Check("wording", False, say("hardly_backed", language))
            verdict = replace(verdict, support="partly", checks=(*verdict.checks, hardly))
        meant = resting_on(body, meant, language, kit.aids.translation)
    labelled, added = _labelled(sheet, line, [_with_words(citation) for citation in meant])
    sentence = replace(sentence, citations=tuple(one.label for one in labelled), support=verdict.support)
    done = replace(bare, sentence=sentence, checks=verdict.checks, modality=verdict.modality)
    return replace(_with(sheet, done), added=(*sheet.added, *added))


def bodies(sheet: Sheet, kit: Kit) -> frozenset[str]:
    """The departments that a line may name: those of the evidence, of the letter and the office; no invented one."""
    hits = [(each.paragraph.id, each.paragraph) for one in sheet.answered for each in one.answer.hits]
    paragraphs = dict([*hits, *((each.paragraph.id, each.paragraph) for each in sheet.citations)])
    texts = [sheet.inquiry.text, *(paragraph.text for paragraph in paragraphs.values())]
    found = {name for text in texts for name in names.find(text) if _DEPARTMENT.search(name) and _only_names(name)}
    return frozenset({*found, kit.words("responsible"), *([kit.office] if kit.office else [])})


def _only_names(name: str) -> bool:
    """Whether nothing is done in it: 充分发挥纪委 is no department."""
    return not any(tag in ("v", "vd", "d", "ad", "p", "m", "i", "l") for _, tag in tagged(name))


def _cleaned(text: str, sentence: Sentence, meant: Sequence[Citation]) -> str:
    """On one line, and without personal numbers that neither the office nor a bulletin has published."""
    text = " ".join(text.split()) if sentence.part != "date" else text.strip("\n")
    if not text.strip():
        raise DraftRefusedError("empty_sentence", "the sentence is empty; type its words, or delete it")
    if len(text) > LONGEST:
        raise DraftRefusedError(
            "long_sentence", f"the sentence has {len(text)} characters, {LONGEST} are allowed; make several of it"
        )
    if sentence.part in _OFFICE_SPEAKS:
        return text
    return privacy.mask(text, public=[citation.paragraph.text for citation in meant]).text


def _with_words(citation: Citation) -> Citation:
    """The whole paragraph where no words of it are chosen."""
    if citation.end > citation.start:
        return citation
    return replace(citation, start=citation.paragraph.start, end=citation.paragraph.end)


def _labelled(sheet: Sheet, line: Line, meant: Sequence[Citation]) -> tuple[list[Citation], list[Added]]:
    """The citations with the labels of the draft; words that were not cited yet get the next ones."""
    places = {(one.bulletin.id, one.start, one.end): one for one in sheet.citations}
    next_label = max((int(one.label) for one in sheet.citations), default=0) + 1
    labelled: list[Citation] = []
    added: list[Added] = []
    for citation in meant:
        key = (citation.bulletin.id, citation.start, citation.end)
        if key not in places:
            places[key] = replace(citation, label=str(next_label))
            added.append(Added(line.sentence.request or 0, places[key]))
            next_label += 1
        labelled.append(places[key])
    return labelled, added


def _with(sheet: Sheet, line: Line) -> Sheet:
    return replace(sheet, lines=tuple(line if one.id == line.id else one for one in sheet.lines))
