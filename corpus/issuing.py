"""In: a bulletin's issuer and place. Out: the body below that place that it speaks for: 教育局, 望河镇, 红岩集团.

"" where the place's own committee or government signed. Reads names by their form only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.bulletin import Place
from corpus.normalize import fold

_BEFORE = re.compile(r"(?:中共|中国共产党|共青团)+")
_PARTY = re.compile(r"(?:党组|党委|党工委|工作委员会|委员会|党总支|党支部|工委|纪委|委)+\Z")
_OWN = re.compile(r"(?:人民)?政府|人大(?:常委会)?|政协|委.*|管委会|管理")
_FIRM = re.compile(r"(?:股份|控股)?(?:有限)?(?:责任)?公司\Z")
# Kinds of bodies that have a name of their own: 教育局 is every place's, 白桦街道 is one.
_NAMED_KIND = re.compile(
    r"(?:集团|公司|镇|乡|苏木|街道|街道办事处|大学|学院|医院|学校|中学|小学|银行|厂|矿|社区|村|农场|林场)\Z"
)
_SHORTEST = 2  # characters of a name without its kind


@dataclass(frozen=True, slots=True)
class Body:
    """A body's name without its place, and how a question may call it."""

    name: str

    @property
    def names(self) -> tuple[str, ...]:
        """The longest first: 红岩集团有限公司, 红岩集团."""
        short = _FIRM.sub("", self.name)
        return (self.name, short) if len(short) > _SHORTEST and short != self.name else (self.name,)

    @property
    def kind(self) -> str:
        """街道, 集团, 医院 …; "" for a bureau."""
        match = _NAMED_KIND.search(self.names[-1])
        return match[0] if match else ""

    @property
    def is_distinct(self) -> bool:
        """Whether the name alone tells which body is meant."""
        bare = _NAMED_KIND.sub("", _FIRM.sub("", self.name))
        return len(bare) >= _SHORTEST and bare != self.name


def body(issuer: str | None, place: Place) -> Body | None:
    """The body that signed first; None for the place's own."""
    if not issuer or issuer.isascii():
        return None
    name = _BEFORE.sub("", re.sub(r"\s", "", fold(issuer)).split("、")[0])
    for level in place.levels().values():
        name = name.removeprefix(level)
    name = _PARTY.sub("", name)
    if len(name) < _SHORTEST or _OWN.fullmatch(name):
        return None
    return Body(name)
