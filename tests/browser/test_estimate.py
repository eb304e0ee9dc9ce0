"""A learner works out a cost from own numbers: each is saved as typed, and the result follows."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import CourseServer
from .learner import Open, bring_back, keep, reloaded, saved_entries, wait_until, work_panel

PAGE = "9-costs/costs.ipynb"
NAME = "estimate/staff-costs/"
SAVED = "Saved. It stays with your work: it is not handed in."
NUMBERS = {
    "How many people leave": "20",
    "What does one leaver cost": "£4,500",
    "How many full-time posts": "80",
    "How many days in a year is a person absent": "10.7",
    "How many days in a year does a full-time": "250",
    "What is the average pay": "30,000",
    "What does the employer pay on top": "25%",
}


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that has the estimate."""
    cells = ["# Costs", "from course import estimate, my_work", "my_work()", 'estimate("staff-costs")']
    return make_course({f"notebooks/{PAGE}": cells})


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def form(page: Page) -> Locator:
    return page.get_by_role("region", name="Leavers and absence: your own numbers")


def box(page: Page, label: str) -> Locator:
    return form(page).get_by_role("textbox", name=re.compile(f"^{re.escape(label)}"))


def status(page: Page) -> Locator:
    return form(page).locator(".eq-status")


def says(page: Page) -> Locator:
    return form(page).locator(".eq-says")


def fill(page: Page) -> None:
    for label, number in NUMBERS.items():
        box(page, label).fill(number)
        box(page, label).press("Enter")
    expect(says(page)).to_contain_text("Absence costs about £128,000 a year.")


def cells(page: Page, row: str) -> list[str]:
    return form(page).get_by_role("row", name=re.compile(f"^{row}")).locator("td").all_inner_texts()


