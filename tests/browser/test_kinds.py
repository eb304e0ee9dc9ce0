"""Choosing all that apply, putting in order and matching: by keyboard, kept, marked right, and fit for a small screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import CourseServer
from .learner import SAVED, Open, exercise, saved, status

KINDS = Path(__file__).parent / "fixtures" / "kinds.yaml"
ASKED = ["own-multi", "own-order", "own-match", "marked-multi", "marked-order", "marked-match"]
PAGE = "9-kinds/kinds.ipynb"


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that asks every kind."""
    cells = ["# Kinds", "from course import ask, hand_in", *(f'ask("{one}")' for one in ASKED), 'hand_in("9-kinds")']
    return make_course(
        {"assets/content/exercises/9-kinds.yaml": KINDS.read_text().splitlines(), f"notebooks/{PAGE}": cells}
    )


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def button(page: Page, name: str, line: str) -> Locator:
    return page.get_by_role("button", name=re.compile(f"^{name} {line}"))


def lines(page: Page, exercise_id: str) -> list[str]:
    return exercise(page, exercise_id).locator("li > span:first-child").all_inner_texts()


def verdict(page: Page, exercise_id: str) -> Locator:
    return exercise(page, exercise_id).locator(".eq-verdict")


def check(page: Page, exercise_id: str) -> None:
    exercise(page, exercise_id).get_by_role("button", name="Check my answer").click()


def test_all_that_apply_is_answered_by_keyboard_saved_at_once_and_can_be_taken_back(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    group = page.get_by_role("group", name=re.compile("colours"))
    group.get_by_role("checkbox", name="Red").focus()
    for key in ("Space", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect(status(page, "marked-multi")).to_have_text(SAVED)
    assert saved(course) == {"marked-multi": "a c"}
    page.reload()
    page.wait_for_selector("[data-eq-ready]:visible")
    expect(group.get_by_role("checkbox", name="Blue")).to_be_checked()
    for name in ("Red", "Blue"):
        group.get_by_role("checkbox", name=name).uncheck()
    expect(status(page, "marked-multi")).to_have_text("Not answered yet.")
    assert saved(course) == {}


def test_lines_are_put_in_order_by_keyboard_and_the_focus_stays_on_the_line(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    assert lines(page, "marked-order") == ["Supper", "Breakfast", "Lunch"]
    expect(status(page, "marked-order")).to_have_text("Not answered yet.")
    down = button(page, "Down", "Supper")
    down.focus()
    for place in (2, 3):
        page.keyboard.press("Enter")
        expect(down).to_be_focused()
        expect(exercise(page, "marked-order").locator(".eq-spoken")).to_have_text(f"Now in place {place} of 3.")
    expect(down).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    assert lines(page, "marked-order") == ["Breakfast", "Lunch", "Supper"]
    expect(status(page, "marked-order")).to_have_text(SAVED)
    assert saved(course) == {"marked-order": "b c a"}
    page.reload()
    page.wait_for_selector("[data-eq-ready]:visible")
    assert lines(page, "marked-order") == ["Breakfast", "Lunch", "Supper"]


def test_a_match_is_chosen_by_keyboard_and_says_what_is_still_open(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    cells = page.locator(".jp-Cell").count()
    group = page.get_by_role("group", name=re.compile("part of the day"))
    group.get_by_role("combobox", name="Breakfast").focus()
    page.keyboard.press("ArrowDown")
    expect(status(page, "marked-match")).to_have_text("Saved. 1 line is still open.")
    panel = page.get_by_role("region", name="Hand in: Every kind of exercise")
    expect(panel).to_contain_text("Marked question 3 has 1 line still open.")
    page.keyboard.press("Tab")
    expect(group.get_by_role("combobox", name="Supper")).to_be_focused()
    page.keyboard.type("Ev")
    expect(status(page, "marked-match")).to_have_text("Saved. You can change it until you hand in.")
    assert saved(course) == {"marked-match": "a=x b=y"}
    assert page.locator(".jp-Cell").count() == cells  # No key of the notebook was taken for a command.


def test_practice_tells_right_from_partly_right_and_what_each_choice_teaches(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    for one, empty in (("own-multi", "Choose an"), ("own-order", "Move a line"), ("own-match", "Choose an")):
        check(page, one)
        expect(status(page, one)).to_contain_text(empty)

    page.get_by_role("checkbox", name="Two").check()
    check(page, "own-multi")
    expect(verdict(page, "own-multi")).to_have_text("Partly right")
    expect(exercise(page, "own-multi")).to_contain_text("One more belongs here.")
    page.get_by_role("checkbox", name="Four", exact=True).check()
    check(page, "own-multi")
    expect(verdict(page, "own-multi")).to_have_text("✓ Right")

    button(page, "Up", "One").click()
    check(page, "own-order")
    expect(verdict(page, "own-order")).to_have_text("✗ Not quite")
    expect(exercise(page, "own-order")).to_contain_text("0 of 3 neighbours")
    button(page, "Up", "Two").click()
    check(page, "own-order")
    expect(verdict(page, "own-order")).to_have_text("✓ Right")

    for row, option in (("One", "even"), ("Two", "even"), ("Three", "odd")):
        page.get_by_role("combobox", name=re.compile(f"^{row}")).select_option(option)
    check(page, "own-match")
    expect(verdict(page, "own-match")).to_have_text("Partly right")
    page.get_by_role("combobox", name="One", exact=True).select_option("odd")
    check(page, "own-match")
    expect(verdict(page, "own-match")).to_have_text("✓ Right")


def test_handing_in_locks_every_kind(page: Page, open_page: Callable[[], None]) -> None:
    open_page()
    page.get_by_role("checkbox", name="Red").check()
    expect(status(page, "marked-multi")).to_have_text(SAVED)
    page.get_by_label("Your id").fill("ab12")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.get_by_role("button", name="Hand in as it is").click()
    expect(status(page, "marked-order")).to_contain_text("Handed in")
    expect(page.get_by_role("checkbox", name="Red")).to_be_disabled()
    expect(page.get_by_role("combobox", name="Supper")).to_be_disabled()
    button(page, "Up", "Lunch").click(force=True)
    assert lines(page, "marked-order") == ["Supper", "Breakfast", "Lunch"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], scheme: str, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 800})
    open_page()
    page.get_by_role("checkbox", name="Two").check()
    button(page, "Up", "One").click()
    page.get_by_role("combobox", name=re.compile("Two")).select_option("odd")
    for one in ASKED[:3]:
        check(page, one)
        expect(verdict(page, one)).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    for one in ASKED:
        box = exercise(page, one)
        assert box.evaluate("node => node.scrollWidth <= node.clientWidth"), one
        for control in box.locator("button, select, input").all():
            size = control.bounding_box()
            assert size is not None
            assert min(size["width"], size["height"]) >= 24
