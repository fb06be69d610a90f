"""In: a question and held bulletins. Out: those whose own body (a bureau, a town, a firm) the question names.

A bureau's name is every place's: it counts beside its place only. Does not read places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.holding import Holding
from corpus.issuing import Body

_START = r"(?:^|[，。？！；、,?!;\s]|请问|关于|问一?下)"
_NO_NAME = "各哪全本该这那每几某有无同"  # 各街道, 哪个集团


def unheld_owners(question: str, held: Iterable[Holding], mentions: Callable[[str], bool]) -> list[str]:
    """Bodies of a kind that the corpus holds, named where a question begins, that no text mentions: 青山集团."""
    kinds = {kind for holding in held if (kind := Body(holding.body).kind)}
    if not kinds:
        return []
    pattern = rf"{_START}(?P<name>(?![{_NO_NAME}])[\u4e00-\u9fff]{{2,4}}?(?:{'|'.join(sorted(kinds))}))"
    names = [match["name"] for match in re.finditer(pattern, question)]
    return [name for name in dict.fromkeys(names) if not mentions(name)]


def named_owners(question: str, held: Iterable[Holding], with_place: bool) -> list[tuple[Holding, str]]:
    """The bulletins of the body with the longest name that stands in the question, and that name."""
    found: list[tuple[Holding, str]] = []
    for holding in held:
        body = Body(holding.body)
        if holding.body and (with_place or body.is_distinct):
            found += [(holding, name) for name in body.names[-1:] if name in question]
    longest = max((len(name) for _, name in found), default=0)
    return [(holding, name) for holding, name in found if len(name) == longest]
