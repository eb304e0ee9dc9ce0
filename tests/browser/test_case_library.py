"""A learner finds case studies by what they look for, reads them and lays two side by side."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course import case_studies
from course.cases import CaseStudy, cases

from .conftest import CourseServer
from .learner import Open
from .test_accessibility import too_wide

PAGE = "9-cases/cases.ipynb"
NEW = Path(__file__).parent / "fixtures" / "new-case.yaml"
CELLS = ["# Cases", "from course import case_studies, explore, my_work", "my_work()", "case_studies()"]
CASES = cases()
FIRST, SECOND, *_ = CASES.values()
NAMES = {each["name"]: dict(each["options"]) for each in case_studies().fixed["filters"]}
BASIS = {"stated": "stated by the source", "inferred": "our reading"}
MEDIA = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active", "color_scheme": "dark"}]

Make = Callable[[dict[str, list[str]]], CourseServer]
Axe = Callable[..., list[str]]


@pytest.fixture
def course(make_course: Make) -> CourseServer:
    """A course with one page that has the case studies."""
    return make_course({f"notebooks/{PAGE}": CELLS})


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def library(page: Page) -> Locator:
    return page.get_by_role("region", name="The case studies")


def choose(page: Page, label: str, words: str) -> None:
    library(page).get_by_label(label, exact=True).select_option(label=words)


def result(page: Page) -> Locator:
    return library(page).get_by_role("status").first


def cards(page: Page) -> list[str]:
    """The names on the cards that are shown."""
    return library(page).locator(".eq-cards h4:visible").all_inner_texts()


def button(page: Page, name: str) -> Locator:
    return library(page).get_by_role("button", name=name)


def read(page: Page, case: CaseStudy) -> None:
    button(page, f"Read this case study {case.name}").click()


def heading(page: Page, case: CaseStudy) -> Locator:
    return library(page).get_by_role("article").get_by_role("heading", name=case.name, exact=True)


def with_factor(name: str) -> list[CaseStudy]:
    return [case for case in CASES.values() if name in case.factors]


def names(found: list[CaseStudy]) -> list[str]:
    return [case.name for case in found]


def test_filters_go_by_keyboard_and_say_which_cases_match_and_why(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    for kernel in course.kernels():
        kernel.suspend()
    cells = page.locator(".jp-Cell").count()
    expect(result(page)).to_have_text(f"All {len(CASES)} case studies.")
    assert cards(page) == names(list(CASES.values()))
    choice = library(page).get_by_label("Success factor", exact=True)
    choice.focus()
    for place, (factor, words) in enumerate(NAMES["factor"].items(), start=1):
        choice.press("ArrowDown")
        expect(choice.locator("option").nth(place)).to_have_text(words)
        found = with_factor(factor)
        assert cards(page) == names(found)
        expect(result(page)).to_have_text(
            re.compile(f"^{len(found)} of {len(CASES)} case studies: .*{found[-1].short}")
        )
        for case in found:
            tie = case.factors[factor]
            card = library(page).get_by_role("listitem").filter(has=page.get_by_role("heading", name=case.name))
            expect(card).to_contain_text(f"{words} ({BASIS[tie.basis]}): {tie.why}")
    expect(choice).to_be_focused()
    assert page.locator(".jp-Cell").count() == cells
    course.kill_kernels()


def test_two_filters_together_name_what_is_our_reading(page: Page, open_page: Callable[[], None]) -> None:
    open_page()
    choose(page, "Sector", "Adult social care")
    choose(page, "Principle (FREDA)", "Dignity")
    found = [case for case in CASES.values() if case.sector == "adult-social-care" and "dignity" in case.principles]
    assert cards(page) == names(found)
    for case in found:
        ours = " (our reading)" if case.principles["dignity"] == "inferred" else ""
        expect(result(page)).to_contain_text(re.compile(rf"{case.short}{re.escape(ours)}(,|\.| and)"))


def test_when_nothing_matches_it_says_which_filter_to_loosen_and_show_all_resets(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    sector, group = next(
        (sector, group)
        for sector in NAMES["sector"]
        for group in NAMES["group"]
        if not any(case.sector == sector and group in case.groups for case in CASES.values())
    )
    choose(page, "Sector", NAMES["sector"][sector])
    choose(page, "Group of people", group)
    in_sector = sum(case.sector == sector for case in CASES.values())
    in_group = sum(group in case.groups for case in CASES.values())
    assert cards(page) == []
    expect(result(page)).to_have_text(
        f"0 of {len(CASES)} case studies: nothing matches all your choices together. To see some, set one of these to Any:"
        f" Sector (then {in_group}), Group of people (then {in_sector})."
    )
    page.reload()
    page.wait_for_selector("[data-eq-ready]:visible")
    assert cards(page) == []
    button(page, "Show all").press("Enter")
    expect(button(page, "Show all")).to_be_focused()
    expect(result(page)).to_have_text(f"All {len(CASES)} case studies.")
    assert cards(page) == names(list(CASES.values()))
    expect(library(page).get_by_label("Sector", exact=True)).to_have_value("")


def test_a_case_study_opens_at_its_heading_and_leads_to_the_next_and_back_to_its_card(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    button(page, f"Read this case study {FIRST.name}").press("Enter")
    expect(heading(page, FIRST)).to_be_focused()
    expect(heading(page, FIRST)).to_be_in_viewport()
    article = library(page).get_by_role("article", name=FIRST.name)
    told = article.inner_text()
    for practice in FIRST.practices:
        assert practice.title in told
        assert practice.says in told
    for name, tie in FIRST.factors.items():
        assert f"{NAMES['factor'][name]} ({BASIS[tie.basis]}): {tie.why}" in told
    for principle, basis in FIRST.principles.items():
        assert f"{NAMES['principle'][principle]} ({BASIS[basis]})" in told
    figures = [text for each in FIRST.figures for text in (each.figure, each.shows, each.does_not_show)]
    assert article.locator("tbody :is(th, td)").all_inner_texts() == figures
    for words in (FIRST.setting, FIRST.place, FIRST.size, FIRST.rating, FIRST.careful, FIRST.source, *FIRST.groups):
        assert words in told
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    button(page, f"Next: {SECOND.short}").press("Enter")
    expect(heading(page, SECOND)).to_be_focused()
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(heading(page, SECOND)).to_be_visible()
    button(page, "Back to the case studies").last.press("Enter")
    expect(button(page, f"Read this case study {SECOND.name}")).to_be_focused()
    assert cards(page) == names(list(CASES.values()))


def test_next_goes_on_among_the_cases_that_match(page: Page, open_page: Callable[[], None]) -> None:
    open_page()
    choose(page, "Sector", "NHS trust")
    first, last = [case for case in CASES.values() if case.sector == "nhs-trust"]
    read(page, first)
    button(page, f"Next: {last.short}").click()
    expect(heading(page, last)).to_be_focused()
    expect(button(page, "Next:")).to_have_count(0)


def test_two_case_studies_side_by_side_share_and_differ_in_factors(page: Page, open_page: Callable[[], None]) -> None:
    open_page()
    choose(page, "First case study", FIRST.name)
    choose(page, "Second case study", FIRST.name)
    expect(library(page).get_by_text("Choose two different case studies.")).to_be_visible()
    expect(library(page).get_by_role("table")).to_have_count(0)
    choose(page, "Second case study", SECOND.name)
    both = FIRST.factors.keys() & SECOND.factors.keys()
    expect(library(page).get_by_role("status").last).to_contain_text(f"{len(both)} success factor")
    table = library(page).get_by_role("table", name=f"{FIRST.name} and {SECOND.name}")
    for row, keep in (("in both", True), ("in one only", False)):
        cells = table.get_by_role("row", name=re.compile(f"^Success factors {row}")).locator("td")
        for cell, case in zip(cells.all(), (FIRST, SECOND), strict=True):
            expected = [
                f"{words} ({BASIS[case.factors[name].basis]})"
                for name, words in NAMES["factor"].items()
                if name in case.factors and (name in both) == keep
            ]
            assert cell.inner_text().split("\n") == (expected or ["None"])
    for row, field in (("Setting", "setting"), ("Size", "size"), ("Rating", "rating")):
        cells = table.get_by_role("row", name=re.compile(f"^{row} ")).locator("td")
        assert cells.all_inner_texts() == [getattr(FIRST, field), getattr(SECOND, field)]


def test_a_new_case_study_is_one_new_file_that_appears_everywhere_as_text(
    page: Page, make_course: Make, open_notebook: Open
) -> None:
    new = NEW.read_text("utf-8").splitlines()
    cells = [*CELLS, 'explore("case-factors")']
    course = make_course({f"notebooks/{PAGE}": cells, "assets/content/case-studies/st-example.yaml": new})
    open_notebook(page, PAGE, of=course)
    name = "St <b>Example</b> Hospice"
    expect(result(page)).to_have_text(f"All {len(CASES) + 1} case studies.")
    assert cards(page)[-1] == name
    choose(page, "Sector", "Hospice")
    choose(page, "Group of people", "Families who come from afar")
    choose(page, "Principle (FREDA)", "Autonomy")
    expect(result(page)).to_have_text(f"1 of {len(CASES) + 1} case studies: St Example (our reading).")
    choose(page, "First case study", FIRST.name)
    choose(page, "Second case study", name)
    expect(library(page).get_by_role("table", name=f"{FIRST.name} and {name}")).to_be_visible()
    button(page, "Read this case study").click()
    expect(library(page).get_by_role("article")).to_contain_text("""<img src="x" onerror="document.title""")
    expect(page.get_by_role("region").filter(has_text="St Example")).to_have_count(2)
    assert page.title() != "not escaped"


