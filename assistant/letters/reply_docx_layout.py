"""In: an empty Word document and a language. Out: page, grid, styles and page numbers of GB/T 9704-2012 in it.

A4; text area 156 x 225 mm (margins 37, 28, 35, 26 mm); 22 lines of 28 characters. Knows no content.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocumentObject
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.answer import Language

# Sizes by their Chinese names: 二号, 三号, 四号.
ER, SAN, SI = 22.0, 16.0, 14.0
_LINE = 579  # twentieths of a point: 225 mm / 22 lines, rounded down so that 22 fit
_CHARACTER_SPACE = -849  # 1/4096 pt beside 三号: 156 mm / 28 characters = 15.793 pt
# The same at the characters, in twentieths of a point: LibreOffice gives a character wider than its cell two.
_NARROWER = -6
_LATIN = "Times New Roman"
SONG_TITLE, FANG_SONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
# What stands in where a face is not installed, and how it looks (PANOSE), for programs that choose by it.
_SUBSTITUTES = {
    SONG_TITLE: ("方正小标宋_GBK,华文中宋,STZhongsong,Noto Serif CJK SC", "02010601030101010101", "roman"),
    FANG_SONG: ("仿宋,FangSong,STFangsong,Noto Serif CJK SC", "02010609030101010101", "modern"),
    KAI: ("楷体,KaiTi,STKaiti,Noto Serif CJK SC", "02010609030101010101", "modern"),
    HEI: ("SimHei,STHeiti,Noto Sans CJK SC", "02010609060101010101", "modern"),
    SONG: ("SimSun,STSong,Noto Serif CJK SC", "02010600030101010101", "auto"),
}


@dataclass(frozen=True, slots=True)
class _Look:
    """A paragraph style: faces, size in points, alignment, indents in characters."""

    name: str
    face: str
    size: float = SAN
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY
    first: int = 0  # hundredths of a character, as Word counts
    right: int = 0
    left: int = 0
    bold: bool = False
    keep: bool = False


_LOOKS: dict[str, _Look] = {
    "notice": _Look("公文提示", HEI, SAN, WD_ALIGN_PARAGRAPH.LEFT, bold=True),
    "title": _Look("公文标题", SONG_TITLE, ER, WD_ALIGN_PARAGRAPH.CENTER, keep=True),
    "salutation": _Look("公文主送", FANG_SONG, SAN, WD_ALIGN_PARAGRAPH.LEFT),
    "body": _Look("公文正文", FANG_SONG, first=200),
    "heading": _Look("公文一级标题", HEI, first=200, keep=True),
    "source": _Look("公文二级标题", KAI, first=200, keep=True),
    "closing": _Look("公文结语", FANG_SONG, first=200),
    "attachment": _Look("公文附件说明", FANG_SONG, first=200),
    "annex": _Look("公文附件标识", HEI, SAN, WD_ALIGN_PARAGRAPH.LEFT),
    "signature": _Look("公文署名", FANG_SONG, SAN, WD_ALIGN_PARAGRAPH.RIGHT, right=400),
    "date": _Look("公文成文日期", FANG_SONG, SAN, WD_ALIGN_PARAGRAPH.RIGHT, right=200),
    "blank": _Look("公文空行", FANG_SONG),
    "page": _Look("公文页码", SONG, SI),
}
STYLES = {key: look.name for key, look in _LOOKS.items()}
_BY_NAME = {look.name: look for look in _LOOKS.values()}


def prepare(made: DocumentObject, language: Language) -> None:
    """Page, grid, styles, page numbers and substitutes of faces."""
    _page(made)
    normal = made.styles["Normal"]
    normal.font.size = Pt(SAN)
    _faces(normal.element.get_or_add_rPr(), FANG_SONG)
    for look in _LOOKS.values():
        _style(made, look, language)
    _page_numbers(made)
    _substitutes(made)


def dress(run: Run, style: Any) -> None:
    """The style's face and size at the run itself: they stay when text is pasted into another document."""
    look = _BY_NAME[style.name]
    run.font.size = Pt(look.size)
    run.font.bold = look.bold or None
    _faces(run._element.get_or_add_rPr(), look.face)


