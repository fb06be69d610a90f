"""In: the bytes of a text file, in any encoding that is usual for Chinese. Out: the text, line ends as \\n.

Raises ValueError saying what is wrong. Knows encodings only.
"""

from __future__ import annotations

import codecs
import unicodedata

# The longer mark first: UTF-32's begins like UTF-16's.
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5hkscs", "utf_16_le", "utf_16_be"]  # by likelihood, after UTF-8
_SAMPLE = 64_000  # bytes that decide
_ADVICE = "save it as UTF-8"


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of these bytes; `declared` is what a page or a server says of them, and is believed if it fits."""
    text = _decode(data, declared)
    if _is_rubbish(text):
        raise ValueError(f"it is neither UTF-8 nor GB18030, Big5 or UTF-16 text; {_ADVICE}")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise ValueError(f"it begins like {encoding} but is damaged; {_ADVICE}") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is not None and "\x00" not in text:
        return text  # nothing else looks like UTF-8 by chance, whatever is declared
    for encoding in filter(None, (declared, _guess(data))):
        try:
            text = data.decode(_wider(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
        if b"\x00" not in data or _is_written(text):
            return text
    if b"\x00" in data:
        raise ValueError("it is a binary file, not text; give the bulletin as text, Word, PDF or a web page")
    raise ValueError(f"it is neither UTF-8 nor GB18030, Big5 or UTF-16 text; {_ADVICE}")


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=_CANDIDATES).best()
    if best is None or (best.encoding.startswith("utf_16") and b"\x00" not in data):
        return "gb18030" if b"\x00" not in data else None
    return str(best.encoding)


def _is_written(text: str) -> bool:
    """Whether what was taken for UTF-16 without a mark is Chinese or plain ASCII; numbers in a program look like it."""
    sample = text[:20_000]
    plain = sum("\u2e80" <= one <= "\uffef" or " " <= one <= "~" or one.isspace() for one in sample)
    return plain * 10 >= 9 * len(sample)


def _wider(encoding: str) -> str:
    """Pages say gb2312 and mean all of GB18030, and big5 with Hong Kong's characters."""
    name = encoding.strip("\"' ").lower().replace("_", "-")
    if name in ("gb2312", "gbk", "gb-2312", "x-gbk", "cp936", "euc-cn"):
        return "gb18030"
    return "big5hkscs" if name == "big5" else name


def _is_rubbish(text: str) -> bool:
    """GB18030 reads nearly every byte: control, private and unassigned characters tell what was no text."""
    sample = text[:20_000]
    odd = sum(unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") and not one.isspace() for one in sample)
    return odd * 100 > len(sample)
