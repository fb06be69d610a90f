"""In: a part of a question and the passages that answer it. Out: the figures that a calculation may take, each certain.

An operand keeps its clause, so what it counts and whether it is planned can be told. Adds nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from assistant.extract import Passage
from assistant.modality import clauses
from assistant.questions.question import Want
from corpus import figures
from corpus.figures import Figure

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_VERB_FILLER = re.compile(r"计划|预计|拟|将|又|再|已|累计|共计?|总计?|近年来?|今年|年内|继续|了|约|新")
_WHOLE = re.compile(r"共(?!同)|总|全部|计划|排查|梳理|涉及|纳入|受理|摸排|应")
_PART = re.compile(r"已|其中|完成|启动|拆除|化解|办结|开工|竣工|注册")
_REST = re.compile(r"剩|尚|仍有|还有|未")
_NOT_AMOUNTS = frozenset({"date", "period", "duration", "ordinal", "rank", "percent", "point", "multiple", "fraction"})


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure with the clause it stands in, as written."""

    passage: Passage
    figure: Figure
    clause: str
    planned: bool
    time: Figure | None = None  # the last time named before it in its sentence
    sentence: int = 0

    @property
    def unit(self) -> str:
        """What stands behind the digits: 亿元, 万平方米, 个."""
        return self.figure.text.strip()[len(self.number) :]

    @property
    def number(self) -> str:
        found = _DIGITS.match(self.figure.text.strip())
        return found[0] if found else ""

    @property
    def verb(self) -> str:
        """The last letters before the figure in its clause, without 又, 计划 and the like."""
        before = self.clause.partition(self.figure.text.strip())[0]
        return re.sub(r"[^\u3400-\u9fff]", "", _VERB_FILLER.sub("", before))[-2:]


def operands(want: Want, passages: Sequence[Passage]) -> list[Operand]:
    """The exact amounts in digits that `want` may be about: of its kinds of figure, or any when it names none."""
    kinds = want.figures - _NOT_AMOUNTS
    found = [operand for passage in passages for operand in _of(passage)]
    return [operand for operand in found if not kinds or operand.figure.kind in kinds]


def _of(passage: Passage) -> list[Operand]:
    text, issued_on = passage.text, passage.hit.bulletin.issued_on
    found = figures.find(text, issued_on)
    result: list[Operand] = []
    sentence, time = 0, None
    for clause in clauses(text, issued_on):
        inside = [figure for figure in found if clause.start <= figure.start < clause.end]
        for figure in inside:
            if figure.is_time and figure.unit == "year":
                time = figure
            elif _usable(figure):
                said = clause.text.strip(" ,，;；。:：、\n")
                result.append(Operand(passage, figure, said, clause.modality == "planned", time, sentence))
        if clause.ends_sentence:
            sentence, time = sentence + 1, None
    return result


def _usable(figure: Figure) -> bool:
    """An exact amount written in digits: 余, 近 and ranges cannot be added up."""
    exact = figure.approx is None and figure.high is None and figure.value is not None
    return exact and figure.kind not in _NOT_AMOUNTS and bool(_DIGITS.match(figure.text.strip()))


def named_times(question: str, issued_on: date | None) -> list[Figure]:
    """The different years a question names."""
    found: list[Figure] = []
    for figure in figures.find(question, issued_on):
        if figure.is_time and figure.begins and not any(figures.same(figure, other) for other in found):
            found.append(figure)
    return found


def by_time(times: Sequence[Figure], question: str, candidates: Sequence[Operand]) -> list[Operand] | None:
    """For each time the one amount said of it, all with the same verb; None when any is not certain."""
    groups = [
        [operand for operand in candidates if operand.time is not None and figures.same(operand.time, time)]
        for time in times
    ]
    verbs = {operand.verb for operand in groups[0]} if groups else set()
    if asked := {verb for verb in verbs if verb and verb in question}:
        verbs = asked
    kept = [[operand for operand in group if operand.verb in verbs] for group in groups]
    if not kept or any(len(group) != 1 for group in kept):
        return None
    chosen = [group[0] for group in kept]
    return chosen if _alike(chosen) else None


def by_verb(candidates: Sequence[Operand]) -> list[Operand] | None:
    """Exactly two amounts of one unit that different years put the same verb before: 2019年投资…, 今年又投资…."""
    pairs = [
        [first, second]
        for n, first in enumerate(candidates)
        for second in candidates[n + 1 :]
        if first.verb and first.verb == second.verb and _alike([first, second]) and _other_year(first, second)
    ]
    return pairs[0] if len(pairs) == 1 else None


