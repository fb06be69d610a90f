"""In: Chinese text. Out: its words with jieba's part-of-speech tags (ns place, nr person, nt body, v verb …).

Loading takes about two seconds, so only what needs tags imports it, when it needs them. Does not know what a name is.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

# Common words that jieba's dictionary lacks; its guess takes them for names.
_LACKING = {"惠及": "v"}


def tagged(text: str) -> list[tuple[str, str]]:
    """(word, tag) in order; joined, the words are the text."""
    return [(pair.word, pair.flag) for pair in _cutter().cut(text)]


@cache
def _cutter() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    for word, tag in _LACKING.items():
        jieba.posseg.dt.tokenizer.add_word(word, tag=tag)
    return jieba.posseg.dt
