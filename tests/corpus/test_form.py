"""Whatever form a bulletin comes in, it reads the same; whatever else comes, it is one clear sentence."""

import io
import random
import zipfile
from pathlib import Path

import bulletin_forms
import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import form
from corpus.bulletin import Bulletin
from corpus.structure import parse

SHIPPED = (Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt").read_text("utf-8")
PARTICULARS = (
    "title",
    "issuer",
    "place",
    "source",
    "published_on",
    "signed_on",
    "inspection",
    "feedback_on",
    "contacts",
)
TABLE = bulletin_forms.TABLE.format(signed="2020年7月31日")
WORD = bulletin_forms.as_docx(SHIPPED)
PAGE = bulletin_forms.as_html(SHIPPED)


def reads_like_the_shipped_one(text: str) -> None:
    wanted, read = parse("b", SHIPPED), parse("b", text)
    assert [section.path for section in read.sections] == [section.path for section in wanted.sections]
    assert [paragraph.text for paragraph in read.paragraphs] == [paragraph.text for paragraph in wanted.paragraphs]
    assert [paragraph.id for paragraph in read.paragraphs] == [paragraph.id for paragraph in wanted.paragraphs]
    for name in PARTICULARS:
        assert getattr(read, name) == getattr(wanted, name)
    offsets_hold(read)


def offsets_hold(read: Bulletin) -> None:
    for part in (*read.paragraphs, *read.sections):
        words = part.title if hasattr(part, "title") else part.text
        assert read.text[part.start : part.end] == words


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-be", "utf-32"])
def test_the_shipped_bulletin_in_any_encoding(encoding):
    assert form.extract(SHIPPED.encode(encoding), ".txt") == SHIPPED


def test_traditional_text_in_big5_is_told_from_gb18030():
    traditional = opencc.OpenCC("s2t").convert("我们学习了河流治理的经验,完成了整改任务。投资三亿元。" * 3)
    assert form.extract(traditional.encode("big5"), ".txt") == traditional
    assert form.extract(traditional.encode("gb18030"), ".txt") == traditional


@pytest.mark.parametrize(
    ("charset", "table", "tag"),
    [("utf-8", "", "p"), ("gb2312", TABLE, "p"), ("utf-16", "", "div"), ("utf-8", TABLE, "div")],
)
def test_the_shipped_bulletin_as_a_whole_page_of_a_government_site(charset, table, tag):
    reads_like_the_shipped_one(form.extract(bulletin_forms.as_html(SHIPPED, charset, table, tag), ".html"))


def test_a_page_s_particulars_stand_above_its_title_and_its_furniture_nowhere():
    text = form.extract(bulletin_forms.as_html(SHIPPED, "gb2312", TABLE), ".html")
    assert text.split("\n")[:5] == [
        "信息索引号:01234567-8/2020-00123",
        "发布机构:区委办公室",
        "成文日期:2020年7月31日",
        "主题分类:纪检监察",
        "中共烟台市莱山区委关于巡视整改进展情况的通报",
    ]
    for furniture in (
        "设为首页",
        "办事服务",
        "热点专题",
        "分享到",
        "责任编辑",
        "上一篇",
        "相关链接",
        "版权所有",
        "menu",
    ):
        assert furniture not in text


def test_a_page_laid_out_in_tables_inside_a_form():
    title, source, day, body = bulletin_forms.parts(SHIPPED)
    cells = "".join(f"<p class=MsoNormal><span lang=EN-US>\n</span>{line}</p>\n" for line in body)
    page = (
        f"<html><head><title>{title}</title></head><body><form><table><tr><td><a href=a>首页</a></td></tr></table>"
        "<table><tr><td><ul><li><a href=1>组织机构</a></li></ul></td><td><table>"
        f"<tr><td><b>{title}</b></td></tr><tr><td>来源：{source}&nbsp;发布时间：{day}</td></tr>"
        f"<tr><td><div>{cells}</div></td></tr></table></td></tr></table></form></body></html>"
    )
    reads_like_the_shipped_one(form.extract(page.encode(), ".html"))


def test_lines_parted_by_br_and_particulars_in_meta_tags_only():
    title, source, day, body = bulletin_forms.parts(SHIPPED)
    page = (
        f'<html><head><meta name="ContentSource" content="{source}"><meta name="PubDate" content="{day} 10:00">'
        f"<title>{title}-某网</title></head><body><h2>{title}</h2><div>{'<br><br>'.join(body)}</div></body></html>"
    )
    reads_like_the_shipped_one(form.extract(page.encode(), ".html"))


def test_tables_and_lists_of_a_page_are_lines_with_tabs_and_numbers():
    page = (
        "<body><h1>关于整改情况的通报</h1><div><p>一、任务</p><table><tr><th>序号</th><th>问题</th></tr>"
        "<tr><td>1</td><td>污水<br>厂</td></tr></table><ol><li>清淤12公里。</li><li>拆违46处。</li></ol></div></body>"
    )
    lines = form.extract(page.encode(), ".html").splitlines()
    assert lines[1:] == ["一、任务", "序号\t问题", "1\t污水厂", "1. 清淤12公里。", "2. 拆违46处。"]


@pytest.mark.parametrize("automatic", [False, True])
def test_the_shipped_bulletin_as_a_word_file_with_typed_and_with_counted_numbers(automatic):
    reads_like_the_shipped_one(form.extract(bulletin_forms.as_docx(SHIPPED, automatic), ".docx"))


def test_deleted_words_and_fields_of_a_word_file_are_not_read_and_its_tables_are():
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("完成32个")
    for inner in (
        "<w:del><w:r><w:delText>完成95个</w:delText></w:r></w:del>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
    ):
        paragraph._p.append(parse_xml(inner.replace(">", f" {nsdecls('w')}>", 1)))
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("问题", "进度"), ("大班额", "已完成")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    file = io.BytesIO()
    document.save(file)
    assert form.extract(file.getvalue(), ".docx") == "完成32个\n问题\t进度\n大班额\t已完成\n"


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (PAGE, ".txt", "web page"),
        (PAGE, ".pdf", "web page"),
        (WORD, ".txt", "Word file"),
        (SHIPPED.encode(), ".md", "text file"),
        (SHIPPED.encode("utf-16"), ".txt", "text file"),
        (bulletin_forms.as_html(SHIPPED, "utf-16"), ".txt", "web page"),
        (b"%PDF-1.4\n", ".docx", "PDF"),
    ],
)
def test_a_file_is_what_its_content_says(data, suffix, kind):
    assert form.kind(data, suffix).name == kind


