"""In: a Bulletin, out: its chunks (sentences; very long ones in clauses), each with the heading it stands under.

Knows nothing of vectors or terms. Source[chunk.start:chunk.end] is the sentence itself, without that heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.bulletin import Bulletin, Paragraph, Sentence
from index.chunk import Chunk

LONGEST = 180  # characters; about 120 tokens of the default encoder, whose vectors blur beyond that
_CLAUSE = re.compile(r"[^；;]*[；;]+|[^；;]+$")


def chunks(bulletin: Bulletin) -> list[Chunk]:
    """The chunks of a bulletin in text order."""
    return [chunk for paragraph in bulletin.paragraphs for chunk in paragraph_chunks(paragraph)]


def paragraph_chunks(paragraph: Paragraph) -> list[Chunk]:
    """The chunks of one paragraph; a paragraph without a sentence (only marks) is one chunk."""
    whole = Sentence(paragraph.text, paragraph.start, paragraph.end)
    pieces = [piece for sentence in paragraph.sentences or (whole,) for piece in _pieces(sentence)]
    heading = _separate_heading(paragraph)
    return [
        Chunk(f"{paragraph.id}#{number}", paragraph.id, f"{heading}\n{text}" if heading else text, start, end)
        for number, (text, start, end) in enumerate(pieces, 1)
    ]


def _separate_heading(paragraph: Paragraph) -> str:
    """The title of the nearest heading, unless the paragraph's own text already begins with it."""
    section = paragraph.section
    if section is None or section.start >= paragraph.start:
        return ""
    return section.title


def _pieces(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """The sentence, or runs of its clauses of at most LONGEST characters (a longer clause stays whole)."""
    if len(sentence.text) <= LONGEST:
        yield sentence.text, sentence.start, sentence.end
        return
    start = end = 0
    for clause in _CLAUSE.finditer(sentence.text):
        if end > start and clause.end() - start > LONGEST:
            yield sentence.text[start:end], sentence.start + start, sentence.start + end
            start = end
        end = clause.end()
    yield sentence.text[start:], sentence.start + start, sentence.end
