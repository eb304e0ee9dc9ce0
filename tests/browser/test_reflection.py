"""A learner writes a reflection: saved by itself, kept for the plan by a tick, and never handed in."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import CourseServer
from .learner import Open, bring_back, exercise, hand_in, keep, reloaded, saved_entries, status, wait_until, work_panel

FIXTURE = Path(__file__).parent / "fixtures" / "reflection.yaml"
PAGE = "9-think/think.ipynb"
ASKED = ["own-thoughts", "own-choice", "marked-choice"]
OWN = "own-thoughts"
WORDS, PLAN = f"reflection/{OWN}", f"plan/{OWN}"
SAVED = "Saved. It stays with your work: it is not handed in."


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that asks a reflection, a practice question and a marked one."""
    cells = ["# Think", "from course import ask, hand_in, my_work", "my_work()"]
    cells += [*(f'ask("{one}")' for one in ASKED), 'hand_in("9-think")']
    return make_course(
        {"assets/content/exercises/9-think.yaml": FIXTURE.read_text().splitlines(), f"notebooks/{PAGE}": cells}
    )


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def box(page: Page) -> Locator:
    return exercise(page, OWN).get_by_label("Your answer")


def tick(page: Page) -> Locator:
    return page.get_by_role("checkbox", name="Keep this for my action plan")


def test_words_and_tick_are_saved_by_themselves_and_come_back(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    box(page).focus()
    page.keyboard.type("Ask people first.")
    expect(status(page, OWN)).to_have_text("Not saved yet. Your words are saved when you pause.")
    expect(status(page, OWN)).to_have_text(SAVED)
    for key in ("Tab", "Tab", "Space"):  # over the button to the tick
        page.keyboard.press(key)
    wait_until(lambda: saved_entries(course) == {WORDS: "Ask people first.", PLAN: "yes"})
    expect(status(page, OWN)).to_have_text(SAVED)
    reloaded(page)
    expect(box(page)).to_have_value("Ask people first.")
    expect(tick(page)).to_be_checked()
    tick(page).uncheck()
    wait_until(lambda: saved_entries(course) == {WORDS: "Ask people first."})
    box(page).fill("")
    box(page).press("Tab")
    wait_until(lambda: saved_entries(course) == {})
    expect(status(page, OWN)).to_have_text("")


def test_it_says_that_nobody_marks_it_and_is_not_counted_among_the_questions(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(page.get_by_role("group", name="For you: nobody marks this What would you change first")).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("^Practice 1 of 1 "))).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("^Marked question 1 of 1 "))).to_be_visible()
    expect(box(page)).to_have_accessible_description(
        "About 60 words, in your own way. Write nothing that identifies anyone."
    )
    exercise(page, OWN).get_by_role("button", name="Save my answer").click()
    expect(status(page, OWN)).to_have_text("Write your answer first.")
    tick(page).check()
    expect(status(page, OWN)).to_have_text("Ticked. What you write here goes into your action plan.")


def test_a_reload_in_the_middle_of_typing_loses_no_key(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    box(page).focus()
    page.keyboard.type("Half a thou")
    reloaded(page)
    expect(box(page)).to_have_value("Half a thou")
    expect(status(page, OWN)).to_have_text("Typed, but not saved yet. Choose Save my answer.")
    exercise(page, OWN).get_by_role("button", name="Save my answer").click()
    expect(status(page, OWN)).to_have_text(SAVED)
    assert saved_entries(course) == {WORDS: "Half a thou"}


def test_words_and_tick_given_to_a_dead_kernel_are_given_again(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    tick(page).check()
    box(page).fill("Written meanwhile.")
    box(page).press("Tab")
    expect(status(page, OWN)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(box(page)).to_have_value("Written meanwhile.")
    expect(tick(page)).to_be_checked()
    expect(status(page, OWN)).to_have_text(SAVED, timeout=30_000)
    wait_until(lambda: saved_entries(course) == {WORDS: "Written meanwhile.", PLAN: "yes"})


def test_it_is_kept_brought_back_and_removed_with_the_rest_of_the_work(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    box(page).fill("My thought.")
    box(page).press("Tab")
    tick(page).check()
    wait_until(lambda: saved_entries(course) == {WORDS: "My thought.", PLAN: "yes"})
    expect(work_panel(page)).to_contain_text("Saved: 1 reflection and 1 tick for your plan.")
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(keep(page)))
    page.get_by_text("Start again, or clear this computer").click()
    page.get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(box(page)).to_have_value("")
    expect(tick(page)).not_to_be_checked()
    page.get_by_role("button", name="Undo starting again").click()
    expect(work_panel(page)).to_contain_text("Undone: starting again.")
    expect(box(page)).to_have_value("My thought.")
    expect(tick(page)).to_be_checked()
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(work_panel(page)).to_contain_text("Cleared. Nothing of your work is left here.")
    expect(box(page)).to_have_value("")
    bring_back(page, file)
    expect(page.get_by_role("dialog")).to_contain_text("1 reflection and 1 tick for your plan will be added.")
    page.get_by_role("button", name="Bring it back").click()
    expect(box(page)).to_have_value("My thought.")
    expect(tick(page)).to_be_checked()


def test_it_is_not_handed_in_nor_locked(page: Page, open_page: Callable[[], None], tmp_path: Path) -> None:
    open_page()
    box(page).fill("For nobody else.")
    box(page).press("Tab")
    expect(status(page, OWN)).to_have_text(SAVED)
    exercise(page, "marked-choice").get_by_label("Red").check()
    handed = hand_in(page, "ab12", tmp_path).read_text("utf-8")
    assert json.loads(handed)["answers"].keys() == {"marked-choice"}
    assert "For nobody else." not in handed
    assert OWN not in handed
    expect(box(page)).to_be_editable()
    expect(tick(page)).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 800})
    open_page()
    box(page).fill("word " * 80)
    tick(page).check()
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert exercise(page, OWN).evaluate("node => node.scrollWidth <= node.clientWidth")
