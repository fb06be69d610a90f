"""In: a header and rows of words; out: a Markdown table, padded to read well in a terminal. Knows no measure."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The table as lines; a wide (Chinese) character counts as two columns."""
    widths = [max(cell_len(row[column]) for row in (header, *rows)) for column in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)]
        return f"| {' | '.join(padded)} |"

    return "\n".join([line(header), line(["-" * width for width in widths]), *map(line, rows)])
