"""In: a number of files and a folder of bulletins. Out: what happened when damaged copies of each form were read.

A read ends in a text whose offsets hold, or in one sentence of refusal; anything else is written down to become a test.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape

from corpus import form
from corpus.structure import parse

_PIECES: tuple[bytes, ...] = (
    b"<",
    b"\x00",
    b"\xff\xfe",
    b"&#xD800;",
    b"<table>" * 50,
    b"PK\x03\x04",
    b"%PDF-",
    "一、".encode(),
    b"]]>",
)
_PIECES += (b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"obj", b"/Length 99999999", b"\r\n\r\n", b"(" * 3000, b"\x1b")


@dataclass(slots=True)
class Fuzzed:
    """Counts by form and outcome; `broken` holds what no reader may do, with the seed that repeats it."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def fuzz(texts: list[str], files: int, seed: int = 0, progress: Callable[[int], None] = lambda _done: None) -> Fuzzed:
    """Read so many damaged files of all forms but PDF's, and one PDF for every forty (each takes a process)."""
    found = Fuzzed()
    for number in range(files):
        chance = random.Random(f"{seed} {number}")
        suffix, data = _whole(chance.choice(texts), chance, number)
        damaged = _damaged(data, chance)
        start = time.perf_counter()
        outcome = _read(damaged, suffix)
        took = time.perf_counter() - start
        found.outcomes[suffix, outcome if outcome in ("read", "refused") else "broken"] += 1
        found.slowest[suffix] = max(found.slowest.get(suffix, 0.0), took)
        if outcome not in ("read", "refused"):
            found.broken.append(f"seed {seed}, file {number}, {suffix}: {outcome}")
        progress(number + 1)
    return found


def table(found: Fuzzed) -> Iterator[str]:
    yield "| form | read | refused | broken | slowest, seconds |"
    yield "|---|---|---|---|---|"
    for suffix in sorted(found.slowest):
        counts = " | ".join(str(found.outcomes[suffix, outcome]) for outcome in ("read", "refused", "broken"))
        yield f"| {suffix} | {counts} | {found.slowest[suffix]:.1f} |"
    yield from found.broken


def _read(data: bytes, suffix: str) -> str:
    try:
        text = form.extract(data, suffix)
    except ValueError as error:
        return "refused" if len(str(error)) < 500 and "\n" not in str(error) else f"a long refusal: {str(error)[:80]}"
    except Exception as error:  # what this looks for
        return f"{type(error).__name__}: {error}"
    try:
        text.encode("utf-8")
        bulletin = parse("b", text)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    sound = all(text[one.start : one.end] == one.text for one in bulletin.paragraphs)
    return "read" if sound else "an offset that does not hold"


def _whole(text: str, chance: random.Random, number: int) -> tuple[str, bytes]:
    """A file of a form, with a piece of a bulletin in it."""
    at = chance.randrange(max(1, len(text) - 2000))
    piece = text[at : at + chance.randrange(20, 2000)]
    lines = [line for line in piece.split("\n") if line.strip()]
    if number % 40 == 0:
        return ".pdf", _pdf(lines)
    suffix = chance.choice((".txt", ".md", ".html", ".docx"))
    if suffix == ".html":
        body = "".join(f"<p>{escape(line)}</p><div class=nav><a href=x>首页</a></div>" for line in lines)
        return suffix, f"<html><head><title>通报</title></head><body><table><tr><td>{body}</td></tr></table>".encode()
    if suffix == ".docx":
        return suffix, _word(lines)
    return suffix, piece.encode(chance.choice(("utf-8", "gb18030", "utf-16")), "replace")


def _word(lines: list[str]) -> bytes:
    import docx

    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf(lines: list[str]) -> bytes:
    """A PDF as simple as there is; its letters are ASCII."""
    content = "BT /F1 12 Tf 50 700 Td " + " ".join(f"({len(line)} words) Tj 0 -15 Td" for line in lines) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    body = "".join(f"{number} 0 obj\n{words}\nendobj\n" for number, words in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n%%EOF".encode()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut, doubled, or strange pieces set in; of a Word file sometimes inside one of its parts."""
    if data.startswith(b"PK") and chance.random() < 0.6:
        return _damaged_part(data, chance)
    for _ in range(chance.randrange(0, 12)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + chance.choice(_PIECES) + data[at:]
            case 2:
                data = data[: max(1, at)]
            case _:
                data = data[:at] + data[max(0, at - chance.randrange(1, 400)) :]
    return data


def _damaged_part(data: bytes, chance: random.Random) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        names = old.namelist()
        hit = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = old.read(name)
            if name == hit:
                part = _damaged(part, chance)
            if name != hit or chance.random() < 0.9:
                new.writestr(name, part)
    return file.getvalue()
