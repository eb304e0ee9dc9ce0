"""A document as a Word file: real headings, lists and tables by style, in British English, with page numbers, on A4."""

from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from course.plan.document import Bullets, Document, Heading, Table, Text, clean

FONT = "Arial"
INK = RGBColor(0x21, 0x2B, 0x32)
ACCENT = RGBColor(0x00, 0x3D, 0x78)
SIZES = {1: 20, 2: 15, 3: 12.5, 4: 11.5}
"""Points of the headings by level."""
SHORT = 800
"""Characters up to which a row of a table stays on one page."""
WIDTH = Mm(170)
"""What A4 leaves between its margins."""


def file(document: Document, made: datetime) -> bytes:
    """The Word file, ``made`` at this time."""
    word = docx.Document()
    _set_up(word, document, made)
    word.add_heading(clean(document.title), 1)
    for block in document.blocks:
        match block:
            case Heading():
                word.add_heading(clean(block.text), block.level).paragraph_format.page_break_before = block.new_page
            case Text():
                _write(word.add_paragraph(), block.text, block.label)
            case Bullets():
                if block.label:
                    _write(word.add_paragraph(), "", block.label).paragraph_format.keep_with_next = True
                for item in block.items:
                    _write(word.add_paragraph(style="List Bullet"), item)
            case Table():
                _table(word, block)
    written = BytesIO()
    word.save(written)
    return written.getvalue()


def _set_up(word: File, document: Document, made: datetime) -> None:
    about = word.core_properties
    about.title = clean(document.title)
    about.author = about.last_modified_by = clean(document.author)
    about.created = about.modified = made
    about.language = "en-GB"
    about.comments = about.keywords = about.subject = ""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    _footer(page.footer.paragraphs[0])
    _styles(word)
    for setting in word.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # the template's 14 opens as a file of an older Word


def _styles(word: File) -> None:
    styles = word.styles
    for element in (styles.element, word.settings.element):
        for language in (*element.iter(qn("w:lang")), *element.iter(qn("w:themeFontLang"))):
            language.set(qn("w:val"), "en-GB")
    normal = styles["Normal"]
    _font(normal, 11)
    normal.paragraph_format.space_after = Pt(6)
    for level, size in SIZES.items():
        _font(styles[f"Heading {level}"], size, ACCENT)
        styles[f"Heading {level}"].font.italic = False
    _font(styles["Caption"], 11, INK)
    styles["Caption"].paragraph_format.space_after = Pt(3)
    styles["Caption"].paragraph_format.keep_with_next = True
    cell = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.paragraph_format.space_after = Pt(2)
    head = styles.add_style("Table Heading", WD_STYLE_TYPE.PARAGRAPH)
    head.base_style = cell
    head.font.bold = True


def _font(style: Any, points: float, colour: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a font of the theme would be taken first
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _footer(line: Paragraph) -> None:
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        line.add_run(words)
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), field)
        number.append(OxmlElement("w:r"))
        line._p.append(number)


def _table(word: File, table: Table) -> None:
    word.add_paragraph(clean(table.caption), style="Caption")
    made = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False  # or a long word makes its column push the others off the page
    widths = [WIDTH // len(table.columns)] * len(table.columns)
    for number, row in enumerate((table.columns, *table.rows)):
        line = made.add_row()
        properties = line._tr.get_or_add_trPr()
        if sum(len(str(content)) for content in row) < SHORT:
            properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (cell, content) in enumerate(zip(line.cells, row, strict=True)):
            cell.width = widths[place]
            _fill(cell, content, "Table Heading" if number == 0 or place == 0 else "Table Text")
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    word.add_paragraph(style="Table Text")  # or the next table would grow into this one


def _fill(cell: _Cell, content: str | tuple[str, ...], style: str) -> None:
    first, *others = (content,) if isinstance(content, str) else content
    cell.paragraphs[0].style = style
    _write(cell.paragraphs[0], first)
    for text in others:
        _write(cell.add_paragraph(style=style), text)


def _write(paragraph: Paragraph, text: str, label: str = "") -> Paragraph:
    if label:
        paragraph.add_run(f"{clean(label)}:", style="Strong")
    paragraph.add_run(f"{' ' if label and text else ''}{clean(text)}")
    return paragraph
