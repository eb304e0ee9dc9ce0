"""A learner takes the skills check by keyboard, before and after the course, and sees both side by side."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course.skill_questions import WHEN, When, skills_content

from .conftest import CourseServer
from .learner import Open, reloaded, saved_entries, wait_until

PAGE = "9-skills/check.ipynb"
SKILLS = skills_content().skills
NAMES = list(SKILLS)


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that has both checks and a part to hand in."""
    calls = [*(f'skills_check("{when}")' for when in WHEN), 'hand_in("2-evidence")']
    return make_course({f"notebooks/{PAGE}": ["# Check", "from course import hand_in, skills_check", *calls]})


def check(page: Page, when: When) -> Locator:
    forms = skills_content().forms
    return page.get_by_role("region", name=(forms.before if when == "before" else forms.after).title)


def question(page: Page, when: When, number: int) -> Locator:
    return check(page, when).get_by_role("group", name=re.compile(f"^Question {number} of 6"))


def radios(page: Page, when: When, number: int) -> Locator:
    return question(page, when, number).get_by_role("radio")


def line(page: Page, when: When, number: int) -> Locator:
    """The status line below a question."""
    return check(page, when).locator(".eq-status").nth(number - 1)


def button(page: Page, when: When, name: str) -> Locator:
    return check(page, when).get_by_role("button", name=name, exact=True)


def result(page: Page, when: When) -> Locator:
    return check(page, when).get_by_role("heading", name="What came of it")


def share(page: Page, when: When) -> Locator:
    return check(page, when).get_by_role("checkbox", name=skills_content().share)


def right(when: When) -> dict[str, str]:
    return {name: skill.question(when).key.right for name, skill in SKILLS.items()}


def test_by_keyboard_with_gaps_over_a_reload_and_a_dead_kernel(
    page: Page, course: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, PAGE, of=course)
    button(page, "before", "Finish").focus()
    page.keyboard.press("Enter")
    expect(check(page, "before")).to_contain_text("Answer a question first, or leave the check out")
    radios(page, "before", 1).first.focus()
    for key in ("x", "d", "d", "Space", "ArrowDown", "ArrowDown"):  # the first three would cut and delete a cell
        page.keyboard.press(key)
    expect(line(page, "before", 1)).to_have_text("Saved. 1 of 6 answered.")
    page.keyboard.press("Tab")
    expect(radios(page, "before", 2).first).to_be_focused()
    page.keyboard.press("Space")
    expect(line(page, "before", 2)).to_have_text("Saved. 2 of 6 answered.")
    given = {f"skills/before/{NAMES[0]}": "c", f"skills/before/{NAMES[1]}": "a"}
    wait_until(lambda: saved_entries(course) == given)
    reloaded(page)
    expect(radios(page, "before", 1).nth(2)).to_be_checked()
    expect(check(page, "before")).to_contain_text("2 of 6 answered")
    # Finish with gaps: it asks, and shows no option that is right.
    button(page, "before", "Finish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Finish now?")).to_contain_text("4 questions have no answer.")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Finish as it is")).to_be_focused()
    page.keyboard.press("Enter")
    expect(result(page, "before")).to_be_focused()
    expect(check(page, "before")).to_contain_text("You have 1 of 6 right.")
    expect(check(page, "before").get_by_role("row")).to_have_count(7)
    expect(check(page, "before").get_by_role("cell", name="No answer")).to_have_count(4)
    expect(check(page, "before").get_by_role("link").first).to_have_attribute("href", re.compile("/hospices.ipynb$"))
    assert not any(skill.before.key.feedback["a"] in page.inner_text("body") for skill in SKILLS.values())
    for radio in radios(page, "before", 3).all():
        expect(radio).to_be_disabled()
    # Sharing is off, and goes along once it is ticked.
    panel = page.get_by_role("region", name=re.compile("^Hand in"))
    expect(panel).not_to_contain_text("skills check")
    expect(share(page, "before")).not_to_be_checked()
    expect(share(page, "before")).to_have_accessible_description(re.compile("off unless you tick it"))
    share(page, "before").press("Space")
    expect(panel).to_contain_text("Your next file also holds your answers to the skills check at the start")
    # What is chosen while the kernel is dead is saved by the next one.
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    for number, option in enumerate(right("after").values(), 1):
        question(page, "after", number).locator(f"input[value={option}]").check()
    button(page, "after", "Finish").press("Enter")
    expect(line(page, "after", 6)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    expect(result(page, "after")).to_be_hidden()
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(check(page, "after")).to_contain_text(
        "You had 1 of 6 right at the start. You have 6 of 6 right at the end: 5 more.", timeout=30_000
    )
    after = {f"skills/after/{name}": option for name, option in [*right("after").items(), ("finished", "yes")]}
    ends = {"skills/before/finished": "yes", "skills/before/shared": "yes"}
    wait_until(lambda: saved_entries(course) == given | ends | after)


def test_both_side_by_side_meet_wcag_at_320_pixels_and_can_be_opened_again(
    page: Page, course: CourseServer, open_notebook: Open, axe: Callable[..., list[str]]
) -> None:
    entries: dict[str, Any] = {}
    for when in WHEN:
        values = {**right(when), "finished": "yes", **({NAMES[0]: "d"} if when == "before" else {})}
        entries |= {f"skills/{when}/{name}": {"revision": 1, "value": value} for name, value in values.items()}
    work = {"format": "equally-outstanding/work/1", "work_id": "0" * 32, "entries": entries}
    course.work.write_text(json.dumps(work))
    page.set_viewport_size({"width": 320, "height": 800})
    open_notebook(page, PAGE, of=course)
    form = check(page, "after")
    expect(form).to_contain_text("You had 5 of 6 right at the start. You have 6 of 6 right at the end: 1 more.")
    expect(form).to_contain_text("Six questions say little about one person.")
    expect(form.get_by_role("img")).to_have_accessible_name(
        re.compile("Whose share: at the start another option, at the end right")
    )
    table = form.get_by_role("table", name="Skill by skill")
    expect(table.get_by_role("rowheader")).to_have_text([skill.name for skill in SKILLS.values()])
    expect(table.get_by_role("row").nth(1)).to_contain_text("Another option")
    first = SKILLS[NAMES[0]]
    form.locator("summary").first.click()
    expect(form.get_by_text(first.before.key.feedback["d"].split(".")[0])).to_be_visible()
    expect(form.get_by_text(first.after.options["a"]).last).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    for when in WHEN:
        assert check(page, when).evaluate("node => node.scrollWidth <= node.clientWidth")
    small = form.locator("button, input, summary").evaluate_all(
        """all => all.filter(node => node.getClientRects().length).map(node => node.getBoundingClientRect())
        .filter(({ width, height }) => width < 24 || height < 24)"""
    )
    assert small == []
    button(page, "after", "Change my answers").press("Enter")
    dialog = page.get_by_role("dialog", name="Change your answers?")
    expect(dialog).to_contain_text("the two checks can no longer be compared")
    page.keyboard.press("Escape")
    expect(result(page, "after")).to_be_visible()
    button(page, "after", "Change my answers").press("Enter")
    dialog.get_by_role("button", name="Change my answers").click()
    expect(radios(page, "after", 1).first).to_be_focused()
    expect(radios(page, "after", 1).first).to_be_checked()
    expect(result(page, "after")).to_be_hidden()
    expect(result(page, "before")).to_be_visible()
    wait_until(lambda: "skills/after/finished" not in saved_entries(course))
