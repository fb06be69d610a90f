"""In: an Inquiry, an open Assistant, the office and its words. Out: the Draft, sentence by sentence.

A sentence that is not of a template cites and was verified; what the bulletins do not say is named, not filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.answer import Citation, Language, Statement, Support
from assistant.compose import of_place
from assistant.letters.draft import Answered, Draft, Sentence
from assistant.letters.draft_again import clauses
from assistant.letters.draft_answers import answers
from assistant.letters.draft_missing import missing
from assistant.letters.draft_prose import sentences, year_words
from assistant.letters.draft_smooth import smooth
from assistant.letters.draft_words import Words, quoted
from assistant.letters.inquiry import Inquiry
from assistant.letters.inquiry_cues import THANKS
from assistant.pipeline import Assistant
from assistant.settings import OfficeSettings
from assistant.speaks import Words as Spoken
from assistant.verify import verify


def draft(inquiry: Inquiry, assistant: Assistant, office: OfficeSettings, words: Words) -> Draft:
    """The reply to a letter: each request asked of the bulletins on its own, then told in the order of the letter."""
    return composed(inquiry, tuple(answers(inquiry, assistant, office)), assistant, office, words)


def composed(
    inquiry: Inquiry, answered: tuple[Answered, ...], assistant: Assistant, office: OfficeSettings, words: Words
) -> Draft:
    """The reply from what was found for each request."""
    written = [*_opening(inquiry, words, len(answered))]
    named: dict[str, int] = {}  # bulletins and labels that were told already, and under which request
    spoken = Spoken(assistant.searcher.translations)
    for number, one in enumerate(answered):
        written.extend(_part(number, one, words, named, spoken, inquiry.name))
    if any(statement.modality == "planned" for one in answered if one.tells for statement in one.answer.statements):
        written.append(Sentence(words("planned"), "template", "planned"))
    made = Draft(inquiry, answered, (*written, *_ending(office, words)))
    if assistant.model is None or not assistant.model.settings.smooth:
        return made
    cited = {citation.label: citation for citation in made.citations}
    return replace(made, sentences=smooth(made.sentences, cited, inquiry.language, assistant.model, assistant.aids))


def _opening(inquiry: Inquiry, words: Words, count: int) -> Iterator[Sentence]:
    yield Sentence(words("title"), "template", "title")
    yield Sentence(words("salutation", addressee=addressee(inquiry) or words("unknown")), "template", "salutation")
    day = inquiry.written_on
    thanks = words("thanks_dated", date=words.date(day)) if day else words("thanks")
    asked = words(_asked(inquiry, count)) if count < 2 else words("asked_many", count=_counted(count, words))
    yield Sentence(thanks, "template", "opening")
    yield Sentence(asked, "template", "opening")


def _asked(inquiry: Inquiry, count: int) -> str:
    if count:
        return "asked_one"
    return "asked_none_thanks" if THANKS.search(inquiry.text) and not inquiry.reproaches else "asked_none"


def _counted(count: int, words: Words) -> str:
    """Two things are 两个, not 二个."""
    return "两" if count == 2 and words.language == "zh" else words.number(count)


def addressee(inquiry: Inquiry) -> str:
    """How the sender is addressed; "" when the letter does not say. Nobody's sex is guessed."""
    name, title = inquiry.name, inquiry.title
    if inquiry.language == "en":
        return f"{title} {name.split()[-1]}" if name and title else name
    if name[:1] in ("老", "小") and len(name) == 2:
        return f"{name[1]}同志"
    if not name or title:
        return f"{name}{title}"
    return f"{name}同志" if re.fullmatch("[㐀-鿿]{1,4}", name) else name


def _part(
    number: int, one: Answered, words: Words, named: dict[str, int], spoken: Spoken, name: str
) -> Iterator[Sentence]:
    """One request: its heading, what the bulletins say, and what they do not."""
    answer, request = one.answer, quoted(one.request.text, name)
    yield Sentence(words("heading", number=words.number(number + 1), request=request), "template", "heading", number)
    if answer.status == "refused":
        yield Sentence(words("refused"), "template", "missing", number)
        return
    if answer.status == "failed":
        yield Sentence(words("failed", point=request), "template", "missing", number)
        return
    if one.tells:
        yield from _facts(number, one, words, named, spoken)
    for text in missing(one, words, name):
        yield Sentence(text, "template", "missing", number)


def _facts(number: int, one: Answered, words: Words, named: dict[str, int], spoken: Spoken) -> Iterator[Sentence]:
    """Bulletin by bulletin: what was told before is referred to; then which one says so, as of when, its sentences."""
    answer = one.answer
    cited = {citation.label: citation for citation in answer.citations}
    groups: dict[str, list[Statement]] = {}
    for statement in answer.statements:
        groups.setdefault(cited[statement.citations[0]].bulletin.id, []).append(statement)
    for bulletin_id, group in groups.items():
        statements = [_here(one, cited, answer.language) for one in _quotes(group, cited)]
        again = [statement for statement in statements if set(statement.citations) <= named.keys()]
        if new := [statement for statement in statements if statement not in again]:
            is_known = [key for key in named if not key.isdigit()] == [bulletin_id]  # of several, none is "the same"
            yield from _new(number, new, cited, words, is_known)
        yield from _again(number, one, again, cited, words, named, spoken)
        named.setdefault(bulletin_id, number)
        for statement in new:
            for label in statement.citations:
                named.setdefault(label, number)


