"""In: the bytes of a web page. Out: the bulletin's text in it, a line a block; the page's own furniture is left out.

What the page says of the document (成文日期, 来源) stands above it as labelled lines. Knows nothing of headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.form_text import decode


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_SILENT = _tags(
    "script style noscript iframe template svg math button select option textarea object embed canvas audio video "
    "head title applet map nav footer aside"
)
_BLOCKS = _tags(
    "address article blockquote body center dd details div dl dt fieldset figure figcaption form h1 h2 h3 h4 h5 h6 "
    "header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul br"
)
_CELLS = ("td", "th")
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
_META_LABELS = (
    "信息索引号|索引号|信息名称|名称|发布机构|发文机构|发文机关|信息来源|来源|成文日期|生成日期|发布日期|发布时间|公开日期|"
    "发文字号|文号|主题分类|信息分类|体裁分类|组配分类|公开方式|公开形式|公开范围|公开时限|有效性|时效|效力状态|主题词|关键词|内容概述|废止日期"
)
_META_LABEL = re.compile(rf"[\[【]?\s*(?:{_META_LABELS})\s*[\]】]?\s*[:：]?\s*\Z")
_META_WHOLE = re.compile(rf"[\[【]?\s*(?:{_META_LABELS})\s*[\]】]?\s*[:：]\s*\S")
_KEPT_TAGS = {  # what government sites put into <meta>: the label under which a reader would see it
    "contentsource": "来源",
    "source": "来源",
    "pubdate": "发布时间",
    "publishdate": "发布时间",
    "firstpublishedtime": "发布时间",
    "article:published_time": "发布时间",
}
_LINKED = 0.5  # share of a block's characters in links from which it is a menu
_MAIN = 0.6  # share of the page's prose that its main part holds
_MOST_LINES = 50_000
_SENTENCE = re.compile(r"[。；！]|[a-z]\.(?:\s|$)|;$")  # what prose has, and neither a button nor a line of particulars


@dataclass(slots=True)
class _Block:
    """One line to be: its pieces of text, how much of them is a link, and where in the page it stands."""

    path: tuple[Any, ...]  # the elements from the root down
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    furniture: bool = False
    cell: bool = False

    @property
    def text(self) -> str:
        return _collapse("".join(self.pieces))


def text(data: bytes, declared: str | None = None) -> str:
    """The bulletin's text in a page. Raises ValueError when the page cannot be read or holds none."""
    meta = _META_CHARSET.search(data[:4096])
    source = decode(data, declared or (meta[1].decode("ascii") if meta else None))
    tree = _tree(source)
    blocks = []
    for block in _blocks(tree):
        if block.text:
            blocks.append(block)
        if len(blocks) > _MOST_LINES:
            raise ValueError(f"this web page has more than {_MOST_LINES:,} lines; save the bulletin's text instead")
    about = _about(tree, blocks)
    body = _main(blocks, _title(tree, blocks))
    if not body:
        raise ValueError("this web page holds no text (it may be filled by a script); save the bulletin's text instead")
    return "\n".join(_lines([*about, *body])) + "\n"


def _tree(source: str) -> Any:
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


def _blocks(tree: Any) -> Iterator[_Block]:
    """The lines of a page in order; walked without recursion, so that no depth of nesting is too deep."""
    path: list[Any] = []
    skipped: Any = None
    furniture: list[Any] = []
    links = 0
    counters: dict[Any, int] = {}
    block = _Block(())
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
                block = _Block(tuple(path), furniture=bool(furniture), cell=tag in _CELLS)
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
                    block = _Block(
                        tuple(path), furniture=bool(furniture), cell=any(one.tag in _CELLS for one in path[-3:])
                    )
            elif skipped is element:
                skipped = None
            if skipped is None:
                _add(block, element.tail, links)
    yield block


def _add(block: _Block, piece: str | None, links: int) -> None:
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


def _about(tree: Any, blocks: list[_Block]) -> list[_Block]:
    """What the page says of its document, as labelled lines: its table of particulars, or its <meta> tags."""
    found: list[_Block] = []
    for position, block in enumerate(blocks):
        text = block.text
        if len(text) > 80:
            continue
        if block.cell and _META_LABEL.match(text) and position + 1 < len(blocks):
            value = blocks[position + 1]
            if value.cell and len(value.text) <= 120 and not _META_LABEL.match(value.text):
                found.append(_labelled(text, value.text))
                block.furniture = value.furniture = True
        elif block.cell and _META_WHOLE.match(text):
            found.append(_Block((), [text]))
            block.furniture = True
    known = {block.text.partition(":")[0] for block in found}
    visible = "".join(block.text for block in blocks if not block.furniture)
    for element in tree.iter("meta"):
        label = _KEPT_TAGS.get((element.get("name") or element.get("property") or "").lower())
        content = _collapse(element.get("content") or "")
        if (
            label
            and content
            and len(content) <= 60
            and label not in known
            and not re.search(rf"{label[:2]}\w*\s*[:：]", visible)
        ):
            known.add(label)
            found.append(_labelled(label, content))
    return found


