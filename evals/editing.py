"""In: claims, true and false. Out: which of them stay marked when they are typed into a draft in place of a sentence.

A sentence that is not marked can leave in a clean copy without anybody's name. Knows no letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Language
from assistant.letters.draft import Answered, Sentence
from assistant.letters.draft_check import Kit, rewritten
from assistant.letters.draft_sheet import Line, Sheet
from assistant.letters.inquiry import Inquiry, Request
from assistant.verify import Verdict
from evals.corrupt import Claim
from evals.verification import Judged


def judge(trial: Sequence[Claim], kits: Mapping[str, Kit]) -> list[Judged]:
    """Each claim as an edit of a sentence that cites its paragraph; whatever stays open counts as refused."""
    return [Judged(claim, _typed(claim, kits[claim.language])) for claim in trial]


def _typed(claim: Claim, kit: Kit) -> Verdict:
    said: Language = "en" if claim.language == "en" else "zh"
    (citation,) = claim.citations
    request = Request("", 0, 0)
    before = Line("1", Sentence("", "answer", "fact", 0, (citation.label,), "supported"))
    answered = Answered(request, "", Answer("", "", said, "answered", citations=(citation,)), ())
    sheet = Sheet(Inquiry("", said, "", "", None, "", (request,)), (answered,), (before,))
    line = rewritten(sheet, before, claim.text, (citation,), kit).line("1")
    return Verdict("unsupported" if line.is_open else "supported", line.modality, line.checks)
