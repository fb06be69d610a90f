"""In: numbers with their labels. Out: charts as SVG text that stands in a page by itself: no script, no network.

Every value is written beside its bar: nothing is told by colour or length alone. Does not know what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from rich.cells import cell_len

_ROW, _GAP, _BAR, _VALUE = 18, 10, 300, 130


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `low` and `high` draw its interval, `words` stand behind it."""

    series: int  # 0, 1, … : colour
    value: float
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One label and its bars, one under the other."""

    label: str
    bars: tuple[Bar, ...]


def bars(title: str, rows: Sequence[Row], series: Sequence[str] = (), most: float = 1.0) -> Markup:
    """Horizontal bars from 0 to `most`; `series` names the colours."""
    left = 14 + 7 * max((cell_len(row.label) for row in rows), default=0)
    width = left + _BAR + _VALUE
    top = 20 if series else 2
    parts = [_legend(series, left)] if series else []
    y = top
    for row in rows:
        middle = y + _ROW * len(row.bars) / 2
        parts.append(Markup('<text x="{}" y="{}" text-anchor="end" dominant-baseline="middle">{}</text>').format(
            left - 8, middle, row.label
        ))  # fmt: skip
        for bar in row.bars:
            parts.append(_bar(bar, left, y, most))
            y += _ROW
        y += _GAP
    grid = Markup("").join(
        Markup('<line class="grid" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(left + _BAR * tick / 4, top, y - _GAP)
        for tick in range(5)
    )
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}" style="max-width:{}px">{}{}</svg>').format(
        title, width, y, width, grid, Markup("").join(parts)
    )


def _bar(bar: Bar, left: float, y: float, most: float) -> Markup:
    def at(value: float) -> float:
        return round(left + _BAR * min(max(value, 0.0), most) / (most or 1), 1)

    drawn = Markup('<rect class="s{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        bar.series, left, y + 2, max(at(bar.value) - left, 1), _ROW - 4
    )
    if bar.low is not None and bar.high is not None:
        drawn += Markup('<line class="whisker" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
            at(bar.low), at(bar.high), y + _ROW / 2, y + _ROW / 2
        )
    return drawn + Markup('<text class="value" x="{}" y="{}" dominant-baseline="middle">{}</text>').format(
        left + _BAR + 8, y + _ROW / 2 + 1, bar.words
    )


def _legend(series: Sequence[str], left: float) -> Markup:
    parts, x = [], left
    for number, name in enumerate(series):
        parts.append(Markup('<rect class="s{}" x="{}" y="2" width="10" height="10"/>').format(number, x))
        parts.append(Markup('<text x="{}" y="8" dominant-baseline="middle">{}</text>').format(x + 14, escape(name)))
        x += 30 + 7 * cell_len(name)
    return Markup("").join(parts)
