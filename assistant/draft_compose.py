"""In: an Inquiry, an open Assistant, the office and its words. Out: the Draft, sentence by sentence.

A sentence that is not of a template cites and was verified; what the bulletins do not say is named, not filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import Answer, Citation, Statement, Support
from assistant.draft import Answered, Draft, Sentence
from assistant.draft_answers import answers, claimed, unlabelled
from assistant.draft_prose import sentences, year_words
from assistant.draft_words import Words
from assistant.inquiry import Inquiry
from assistant.inquiry_cues import THANKS
from assistant.pipeline import Assistant
from assistant.settings import OfficeSettings
from assistant.verify import verify
from assistant.words import say


def draft(inquiry: Inquiry, assistant: Assistant, office: OfficeSettings, words: Words) -> Draft:
    """The reply to a letter: each request asked of the bulletins on its own, then told in the order of the letter."""
    answered = tuple(answers(inquiry, assistant, office))
    written = [*_opening(inquiry, words, len(answered))]
    named: set[str] = set()  # bulletins and labels that were told already
    for number, one in enumerate(answered):
        written.extend(_part(number, one, words, named))
    if any(statement.modality == "planned" for one in answered for statement in one.answer.statements):
        written.append(Sentence(words("planned"), "template", "planned"))
    return Draft(inquiry, answered, (*written, *_ending(office, words)))


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
    return f"{name}{title}" if name and (title or len(name) > 1) else f"{name}同志" if name else ""


def _part(number: int, one: Answered, words: Words, named: set[str]) -> Iterator[Sentence]:
    """One request: its heading, what the bulletins say, and what they do not."""
    answer, request = one.answer, quoted(one.request.text)
    yield Sentence(words("heading", number=words.number(number + 1), request=request), "template", "heading", number)
    if answer.status == "refused":
        yield Sentence(words("refused"), "template", "missing", number)
        return
    if answer.status == "failed":
        yield Sentence(words("failed", point=request), "template", "missing", number)
        return
    yield from _facts(number, answer, words, named)
    lines = list(zip(answer.missing, one.missing, strict=True))
    if not answer.statements and lines:
        lines = [max(lines, key=lambda pair: len(pair[0]))]  # why nothing is there is said once
    for line, point in lines:
        yield Sentence(_missing(line, point, one, words), "template", "missing", number)


def _facts(number: int, answer: Answer, words: Words, named: set[str]) -> Iterator[Sentence]:
    """Bulletin by bulletin: which one says so and as of when, then its sentences."""
    cited = {citation.label: citation for citation in answer.citations}
    groups: dict[str, list[int]] = {}
    for position, statement in enumerate(answer.statements):
        groups.setdefault(cited[statement.citations[0]].bulletin.id, []).append(position)
    for bulletin_id, positions in groups.items():
        statements = _quotes([answer.statements[position] for position in positions], cited)
        labels = tuple(dict.fromkeys(label for statement in statements for label in statement.citations))
        texts = sentences([statement.text for statement in statements], answer.language)
        told = [
            _told(text, statement.text, [cited[label] for label in statement.citations])
            for text, statement in zip(texts, statements, strict=True)
        ]
        lead = _lead(cited[labels[0]], [text for text, _ in told], words, {bulletin_id, *labels} & named)
        named.update((bulletin_id, *labels))
        yield Sentence(lead, "answer", "lead", number, labels, "supported")
        for (text, support), statement in zip(told, statements, strict=True):
            yield Sentence(text, "answer", "fact", number, statement.citations, support)


def _quotes(statements: Sequence[Statement], cited: Mapping[str, Citation]) -> list[Statement]:
    """Without what was computed from a sentence that is told too: a letter states what is published."""
    quotes = [one for one in statements if any(cited[label].quote.strip() in one.text for label in one.citations)]
    told = {label for one in quotes for label in one.citations}
    return [one for one in statements if one in quotes or not set(one.citations) <= told]


def _told(text: str, original: str, citations: Sequence[Citation]) -> tuple[str, Support]:
    """The sentence of the letter when it is as well supported as the statement, else the statement as it was."""
    support = verify(text, citations, citations[0].bulletin.issued_on).support
    if text == original or support == "supported":
        return text, support
    return original, verify(original, citations, citations[0].bulletin.issued_on).support


def _lead(citation: Citation, texts: Sequence[str], words: Words, told: set[str]) -> str:
    """Which bulletin says so and as of when; shorter when it was named, or all was told, before."""
    bulletin = citation.bulletin
    if len(told) > len(texts) and bulletin.issued_on:
        return words("lead_repeated", date=words.date(bulletin.issued_on))
    key = "lead_again" if told else "lead"
    values = {} if told else {"title": bulletin.title or bulletin.id}
    if bulletin.issued_on is None:
        return words(f"{key}_undated", **values)
    values["date"] = words.date(bulletin.issued_on)
    years = year_words(texts, bulletin.issued_on) if words.language == "zh" else []
    if not years:
        return words(key, **values)
    meant = "，".join(words("year", word=word, year=str(year)) for word, year in years)
    return words(f"{key}_years", years=meant, **values)


def _missing(line: str, point: str, one: Answered, words: Words) -> str:
    answer = one.answer
    if (figure := claimed(line, answer)) is not None:
        return words("premise", figure=figure)
    attribute = re.fullmatch(r"(?P<attribute>.+)（(?P<point>[^（]+)）", point)
    if attribute and answer.statements:
        return words("missing_attribute", point=quoted(attribute["point"]), attribute=attribute["attribute"])
    if unlabelled(line, answer) is not None:
        return words("missing" if answer.statements else "not_found", point=quoted(point))
    if line == say("not_found", answer.language):
        return words("not_found", point=quoted(one.request.text))
    return words("not_held", reason=line.rstrip("。."), point=quoted(one.request.text))


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


_HANDLE = re.compile(r"〔[^〔〕]{1,20}〕")
_LONGEST = 60  # characters of a request quoted in a heading


def quoted(text: str) -> str:
    """Words of the letter as a heading quotes them: on one line, without handles, not too long."""
    text = re.sub(r"\s+", " ", _HANDLE.sub("××", text)).translate({ord("“"): "‘", ord("”"): "’", ord('"'): "'"}).strip()
    longest = _LONGEST if re.search(r"[㐀-鿿]", text) else 2 * _LONGEST + 20
    return text if len(text) <= longest else text[:longest].rstrip("，,、 ") + "……"
