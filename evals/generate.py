"""In: bulletins. Out: draft cases from their headings, figures, dates and measures, for a person to accept or mend.

A clause becomes a question by asking for the figure or date in it; all are marked unreviewed. Knows Chinese text only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.bulletin import Bulletin, Measure, Paragraph, Sentence
from corpus.figures import Figure, find, in_english
from corpus.sentences import clauses
from evals.case import Case

AUTHOR = "generated"
_PROBLEM = re.compile(r"(?:关于)?(.{4,60}?)的?问题\W*")
_DOCUMENT = re.compile(r"《[^《》]{3,40}》")
_EDGE = "，,、；;。：:（(）) "
_LEAST, _MOST = 5, 50  # characters beside the figure, and of the question, that make sense alone
_ASKED = {
    "money": "多少钱",
    "percent": "百分之多少",
    "rank": "第几",
    "ordinal": "第几",
    "duration": "多长时间",
    "date": "什么时候",
    "period": "什么时候",
}
_GRAINS = ("day", "month")  # a year alone, or this year, is rarely what is asked
_MEASURE_ORDINAL = re.compile(r"^[一二三四五六七八九十]+是")


def drafts(bulletins: Sequence[Bulletin], most: int | None = None) -> list[Case]:
    """Draft cases in text order, each question once; with `most`, so many of each kind and bulletin, evenly spread."""
    several = len(bulletins) > 1
    found: dict[str, Case] = {}
    for bulletin in bulletins:
        scope = {"bulletin_id": [bulletin.id]} if several else None
        for kind in (list(_of_items(bulletin)), list(_of_figures(bulletin)), list(_of_measures(bulletin))):
            step = max(1, -(-len(kind) // most)) if most else 1
            for name, question, paragraph, facts in kind[::step]:
                case = _draft(bulletin, name, question, paragraph, facts, scope)
                found.setdefault(case.id, case)
    return list(found.values())


Draft = tuple[str, str, Paragraph, tuple[tuple[str, ...], ...]]  # kind, question, gold, facts


def _draft(
    bulletin: Bulletin,
    kind: str,
    question: str,
    paragraph: Paragraph,
    facts: tuple[tuple[str, ...], ...],
    scope: dict[str, list[str]] | None,
) -> Case:
    name = hashlib.sha256(f"{bulletin.id}\n{question}".encode()).hexdigest()[:10]
    return Case(
        id=f"draft-{name}",
        lang="zh",
        kind=kind,
        question=question,
        gold=(paragraph.id,),
        facts=facts,
        scope=scope,
        author=AUTHOR,
        reviewed=False,
    )


def _of_items(bulletin: Bulletin) -> Iterator[Draft]:
    """What was done about each numbered problem; the documents that were issued are its facts."""
    for item in bulletin.items:
        title = item.section.title.splitlines()[0].removeprefix(item.section.mark).strip()
        problem = _PROBLEM.fullmatch(title)
        question = (
            f"关于“{_unquoted(problem[1])}”的问题是怎么整改的？" if problem else f"“{_unquoted(title)}”讲了什么？"
        )
        documents = dict.fromkeys(_DOCUMENT.findall(item.paragraphs[0].text))
        yield "measures", question, item.paragraphs[0], tuple((document,) for document in list(documents)[:2])


def _of_figures(bulletin: Bulletin) -> Iterator[Draft]:
    """For each clause with one figure or date a question for it."""
    for paragraph in bulletin.paragraphs:
        for clause in _clauses(paragraph):
            figures = [figure for figure in find(clause.text, bulletin.issued_on) if _asks(figure, clause.text)]
            if len(figures) == 1 and (question := _asked(clause.text, figures[0])):
                kind = "date" if figures[0].is_time else "number"
                yield kind, question, paragraph, (_spellings(figures[0]),)


def _of_measures(bulletin: Bulletin) -> Iterator[Draft]:
    """For each 一是-point that names a document, which one."""
    for paragraph in bulletin.paragraphs:
        for measure in paragraph.measures:
            documents = list(dict.fromkeys(_DOCUMENT.findall(measure.text)))
            if documents:
                yield (
                    "list",
                    f"在“{_title(measure)}”方面出台了哪些文件？",
                    paragraph,
                    tuple((one,) for one in documents),
                )


def _title(measure: Measure) -> str:
    first = re.split(r"[。;；]", _MEASURE_ORDINAL.sub("", measure.text), maxsplit=1)[0]
    return _unquoted(re.split(r"[,，]", first)[0])


def _clauses(paragraph: Paragraph) -> Iterable[Sentence]:
    for sentence in paragraph.sentences:
        for clause in clauses(sentence):
            for piece in re.finditer(r"[^,，]+", clause.text):
                text = piece[0]
                yield Sentence(text, clause.start + piece.start(), clause.start + piece.end())


def _asks(figure: Figure, clause: str) -> bool:
    """Whether the figure is worth asking for: with a unit, not part of a name, a day or month when it is a date."""
    inside = clause[: figure.start].count("《") > clause[: figure.start].count("》")
    quoted = clause[: figure.start].count("“") > clause[: figure.start].count("”")
    if inside or quoted:
        return False
    if figure.is_time:
        return figure.unit in _GRAINS and any(character.isdigit() for character in figure.text)
    return figure.kind in ("money", "percent", "rank") or bool(figure.unit)


def _asked(clause: str, figure: Figure) -> str | None:
    """The clause with the figure asked for; None when too little or too much stands beside it."""
    words = _ASKED.get(figure.kind) or f"多少{figure.written or figure.unit}"
    before, after = clause[: figure.start].lstrip(_EDGE), clause[figure.end :].rstrip(_EDGE)
    before = _MEASURE_ORDINAL.sub("", before)
    question = f"{before}{words}{after}"
    rest = re.sub(r"\W", "", before + after)
    if len(rest) < _LEAST or len(question) > _MOST or before.startswith("其中"):
        return None
    return f"{question}？"


def _spellings(figure: Figure) -> tuple[str, ...]:
    english = in_english(figure)
    return (figure.text, english) if english else (figure.text,)


def _unquoted(text: str) -> str:
    return text.strip(_EDGE).replace("“", "").replace("”", "")
