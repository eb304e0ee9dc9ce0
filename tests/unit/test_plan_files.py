"""The files that learners take away: in Word, opened by LibreOffice, and as a page of their own."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from course.plan import web, word
from course.plan.content import read
from course.plan.document import Block, Bullets, Document, Heading, Table, Text, clean
from course.plan.gathered import gather
from course.plan.paper import paper
from course.plan.plan import plan_of
from course.work import Entry, Work

WORDS = read()
MADE = datetime(2026, 11, 22, 9, 5)
ROWS = (("Deaf people", ("Better", "By May"), "Add text messages"), ("Night staff", "Not known yet", "Ask them"))
ALL_KINDS: tuple[Block, ...] = (
    Text("Made on 22 November 2026."),
    Heading(2, "Priority 1"),
    Text("Two lines,\nas typed.", "First step"),
    Bullets(("one thing", "another"), "Still open"),
    Table("Groups", ("Group", "What it does", "What will be done"), ROWS),
    Heading(2, "What it builds on", new_page=True),
    Heading(3, "Page"),
    Heading(4, "A question?"),
    Text("The end."),
)
DOCUMENT = Document(title="A plan", author="Reception team", blocks=ALL_KINDS)
HOSTILE = (
    '<img src=x onerror=alert(1)></style><script>1</script> & "quoted" \x00\x0b\x1f\ud800\udfff\ufffe\U0001f642 العربية'
)
LONG = "x" * 2000
TALL = "word " * 400 + "\n" * 60 + "end"


def full_plan(text: str, second: str = "", third: str = "") -> Document:
    """A plan with three priorities, filled with these texts or all with the first, and much that is kept."""
    fields = ("what", "first", "who", "when", "measure", "risk", "involve")
    texts = {"p1": text, "p2": second or text, "p3": third or text}
    plan = {f"{one}/{field}": words for one, words in texts.items() for field in fields} | {"priorities": "p1 p2 p3"}
    plan |= {"ask": text, "start": "2026-11-30", "review": "2027-01-11", "happened": text}
    kept = {"reflection/why-pitch": text, "plan/why-pitch": "yes", "plan/impact-analysis": "yes"}
    impact = {"what": text, "groups": "disability", "disability/who": text, "disability/step": text}
    entries = {f"actions/action-plan/{name}": value for name, value in plan.items()} | kept
    entries |= {f"impact/impact-analysis/{name}": value for name, value in impact.items()}
    work = Work(entries={name: Entry(1, value) for name, value in entries.items()})
    return paper(WORDS, plan_of(work), gather(WORDS, work), text[:100], date(2026, 11, 22))


# What stands in a plan


def test_a_plan_on_paper_begins_with_the_priorities_and_ends_with_what_it_builds_on() -> None:
    document = full_plan("Something.")
    headings = [(one.level, one.text) for one in document.blocks if isinstance(one, Heading)]
    assert headings == [
        (2, "Your priorities"),
        (3, "Priority 1"),
        (3, "Priority 2"),
        (3, "Priority 3"),
        (2, "What I will ask my manager or board"),
        (2, "Look back after six weeks"),
        (2, "What the plan builds on"),
        (3, "The legal case"),
        (4, "What you would say in 60 seconds"),
        (3, "Reduce demand"),
        (4, "Your equality impact analysis"),
    ]
    assert next(one for one in document.blocks if isinstance(one, Table)).caption == "The priorities at a glance"
    assert Text("To be filled in on 11 January 2027", "What next") in document.blocks


def test_an_empty_plan_is_a_document_too_and_says_what_is_open() -> None:
    document = paper(WORDS, plan_of(Work()), gather(WORDS, Work()), "", MADE.date())
    texts = [one.text for one in document.blocks if isinstance(one, Text)]
    assert texts[0] == "Made on 22 November 2026 with the course Equally Outstanding."
    assert not any(isinstance(one, Table) for one in document.blocks)
    (asks,) = (one for one in document.blocks if isinstance(one, Bullets))
    assert asks.items[0] == WORDS.asks.none


# The Word file


def opened(document: Document) -> docx.document.Document:
    return docx.Document(BytesIO(word.file(document, MADE)))


def test_a_word_file_has_real_headings_lists_and_paragraphs_in_order() -> None:
    paragraphs = [(one.style.name, one.text) for one in opened(DOCUMENT).paragraphs if one.text and one.style]
    assert paragraphs == [
        ("Heading 1", "A plan"),
        ("Normal", "Made on 22 November 2026."),
        ("Heading 2", "Priority 1"),
        ("Normal", "First step: Two lines,\nas typed."),
        ("Normal", "Still open:"),
        ("List Bullet", "one thing"),
        ("List Bullet", "another"),
        ("Caption", "Groups"),
        ("Heading 2", "What it builds on"),
        ("Heading 3", "Page"),
        ("Heading 4", "A question?"),
        ("Normal", "The end."),
    ]


def test_a_table_in_word_repeats_its_row_of_headings_and_keeps_to_the_page() -> None:
    file = opened(DOCUMENT)
    (table,) = file.tables
    first, *others = table.rows
    assert [cell.text for cell in first.cells] == ["Group", "What it does", "What will be done"]
    assert [cell.text for cell in others[0].cells] == ["Deaf people", "Better\nBy May", "Add text messages"]
    assert first._tr.trPr is not None
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr is None or row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert {paragraph.style.name for paragraph in first.cells[1].paragraphs if paragraph.style} == {"Table Heading"}
    assert not table.autofit
    assert sum(column.width or 0 for column in table.columns) <= Mm(170.1)


def test_a_word_file_is_british_on_a4_dated_numbered_and_without_a_name_that_nobody_typed() -> None:
    file = opened(DOCUMENT)
    about = file.core_properties
    assert (about.title, about.author, about.language) == ("A plan", "Reception team", "en-GB")
    assert about.created
    assert about.created.replace(tzinfo=None) == MADE
    section = file.sections[0]
    assert [round(Length(side or 0).mm) for side in (section.page_width, section.page_height)] == [210, 297]
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    languages = [one.get(qn("w:val")) for one in file.styles.element.iter(qn("w:lang"))]
    assert languages
    assert set(languages) == {"en-GB"}
    nobody = opened(Document(title="A plan", blocks=())).core_properties
    assert (nobody.author, nobody.last_modified_by, nobody.comments) == ("", "", "")


@settings(max_examples=15)
@given(st.text())
def test_whatever_is_typed_makes_a_word_file_and_a_page(text: str) -> None:
    document = Document(
        title=text,
        author=text[:100],
        blocks=(Text(text, text), Bullets((text,)), Table(text, ("a", "b"), ((text, (text,)),))),
    )
    assert opened(document).core_properties.title == clean(text)
    assert web.page(document).decode()


# LibreOffice


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Document], str]:
    """``as_pdf(document)``: the text of its Word file after LibreOffice has opened it and made a PDF."""
    missing = [name for name in ("soffice", "pdftotext") if not shutil.which(name)]
    if missing:
        message = f"{' and '.join(missing)} not found: install LibreOffice Writer and poppler-utils to run this test."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    folder = tmp_path_factory.mktemp("office")

    def convert(document: Document) -> str:
        (folder / "plan.docx").write_bytes(word.file(document, MADE))
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(folder / 'user').as_uri()}",
                "--headless",
                "--convert-to",
                "pdf",
                "plan.docx",
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=120,
        )
        text = subprocess.run(["pdftotext", "-layout", "plan.pdf", "-"], cwd=folder, check=True, capture_output=True)
        (folder / "plan.pdf").unlink()
        return text.stdout.decode()

    return convert


def in_order(text: str, parts: list[str]) -> bool:
    return re.search(".*".join(map(re.escape, parts)), text, re.DOTALL) is not None


def test_libreoffice_shows_headings_texts_and_tables_in_order(as_pdf: Callable[[Document], str]) -> None:
    text = as_pdf(DOCUMENT)
    assert in_order(
        text, ["A plan", "Made on", "Priority 1", "First step: Two lines,", "as typed.", "Still open:", "one thing"]
    )
    assert in_order(
        text,
        ["another", "Groups", "Group", "Deaf people", "Night staff", "Page 1 of 2", "What it builds on", "A question?"],
    )
    assert text.count("Page 2 of 2") == 1


def test_long_words_full_boxes_and_strange_signs_do_not_break_a_file(as_pdf: Callable[[Document], str]) -> None:
    found = as_pdf(full_plan(LONG, TALL, HOSTILE))
    assert in_order(found, ["Action plan", "Your priorities", "Priority 3", "Look back", "What the plan builds on"])
    assert "<script>1</script> & " in found
    # Nothing is cut off at the edge of a cell or a page: what, first step, who and date stand in the table as well.
    boxes = 7 + 4 + len(("ask", "happened", "reflection", "change", "group", "step"))
    assert found.count("x") >= boxes * len(LONG)


# The page


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text in each kind of tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page.decode())
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str, name: str) -> list[str | None]:
        return [attributes.get(name) for found, attributes in self.tags if found == tag]


def test_a_page_has_its_language_headings_and_header_cells() -> None:
    page = Page(web.page(DOCUMENT))
    assert page.all("html", "lang") == ["en-GB"]
    assert page.texts["title"] == page.texts["h1"] == ["A plan"]
    assert [tag for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2", "h3", "h4"]
    assert page.all("th", "scope") == ["col"] * 3 + ["row"] * 2
    assert page.texts["caption"] == ["Groups"]
    assert page.all("td", "data-column") == ["What it does", "What will be done"] * 2
    assert page.texts["li"] == ["one thing", "another", "Better", "By May"]
    assert page.texts["strong"] == ["First step:", "Still open:"]


def test_what_is_typed_stands_in_a_page_as_text_and_never_as_html() -> None:
    page = Page(web.page(full_plan(HOSTILE)))
    assert {"script", "img"}.isdisjoint(tag for tag, _ in page.tags)
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert any(clean(HOSTILE) in text for text in page.texts["td"])
    assert b"\x00" not in web.page(full_plan(HOSTILE))


def test_a_page_needs_nothing_from_elsewhere() -> None:
    text = web.page(DOCUMENT).decode()
    assert re.findall(r"(?:src|href|url)\s*[=(]|@import|https?:", text) == []
