"""PDFs as they are printed: running heads, page numbers, broken lines, scans; LibreOffice prints, tesseract reads."""

import io
import shutil
from pathlib import Path

import bulletin_forms
import pytest

from corpus import form, form_pdf
from corpus.structure import parse

SHIPPED = (Path(__file__).parents[2] / "corpus" / "bulletins" / "laishan-2020-07-31.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def printed() -> bytes:
    return bulletin_forms.as_pdf(bulletin_forms.as_docx(SHIPPED, automatic=True, letterhead="中共烟台市莱山区委文件"))


@pytest.fixture(scope="module")
def scanned(printed) -> bytes:
    """The upper third of the first page, as a picture."""
    import pypdfium2

    page = pypdfium2.PdfDocument(printed)[0]
    picture = page.render(scale=200 / 72).to_pil().convert("L")
    file = io.BytesIO()
    picture.crop((0, 0, picture.width, picture.height // 3)).save(file, "PDF", resolution=200)
    return file.getvalue()


@pytest.mark.needs("soffice", "cjk-font")
def test_the_shipped_bulletin_printed_with_running_heads_and_page_numbers(printed):
    wanted, read = parse("b", SHIPPED), parse("b", form.extract(printed, ".pdf"))
    assert [section.path for section in read.sections] == [section.path for section in wanted.sections]
    assert [paragraph.text for paragraph in read.paragraphs] == [paragraph.text for paragraph in wanted.paragraphs]
    assert [paragraph.id for paragraph in read.paragraphs] == [paragraph.id for paragraph in wanted.paragraphs]
    assert (read.title, read.issuer, read.signed_on) == (wanted.title, wanted.issuer, wanted.signed_on)
    assert (read.published_on, read.contacts) == (wanted.published_on, wanted.contacts)
    assert all(read.text[one.start : one.end] == one.text for one in read.paragraphs)


@pytest.mark.needs("soffice", "cjk-font")
def test_the_shipped_bulletin_in_two_columns_has_the_same_paragraphs():
    word = bulletin_forms.as_docx(SHIPPED, automatic=True, letterhead="中共烟台市莱山区委文件", columns=2)
    wanted, read = parse("b", SHIPPED), parse("b", form.extract(bulletin_forms.as_pdf(word), ".pdf"))
    assert [section.path for section in read.sections] == [section.path for section in wanted.sections]
    assert [paragraph.text for paragraph in read.paragraphs] == [paragraph.text for paragraph in wanted.paragraphs]
    assert [paragraph.id for paragraph in read.paragraphs] == [paragraph.id for paragraph in wanted.paragraphs]
    assert (read.title, read.issuer, read.published_on) == (wanted.title, wanted.issuer, wanted.published_on)


@pytest.mark.needs("soffice", "cjk-font")
def test_a_truncated_pdf_and_one_with_a_password_are_told(printed):
    with pytest.raises(ValueError, match="this PDF is damaged"):
        form.extract(printed[:3000], ".pdf")
    locked = bulletin_forms.as_pdf(bulletin_forms.as_docx(SHIPPED[:900]), password="secret")
    with pytest.raises(ValueError, match="password-protected; save it without a password"):
        form.extract(locked, ".pdf")


@pytest.mark.needs("soffice", "cjk-font", "tesseract")
def test_a_scan_is_recognised(scanned):
    read = parse("b", form.extract(scanned, ".pdf"))
    assert read.title == "中共烟台市莱山区委关于巡视整改进展情况的通报"
    assert "2019年9月18日至12月10日" in read.text
    assert [section.title for section in read.sections] == ["一、整改工作基本情况"]


@pytest.mark.needs("soffice", "cjk-font")
def test_a_scan_without_tesseract_says_what_to_install(scanned, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(
        ValueError, match=r"scanned, and there is no tesseract.*install tesseract-ocr and tesseract-ocr-chi"
    ):
        form.extract(scanned, ".pdf")


def test_a_worker_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(form_pdf, "_SECONDS", 0.001)
    with pytest.raises(ValueError, match="takes longer than any bulletin"):
        form.extract(b"%PDF-1.4\n" + bytes(1000), ".pdf")
