"""In: the folder of reply templates, a language, the name of a sentence and its values. Out: the sentence.

Templates are prompts/letters/reply.<language>.md: a "# name" line, then its text. Does not know what is answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.answer import Language
from assistant.errors import DraftError
from assistant.questions.asked import Type

_PART = re.compile(r"^# (?P<key>\w+)\n(?P<text>.*?)(?=^# \w+\n|\Z)", re.MULTILINE | re.DOTALL)
_VARIABLE = re.compile(r"\{(\w+)\}")
# What the code fills in each template; a template may leave out a variable, but not ask for another.
KINDS: tuple[Type, ...] = (
    "phone", "email", "clock", "address", "place", "reason", "age", "price", "person", "identity", "agent", "name",
    "document", "date", "duration", "money", "percent", "area", "length", "weight", "rank", "count", "number",
)  # fmt: skip
VARIABLES: Mapping[str, frozenset[str]] = {
    "title": frozenset(),
    "salutation": frozenset({"addressee"}),
    "unknown": frozenset(),
    "thanks": frozenset(),
    "thanks_dated": frozenset({"date"}),
    "asked_none": frozenset(),
    "asked_none_thanks": frozenset(),
    "asked_one": frozenset(),
    "asked_many": frozenset({"count"}),
    "heading": frozenset({"number", "request"}),
    "lead": frozenset({"title", "date"}),
    "lead_years": frozenset({"title", "date", "years"}),
    "lead_undated": frozenset({"title"}),
    "year": frozenset({"word", "year"}),
    "lead_again": frozenset({"date"}),
    "lead_again_years": frozenset({"date", "years"}),
    "lead_again_undated": frozenset(),
    "planned": frozenset(),
    "missing": frozenset({"point"}),
    "missing_attribute": frozenset({"point", "attribute"}),
    "not_found": frozenset({"point"}),
    "not_held": frozenset({"reason", "point"}),
    "premise": frozenset({"figure"}),
    "premise_otherwise": frozenset(),
    "premise_all": frozenset(),
    **{f"kind_{kind}": frozenset[str]() for kind in KINDS},  # what a missing value is called
    "again": frozenset({"number"}),
    "again_see": frozenset({"number"}),
    "refused": frozenset(),
    "failed": frozenset({"point"}),
    "contact": frozenset({"ways"}),
    "telephone": frozenset({"value"}),
    "email": frozenset({"value"}),
    "address": frozenset({"value"}),
    "no_contact": frozenset(),
    "closing": frozenset(),
    "no_office": frozenset(),
    "no_date": frozenset(),
    "attachment": frozenset(),
    "annex": frozenset(),
    "annex_title": frozenset(),
    "annex_line": frozenset({"label", "title", "issuer", "date"}),
    "annex_place": frozenset({"path"}),
    "annex_quote": frozenset({"quote"}),
    "unverified": frozenset({"count"}),
    "unverified_name": frozenset(),
    "department": frozenset({"point", "department"}),
    "responsible": frozenset(),
    "courtesies": frozenset(),
}
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a reply in one language, ready to be filled."""

    language: Language
    templates: Mapping[str, str]

    @classmethod
    def load(cls, folder: Path, language: Language) -> Words:
        """The templates of a language. Raises DraftError for a missing file, sentence or an unknown variable."""
        file = folder / f"reply.{language}.md"
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise DraftError(
                f"cannot read the reply template {file}; restore it, or correct [assistant.office] templates"
            ) from error
        found = {match["key"]: match["text"].strip("\n") for match in _PART.finditer(text)}
        for key, known in VARIABLES.items():
            if key not in found:
                raise DraftError(f'{file} lacks the part "# {key}"; add it')
            if unknown := set(_VARIABLE.findall(found[key])) - known:
                raise DraftError(
                    f"{file}: # {key} has the unknown variable {{{min(unknown)}}}; "
                    f"known: {', '.join(sorted(known)) or 'none'}"
                )
        return cls(language, found)

    def __call__(self, key: str, **values: str) -> str:
        """The sentence `key` with its variables filled. Raises KeyError for an unknown one."""
        return _VARIABLE.sub(lambda match: values[match[1]], self.templates[key])

    def joined(self, clauses: Sequence[str]) -> str:
        """Clauses of the bulletin as one sentence."""
        return "，".join(clauses) + "。" if self.language == "zh" else "; ".join(clauses) + "."

    def date(self, day: date) -> str:
        if self.language == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {day:%B} {day.year}"

    def number(self, count: int) -> str:
        """1 as 一, 12 as 十二; in English as digits."""
        if self.language == "en":
            return str(count)
        if count < 10:
            return _DIGITS[count]
        tens, ones = divmod(count, 10)
        return ("" if tens == 1 else _DIGITS[tens] if tens < 10 else str(tens)) + "十" + (_DIGITS[ones] if ones else "")


_HANDLE = re.compile(r"〔[^〔〕]{1,20}〕")
_LONGEST = 60  # characters of a request quoted in a heading


def quoted(text: str, name: str = "") -> str:
    """Words of the letter as a heading quotes them: one line, no handles, not the sender's name, not too long."""
    text = text.replace(name, "××") if len(name) > 1 else text
    text = re.sub(r"\s+", " ", _HANDLE.sub("××", text)).translate({ord("“"): "‘", ord("”"): "’", ord('"'): "'"}).strip()
    longest = _LONGEST if re.search(r"[㐀-鿿]", text) else 2 * _LONGEST + 20
    return text if len(text) <= longest else text[:longest].rstrip("，,、 ") + "……"
