"""A learner balances a made-up service's budget: ticks measures, lowers their risks, and compares two plans."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import CourseServer
from .learner import Open, bring_back, keep, reloaded, saved_entries, wait_until, work_panel

PAGE = "9-money/money.ipynb"
A, B = "budget/care-home/a", "budget/care-home/b"
CARER, TOOL = "One carer fewer at night", "Plan nights by what people need"
FEES, FUNDERS, ENERGY = "Higher fees for people", "New places only for people", "Use less energy"


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that has the simulator."""
    return make_course(
        {f"notebooks/{PAGE}": ["# Money", "from course import budget, my_work", "my_work()", "budget()"]}
    )


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def simulator(page: Page) -> Locator:
    return page.get_by_role("region", name="Balance the budget")


def status(page: Page) -> Locator:
    return simulator(page).get_by_role("status")


def tick(page: Page, title: str) -> Locator:
    return simulator(page).get_by_role("checkbox", name=re.compile(f"^{re.escape(title)}"))


def button(page: Page, name: str) -> Locator:
    return simulator(page).get_by_role("button", name=name, exact=True)


def details(page: Page, title: str) -> Locator:
    return simulator(page).locator("summary").filter(has_text=re.compile(f": {re.escape(title)}"))


def row(page: Page, table: str, name: str) -> list[str]:
    rows = simulator(page).get_by_role("table", name=table, exact=True).get_by_role("row")
    return rows.filter(has=page.get_by_role("rowheader", name=name)).locator("td").all_inner_texts()


def choose(page: Page, *titles: str) -> None:
    """Tick, and wait until each change is told."""
    for title in titles:
        tick(page, title).check()
        expect(status(page)).to_have_text(re.compile(f"^Added: {re.escape(title)}.* Saved\\.$"))