def _new(
    number: int, statements: Sequence[Statement], cited: Mapping[str, Citation], words: Words, is_known: bool
) -> Iterator[Sentence]:
    labels = tuple(dict.fromkeys(label for statement in statements for label in statement.citations))
    texts = sentences([statement.text for statement in statements], words.language)
    told = [
        _told(text, statement.text, [cited[label] for label in statement.citations])
        for text, statement in zip(texts, statements, strict=True)
    ]
    lead = _lead(cited[labels[0]], [text for text, _ in told], words, is_known)
    yield Sentence(lead, "answer", "lead", number, labels, "supported")
    for (text, support), statement in zip(told, statements, strict=True):
        yield Sentence(text, "answer", "fact", number, statement.citations, support)


def _again(
    number: int,
    one: Answered,
    statements: Sequence[Statement],
    cited: Mapping[str, Citation],
    words: Words,
    named: Mapping[str, int],
    spoken: Spoken,
) -> Iterator[Sentence]:
    """What was told under an earlier request: the clause that answers this one, or where to read."""
    say: dict[int, list[Sentence]] = {}
    see: dict[int, list[str]] = {}
    for statement in statements:
        before = max(named[label] for label in statement.citations)
        citation = cited[statement.citations[0]]
        answering = clauses(one.answer.standalone_question, citation, words.language, spoken)
        if answering:
            text = words.joined(answering)
            say.setdefault(before, []).append(
                Sentence(text, "answer", "fact", number, statement.citations, "supported")
            )
        else:
            see.setdefault(before, []).extend(statement.citations)
    for before, told in say.items():
        yield Sentence(words("again", number=words.number(before + 1)), "template", "lead", number)
        yield from told
    for before, labels in see.items():
        if before not in say:
            text = words("again_see", number=words.number(before + 1))
            yield Sentence(text, "template", "lead", number, tuple(dict.fromkeys(labels)))


def _quotes(statements: Sequence[Statement], cited: Mapping[str, Citation]) -> list[Statement]:
    """Without what was computed from a sentence that is told too: a letter states what is published."""
    quotes = [one for one in statements if any(cited[label].quote.strip() in one.text for label in one.citations)]
    told = {label for one in quotes for label in one.citations}
    return [one for one in statements if one in quotes or not set(one.citations) <= told]


def _here(statement: Statement, cited: Mapping[str, Citation], language: Language) -> Statement:
    """Without the place before it: the line above names the bulletin, and the sentence is the bulletin's."""
    bulletin = cited[statement.citations[0]].bulletin
    return replace(statement, text=statement.text.removeprefix(of_place(bulletin, language)))


def _told(text: str, original: str, citations: Sequence[Citation]) -> tuple[str, Support]:
    """The sentence of the letter when it is as well supported as the statement, else the statement as it was."""
    support = verify(text, citations, citations[0].bulletin.issued_on).support
    if text == original or support == "supported":
        return text, support
    return original, verify(original, citations, citations[0].bulletin.issued_on).support


def _lead(citation: Citation, texts: Sequence[str], words: Words, is_known: bool) -> str:
    """Which bulletin says so and as of when; shorter when it was named before."""
    bulletin = citation.bulletin
    key = "lead_again" if is_known else "lead"
    values = {} if is_known else {"title": bulletin.title or bulletin.id}
    if bulletin.issued_on is None:
        return words(f"{key}_undated", **values)
    values["date"] = words.date(bulletin.issued_on)
    years = year_words(texts, bulletin.issued_on) if words.language == "zh" else []
    if not years:
        return words(key, **values)
    meant = "，".join(words("year", word=word, year=str(year)) for word, year in years)
    return words(f"{key}_years", years=meant, **values)


def _ending(office: OfficeSettings, words: Words) -> Iterator[Sentence]:
    given = [(key, getattr(office, key)) for key in ("telephone", "email", "address")]
    ways = [words(key, value=value) for key, value in given if value]
    joined = ("；" if words.language == "zh" else "; ").join(ways)
    yield Sentence(words("contact", ways=joined) if ways else words("no_contact"), "template", "contact")
    yield Sentence(words("closing"), "template", "closing")
    yield Sentence(_name(office, words) or words("no_office"), "template", "signature")
    yield Sentence(words("no_date"), "template", "date")


def _name(office: OfficeSettings, words: Words) -> str:
    return office.name if words.language == "zh" else office.name_in_english or office.name
