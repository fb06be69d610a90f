"""In: the bytes of a web page. Out: the bulletin's text in it, a line a block; the page's own furniture is left out.

What the page says of the document (成文日期, 来源) stands above it as labelled lines. Knows nothing of headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.form_text import decode
from corpus.html_blocks import CELLS, Block, blocks_of, collapsed, tree_of

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
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
_WIDEST = 100  # columns or rows that a cell may reach over
_SENTENCE = re.compile(r"[。；！]|[a-z]\.(?:\s|$)|;$")  # what prose has, and neither a button nor a line of particulars


def text(data: bytes, declared: str | None = None) -> str:
    """The bulletin's text in a page. Raises ValueError when the page cannot be read or holds none."""
    meta = _META_CHARSET.search(data[:4096])
    source = decode(data, declared or (meta[1].decode("ascii") if meta else None))
    tree = tree_of(source)
    blocks = []
    for block in blocks_of(tree):
        if block.text:
            blocks.append(block)
        if len(blocks) > _MOST_LINES:
            raise ValueError(f"this web page has more than {_MOST_LINES:,} lines; save the bulletin's text instead")
    about = _about(tree, blocks)
    body = _main(blocks, _title(tree, blocks))
    if not body:
        raise ValueError("this web page holds no text (it may be filled by a script); save the bulletin's text instead")
    return "\n".join(_lines([*about, *body])) + "\n"


def _about(tree: Any, blocks: list[Block]) -> list[Block]:
    """What the page says of its document, as labelled lines: its table of particulars, or its <meta> tags."""
    found: list[Block] = []
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
            found.append(Block((), [text]))
            block.furniture = True
    known = {block.text.partition(":")[0] for block in found}
    visible = "".join(block.text for block in blocks if not block.furniture)
    for element in tree.iter("meta"):
        label = _KEPT_TAGS.get((element.get("name") or element.get("property") or "").lower())
        content = collapsed(element.get("content") or "")
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


def _labelled(label: str, value: str) -> Block:
    return Block((), [f"{label.strip('[]【】:： ')}:{value}"])


def _title(tree: Any, blocks: list[Block]) -> int | None:
    """Which block is the document's title: an <h1>, or the one that the page's <title> or meta names."""
    named = [
        collapsed(element.get("content") or "")
        for element in tree.iter("meta")
        if (element.get("name") or "").lower() == "articletitle"
    ]
    named += [collapsed("".join(element.itertext())) for element in tree.iter("title")]
    wanted = ["".join(name.split()) for name in named if len(name) >= 6]
    for position, block in enumerate(blocks):
        words = "".join(block.text.split())
        if len(words) >= 6 and any(words in name or name == words for name in wanted) and not block.linked:
            return position
    heads = [
        at for at, block in enumerate(blocks) if not block.furniture and any(one.tag == "h1" for one in block.path)
    ]
    return heads[0] if heads else None


def _main(blocks: list[Block], title: int | None) -> list[Block]:
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


def _is_menu(block: Block) -> bool:
    length = len("".join(block.text.split()))
    return block.furniture or block.linked > _LINKED * length


_END = re.compile(
    r"(?:上一[篇条]|下一[篇条]|相关(?:链接|阅读|文章|新闻|附件)|扫一扫|分享到?|打印(?:本页)?|【?关闭|【?打印)"
)


def _without_end(blocks: list[Block]) -> list[Block]:
    while blocks and _END.match(blocks[-1].text):
        blocks.pop()
    return blocks


def _lines(blocks: list[Block]) -> Iterator[str]:
    """A line a block; the cells of one row share a line."""
    row: Any = None
    cells: dict[Any, str] = {}
    reaching = _Reaching()
    for block in blocks:
        own = next((element for element in reversed(block.path) if element.tag == "tr"), None)
        if cells and (own is None or own is not row):
            yield "\t".join(reaching.row(row, cells))
            cells = {}
        row = own
        if own is None or not _is_grid(own, reaching.into(own)):
            yield block.text
        else:
            cell = next(element for element in reversed(block.path) if element.getparent() is own)
            cells[cell] = cells.get(cell, "") + block.text
    if cells:
        yield "\t".join(reaching.row(row, cells))


class _Reaching:
    """The cells of one table that reach down over several rows: their words stand beside each of these rows."""

    def __init__(self) -> None:
        self._table: Any = None
        self._down: dict[int, tuple[str, int]] = {}  # column -> (its words, rows that it reaches into yet)

    def into(self, row: Any) -> bool:
        """Whether a cell of a row above reaches into this one."""
        return row.getparent() is self._table and bool(self._down)

    def row(self, row: Any, cells: dict[Any, str]) -> list[str]:
        """The words of a row from left to right, empty cells left out."""
        if row.getparent() is not self._table:
            self._table, self._down = row.getparent(), {}
        words: list[str] = []
        down: dict[int, tuple[str, int]] = {}
        own = iter([cell for cell in row if cell.tag in CELLS])
        column, cell = 0, next(own, None)
        while cell is not None or any(at >= column for at in self._down):
            if column in self._down:
                told, left = self._down[column]
                if left > 1:
                    down[column] = told, left - 1
                wide = 1
            elif cell is None:
                told, wide = "", 1
            else:
                told, wide = cells.get(cell, ""), _number(cell, "colspan")
                if (reach := _number(cell, "rowspan")) > 1:
                    down[column] = told, reach - 1
                cell = next(own, None)
            words += [told] if told else []
            column += wide
        self._down = down
        return words


def _number(cell: Any, name: str) -> int:
    given = (cell.get(name) or "").strip()
    return min(int(given), _WIDEST) if given.isascii() and given.isdigit() and 0 < len(given) < 4 and int(given) else 1


def _is_grid(row: Any, reached: bool) -> bool:
    """Whether a row is of a table with figures, not of one that lays out the page: short cells, more than one."""
    cells = [cell for cell in row if cell.tag in CELLS]
    return (
        len(cells) + reached > 1
        and not row.xpath(".//table")
        and all(len("".join(cell.itertext())) <= 400 for cell in cells)
    )
