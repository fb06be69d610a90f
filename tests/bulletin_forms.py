"""Saves a bulletin's text as the forms that bulletins come in: web pages with furniture, Word with its lists, PDF."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{title}_某某县人民政府</title>
<meta name="SiteName" content="某某县人民政府"><meta name="ArticleTitle" content="{title}">
<script>var menu = "首页 一、整改情况"; document.write("关于脚本问题");</script>
<style>.nav {{ color: red }}</style></head>
<body onload="alert(1)">
<div class="top"><a href="/">设为首页</a> | <a href="/c">加入收藏</a> | <span>今天是2024年5月6日 星期一</span></div>
<div id="nav"><ul><li><a href="/1">首页</a></li><li><a href="/2">政务公开</a></li><li><a href="/3">办事服务</a></li>
<li><a href="/4">互动交流</a></li></ul></div>
<div class="crumb">您现在的位置：<a href="/">首页</a> &gt; <a href="/gk">信息公开</a> &gt; 通知公告</div>
<div class="sidebar"><h3>热点专题</h3><ul>
<li><a href="/z1">关于开展专项整治的通知</a></li>
<li><a href="/z2">优化营商环境条例</a></li></ul></div>
<div class="content-wrap">
{table}<h1>{title}</h1>
<div class="info"><span>来源：{source}</span> <span>发布时间：{published}</span> 
<span>浏览次数：<i id="hits">1024</i></span>
<span>字号：[<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>]</span></div>
<div class="bdsharebuttonbox"><a>分享到</a><a>微信</a><a>新浪微博</a></div>
<div id="zoom" class="TRS_Editor">{body}</div>
<div class="editor">责任编辑：张三</div>
<p><a href="/prev">上一篇：关于召开会议的通知</a></p><p><a href="/next">下一篇：2020年预算公开</a></p>
</div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/r1">巡视整改专题</a></li></ul></div>
<div id="footer"><p>主办：某某县人民政府办公室 版权所有 京ICP备12345678号 网站标识码1234567890</p>
<p>地址：某某县人民路1号 电话：010-12345678</p></div>
</body></html>"""
TABLE = """<table class="zfxxgk"><tr><td>信息索引号</td><td>01234567-8/2020-00123</td>
<td>发布机构</td><td>区委办公室</td></tr>
<tr><td>成文日期</td><td>{signed}</td><td>主题分类</td><td>纪检监察</td></tr></table>
"""
LABEL = re.compile(r"来源[:：](?P<source>.*?)\s*发布时间[:：](?P<day>\S+)")


def parts(text: str) -> tuple[str, str, str, list[str]]:
    """(title, source, publication day, body lines) of a bulletin with furniture, title, source line and body."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    at = next(number for number, line in enumerate(lines) if LABEL.match(line))
    found = LABEL.match(lines[at])
    assert found
    return lines[at - 1], found["source"], found["day"], lines[at + 1 :]


def as_html(text: str, charset: str = "utf-8", table: str = "", tag: str = "p") -> bytes:
    """The bulletin as a government site shows it."""
    title, source, published, body = parts(text)
    blocks = [f'<{tag} style="text-indent: 2em">&emsp;&emsp;<span>{html.escape(line)}</span></{tag}>' for line in body]
    page = PAGE.format(
        charset=charset, title=title, source=source, published=published, body="\n".join(blocks), table=table
    )
    return page.encode("gb18030" if charset.startswith("gb") else charset)


def as_docx(text: str, automatic: bool = False, letterhead: str = "", columns: int = 1) -> bytes:
    """The bulletin as a Word file; with `automatic`, its 一、 (一) 1. (1) are numbers that Word counts, not text.

    Title and source line stand across the page, above any columns.
    """
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    title, source, published, body = parts(text)
    document = docx.Document()
    if letterhead:
        document.sections[0].header.paragraphs[0].text = letterhead
        _number_pages(document.sections[0].footer.paragraphs[0])
    document.add_paragraph(title).alignment = 1
    document.add_paragraph(f"来源:{source} 发布时间:{published}")
    if columns > 1:
        _set_columns(document, columns)
    number_id = _add_numbering(document) if automatic else 0
    seen: list[int] = []
    for line in body:
        found = (
            re.match(r"([一二三四五六七八九]、)|(\([一二三四五六七八九]\))|(\d\.)|(\(\d\))", line)
            if automatic
            else None
        )
        paragraph = document.add_paragraph(line[found.end() :] if found else line)
        paragraph.paragraph_format.first_line_indent = docx.shared.Pt(24)
        if found:
            level = (found.lastindex or 1) - 1
            seen.append(level)
            properties = paragraph._p.get_or_add_pPr()
            properties.append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>')
            )
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def table(rows: list[list[str]], merge: bool = False) -> str:
    """Rows as `as_docx_with_tables` reads them; with `merge`, a cell like the one above it is one cell with that."""
    lines = []
    for at, row in enumerate(rows):
        same = [merge and at > 0 and cell == rows[at - 1][column] for column, cell in enumerate(row)]
        lines.append("|" + "|".join("^" if one else cell for cell, one in zip(row, same, strict=True)))
    return "\n".join(lines)


def as_docx_with_tables(text: str) -> bytes:
    """Lines as paragraphs, lines |a|b as rows of a table; ^ is a part of the cell above."""
    import docx

    document = docx.Document()
    rows = None
    for line in text.splitlines():
        if not line.startswith("|"):
            rows = None
            document.add_paragraph(line)
            continue
        words = line[1:].split("|")
        rows = rows or document.add_table(rows=0, cols=len(words))
        cells = rows.add_row().cells
        for column, word in enumerate(words):
            if word == "^":
                rows.cell(len(rows.rows) - 2, column).merge(cells[column])
            else:
                cells[column].text = word
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_columns(document: object, columns: int) -> None:
    """What follows stands in so many columns."""
    from docx.enum.section import WD_SECTION
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    properties = document.add_section(WD_SECTION.CONTINUOUS)._sectPr  # type: ignore[attr-defined]
    for old in properties.findall(qn("w:cols")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="{columns}" w:space="425"/>'))


def _number_pages(paragraph: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    paragraph.alignment = 1  # type: ignore[attr-defined]
    paragraph.add_run("— ")  # type: ignore[attr-defined]
    paragraph._p.append(parse_xml(field))  # type: ignore[attr-defined]
    paragraph.add_run(" —")  # type: ignore[attr-defined]


def _add_numbering(document: object) -> int:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = [
        ("chineseCountingThousand", "%1、"),
        ("chineseCounting", "(%2)"),
        ("decimal", "%3."),
        ("decimal", "(%4)"),
    ]
    inner = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element  # type: ignore[attr-defined]
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return 77


def as_pdf(word: bytes, password: str = "") -> bytes:
    """A Word file printed by LibreOffice."""
    program = shutil.which("soffice")
    assert program
    lock = {
        "EncryptFile": {"type": "boolean", "value": "true"},
        "DocumentOpenPassword": {"type": "string", "value": password},
    }
    kind = f"pdf:writer_pdf_Export:{json.dumps(lock)}" if password else "pdf"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.docx").write_bytes(word)
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", kind, "a.docx"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return (Path(folder) / "a.pdf").read_bytes()
