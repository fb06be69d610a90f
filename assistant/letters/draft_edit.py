"""In: a sheet and one change to a line. Out: the sheet after it; every changed line was verified again.

Knows neither who may change what, nor where a sheet is kept.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant import compose
from assistant.answer import Citation
from assistant.errors import DraftRefusedError
from assistant.letters.draft import Sentence
from assistant.letters.draft_check import Kit, bodies, rewritten
from assistant.letters.draft_prose import sentences
from assistant.letters.draft_sheet import Line, Sheet
from assistant.letters.draft_words import quoted

_FIXED = frozenset({"title", "salutation", "signature", "date"})  # every letter has them


def rewrite(sheet: Sheet, name: str, text: str, kit: Kit) -> Sheet:
    """Other words for a line."""
    line = sheet.line(name)
    return rewritten(sheet, line, text, sheet.cited(line), kit)


def cite(sheet: Sheet, name: str, paragraph_id: str, kit: Kit) -> Sheet:
    """Let a line rest on one more paragraph that was found; verification keeps what it needs of both."""
    line = sheet.line(name)
    known = [(each.bulletin, each.paragraph) for each in sheet.citations]
    known += [(hit.bulletin, hit.paragraph) for one in sheet.answered for hit in one.answer.hits]
    found = next(((bulletin, paragraph) for bulletin, paragraph in known if paragraph.id == paragraph_id), None)
    if found is None:
        raise DraftRefusedError("not_found_for_it", "this paragraph was not found for the letter; reload the page")
    start = found[1].start
    meant = (*sheet.cited(line), Citation("", *found, start, start))  # the words in it are found by verification
    part = "fact" if line.sentence.part not in ("lead", "fact") else line.sentence.part
    claim = replace(line, sentence=replace(line.sentence, part=part)) if _claims(line) else line
    return rewritten(sheet, claim, line.sentence.text, meant, kit)


def quote(sheet: Sheet, name: str, kit: Kit) -> Sheet:
    """The words that the line cites, in place of its own."""
    line = sheet.line(name)
    cited = sheet.cited(line)
    if not cited:
        raise DraftRefusedError(
            "nothing_to_quote", "the sentence cites nothing to quote; choose a paragraph for it first"
        )
    texts = sentences([compose.statement_text(one, kit.words.language) for one in cited], kit.words.language)
    text = ("" if kit.words.language == "zh" else " ").join(dict.fromkeys(texts))
    fact = replace(line, sentence=replace(line.sentence, part="fact", role="answer"))
    return rewritten(sheet, fact, text, cited, kit)


def department(sheet: Sheet, name: str, body: str, kit: Kit) -> Sheet:
    """Leave the point to a department: the responsible one, or one that is named in the evidence or the letter."""
    line = sheet.line(name)
    body = body or kit.words("responsible")
    if body not in bodies(sheet, kit):
        raise DraftRefusedError(
            "body_not_named",
            f"{body} is named in neither the evidence nor the letter; choose a department from the list",
        )
    request = line.sentence.request
    if request is None or not sheet.answered:
        raise DraftRefusedError("no_request", "this sentence answers no request; edit or delete it instead")
    point = quoted(sheet.answered[request].request.text, sheet.inquiry.name)
    text = kit.words("department", point=point, department=body)
    marked = replace(line, sentence=replace(line.sentence, part="missing", text=text))
    return _tidied(sheet, rewritten(sheet, marked, text, (), kit))


def insert(sheet: Sheet, after: str, text: str, kit: Kit) -> Sheet:
    """A new line below another, with the citations of that one."""
    above = sheet.line(after)
    at = sheet.lines.index(above) + 1
    name = str(max(int(line.id) for line in sheet.lines) + 1)
    made = Line(name, Sentence(text, "answer", "fact", above.sentence.request, above.sentence.citations, "unsupported"))
    grown = replace(sheet, lines=(*sheet.lines[:at], made, *sheet.lines[at:]))
    return rewritten(grown, made, text, grown.cited(made), kit)


def remove(sheet: Sheet, name: str) -> Sheet:
    """Without a line. Raises DraftRefusedError for a part that every letter has."""
    line = sheet.line(name)
    if line.sentence.part in _FIXED:
        raise DraftRefusedError("fixed_part", "every reply has this part; change its words instead")
    return _tidied(sheet, replace(sheet, lines=tuple(one for one in sheet.lines if one.id != name)))


def accept(sheet: Sheet, name: str, person: str) -> Sheet:
    """A person has read the line; one that is not supported needs a name that answers for it."""
    line = sheet.line(name)
    if line.sentence.is_sound:
        return _put(sheet, replace(line, accepted=True))
    if not person.strip():
        raise DraftRefusedError("name_needed", "a sentence that is not supported is signed off by name; give yours")
    return _put(sheet, replace(line, accepted=True, signed=person.strip()))


def unaccept(sheet: Sheet, name: str) -> Sheet:
    """Take an acceptance or a signature back."""
    return _put(sheet, replace(sheet.line(name), accepted=False, signed=""))


def _claims(line: Line) -> bool:
    return line.sentence.role == "answer"


def _tidied(before: Sheet, sheet: Sheet) -> Sheet:
    """Without a line that announced what a bulletin says when nothing of it follows any more."""
    bare = _announcing(before) - _announcing(sheet)
    kept = tuple(line for line in sheet.lines if line.sentence.part != "lead" or line.id not in bare)
    return replace(sheet, lines=kept)


def _announcing(sheet: Sheet) -> set[str]:
    """The lines that a fact of the same request follows."""
    return {
        line.id
        for line, after in pairwise(sheet.lines)
        if after.sentence.part == "fact" and after.sentence.request == line.sentence.request
    }


def _put(sheet: Sheet, line: Line) -> Sheet:
    return replace(sheet, lines=tuple(line if one.id == line.id else one for one in sheet.lines))