def new_page(paragraph: Paragraph) -> None:
    """Let the paragraph begin a page."""
    paragraph.paragraph_format.page_break_before = True


def _page(made: DocumentObject) -> None:
    section = made.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(23)  # the number's dash is 7 mm below the text area
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "linesAndChars"), ("linePitch", _LINE), ("charSpace", _CHARACTER_SPACE)):
        grid.set(qn(f"w:{name}"), str(value))


def _style(made: DocumentObject, look: _Look, language: Language) -> None:
    style: Any = made.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles["Normal"]
    style.font.size = Pt(look.size)
    style.font.bold = look.bold or None
    _faces(style.element.get_or_add_rPr(), look.face)
    form = style.paragraph_format
    form.alignment = (
        WD_ALIGN_PARAGRAPH.LEFT if language == "en" and look.align is WD_ALIGN_PARAGRAPH.JUSTIFY else look.align
    )
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(_LINE / 20) if look.size <= SAN else Pt(1.2 * _LINE / 20)
    form.keep_with_next = look.keep or None
    form.widow_control = False  # the grid decides how many lines a page has
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(_valued("snapToGrid", "0"), *_AFTER_SNAP)
    if language == "zh" and look.size == SAN:
        style.element.get_or_add_rPr().insert_element_before(_valued("spacing", str(_NARROWER)), *_AFTER_SPACING)
    _indent(properties, look)


# What follows them in a style: Word reads properties in the order of its schema only.
_AFTER_SNAP = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr")
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:vertAlign", "w:lang")


def _valued(tag: str, value: str) -> Any:
    element = OxmlElement(f"w:{tag}")
    element.set(qn("w:val"), value)
    return element


def _indent(properties: Any, look: _Look) -> None:
    """Indents counted in characters, so that they follow the size; the measure beside it is for programs without."""
    if not (look.first or look.right or look.left):
        return
    indent = properties.find(qn("w:ind"))
    if indent is None:
        indent = OxmlElement("w:ind")
        properties._insert_ind(indent)
    for name, measure, hundredths in (
        ("firstLineChars", "firstLine", look.first),
        ("rightChars", "right", look.right),
        ("leftChars", "left", look.left),
    ):
        if hundredths:
            indent.set(qn(f"w:{name}"), str(hundredths))
            indent.set(qn(f"w:{measure}"), str(round(hundredths / 100 * look.size * 20)))


def _faces(properties: Any, face: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    latin = face if face == SONG else _LATIN
    for name, value in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", face)):
        fonts.set(qn(f"w:{name}"), value)


def _page_numbers(made: DocumentObject) -> None:
    """— 1 — in 四号宋体, one character from the outer edge: right on odd pages, left on even ones."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = made.styles[STYLES["page"]]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        indent = OxmlElement("w:ind")
        indent.set(qn(f"w:{side}Chars"), "100")
        indent.set(qn(f"w:{side}"), str(round(SI * 20)))
        paragraph._p.get_or_add_pPr()._insert_ind(indent)
        for kind, text in (("text", "— "), ("field", "PAGE"), ("text", " —")):
            run = paragraph.add_run(text if kind == "text" else "")
            dress(run, paragraph.style)
            if kind == "field":
                _field(run, text)


def _field(run: Run, instruction: str) -> None:
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = instruction
        elif kind == "shown":
            element = OxmlElement("w:t")
            element.text = "1"
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def _substitutes(made: DocumentObject) -> None:
    """Names in the font table which face stands in for one that is not installed."""
    part: Any = next(
        (part for part in made.part.package.iter_parts() if str(part.partname).endswith("/fontTable.xml")), None
    )
    if part is None:
        return
    table = parse_xml(part.blob)
    for face, (substitutes, panose, family) in _SUBSTITUTES.items():
        for old in table.findall(f"{qn('w:font')}[@{qn('w:name')}='{face}']"):
            table.remove(old)
        font = OxmlElement("w:font")
        font.set(qn("w:name"), face)
        known = {"altName": substitutes, "panose1": panose, "charset": "86", "family": family, "pitch": "variable"}
        for tag, value in known.items():
            font.append(_valued(tag, value))
        table.append(font)
    part._blob = serialize_part_xml(table)


__all__ = ["STYLES", "dress", "new_page", "prepare"]