def _labelled(label: str, value: str) -> _Block:
    return _Block((), [f"{label.strip('[]【】:： ')}:{value}"])


def _title(tree: Any, blocks: list[_Block]) -> int | None:
    """Which block is the document's title: an <h1>, or the one that the page's <title> or meta names."""
    named = [
        _collapse(element.get("content") or "")
        for element in tree.iter("meta")
        if (element.get("name") or "").lower() == "articletitle"
    ]
    named += [_collapse("".join(element.itertext())) for element in tree.iter("title")]
    wanted = ["".join(name.split()) for name in named if len(name) >= 6]
    for position, block in enumerate(blocks):
        words = "".join(block.text.split())
        if len(words) >= 6 and any(words in name or name == words for name in wanted) and not block.linked:
            return position
    heads = [
        at for at, block in enumerate(blocks) if not block.furniture and any(one.tag == "h1" for one in block.path)
    ]
    return heads[0] if heads else None


def _main(blocks: list[_Block], title: int | None) -> list[_Block]:
    """The blocks from the title to the end of the part of the page that holds most of its prose."""
    shown = [block for block in blocks if not _is_menu(block)]
    prose = [block for block in shown if _SENTENCE.search(block.text)] or shown
    weights: dict[Any, int] = {}
    for block in prose:
        for element in block.path:
            weights[element] = weights.get(element, 0) + len(block.text)
    whole = sum(len(block.text) for block in prose)
    if not whole:
        return []
    inner = max((element for element in weights if weights[element] >= _MAIN * whole), key=_depth, default=None)
    inside = [at for at, block in enumerate(blocks) if inner in block.path]
    first, last = inside[0], inside[-1]
    if title is not None and title < first:
        first = title
    elif title is not None and title <= last:
        first = min(title, first) if blocks[title].path and inner in blocks[title].path else first
    kept = [block for at, block in enumerate(blocks[first : last + 1], first) if at == title or not _is_menu(block)]
    return _without_end(kept)


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_menu(block: _Block) -> bool:
    length = len("".join(block.text.split()))
    return block.furniture or block.linked > _LINKED * length


_END = re.compile(
    r"(?:上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|新闻|附件)|扫一扫|分享到?|打印(?:本页)?|【?关闭|【?打印)"
)


def _without_end(blocks: list[_Block]) -> list[_Block]:
    while blocks and _END.match(blocks[-1].text):
        blocks.pop()
    return blocks


def _lines(blocks: list[_Block]) -> Iterator[str]:
    """A line a block; the cells of one row share a line."""
    row: Any = None
    cells: dict[Any, str] = {}
    for block in blocks:
        own = next((element for element in reversed(block.path) if element.tag == "tr"), None)
        if cells and (own is None or own is not row):
            yield "\t".join(cells.values())
            cells = {}
        row = own
        if own is None or not _is_grid(own):
            yield block.text
        else:
            cell = next(element for element in reversed(block.path) if element.getparent() is own)
            cells[cell] = cells.get(cell, "") + block.text
    if cells:
        yield "\t".join(cells.values())


def _is_grid(row: Any) -> bool:
    """Whether a row is of a table with figures, not of one that lays out the page: short cells, more than one."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    return len(cells) > 1 and not row.xpath(".//table") and all(len("".join(cell.itertext())) <= 400 for cell in cells)


_BROKEN = re.compile(
    r"(?:(?<![A-Za-z0-9,.;:)\s])[ \t]*\n\s*|[ \t]*\n\s*(?![A-Za-z0-9(\s])|(?<=[,;:])[ \t]*\n\s*(?=\d))"
)


def _collapse(piece: str) -> str:
    """White space as a browser shows it; a line break of the page's own source between Chinese characters is none."""
    return re.sub(r"[ \t\r\n\f]+", " ", _BROKEN.sub("", piece)).strip(" \u3000\xa0\u200b\ufeff")
