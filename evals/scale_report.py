"""In: what was measured at several corpus sizes. Out: a table, how fast each cost grows, and a chart of it as SVG.

Does not know how anything was measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from evals.scale import Measured, encoders
from evals.scale_stages import Figures
from evals.table import markdown

_Cell = Callable[[Figures], str]


def _number(name: str, digits: int = 0) -> _Cell:
    return lambda figures: f"{figures[name]:,.{digits}f}" if name in figures else "-"


def _pair(first: str, second: str) -> _Cell:
    return lambda figures: f"{figures[first]:.0f} / {figures[second]:.0f}" if first in figures else "-"


def _ratio(above: Callable[[Figures], float], below: Callable[[Figures], float], needed: str = "sentences") -> _Cell:
    """`-` where `needed` was not measured, or what it is compared with is nothing."""
    return lambda figures: f"{above(figures) / below(figures):.2f}" if needed in figures and below(figures) else "-"


def build_seconds(figures: Figures) -> float:
    """The whole build, had no vector been cached."""
    return figures["seconds without encoding"] + figures["encoder seconds"]


def build_processor(figures: Figures) -> float:
    """The same in seconds of the processor, all threads together."""
    return figures["processor seconds without encoding"] + figures["encoder processor seconds"]


ROWS: tuple[tuple[str, _Cell], ...] = (
    ("sentences", _number("sentences")),
    ("build, s", lambda figures: f"{build_seconds(figures):,.0f}"),
    ("sentences/s", lambda figures: f"{figures['sentences'] / build_seconds(figures):.0f}"),
    ("the encoder alone, sentences/s", lambda figures: f"{figures['sentences'] / figures['encoder seconds']:.0f}"),
    ("ratio (aim 0.8 with the default encoder)", _ratio(lambda f: f["encoder seconds"], build_seconds)),
    (
        "the same by processor time",
        _ratio(
            lambda f: f["encoder processor seconds"],
            build_processor,
        ),
    ),
    ("build, processor s", lambda figures: f"{build_processor(figures):,.0f}"),
    (
        "vectors stored, sentences/s",
        lambda figures: f"{figures['sentences'] / figures['seconds of vectors without encoding']:.0f}",
    ),
    ("index on the disk, MB", _number("index MB")),
    ("memory of its own / mapped, MB", _pair("memory MB", "mapped MB")),
    ("a fresh ask, s", _number("fresh ask seconds", 1)),
    ("opening, s", _number("open seconds", 2)),
    ("first answer, s", _number("first answer seconds", 2)),
    ("search, p50 / p95, ms (aim p95 80)", _pair("search p50 ms", "search p95 ms")),
    ("the same, processor ms", _pair("search p50 processor ms", "search p95 processor ms")),
    ("answer, p50 / p95, ms", _pair("answer p50 ms", "answer p95 ms")),
    ("the same, processor ms", _pair("answer p50 processor ms", "answer p95 processor ms")),
    ("8 users, answers/s", _number("8 users answers/s", 1)),
    ("8 users, p95, ms", _number("8 users p95 ms")),
    ("answer: right bulletin first", _number("right bulletin first", 3)),
    ("answer: paragraph R@5", _number("paragraph R@5", 3)),
    ("answer: facts", _number("facts in the answer", 3)),
    ("search alone: right bulletin first", _number("search right bulletin first", 3)),
    ("search alone: R@5", _number("search R@5", 3)),
    ("LangChain's recipe: right bulletin first", _number("recipe right bulletin first", 3)),
    ("LangChain's recipe: in its 5 pieces", _number("recipe R@5", 3)),
    ("LangChain's recipe, p50 / p95, ms", _pair("recipe p50 ms", "recipe p95 ms")),
    ("its query / our search, p50", _ratio(lambda f: f["recipe p50 ms"], lambda f: f["search p50 ms"], "recipe R@5")),
    ("the same / our R@5", _ratio(lambda f: f["recipe R@5"], lambda f: f["paragraph R@5"], "recipe R@5")),
    ("its build / ours", _ratio(lambda f: f["recipe build seconds"], build_seconds, "recipe R@5")),
    ("all vectors compared, p50 / p95, ms", _pair("exact p50 ms", "exact p95 ms")),
    ("Chroma alone, p50 / p95, ms", _pair("store p50 ms", "store p95 ms")),
    ("of the 50 nearest, proposed by Chroma", _number("proposed of the 50 nearest", 3)),
)

GROWING: dict[str, Callable[[Figures], float]] = {
    "build": build_seconds,
    "build, processor time": build_processor,
    "build without the encoder, processor time": lambda figures: figures["processor seconds without encoding"],
    "search p95": lambda figures: figures["search p95 ms"],
    "search p50, processor time": lambda figures: figures["search p50 processor ms"],
    "answer p95": lambda figures: figures["answer p95 ms"],
    "memory": lambda figures: figures["memory MB"],
    "index on the disk": lambda figures: figures["index MB"],
}


def table(measured: Sequence[Measured]) -> str:
    """A column a size and encoder."""
    heads = [f"{one.size} {one.encoder}" for one in measured]
    return markdown(["bulletins", *heads], [[name, *(cell(one.figures) for one in measured)] for name, cell in ROWS])


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size by least squares: 1 is linear growth."""
    over, up = [math.log(size) for size in sizes], [math.log(max(cost, 1e-9)) for cost in costs]
    middle, height = sum(over) / len(over), sum(up) / len(up)
    spread = sum((one - middle) ** 2 for one in over)
    return sum((one - middle) * (other - height) for one, other in zip(over, up, strict=True)) / spread


def growth(measured: Sequence[Measured]) -> str:
    """The exponent of each cost with each encoder that was measured at two sizes or more."""
    shown = [name for name in encoders(measured) if len(_of(measured, name)) > 1]
    rows = []
    for name, cost in GROWING.items():
        fits = []
        for encoder in shown:
            own = _of(measured, encoder)
            fits.append(
                f"{exponent([one.figures['sentences'] for one in own], [cost(one.figures) for one in own]):.2f}"
            )
        rows.append([name, *fits])
    return markdown(["grows with the sentences to the power of", *shown], rows) if shown else ""


def _of(measured: Sequence[Measured], encoder: str) -> list[Measured]:
    return [one for one in measured if one.encoder == encoder]