def bomb(name: str, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        with archive.open(name, "w", force_zip64=True) as entry:
            for _ in range(size // 2**20):
                entry.write(b" " * 2**20)
    return file.getvalue()


def with_part(content: bytes, name: str = "word/document.xml") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return file.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>'
NO_WORDS = "this web page holds no text"
HOSTILE = {
    "empty": (b" \n", ".docx", "it is empty"),
    "truncated Word": (WORD[: len(WORD) // 2], ".docx", "damaged Word file"),
    "an archive": (bomb("a.txt", 2**20).replace(b"word/document.xml", b"ward/document.xml"), ".docx", "an archive"),
    "a bomb of one part": (bomb("word/styles.xml", 60 * 2**20), ".docx", "unpacks to more than any bulletin"),
    "a bomb of pictures": (bomb("word/media/a.bin", 210 * 2**20), ".docx", "unpacks to more than any bulletin"),
    "entities in Word": (with_part(ENTITIES), ".docx", "declares entities"),
    "rubbish in Word": (with_part(b"<w:document"), ".docx", "damaged"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".docx", "old or password-protected"),
    "rich text": (b"{\\rtf1 text}", ".txt", "RTF"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), ".pdf", "an image"),
    "text called Word": (SHIPPED.encode(), ".docx", "no Word file"),
    "text called PDF": (SHIPPED.encode(), ".pdf", "no PDF"),
    "a truncated PDF": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", ".pdf", "this PDF is damaged"),
    "a page of scripts": (b"<html><body><script>document.write('x')</script></body></html>", ".html", NO_WORDS),
    "a page of menus": (b"<html><body><div class=nav><a href=x>home</a></div></body></html>", ".html", NO_WORDS),
    "a web archive": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\nx", ".html", "web archive"),
    "one endless line": ("改" * 1_000_001, ".txt", "more than the 1,000,000"),
    "a heap of text": (b"a" * (16 * 2**20 + 1), ".txt", "more than the 16 MB"),
    "zeros": (bytes(1000), ".txt", "binary"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_clear_sentence(name):
    data, suffix, words = HOSTILE[name]
    with pytest.raises(ValueError, match=words) as error:
        form.extract(data if isinstance(data, bytes) else data.encode(), suffix)
    assert "\n" not in str(error.value)


def test_entities_and_external_parts_of_a_page_are_not_looked_up():
    page = (
        b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><body><p>' + "整改完成。&a;".encode() + b"</p>"
    )
    text = form.extract(page, ".html")
    assert "整改完成。" in text
    assert "root:" not in text


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "blockquote"])
def test_a_page_nested_without_end_is_told_and_a_deep_one_is_read(tag):
    deep = f"<html><body>{f'<{tag}>' * 60}<p>整改完成,投资三亿元。</p></body></html>"
    assert "整改完成" in form.extract(deep.encode(), ".html")
    with pytest.raises(ValueError, match="nested deeper"):
        form.extract(deep.replace(f"<{tag}>", f"<{tag}>" * 400).encode(), ".html")


@pytest.mark.parametrize("declared", ["gb2312", "no-such-charset", "ascii", "utf-8"])
def test_a_page_that_declares_a_wrong_charset_is_read_by_what_it_holds(declared):
    page = PAGE.decode().replace('charset="utf-8"', f'charset="{declared}"')
    reads_like_the_shipped_one(form.extract(page.encode(), ".html"))
    if declared != "gb2312":
        reads_like_the_shipped_one(form.extract(page.encode("gb18030"), ".html"))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([(WORD, ".docx"), (PAGE, ".html"), (SHIPPED.encode("gb18030"), ".txt")]), st.randoms())
def test_a_damaged_file_is_read_or_told(whole, randomness: random.Random):
    data, suffix = bytearray(whole[0]), whole[1]
    for _ in range(randomness.randint(1, 30)):
        data[randomness.randrange(len(data))] = randomness.randrange(256)
    cut = bytes(data[: randomness.randint(1, len(data))]) if randomness.random() < 0.5 else bytes(data)
    try:
        text = form.extract(cut, suffix)
    except ValueError as error:
        assert len(str(error)) < 400
    else:
        offsets_hold(parse("b", text))


SNIPPETS = [
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "<br>",
    "<div class=nav>",
    "<h1>",
    "<ol>",
    "<li value=99999999999>",
]
SNIPPETS += [
    "<!--",
    "-->",
    "<![CDATA[",
    "&#xD800;",
    "&#0;",
    "&nbsp;",
    "<script>",
    "</script>",
    "<svg>",
    "<a href=x>",
    "一、",
    "完成。",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=5)), max_size=60).map("".join))
def test_any_page_is_read_or_told(page):
    try:
        text = form.extract(page.encode("utf-8", "surrogatepass"), ".html")
    except ValueError:
        return
    text.encode("utf-8")
    offsets_hold(parse("b", text))
