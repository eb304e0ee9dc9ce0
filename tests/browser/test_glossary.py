"""The glossary of a page: all terms in a dialog, and terms in the text that open what they mean."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from course.glossary import read

from .conftest import CourseServer
from .learner import CLAIMS

Open = Callable[..., None]
Axe = Callable[..., list[str]]
MakeCourse = Callable[[dict[str, list[str]]], CourseServer]
ALL = len(read())


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


@pytest.mark.fresh
def test_the_glossary_opens_from_the_header_is_searched_and_leads_to_where_a_term_is_explained(
    page: Page, open_notebook: Open, axe: Axe, server: CourseServer
) -> None:
    page.emulate_media(color_scheme="dark")
    open_notebook(page, CLAIMS)
    button = page.get_by_role("banner").get_by_role("button", name="Glossary")
    button.press("Enter")
    dialog = page.get_by_role("dialog", name="Glossary")
    box, count = dialog.get_by_label("Find a word"), dialog.get_by_role("status")
    expect(box).to_be_focused()
    expect(count).to_have_text(f"{ALL} terms")
    expect(dialog.get_by_role("term")).to_have_count(ALL)
    assert axe(page) == []

    page.keyboard.type("ECOLOGICAL fall")
    expect(count).to_have_text(f"1 of {ALL} terms")
    expect(dialog.get_by_role("heading", level=3)).to_have_text(["E"])
    expect(dialog.get_by_role("definition")).to_contain_text("one person in them")
    box.fill("xyzzy")
    expect(count).to_contain_text("No term has “xyzzy” in it")
    expect(dialog.get_by_role("term")).to_have_count(0)

    box.fill("wres")
    expect(dialog.get_by_role("term")).to_contain_text(["Workforce Race Equality Standard (WRES)"])
    away = dialog.get_by_role("link", name="Explained in: Improve staff equality, Workforce Race Equality Standard")
    address = server.url("notebooks/4-challenges/staff-equality.ipynb").partition("?")[0]
    assert away.get_attribute("href") == f"{address}#Step-1%3A-Where-are-you-now%3F"

    page.set_viewport_size({"width": 320, "height": 256})
    box.fill("")
    expect(count).to_have_text(f"{ALL} terms")
    assert dialog.evaluate("node => node.scrollWidth <= node.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()

    button.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("ecological")
    expect(count).to_contain_text(f"of {ALL} terms")
    dialog.get_by_role("link", name="Explained on this page: Trusts are not people").press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Trusts are not people")).to_be_focused()


@pytest.mark.fresh
def test_terms_in_the_text_open_what_they_mean_and_leave_the_text_as_it_is(
    page: Page, open_notebook: Open, axe: Axe
) -> None:
    open_notebook(page, CLAIMS, "notebooks")
    marks = page.locator(".eq-term")
    terms = [mark.get_attribute("data-eq-term") for mark in marks.all()]
    assert len(terms) == len(set(terms)) >= 4
    assert {"NHS trust", "percentage point"} <= {*terms}
    assert "ecological fallacy" not in terms  # it is explained here
    assert page.locator(":is(h1, h2, h3, th, a, .eq, .eq-put-away) .eq-term").count() == 0

    mark = page.get_by_role("button", name="percentage points, definition")
    mark.press("Enter")
    meaning = page.get_by_role("dialog", name="percentage point")
    expect(meaning).to_be_focused()
    expect(meaning).to_have_accessible_description(
        "The unit for the gap between two percentages. From 30% to 45% is 15 percentage points."
    )
    expect(mark).to_have_attribute("aria-expanded", "true")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(mark).to_be_focused()
    expect(mark).to_have_attribute("aria-expanded", "false")

    page.keyboard.press("Space")
    for stop in ("Explained in: Reading the hospice figures", "Close", "Open the glossary"):
        page.keyboard.press("Tab")
        assert focused(page) == stop
    page.keyboard.press("Tab")
    expect(meaning).to_have_count(0)
    assert page.evaluate("mark => mark.compareDocumentPosition(document.activeElement) & 4", mark.element_handle())

    page.set_viewport_size({"width": 320, "height": 256})
    mark.click()
    expect(meaning).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    mark.click()
    expect(meaning).to_have_count(0)
    mark.press("Enter")
    expect(meaning).to_be_visible()
    page.mouse.click(3, 3)
    expect(meaning).to_have_count(0)
    mark.click()
    meaning.get_by_role("button", name="Open the glossary").click()
    expect(page.get_by_role("dialog", name="Glossary")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(mark).to_be_focused()

    page.emulate_media(media="print")
    assert mark.evaluate("node => getComputedStyle(node).textDecorationLine") == "none"
    page.emulate_media(media="screen")
    text = mark.locator("xpath=ancestor::p | ancestor::li").first
    copied = text.evaluate("node => { getSelection().selectAllChildren(node); return getSelection().toString(); }")
    assert copied == text.inner_text()
    assert "definition" not in copied
    mark.click()
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)

    # Without marks every line breaks where it did; and what JupyterLab draws anew is marked anew.
    places = "[...document.querySelectorAll('.jp-RenderedMarkdown :is(p, li, h2)')].map(node => node.offsetTop + ' ' + node.offsetHeight)"
    before, after = page.evaluate(
        f"""() => {{
            const marked = {places};
            for (const text of document.querySelectorAll('.jp-RenderedMarkdown')) {{
                text.innerHTML = text.innerHTML.replace(/<span class="eq-term".*?>(.*?)<\\/span>/gs, '$1');
            }}
            return [marked, {places}];
        }}"""
    )
    assert before == after
    expect(marks).to_have_count(len(terms))
    assert [each.get_attribute("data-eq-term") for each in marks.all()] == terms


def test_a_glossary_that_cannot_be_read_takes_nothing_else_from_the_page(
    make_course: MakeCourse, chromium: Browser, open_notebook: Open
) -> None:
    broken = ["- term: base", "  sais: The group that a percentage is a share of."]
    cells = ["# A page\n\nThe base of a percentage.", "from course import ask", 'ask("hospice-base")']
    course = make_course({"notebooks/2-evidence/page.ipynb": cells, "assets/content/glossary.yaml": broken})
    page = chromium.new_context().new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_notebook(page, "2-evidence/page.ipynb", of=course)
    expect(page.locator("[data-eq-ready=true]")).to_be_visible()
    assert any("The glossary could not be read" in text and "sais" in text for text in said), said
    page.get_by_role("button", name="Glossary").click()
    expect(page.get_by_role("dialog", name="Glossary").get_by_role("status")).to_contain_text(
        "cannot be shown just now"
    )


def test_a_term_is_found_as_a_whole_word_and_the_longest_form_wins(page: Page, server: CourseServer) -> None:
    address = f"{server.address}/lab/extensions/equally-outstanding/static/terms.js"
    page.goto(address)

    def found(text: str, *written: str) -> list[str]:
        terms = [{"term": forms.split("|")[0], "written": forms.split("|")} for forms in written]
        return page.evaluate(
            """async ([address, terms, text]) => {
                const { finder } = await import(address);
                return finder(terms)(text).map(({ term, start, end }) => `${term.term}: ${text.slice(start, end)}`);
            }""",
            [address, terms, text],
        )

    assert found("Odds, and odds ratios. The odds ratio.", "odds", "odds ratio|odds ratios") == [
        "odds: Odds",
        "odds ratio: odds ratios",
        "odds ratio: odds ratio",
    ]
    assert found("Trusts' base; trust-wide, entrust, non-trust", "trust|trusts", "base") == [
        "trust: Trusts",
        "base: base",
    ]
    assert found("a person-centred\ncare plan", "person-centred care") == ["person-centred care: person-centred\ncare"]
    assert found("WRES, but wres and Wres", "WRES") == ["WRES: WRES"]
    assert found("(95% interval) 195% interval C++ cost (net)", "95% interval", "C++", "cost (net)", "a.b") == [
        "95% interval: 95% interval",
        "C++: C++",
        "cost (net): cost (net)",
    ]
    assert found("axb", "a.b") == []
    assert found("Nothing here", "") == []
