"""In: a line and where its words begin. Out: its opening: the words that would be its heading, and what they look like.

Knows one line (and, for plain headings, its neighbours); nothing of numbering or levels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import marks
from corpus.normalize import Line
from corpus.sentences import enclosed, split

_LONGEST_TITLE = 60  # characters of a heading that runs on into text; longer openings are prose
_LONGEST_LINE = 120  # characters of a heading that has its line to itself
_LONGEST_PLAIN = 25  # the same without a mark; hard-wrapped prose has longer lines

_ABOUT = re.compile(r"(?:针对|关于|对于)?.{2,}(?:问题|方面|情况|事项)[)”]?\Z")
_PROBLEM = re.compile(r"(?:问题|方面)[)”]?\Z")
_ABOUT_START = re.compile(r"(?:针对|关于|对于)")
_ABOUT_SPACED = re.compile(r"(?:针对|关于).{1,100}?(?:问题|方面|情况)[)”]?(?=\s+\S)")
_TOPIC_BEFORE_COLON = re.compile(r"[^,;。!?:]{4,30}\Z")  # 1.问题:… is a label, its text the heading
_UNFINISHED = re.compile(r"[,;、]\Z")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[是要]|第[一二三四五六七八九十]{1,2},")
_RESULT = re.compile(r"\d(?:\.\d+)?\s*[万亿余多]?\s*(?:[个名人项次处家户吨所条起件元%天篇台套]|公里|平方)")
_FINISHED = re.compile(r"[。!?;:.”)]\Z")
_LEAD_IN = re.compile(r"[,;。]|以下|如下")
_NO_TITLE = re.compile(r"[,;:。!?|()<>=@/\\]|\d{3}|^[-*+•—]|^[\d\W]+\Z|^特此")
_CELLS = re.compile(r"[\u3400-\u9fff]{2}\s+\S*[\u3400-\u9fff]{2}\S*\s+\S|^序号\s")  # the head of a table
_COLON_TITLE = re.compile(r"(?:情况|措施|问题|工作|成效|结果|进展|打算|安排|计划|方面|目标|任务)\Z")


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a line up to the first sentence end: title = line[...:end], without its full stop or colon."""

    end: int
    length: int  # of the words, mark left out
    is_title_like: bool
    runs_on: bool  # text follows on the same line
    ends_sentence: bool  # the line is one finished (or unfinished) sentence, not a heading by punctuation
    names_problem: bool = False  # ends in 问题 or 方面
    is_about: bool = False  # 关于…问题, the genre's own form of heading
    is_result: bool = False  # tells a counted result: a point, not a heading


def read_opening(line: Line, words: int) -> Opening:
    """The opening of the line whose words begin at `words` (after a mark, or 0)."""
    text = line.folded
    end, after = _title_end(text, words)
    title = text[words:end]
    rest = text[after:].strip()
    closing = text[end:after].strip()
    about = bool(_ABOUT_START.match(title) and _ABOUT.match(title) and len(title) <= _LONGEST_LINE)
    stands_alone = not rest
    finished = stands_alone and (closing[:1] in tuple("。!?.") or bool(_UNFINISHED.search(title)))
    names_problem = bool(_PROBLEM.search(title)) and len(title) <= _LONGEST_LINE
    limit = _LONGEST_LINE if stands_alone else _LONGEST_TITLE
    return Opening(
        end=end,
        length=len(title),
        is_title_like=about or (not finished and (len(title) <= limit or names_problem)),
        runs_on=not stands_alone,
        ends_sentence=finished or (stands_alone and len(title) > _LONGEST_LINE),
        is_about=about,
        names_problem=names_problem,
        is_result=bool(_RESULT.search(title)) and not about,
    )


def _title_end(text: str, words: int) -> tuple[int, int]:
    """Where the title ends, and where what follows its closing punctuation begins."""
    if spaced := _ABOUT_SPACED.match(text, words):
        head = text[words : spaced.end()]
        if not re.search("[。!?]", head):
            return spaced.end(), spaced.end()
    first = split(text[words:], words)
    sentence_end = first[0].end if first else len(text)
    inside = enclosed(text)
    for position in range(words, sentence_end):
        if text[position] == ":" and not inside[position]:
            head = text[words:position]
            if _TOPIC_BEFORE_COLON.match(head) or (_ABOUT.match(head) and len(head) <= _LONGEST_TITLE):
                return position, position + 1
            break
    end = sentence_end
    while end > words and text[end - 1] in "。!?.:*_ ":
        end -= 1
    return (end, sentence_end) if end > words else (sentence_end, sentence_end)


def is_plain_heading(lines: list[Line], index: int, opening: Opening, below_heading: bool) -> bool:
    """Whether an unmarked line without a full stop is a heading: short, and a text or a numbered heading follows.

    `below_heading` says that the line before is one; otherwise it must be a finished text, or this is a cell of a
    table or a part of hard-wrapped prose.
    """
    text = lines[index].folded
    if not _looks_plain(text, opening):
        return False
    if index > 0 and not below_heading and not _FINISHED.search(lines[index - 1].folded):
        return False
    between = (
        1 if len(text) <= _LONGEST_PLAIN // 2 else 0
    )  # one sub-heading may come first; more short lines are a table
    for run, follower in enumerate(lines[index + 1 : index + 4]):
        if len(follower.folded) > _LONGEST_PLAIN or _FINISHED.search(follower.folded) or marks.read(follower.folded):
            return opening.is_about or run <= between
    return False


def _looks_plain(text: str, opening: Opening) -> bool:
    if opening.runs_on or opening.ends_sentence or _ORDINAL.match(text) or _CELLS.search(text):
        return False
    if text.endswith(":"):
        return len(text) <= 16 and bool(_COLON_TITLE.search(text[:-1])) and not _LEAD_IN.search(text)
    return opening.is_about or (2 <= len(text) <= _LONGEST_PLAIN and not _NO_TITLE.search(text))