@pytest.mark.parametrize("media", MEDIA)
def test_cards_pages_and_comparison_are_accessible(
    page: Page, open_page: Callable[[], None], axe: Axe, media: Any
) -> None:
    page.emulate_media(**media)
    open_page()
    # With colours of the person's own, axe takes those of our buttons for what is seen: look at what else there is.
    others = ".eq-explorer :is(h3, h4, h5, p, dl, li:not(:has(button)), table, select, label)"
    within = others if "forced_colors" in media else None
    choose(page, "Success factor", "Courage")
    assert axe(page, within) == []
    choose(page, "Sector", "GP practice")
    choose(page, "Group of people", "People with a learning disability")
    assert cards(page) == []
    assert axe(page, within) == []
    button(page, "Show all").click()
    choose(page, "First case study", FIRST.name)
    choose(page, "Second case study", SECOND.name)
    read(page, list(CASES.values())[-1])
    assert axe(page, within) == []


def test_everything_fits_400_percent_and_can_be_hit(small_page: Page, make_course: Make, open_notebook: Open) -> None:
    new = NEW.read_text("utf-8").splitlines()
    course = make_course({f"notebooks/{PAGE}": CELLS, "assets/content/case-studies/st-example.yaml": new})
    open_notebook(small_page, PAGE, of=course)
    choose(small_page, "Success factor", "Courage")
    choose(small_page, "First case study", FIRST.name)
    choose(small_page, "Second case study", "St <b>Example</b> Hospice")
    assert too_wide(small_page) == []
    assert small_page.locator(".eq-explorer :is(button, select)").evaluate_all(_SMALL) == []
    table = library(small_page).get_by_role("table")
    assert table.evaluate("node => node.parentElement.scrollWidth <= node.parentElement.clientWidth")
    column = table.locator("td").first.evaluate("node => getComputedStyle(node, '::before').content")
    assert FIRST.short in column
    for case in cards(small_page):
        button(small_page, f"Read this case study {case}").click()
        assert too_wide(small_page) == []
        button(small_page, "Back to the case studies").first.click()


_SMALL = """all => all.filter(node => node.getClientRects().length)
    .map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
    .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
