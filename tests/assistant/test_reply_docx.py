"""The Word file opened again: page, faces, sizes, numbering, marks, annex; rendered where LibreOffice is installed."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
from docx.oxml.ns import qn

from assistant.errors import DraftError
from assistant.letters.draft import Draft, Sentence
from assistant.letters.draft_words import Words
from assistant.letters.inquiry import read
from assistant.letters.reply_docx import document, target

WORDS = Words.load(Path("prompts/letters"), "zh")
LINE = "区委区政府高度重视整改落实"


@pytest.fixture
def plain(shipped):
    from assistant.letters.draft_compose import draft
    from assistant.settings import OfficeSettings

    return draft(read("请问断头路打通了多少条？\n李敏 女士"), shipped, OfficeSettings(name="某区信访局"), WORDS)


def doubtful(draft):
    """The draft with its fact only partly supported."""
    return replace(
        draft,
        sentences=tuple(replace(one, support="partly") if one.part == "fact" else one for one in draft.sentences),
    )


def opened(data):
    return Document(io.BytesIO(data))


def faces(paragraph):
    run = paragraph.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def test_the_page_is_that_of_the_standard(plain):
    section = opened(document(plain, WORDS)).sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(length.mm) for length in margins] == [37, 28, 35, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert [grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")] == [
        "linesAndChars",
        "579",
        "-849",
    ]


def test_faces_and_sizes_are_those_of_the_standard(plain):
    found = {
        paragraph.text[:4]: faces(paragraph)
        for paragraph in opened(document(plain, WORDS)).paragraphs
        if paragraph.runs
    }
    assert found["关于来信"] == ("方正小标宋简体", 22.0)
    assert found["您好！您"] == ("仿宋_GB2312", 16.0)
    assert found["一、关于"] == ("黑体", 16.0)
    assert found["〔1〕《"] == ("楷体_GB2312", 16.0)


def test_page_numbers_stand_outside_right_on_odd_left_on_even_pages(plain):
    made = opened(document(plain, WORDS))
    assert made.settings.odd_and_even_pages_header_footer
    odd, even = made.sections[0].footer.paragraphs[0], made.sections[0].even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for footer in (odd, even):
        assert faces(footer) == ("宋体", 14.0)
        assert footer.text.replace("1", "") == "—  —"
        assert "PAGE" in footer._p.xml


def test_the_text_stands_in_order_with_attachment_note_signature_and_annex(plain):
    lines = [paragraph.text for paragraph in opened(document(plain, WORDS)).paragraphs if paragraph.text.strip()]
    assert lines[:2] == ["关于来信所询事项的答复", "尊敬的李敏女士："]
    assert [lines.index(text) for text in ("特此答复。", "附件：依据", "某区信访局", "附件", "依据")] == sorted(
        lines.index(text) for text in ("特此答复。", "附件：依据", "某区信访局", "附件", "依据")
    )
    every = [paragraph.text for paragraph in opened(document(plain, WORDS)).paragraphs]
    at = every.index("某区信访局")
    assert every[at - 3 : at] == ["", "附件：依据", ""]  # the standard: a blank line before each of the two
    annex = lines[lines.index("依据") + 1 :]
    assert annex[0] == "〔1〕《中共烟台市莱山区委关于巡视整改进展情况的通报》，中共烟台市莱山区委，2020年7月31日"
    assert annex[1].startswith("所在位置：二、省委巡视组反馈意见整改进展情况 › (四)")
    assert annex[2].startswith("所引原文：近年来,全区累计投入24亿元,打通了34条断头路")


def test_a_sentence_that_is_not_fully_supported_is_marked_and_the_file_says_so_in_its_name_and_first_line(
    plain, tmp_path
):
    draft = doubtful(plain)
    made = opened(document(draft, WORDS))
    assert made.paragraphs[0].text.startswith("【未核实】本稿有1句未完全得到通报原文支持")
    marked = [
        run.text
        for paragraph in made.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert [text[:8] for text in marked] == ["近年来，全区累计"]
    assert target(tmp_path / "reply.docx", draft, WORDS).name == "reply（未核实）.docx"
    assert target(tmp_path / "reply.docx", plain, WORDS).name == "reply.docx"


def test_a_clean_copy_has_neither_marks_nor_annex(plain):
    lines = [paragraph.text for paragraph in opened(document(plain, WORDS, clean=True)).paragraphs]
    assert not any("〔" in line or line.startswith("附件") or line == "依据" for line in lines)


def test_a_clean_copy_of_doubtful_sentences_needs_a_name(plain):
    with pytest.raises(
        DraftError, match=r"1 sentence\(s\) are not fully supported, the first: 近年来.*--signed-off NAME"
    ):
        document(doubtful(plain), WORDS, clean=True)
    signed = opened(document(doubtful(plain), WORDS, clean=True, signed_off="李科长"))
    assert signed.core_properties.comments == "signed off: 李科长"
    assert not any(run.font.highlight_color for paragraph in signed.paragraphs for run in paragraph.runs)


@pytest.mark.needs("soffice", "pdftotext", "cjk-font")
def test_a_rendered_page_has_22_lines_of_28_characters(tmp_path):
    long = Sentence(LINE * 100, "answer", "fact", 0, (), "supported")
    (tmp_path / "a.docx").write_bytes(document(Draft(read("问好。"), (), (long,)), WORDS))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.docx")],
        check=True,
        capture_output=True,
    )
    text = subprocess.run(
        ["pdftotext", "-f", "2", "-l", "2", "-layout", str(tmp_path / "a.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    lines = ["".join(line.split()) for line in text.splitlines() if line.strip()]
    assert lines[-1] == "—2—"
    assert [len(line) for line in lines[:-1]] == [28] * 22
