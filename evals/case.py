"""In: a test set (JSONL, one case a line); out: cases, and the paragraphs that their gold labels name.

Does not know how a case is asked or scored.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from corpus.bulletin import Bulletin, Paragraph
from evals.errors import GoldError, SetError

PARAGRAPH_ID = re.compile(r"[\w.-]+/[0-9a-f]{8}(-\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and what a right answer rests on.

    `gold` names paragraphs by id or by a verbatim snippet that one paragraph alone holds; `facts` lists what the answer
    must say, each as its accepted spellings, the bulletin's own first.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=False)

    id: str
    lang: Literal["zh", "en"]
    kind: str
    question: str
    gold: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    answerable: bool = True
    expect: tuple[Literal["answered", "partial", "not_found", "refused"], ...] = ()  # statuses that are right
    must_name_missing: tuple[str, ...] = ()
    history: tuple[dict[str, str], ...] = ()
    standalone_holds: tuple[tuple[str, ...], ...] = ()  # words the rewritten question must hold, each as its spellings
    standalone_lacks: tuple[str, ...] = ()  # words of turns that must not carry over
    scope: dict[str, Any] | None = None
    held_out: bool = False
    note: str = ""
    author: str = ""
    reviewed: bool = False


CASE = TypeAdapter(Case)
SHOWN_FAULTS = 10  # bad lines that one message names


def load(path: Path) -> list[Case]:
    """All cases of a set. Raises SetError that names the bad lines, the first ten of them and how many more."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SetError(f"cannot read the set {path}: {error.strerror}; check its path") from error
    except UnicodeDecodeError as error:
        raise SetError(f"{path} is not UTF-8 text; save it as UTF-8") from error
    cases: list[Case] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = parse_line(line)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
            continue
        if case.id in seen:
            faults.append(f"line {number}: id {case.id} is already on line {seen[case.id]}")
        seen.setdefault(case.id, number)
        cases.append(case)
    if faults:
        more = f"; and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise SetError(f"{path}: {'; '.join(faults[:SHOWN_FAULTS])}{more}; correct these lines")
    if not cases:
        raise SetError(f"{path} holds no case; add one JSON object a line")
    return cases


def parse_line(line: str) -> Case:
    """The case of one line. Raises ValueError: what is wrong with it."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at column {error.colno})") from error
    return parse(data)


def parse(data: object) -> Case:
    """The case of one JSON object. Raises ValueError: "field: what is wrong with it"."""
    try:
        case = CASE.validate_python(data)
    except ValidationError as error:
        raise ValueError(", ".join(_fault(part) for part in error.errors())) from error
    if not case.question.strip():
        raise ValueError("question: is empty")
    if case.answerable and not case.gold:
        raise ValueError("gold: an answerable case names at least one paragraph")
    return case


def save(cases: Iterable[Case], path: Path) -> None:
    """Write a set, one case a line, without the fields that hold their default. Raises SetError."""
    text = "".join(json.dumps(to_json(case), ensure_ascii=False) + "\n" for case in cases)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SetError(f"cannot write {path}: {error.strerror}; choose another place") from error


def to_json(case: Case) -> dict[str, Any]:
    """The case as its line holds it."""
    kept = {}
    for field in fields(case):
        value = getattr(case, field.name)
        if field.default is MISSING or value != field.default:
            kept[field.name] = value
    return kept


def _fault(part: Any) -> str:
    where = ".".join(str(step) for step in part["loc"]) or "the line"
    if part["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"{where}: is not a field of a case"
    return f"{where}: {part['msg'].lower()}"


def resolve(case: Case, bulletins: Iterable[Bulletin]) -> tuple[Paragraph, ...]:
    """The paragraphs that the case's gold labels name, in the order of the labels, each once.

    Raises GoldError for a label that no paragraph, or more than one, holds.
    """
    paragraphs = [paragraph for bulletin in bulletins for paragraph in bulletin.paragraphs]
    found = {paragraph.id: paragraph for label in case.gold for paragraph in [_named(label, case, paragraphs)]}
    return tuple(found.values())


def _named(label: str, case: Case, paragraphs: Sequence[Paragraph]) -> Paragraph:
    if PARAGRAPH_ID.fullmatch(label):
        matching = [paragraph for paragraph in paragraphs if paragraph.id == label]
    else:
        matching = [paragraph for paragraph in paragraphs if label in paragraph.text]
        if len(matching) == 1 and matching[0].text.count(label) > 1:
            raise GoldError(f"case {case.id}: {matching[0].id} holds {label!r} more than once; use a longer snippet")
    if len(matching) == 1:
        return matching[0]
    if matching:
        held = ", ".join(paragraph.id for paragraph in matching)
        raise GoldError(f"case {case.id}: several paragraphs hold {label!r} ({held}); use a longer snippet or an id")
    raise GoldError(f"case {case.id}: no paragraph holds {label!r}; copy it from `python -m corpus show`")
