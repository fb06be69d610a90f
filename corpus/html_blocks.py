"""In: the source of a web page. Out: its blocks, one for each line that a browser would show, and where each stands.

What a browser hides is left out; what names itself furniture (navigation, sharing) is marked so. Chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SILENT = _tags(
    "script style noscript iframe template svg math button select option textarea object embed canvas audio video "
    "head title applet map nav footer aside"
)
_BLOCKS = _tags(
    "address article blockquote body center dd details div dl dt fieldset figure figcaption form h1 h2 h3 h4 h5 h6 "
    "header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul br"
)
CELLS = ("td", "th")
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|menu\w*|crumbs?|bread\w*|share\w*|bdshare\w*|footer?|foot|sidebar|aside|toolbar|pager|paging|"
    r"pagination|related|recommend\w*|hot\w*|qrcode|erweima|copyright|friendlink\w*|links?|search\w*|login|top-?bar|header|"
    r"banner|print\w*|close\w*|weixin|wechat|comment\w*|ad|ads)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"article|content|detail|main|news|title|zoom|text|doc", re.IGNORECASE
)  # article-header holds the title
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One line to be: its pieces of text, how much of them is a link, and where in the page it stands."""

    path: tuple[Any, ...]  # the elements from the root down
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    furniture: bool = False
    cell: bool = False

    @property
    def text(self) -> str:
        return collapsed("".join(self.pieces))


def tree_of(source: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True)
    clean = _XML_DECLARATION.sub("", source, count=1).replace("\x00", "")
    clean = "".join(one for one in clean if not "\ud800" <= one <= "\udfff")
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ValueError(f"this web page cannot be read ({error}); save it again, or save its text") from error
    if any("depth" in entry.message for entry in parser.error_log):  # what stands below is lost
        raise ValueError("this web page is nested deeper than any real one; save its text instead")
    return tree


def blocks_of(tree: Any) -> Iterator[Block]:
    """The lines of a page in order; walked without recursion, so that no depth of nesting is too deep."""
    path: list[Any] = []
    skipped: Any = None
    furniture: list[Any] = []
    links = 0
    counters: dict[Any, int] = {}
    block = Block(())
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if skipped is None and (tag in _SILENT or _is_hidden(element)):
                skipped = element
            if skipped is not None:
                continue
            path.append(element)
            if _names_furniture(element):
                furniture.append(element)
            links += tag == "a"
            if tag in _BLOCKS:
                yield block
                block = Block(tuple(path), furniture=bool(furniture), cell=tag in CELLS)
                if tag == "li":
                    block.pieces.append(_list_mark(element, counters))
            _add(block, element.text, links)
        else:
            if skipped is None:
                path.pop()
                links -= tag == "a"
                if furniture and furniture[-1] is element:
                    furniture.pop()
                if tag in _BLOCKS:
                    yield block
                    block = Block(
                        tuple(path), furniture=bool(furniture), cell=any(one.tag in CELLS for one in path[-3:])
                    )
            elif skipped is element:
                skipped = None
            if skipped is None:
                _add(block, element.tail, links)
    yield block


def _add(block: Block, piece: str | None, links: int) -> None:
    if piece:
        block.pieces.append(piece)
        if links:
            block.linked += len("".join(piece.split()))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _names_furniture(element: Any) -> bool:
    names = f"{element.get('id') or ''} {element.get('class') or ''}"
    return len(names) < 200 and bool(_FURNITURE.search(names)) and not _ARTICLE.search(names)


def _list_mark(element: Any, counters: dict[Any, int]) -> str:
    """The number that a browser would show before this entry of an <ol>."""
    parent = element.getparent()
    if parent is None or parent.tag != "ol" or (parent.get("type") or "1") != "1":
        return ""
    given = element.get("value") or ("" if parent in counters else parent.get("start") or "")
    counters[parent] = int(given) if given.isascii() and given.isdigit() else counters.get(parent, 0) + 1
    return f"{counters[parent]}. "


_BROKEN = re.compile(
    r"(?:(?<![A-Za-z0-9,.;:)\s])[ \t]*\n\s*|[ \t]*\n\s*(?![A-Za-z0-9(\s])|(?<=[,;:])[ \t]*\n\s*(?=\d))"
)


def collapsed(piece: str) -> str:
    """White space as a browser shows it; a line break of the page's own source between Chinese characters is none."""
    return re.sub(r"[ \t\r\n\f]+", " ", _BROKEN.sub("", piece)).strip(" \u3000\xa0\u200b\ufeff")
