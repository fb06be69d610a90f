"""In: what was measured at several corpus sizes. Out: an SVG picture of the growth, both axes logarithmic.

Times are the processor's, which other work changes little. Stands by itself (its own style, no script); every value is
written at its point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from markupsafe import Markup

from evals.scale import Measured, encoders
from evals.scale_report import build_processor
from evals.scale_stages import Figures

_WIDE, _HIGH, _LEFT, _TOP = 300, 170, 50, 34
_COLOURS = ("#1f5fa8", "#b3541e", "#4a7d2c", "#6a4c93")
_PANELS: tuple[tuple[str, Callable[[Figures], float]], ...] = (
    ("build, processor s", build_processor),
    ("search p95, processor ms", lambda figures: figures["search p95 processor ms"]),
    ("memory of its own, MB", lambda figures: figures["memory MB"]),
    ("index on the disk, MB", lambda figures: figures["index MB"]),
)
_STYLE = "text{font:12px sans-serif;fill:#333}.t{font-weight:bold}.a{stroke:#999}.g{stroke:#ddd;stroke-dasharray:3 3}"


def chart(measured: Sequence[Measured]) -> str:
    """Four panels: build, search, memory, disk; a line an encoder, and a dashed one for linear growth."""
    names = encoders(measured)
    parts = [
        Markup('<text x="{}" y="14" fill="{}" style="fill:{}">{}</text>').format(
            _LEFT + 150 * number, _COLOURS[number % 4], _COLOURS[number % 4], name
        )
        for number, name in enumerate(names)
    ]
    for number, (title, cost) in enumerate(_PANELS):
        x, y = _LEFT + (number % 2) * (_WIDE + 90), _TOP + (number // 2) * (_HIGH + 60)
        parts.append(
            _panel(
                title,
                [[(one.size, cost(one.figures)) for one in measured if one.encoder == name] for name in names],
                x,
                y,
            )
        )
    return str(
        Markup('<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="growth with the number of bulletins" '
               'viewBox="0 0 {} {}"><style>{}</style><rect width="100%" height="100%" fill="white"/>{}</svg>\n').format(
            2 * _WIDE + 190, 2 * _HIGH + 130, Markup(_STYLE), Markup("").join(parts)
        )
    )  # fmt: skip


def _panel(title: str, lines: Sequence[Sequence[tuple[float, float]]], x: float, y: float) -> Markup:
    points = [point for line in lines for point in line]
    across, up = _axis([size for size, _ in points], _WIDE), _axis([max(cost, 1e-3) for _, cost in points], _HIGH - 30)

    def at(size: float, cost: float) -> tuple[float, float]:
        return round(x + across(size), 1), round(y + _HIGH - up(max(cost, 1e-3)), 1)

    parts = [
        Markup('<text class="t" x="{}" y="{}">{}</text>').format(x, y + 8, title),
        Markup('<line class="a" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>').format(x, x + _WIDE, y + _HIGH),
    ]
    for size in sorted({size for size, _ in points}):
        parts.append(
            Markup('<text x="{}" y="{}" text-anchor="middle">{:,}</text>').format(
                x + across(size), y + _HIGH + 16, int(size)
            )
        )
    for number, line in enumerate(lines):
        drawn = [at(*point) for point in line]
        colour = _COLOURS[number % 4]
        if len(line) > 1:
            begin, end = line[0], line[-1]
            linear = _within(drawn[0], at(end[0], begin[1] * end[0] / begin[0]), y + 20)
            parts.append(Markup('<polyline class="g" fill="none" points="{}"/>').format(_path(linear)))
        parts.append(
            Markup('<polyline fill="none" stroke="{}" stroke-width="2" points="{}"/>').format(colour, _path(drawn))
        )
        for (left, top), (_, cost) in zip(drawn, line, strict=True):
            parts.append(Markup('<circle cx="{}" cy="{}" r="3" fill="{}"/>').format(left, top, colour))
            parts.append(
                Markup('<text x="{}" y="{}" style="fill:{}">{:,.0f}</text>').format(left + 5, top - 6, colour, cost)
            )
    return Markup("").join(parts)


def _within(begin: tuple[float, float], end: tuple[float, float], top: float) -> list[tuple[float, float]]:
    """The line, cut where it leaves the panel above."""
    if end[1] >= top:
        return [begin, end]
    share = (begin[1] - top) / (begin[1] - end[1])
    return [begin, (round(begin[0] + share * (end[0] - begin[0]), 1), top)]


def _axis(values: Sequence[float], length: float) -> Callable[[float], float]:
    low, high = math.log(min(values)), math.log(max(values))
    return lambda value: length * (math.log(value) - low) / (high - low or 1)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