def test_by_keyboard_a_measure_and_a_way_to_lower_its_risk_are_ticked_and_each_change_is_one_line(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(status(page)).to_have_text("Plan A is empty.")
    expect(simulator(page).get_by_role("img")).to_have_count(0)
    tick(page, CARER).focus()
    page.keyboard.press("Space")
    expect(status(page)).to_have_text(
        "Added: One carer fewer at night. Plan A: £44,000 of £145,000. High risk left for 1 group. Saved."
    )
    expect(tick(page, CARER)).to_be_focused()
    expect(tick(page, CARER)).to_have_accessible_description(re.compile("Saves £44,000.*People with dementia .large"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(tick(page, TOOL)).to_be_focused()
    page.keyboard.press("Space")
    expect(status(page)).to_have_text(
        "Added: Plan nights by what people need. Plan A: £29,000 of £145,000. No high risk left. Saved."
    )
    assert saved_entries(course) == {A: "one-carer-fewer one-carer-fewer+staffing-tool"}
    button(page, "Go to the result").press("Enter")
    expect(simulator(page).get_by_role("heading", name="Plan A: what it comes to")).to_be_focused()
    expect(simulator(page).get_by_role("img", name=re.compile("People with dementia: low"))).to_be_visible()
    tick(page, CARER).uncheck()
    expect(status(page)).to_have_text("Taken out: One carer fewer at night. Plan A is empty. Saved.")
    expect(tick(page, TOOL)).to_be_disabled()
    expect(tick(page, TOOL)).not_to_be_checked()
    wait_until(lambda: saved_entries(course) == {})


def test_a_plan_that_meets_its_target_is_told_what_is_left_and_for_whom(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    choose(page, CARER, FEES, FUNDERS)
    expect(simulator(page)).to_contain_text("The target of £145,000 is met, and this plan finds £154,000 a year. But")
    expect(simulator(page)).to_contain_text(
        "High risk is left for: People on low incomes; People with dementia; People who use a"
    )
    left, before, why = row(page, "Risk left for each group", "People on low incomes")
    assert (left, before) == ("high", "high")
    assert "find no room here" in why
    assert "Savings run out sooner" in why
    expect(simulator(page)).to_contain_text("Duties that this plan touches: Equality Act 2010, towards people")
    expect(simulator(page)).to_contain_text("All of it is in place after 12 months")


def test_two_plans_are_copied_changed_compared_undone_and_cleared(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    choose(page, CARER, ENERGY)
    button(page, "Copy Plan A to Plan B").click()
    expect(status(page)).to_contain_text("Plan A is copied to Plan B.")
    simulator(page).get_by_role("radio", name="Plan B").check()
    expect(status(page)).to_have_text("Plan B: £52,000 of £145,000. High risk left for 1 group. Saved.")
    tick(page, CARER).uncheck()
    choose(page, FEES)
    simulator(page).get_by_text("Compare both plans").click()
    assert row(page, "Money and time", "What is left") == ["£52,000", "£60,000"]
    assert row(page, "Risk left", "People with dementia") == ["high", "none"]
    assert row(page, "Duties touched", "Human Rights Act") == ["yes", "no"]
    expect(simulator(page).get_by_role("heading", name="Only in Plan A").locator("+ ul")).to_have_text(CARER)

    button(page, "Undo the last change").click()
    expect(status(page)).to_have_text(re.compile("^Undone: Added: Higher fees.* Plan B: £8,000"))
    expect(tick(page, FEES)).not_to_be_checked()
    button(page, "Clear this plan").click()
    page.get_by_role("dialog", name="Clear Plan B?").get_by_role("button", name="Cancel").click()
    expect(tick(page, ENERGY)).to_be_checked()
    button(page, "Clear this plan").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear Plan B").click()
    expect(status(page)).to_have_text("Plan B is cleared. Plan B is empty. Saved.")
    assert saved_entries(course) == {A: "one-carer-fewer less-energy"}
    for _ in range(4):  # back through clearing and taking out, to before the copy, and once too often
        button(page, "Undo the last change").press("Enter")
    expect(status(page)).to_contain_text("There is nothing to undo in Plan B.")
    expect(button(page, "Undo the last change")).to_be_focused()
    choose(page, ENERGY)
    button(page, "Copy Plan B to Plan A").click()
    page.get_by_role("dialog", name="Copy Plan B to Plan A?").get_by_role("button", name="Copy to Plan A").click()
    wait_until(lambda: saved_entries(course) == {A: "less-energy", B: "less-energy"})


def test_measures_that_do_not_go_together_are_not_taken_together(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    choose(page, "Lunch and company")
    tick(page, "End the post for activities").click()
    expect(tick(page, "End the post for activities")).not_to_be_checked()
    expect(status(page)).to_have_text(
        "End the post for activities does not go together with Lunch and company for guests. Take that out of Plan A first."
    )
    assert saved_entries(course) == {A: "day-guests"}


def test_each_service_has_its_own_plans_and_a_reload_brings_back_what_was_in_view(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    choose(page, ENERGY)
    simulator(page).get_by_role("radio", name="An NHS trust").check()
    expect(status(page)).to_have_text("Plan A is empty.")
    simulator(page).get_by_role("radio", name="Plan B").check()
    choose(page, "Dearer parking")
    expect(tick(page, "Keep this")).to_have_accessible_name("Keep this for my action plan (An NHS trust)")
    tick(page, "Keep this").check()
    wait_until(lambda: "plan/budget/nhs-trust" in saved_entries(course))
    reloaded(page)
    expect(status(page)).to_have_text("Plan B: £600,000 of £6,000,000. No high risk left. Saved.")
    expect(tick(page, "Keep this")).to_be_checked()
    expect(tick(page, "Dearer parking")).to_be_checked()
    expect(work_panel(page)).to_contain_text("Saved: 2 budgets and 1 tick for your plan.")
    page.evaluate("sessionStorage.clear()")
    reloaded(page)
    expect(tick(page, "Dearer parking")).to_be_checked()  # the plan that was changed last
    assert saved_entries(course) == {
        A: "less-energy",
        "budget/nhs-trust/b": "dearer-parking",
        "plan/budget/nhs-trust": "yes",
    }


def test_ticks_given_to_a_dead_kernel_are_given_again(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    choose(page, ENERGY)
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    tick(page, CARER).check()
    details(page, CARER).click()
    tick(page, TOOL).check()
    tick(page, "Keep this").check()
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page)).to_have_text("Plan A: £37,000 of £145,000. No high risk left. Saved.", timeout=30_000)
    expect(tick(page, CARER)).to_be_checked()
    wait_until(
        lambda: (
            saved_entries(course)
            == {A: "less-energy one-carer-fewer one-carer-fewer+staffing-tool", "plan/budget/care-home": "yes"}
        )
    )


def test_what_could_not_be_saved_is_saved_with_the_next_tick(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    course.work.mkdir()  # in the way of the file
    tick(page, ENERGY).check()
    expect(status(page)).to_contain_text("could not be written")
    course.work.rmdir()
    choose(page, CARER)
    wait_until(lambda: saved_entries(course) == {A: "less-energy one-carer-fewer"})


def test_what_a_changed_file_holds_beside_the_service_is_left_out_said_and_gone_with_the_next_tick(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    choose(page, ENERGY)
    kept: Any = keep(page)
    kept["entries"][A] = {"revision": kept["entries"][A]["revision"] + 1, "value": "less-energy one-post <b>x</b>"}
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(kept))
    bring_back(page, file)
    page.get_by_role("button", name="Bring it back").click()
    expect(simulator(page).locator(".eq-notice")).to_have_text(
        "2 entries of this plan do not fit this service, or do not go together with others. "
        "They were left out: one-post, <b>x</b>."
    )
    expect(tick(page, ENERGY)).to_be_checked()
    choose(page, CARER)
    expect(simulator(page).locator(".eq-notice")).to_be_hidden()
    assert saved_entries(course) == {A: "less-energy one-carer-fewer"}


@pytest.mark.parametrize("colours", ["light", "dark", "forced"])
def test_it_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], colours: str
) -> None:
    if colours == "forced":
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
    else:
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 700})
    open_page()
    assert axe(page) == []
    choose(page, CARER, FEES, FUNDERS, "Fewer people who leave")
    tick(page, "Keep this").check()
    for summary in simulator(page).locator("summary").all():
        summary.click()
    tick(page, TOOL).check()
    button(page, "Clear this plan").click()
    assert axe(page) == []
    page.keyboard.press("Escape")
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    wide = (
        simulator(page)
        .locator(":scope, .eq-scroll")
        .evaluate_all(
            "all => all.filter(node => node.scrollWidth > node.clientWidth).map(node => node.textContent.slice(0, 60))"
        )
    )
    assert wide == []
    for text in simulator(page).locator("svg text").all():
        place = text.bounding_box()
        assert place is not None
        assert 0 <= place["x"] <= place["x"] + place["width"] <= 320
    small = (
        simulator(page)
        .locator("button, input, summary")
        .evaluate_all(
            """all => all.filter(node => node.getClientRects().length).map(node => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
    )
    assert small == []


def test_the_line_stays_in_view_and_hides_no_control_that_has_the_focus(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    tick(page, CARER).focus()
    strip = simulator(page).locator(".eq-strip")
    for _ in range(12):
        page.keyboard.press("Tab")
        line, control = strip.bounding_box(), page.locator(":focus").bounding_box()
        assert line is not None
        assert control is not None
        assert line["y"] + line["height"] <= 900
        assert control["y"] + control["height"] <= line["y"]
