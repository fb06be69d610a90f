"""In: the bytes of a PDF. Out: its running text; pages that are pictures are recognised by tesseract where installed.

The file is opened in a process of its own (pdf_worker.py). Raises ValueError saying what is wrong and what to do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus.page_lines import running_text
from corpus.printed import Piece, PrintedLine, PrintedPage, Rule

_ROOT = Path(__file__).parent.parent
_SECONDS = 150  # for the text of a file, and for one page as a picture
_RECOGNITION_SECONDS = 120  # for one page
_MOST_PICTURES = 200  # pages recognised in one file
_LANGUAGE = "chi_sim"
_FEW = 10  # characters of a page that is a picture
_INSTALL = "install tesseract-ocr and tesseract-ocr-chi-sim (make system-packages), then add or reread it"
_MESSAGES = {
    "password": "this PDF is password-protected; save it without a password",
    "damaged": "this PDF is damaged; download it again or print it anew",
    "memory": "this PDF takes more memory than any bulletin; print it anew",
}
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_GAP = re.compile(r"(?<![A-Za-z]) +| +(?![A-Za-z])")  # tesseract parts Chinese characters


def take(data: bytes) -> tuple[str, int]:
    """The text of a PDF, a line a paragraph, without page numbers and running heads; how many pages were recognised."""
    found = _document(data)
    pages = [_page(record) for record in found["pages"]]
    pictures = [number for number, record in enumerate(found["pages"]) if _is_picture(record, pages[number])]
    if pictures:
        _check_recognition(len(pictures), len(pages))
        for number in pictures:
            pages[number] = _recognised(data, number)
    return running_text(pages), len(pictures)


def _document(data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_worker(data, "lines"))
    if not found["pages"]:
        raise ValueError(f"this PDF has {found['count']} pages, more than any bulletin; split it")
    if found["cut"]:
        raise ValueError("this PDF holds more text than any bulletin; split it")
    return found


def _page(record: dict[str, Any]) -> PrintedPage:
    lines = []
    for line in record["lines"]:
        left, top, right, bottom = line["place"]
        pieces = tuple(Piece(*piece) for piece in line["pieces"])
        lines.append(PrintedLine(left, top, right, bottom, line["text"], pieces))
    return PrintedPage(record["height"], tuple(lines), tuple(Rule(*rule) for rule in record["rules"]))


def _is_picture(record: dict[str, Any], page: PrintedPage) -> bool:
    """Little text where there is a picture; or text in a font that does not say which characters it shows."""
    words = "".join(line.text for line in page.lines)
    unreadable = len(_UNREADABLE.findall(words))
    return (len(words) < _FEW and record["pictures"]) or (len(words) >= _FEW and unreadable * 4 > len(words))


def _worker(data: bytes, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "corpus.pdf_worker", *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, cwd=_ROOT, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise ValueError("this PDF takes longer than any bulletin; print it anew") from None
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        raise ValueError(_MESSAGES.get(reason[0], _MESSAGES["damaged"]))
    return done.stdout


def _check_recognition(pictures: int, pages: int) -> None:
    what = "this PDF is scanned" if pictures == pages else f"{pictures} of the {pages} pages of this PDF are scanned"
    if pictures > _MOST_PICTURES:
        raise ValueError(f"{what}, more than {_MOST_PICTURES} pages; split it")
    program = shutil.which("tesseract")
    if not program:
        raise ValueError(f"{what}, and there is no tesseract to recognise it; {_INSTALL}")
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    if _LANGUAGE not in listed.stdout.split():
        raise ValueError(f"{what}, and tesseract has no Chinese ({_LANGUAGE}) to recognise it; {_INSTALL}")


def _recognised(data: bytes, number: int) -> PrintedPage:
    """A page's lines as tesseract recognises them."""
    picture = _worker(data, "page", str(number))
    command = [
        "tesseract",
        "stdin",
        "stdout",
        "-l",
        _LANGUAGE,
        "--psm",
        "3",
        "-c",
        "preserve_interword_spaces=1",
        "tsv",
    ]
    try:
        done = subprocess.run(
            command,
            input=picture,
            capture_output=True,
            timeout=_RECOGNITION_SECONDS,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # its threads wait for each other more than they help
        )
    except subprocess.TimeoutExpired:
        raise ValueError(f"page {number + 1} of this PDF cannot be recognised in time; scan it anew") from None
    if done.returncode:
        raise ValueError(f"page {number + 1} of this PDF cannot be recognised; scan it anew")
    height = float(picture.split(None, 3)[2])
    return PrintedPage(height, tuple(_recognised_lines(done.stdout.decode("utf-8", "replace"))))


def _recognised_lines(table: str) -> list[PrintedLine]:
    """tesseract's table (level, page, block, paragraph, line, word, left, top, width, height, confidence, text)."""
    rows: dict[tuple[str, ...], list[tuple[float, float, float, float, str]]] = {}
    for line in table.splitlines()[1:]:
        fields = line.split("\t")
        if len(fields) >= 12 and fields[0] == "5" and fields[11].strip():
            left, top, width, height = map(float, fields[6:10])
            rows.setdefault(tuple(fields[1:5]), []).append((left, top, left + width, top + height, fields[11].strip()))
    found = []
    for words in rows.values():
        joined = _GAP.sub("", " ".join(word[4] for word in words))
        found.append(
            PrintedLine(
                min(word[0] for word in words),
                min(word[1] for word in words),
                max(word[2] for word in words),
                max(word[3] for word in words),
                joined,
            )
        )
    return found