def test_by_keyboard_numbers_are_saved_when_typing_stops_and_the_cost_appears(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(says(page)).to_contain_text("Nothing can be worked out yet")
    expect(form(page).get_by_role("img")).to_be_hidden()
    box(page, "How many people leave").focus()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    page.keyboard.type("4,500")
    expect(status(page)).to_have_text("Not saved yet. Your numbers are saved when you pause.")
    expect(says(page)).to_contain_text("Leavers cost about £90,000 a year.")
    expect(status(page)).to_have_text(SAVED)
    expect(box(page, "What does one leaver cost")).to_be_focused()
    expect(form(page).get_by_role("img")).to_have_accessible_name(re.compile("Leavers: £90,000"))
    assert saved_entries(course) == {f"{NAME}leavers": "20", f"{NAME}cost-per-leaver": "4,500"}


def test_savings_start_at_zero_and_become_a_range(page: Page, open_page: Callable[[], None]) -> None:
    open_page()
    for guess in ("Fewer leavers, in per cent: low", "Fewer days absent, in per cent: high"):
        expect(box(page, guess)).to_have_value("0")
    fill(page)
    expect(says(page)).to_contain_text("Your guesses are at zero, and so is the saving.")
    assert cells(page, "Both together") == ["£218,000", "£0", "£0"]
    for guess, number in (("low", "5"), ("high", "10")):
        box(page, f"Fewer leavers, in per cent: {guess}").fill(number)
    box(page, "Fewer leavers, in per cent: high").press("Enter")
    expect(says(page)).to_contain_text("less by about £4,500 to £9,000 a year")
    assert cells(page, "Both together") == ["£218,000", "£4,500", "£9,000"]
    expect(form(page)).to_contain_text("It does not show that equality work causes the saving.")


def test_a_number_that_is_not_clear_is_kept_and_asked_about(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    fill(page)
    days = box(page, "How many days in a year is a person absent")
    days.fill("about ten")
    days.press("Enter")
    expect(status(page)).to_have_text(re.compile("^Kept as you typed it, but not clear yet: How many days"))
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_have_accessible_description(re.compile("could not be read as one number"))
    expect(says(page)).to_contain_text("For the cost of absence, a number is missing or not clear.")
    assert saved_entries(course)[f"{NAME}days"] == "about ten"
    days.fill("10")
    days.press("Tab")
    expect(status(page)).to_have_text(SAVED)
    expect(days).to_have_attribute("aria-invalid", "false")


def test_an_emptied_box_is_empty_or_goes_back_to_its_start(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    fill(page)
    for label, start in (("How many people leave", ""), ("How many days in a year does a full-time", "229")):
        box(page, label).fill("")
        box(page, label).press("Tab")
        expect(box(page, label)).to_have_value(start)
    wait_until(lambda: {f"{NAME}leavers", f"{NAME}working-days"}.isdisjoint(saved_entries(course)))
    expect(says(page)).to_contain_text("For the cost of leavers, a number is missing or not clear.")


def test_a_reload_in_the_middle_of_typing_loses_no_key(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    fill(page)
    box(page, "How many people leave").focus()
    page.keyboard.press("End")
    page.keyboard.type("5")
    reloaded(page)
    expect(box(page, "How many people leave")).to_have_value("205")
    expect(status(page)).to_have_text(SAVED)
    wait_until(lambda: saved_entries(course)[f"{NAME}leavers"] == "205")


def test_numbers_given_to_a_dead_kernel_are_given_again(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    for label, number in NUMBERS.items():
        box(page, label).fill(number)
    form(page).get_by_role("checkbox", name="Keep this for my action plan").check()
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    box(page, "How many people leave").fill("30")
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(says(page)).to_contain_text(
        "Leavers cost about £135,000 a year. Absence costs about £128,000", timeout=30_000
    )
    expect(status(page)).to_have_text(SAVED, timeout=30_000)
    saved = saved_entries(course)
    assert saved.pop("plan/staff-costs") == "yes"
    assert saved.pop(f"{NAME}leavers") == "30"
    assert sorted(saved.values()) == sorted([*NUMBERS.values()][1:])


def test_what_could_not_be_saved_is_saved_with_the_next_number(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    course.work.mkdir()  # in the way of the file
    box(page, "How many people leave").fill("20")
    box(page, "How many people leave").press("Enter")
    expect(status(page)).to_contain_text("could not be written")
    course.work.rmdir()
    box(page, "What does one leaver cost").fill("4500")
    box(page, "What does one leaver cost").press("Enter")
    expect(says(page)).to_contain_text("Leavers cost about £90,000 a year.")
    expect(status(page)).to_have_text(SAVED)
    assert saved_entries(course) == {f"{NAME}leavers": "20", f"{NAME}cost-per-leaver": "4500"}


@pytest.mark.fresh
def test_without_storage_in_the_browser_numbers_are_saved_all_the_same(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    page.add_init_script(
        "const keep = Storage.prototype.setItem;"
        "Storage.prototype.setItem = function (key, value) {"
        " if (key.startsWith('equally-outstanding/')) throw new Error('full'); keep.call(this, key, value); };"
    )
    open_page()
    fill(page)
    expect(status(page)).to_have_text(SAVED)
    assert sorted(saved_entries(course).values()) == sorted(NUMBERS.values())


def test_it_is_kept_brought_back_and_removed_with_the_rest_of_the_work(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    fill(page)
    tick = form(page).get_by_role("checkbox", name="Keep this for my action plan")
    tick.check()
    expect(work_panel(page)).to_contain_text("Saved: 1 estimate and 1 tick for your plan.")
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(keep(page)))
    page.get_by_text("Start again, or clear this computer").click()
    page.get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(box(page, "How many people leave")).to_have_value("")
    expect(tick).not_to_be_checked()
    expect(says(page)).to_contain_text("Nothing can be worked out yet")
    page.get_by_role("button", name="Undo starting again").click()
    expect(says(page)).to_contain_text("Leavers cost about £90,000 a year.")
    expect(work_panel(page)).to_contain_text("Undone: starting again.")
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(work_panel(page)).to_contain_text("Cleared. Nothing of your work is left here.")
    bring_back(page, file)
    expect(page.get_by_role("dialog")).to_contain_text("1 estimate and 1 tick for your plan will be added.")
    page.get_by_role("button", name="Bring it back").click()
    expect(box(page, "What is the average pay")).to_have_value("30,000")
    expect(tick).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 800})
    open_page()
    assert axe(page) == []
    fill(page)
    box(page, "Fewer days absent, in per cent: high").fill("2.5")
    box(page, "Fewer leavers, in per cent: high").fill("-1")
    box(page, "Fewer leavers, in per cent: high").press("Enter")
    expect(status(page)).to_have_text(re.compile("^Kept as you typed it"))
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert form(page).evaluate("node => node.scrollWidth <= node.clientWidth")
    for text in form(page).locator("svg text").all():
        place = text.bounding_box()
        assert place is not None
        assert 0 <= place["x"] <= place["x"] + place["width"] <= 320