def complements(candidates: Sequence[Operand]) -> list[Operand] | None:
    """What is done and what remains, in one sentence: 已化解…32个, 剩余12个."""
    pairs = [
        [done, rest]
        for done in candidates
        for rest in candidates
        if done.sentence == rest.sentence
        and done.passage == rest.passage
        and _PART.search(done.clause)
        and not _REST.search(done.clause)
        and _REST.search(rest.clause)
        and _alike([done, rest])
    ]
    return pairs[0] if len(pairs) == 1 else None


def whole_and_part(question: str, candidates: Sequence[Operand]) -> list[Operand] | None:
    """[whole, part] in one sentence: 共排查104.36万平方米, 已拆除68.13万平方米; the part is the one asked about."""
    pairs = []
    for n, whole in enumerate(candidates):
        for part in candidates[n + 1 :]:
            together = part.passage == whole.passage and part.sentence == whole.sentence
            if together and _WHOLE.search(whole.clause) and _PART.search(part.clause) and _alike([whole, part]):
                pairs.append([whole, part])
    if len(pairs) > 1:
        meant = [pair for pair in pairs if pair[1].verb and pair[1].verb in question]
        pairs = meant or [pair for pair in pairs if _shared(pair[1].clause, question) > 1]
    if len(pairs) != 1:
        return None
    whole, part = pairs[0]
    return pairs[0] if (whole.figure.value or 0) >= (part.figure.value or 0) else None


def from_and_to(question: str, candidates: Sequence[Operand]) -> list[Operand] | None:
    """The two ends of a change: 由30个提升至47个; of several the one whose words the question shares most."""
    pairs = [
        [first, second]
        for first, second in pairwise(candidates)
        if first.figure.change == "from"
        and second.figure.change == "to"
        and first.clause == second.clause
        and first.figure.kind == second.figure.kind
        and first.unit == second.unit
    ]
    pairs.sort(key=lambda pair: -_shared(pair[0].clause, question))
    if len(pairs) > 1 and _shared(pairs[0][0].clause, question) == _shared(pairs[1][0].clause, question):
        return None
    return pairs[0] if pairs else None


def by_name(names: Sequence[str], candidates: Sequence[Operand]) -> list[Operand] | None:
    """For each name in the question the one amount whose item holds it; None when any is not certain."""
    items = [replace(operand, clause=_item(operand)) for operand in candidates]
    groups = [[operand for operand in items if _holds(operand.clause, name)] for name in names]
    if not groups or any(len(group) != 1 for group in groups):
        return None
    chosen = [group[0] for group in groups]
    different = len({id(operand.figure) for operand in chosen}) == len(chosen)
    return chosen if different and _alike(chosen) else None


def _item(operand: Operand) -> str:
    """Of a clause that enumerates (投资16亿元的…、投资100亿元的…) the piece with the figure."""
    said = operand.figure.text.strip()
    pieces = operand.clause.split("、")
    return next((piece for piece in pieces if said in piece), operand.clause)


def _holds(clause: str, name: str) -> bool:
    pairs = {name[n : n + 2] for n in range(len(name) - 1)}
    return bool(pairs) and sum(pair in clause for pair in pairs) >= max(1, len(pairs) / 2)


def _shared(clause: str, question: str) -> int:
    return sum(question[n : n + 2] in clause for n in range(len(question) - 1) if question[n] >= "\u3400")


def _alike(chosen: Sequence[Operand]) -> bool:
    """Of one bulletin, one kind and one unit; money in any scale."""
    first = chosen[0]
    return all(
        other.figure.kind == first.figure.kind
        and other.passage.hit.bulletin.id == first.passage.hit.bulletin.id
        and other.figure.unit == first.figure.unit
        and (other.unit == first.unit or other.figure.kind == "money")
        for other in chosen
    )


def _other_year(first: Operand, second: Operand) -> bool:
    return first.time is not None and second.time is not None and not figures.same(first.time, second.time)


def percents(passages: Sequence[Passage]) -> list[Operand]:
    """The exact percentages of the passages, for a change between two of them."""
    result = []
    for passage in passages:
        for clause in clauses(passage.text, passage.hit.bulletin.issued_on):
            for figure in figures.find(clause.text, passage.hit.bulletin.issued_on):
                if figure.kind == "percent" and figure.approx is None:
                    said = clause.text.strip(" ,，;；。:：、\n")
                    result.append(Operand(passage, replace(figure), said, clause.modality == "planned"))
    return result
