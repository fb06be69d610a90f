"""In: bulletins and an embedder, out: the mean vectors that search takes away; and the likeness without them.

An encoder crowds its vectors into a cone, where every "关于…问题" looks alike; without the mean differences count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from corpus.bulletin import Section
from index.embedding import Embedder, Vectors
from index.parallel_questions import CHINESE, ENGLISH

MOST_TOPICS = 400  # headings asked about; more do not move the mean
_TEMPLATES = ("{}是怎么整改的？", "{}有哪些整改措施？", "关于{}，做了什么？")
_TAIL = re.compile(r"(?:方面)?(?:的)?(?:有关)?(?:突出)?问题$")


def topic(section: Section) -> str:
    """What a heading is about: "(3)关于环保工作抓而不实问题" -> "环保工作抓而不实"."""
    bare = section.title.removeprefix(section.mark).strip(" 　。．.、，,：:；;")
    return _TAIL.sub("", bare.removeprefix("关于"))


def topics(sections: Iterable[Section]) -> list[str]:
    """At most MOST_TOPICS different topics, spread evenly over the corpus."""
    found = list(dict.fromkeys(name for section in sections if (name := topic(section))))
    step = max(1, -(-len(found) // MOST_TOPICS))
    return found[::step]


def query_means(names: Sequence[str], embedder: Embedder) -> dict[str, Vectors]:
    """Mean query vector by language: of questions about these topics, moved for English by parallel questions."""
    if not names:
        nothing = np.zeros(embedder.dimension, dtype=np.float32)
        return {"zh": nothing, "en": nothing}
    asked = [template.format(name) for template in _TEMPLATES for name in names]
    chinese = embedder.queries(asked).mean(axis=0)
    shift = embedder.queries(list(ENGLISH)).mean(axis=0) - embedder.queries(list(CHINESE)).mean(axis=0)
    return {"zh": chinese, "en": chinese + shift}


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """The vectors (n, d) without the mean (d,), at unit length again; a vector that was the mean becomes zero."""
    moved = vectors - mean
    length = np.linalg.norm(moved, axis=-1, keepdims=True)
    return np.asarray(moved / np.maximum(length, 1e-9), dtype=np.float32)
