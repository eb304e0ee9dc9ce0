"""A learner assesses a service factor by factor, and a team lays its files side by side."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from course.factors import factors

from .conftest import CourseServer
from .learner import Open, bring_back, keep, reloaded, saved_entries, wait_until, work_panel

PAGE = "9-factors/factors.ipynb"
NAME = "assessment/success-factors/"
SAVED = "Saved. It stays with your work: it is not handed in."
FACTORS = list(factors().factors.items())
LEADERS, PRINCIPLES, STAFF = (name for name, _ in FACTORS[:3])


@pytest.fixture
def course(make_course: Callable[[dict[str, list[str]]], CourseServer]) -> CourseServer:
    """A course with one page that has the self-assessment."""
    cells = ["# Factors", "from course import assess, my_work", "my_work()", 'assess("success-factors")']
    return make_course({f"notebooks/{PAGE}": cells})


@pytest.fixture
def open_page(page: Page, course: CourseServer, open_notebook: Open) -> Callable[[], None]:
    return lambda: open_notebook(page, PAGE, of=course)


def form(page: Page) -> Locator:
    return page.get_by_role("region", name="Where does your service stand?")


def status(page: Page) -> Locator:
    """The status line of levels and evidence. The next ones are of the ticks and of the team."""
    return form(page).locator(".eq-status").first


def place(page: Page, number: int) -> Locator:
    """A factor in the list of all."""
    return form(page).get_by_role("list").first.get_by_role("button").nth(number - 1)


def heading(page: Page, number: int) -> Locator:
    return form(page).get_by_role("heading", name=f"Factor {number} of 9")


def level(page: Page, words: str) -> Locator:
    return form(page).get_by_role("radio", name=re.compile(f"^{words}:"))


def evidence(page: Page) -> Locator:
    return form(page).get_by_role("textbox", name="What is your evidence?")


def button(page: Page, name: str) -> Locator:
    return form(page).get_by_role("button", name=name, exact=True)


def rows(page: Page, caption: str) -> list[list[str]]:
    body = form(page).get_by_role("table", name=caption).locator("tbody tr")
    return [row.locator("th, td").all_inner_texts() for row in body.all()]


def rate(page: Page, number: int, words: str, seen: str = "") -> None:
    place(page, number).click()
    level(page, words).check()
    if seen:
        evidence(page).fill(seen)
        evidence(page).blur()
    expect(place(page, number)).to_contain_text(words)
    expect(status(page)).to_have_text(SAVED)


def test_by_keyboard_a_level_and_evidence_are_saved_and_the_profile_appears(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(form(page)).to_contain_text("It appears here as soon as you have answered one factor.")
    expect(form(page).get_by_role("img")).to_be_hidden()
    place(page, 3).focus()
    page.keyboard.press("Enter")
    expect(heading(page, 3)).to_be_focused()
    for key in ("x", "ArrowDown", "d", "d"):  # JupyterLab's: cut a cell, next cell, delete a cell
        page.keyboard.press(key)
    expect(heading(page, 3)).to_be_focused()
    for key in ("Tab", "ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    expect(level(page, "In places")).to_be_checked()
    expect(place(page, 3)).to_contain_text("In places, no evidence yet")
    for key in ("Tab", "Tab"):  # over the button that clears
        page.keyboard.press(key)
    expect(evidence(page)).to_be_focused()
    page.keyboard.type("Rotas are talked over.")
    page.keyboard.press("Enter")
    page.keyboard.type("Asked two teams.")
    expect(status(page)).to_have_text("Not saved yet. Your words are saved when you pause.")
    expect(status(page)).to_have_text(SAVED)
    expect(evidence(page)).to_be_focused()
    entries = {f"{NAME}{STAFF}": "2", f"{NAME}{STAFF}/evidence": "Rotas are talked over.\nAsked two teams."}
    wait_until(lambda: saved_entries(course) == entries)
    expect(form(page).get_by_role("img")).to_have_accessible_name(re.compile(r"Staff equality: In places\."))
    profile = rows(page, "Your level for each factor, and whether you wrote evidence")
    assert profile[1:3] == [
        ["Equality and human rights principles into action", "Not answered", "No"],
        ["A culture of staff equality", "In places", "Yes"],
    ]
    for key in ("Tab", "Tab", "Enter"):  # over Back to Next
        page.keyboard.press(key)
    expect(heading(page, 4)).to_be_focused()
    reloaded(page)
    expect(heading(page, 4)).to_be_visible()
    place(page, 3).click()
    expect(level(page, "In places")).to_be_checked()
    expect(evidence(page)).to_have_value("Rotas are talked over.\nAsked two teams.")


def test_back_next_and_the_list_lead_to_every_factor_and_say_which_are_done(
    page: Page, open_page: Callable[[], None]
) -> None:
    open_page()
    expect(button(page, "Back")).to_have_attribute("aria-disabled", "true")
    for number, (_, factor) in enumerate(FACTORS, 1):
        expect(heading(page, number)).to_have_text(f"Factor {number} of 9: {factor.name}")
        expect(form(page).get_by_role("heading", name=re.compile("^Factor "))).to_have_count(1)
        expect(place(page, number)).to_have_attribute("aria-current", "true")
        expect(place(page, number)).to_contain_text("Not answered")
        for words in (factor.meaning, factor.well, factor.lip_service, factor.where, *factor.levels):
            expect(form(page).get_by_text(" ".join(words.split())).locator("visible=true").first).to_be_visible()
        if number < 9:
            button(page, "Next").click()
            expect(heading(page, number + 1)).to_be_focused()
    button(page, "Your profile").click()
    expect(form(page).get_by_role("heading", name="Your profile")).to_be_focused()
    button(page, "Back").click()
    expect(heading(page, 8)).to_be_focused()
    place(page, 2).click()
    expect(heading(page, 2)).to_be_focused()
    level(page, "I cannot say yet").check()
    expect(place(page, 2)).to_contain_text("I cannot say yet")


def test_a_level_can_be_changed_and_cleared(page: Page, course: CourseServer, open_page: Callable[[], None]) -> None:
    open_page()
    expect(button(page, "Clear my choice")).to_be_hidden()
    rate(page, 1, "Mostly")
    rate(page, 1, "Not yet")
    assert saved_entries(course) == {f"{NAME}{LEADERS}": "1"}
    button(page, "Clear my choice").click()
    expect(level(page, "Not yet")).to_be_focused()
    expect(form(page).get_by_role("radio", checked=True)).to_have_count(0)
    wait_until(lambda: saved_entries(course) == {})
    expect(place(page, 1)).to_contain_text("Not answered")
    expect(button(page, "Clear my choice")).to_be_hidden()
    expect(status(page)).to_have_text("")


def test_strengths_and_steps_follow_and_ticks_are_kept_until_they_are_taken_away(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    rate(page, 1, "Mostly", "People told us.")
    rate(page, 2, "Everywhere")
    rate(page, 3, "Not yet")
    expect(form(page)).to_contain_text("The highest level for which you have evidence: Mostly.")
    expect(form(page)).to_contain_text("High, but without evidence so far. Say what shows it:")
    expect(form(page)).to_contain_text("Lowest is not the same as most urgent.")
    ticks = form(page).get_by_role("checkbox", name="Keep this for my action plan")
    expect(ticks).to_have_count(3)  # the profile and two steps
    step = form(page).get_by_role("checkbox", name="Keep this for my action plan (A culture of staff equality)")
    step.check()
    form(page).get_by_role("checkbox", name="Keep this for my action plan (Your profile)").check()
    plan = {"plan/success-factors": "yes", f"plan/success-factors/{STAFF}": "yes"}
    wait_until(lambda: plan.items() <= saved_entries(course).items())
    expect(form(page).locator(".eq-status").nth(1)).to_have_text(SAVED)
    rate(page, 3, "Everywhere")
    expect(form(page)).to_contain_text("You ticked this before. The answer that you have now gives no next step.")
    step.uncheck()
    wait_until(lambda: f"plan/success-factors/{STAFF}" not in saved_entries(course))
    expect(step).to_be_focused()
    rate(page, 1, "In places")
    expect(step).to_be_hidden()


def test_a_reload_in_the_middle_of_typing_loses_no_key(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    place(page, 2).click()
    evidence(page).focus()
    page.keyboard.type("Half a thou")
    reloaded(page)
    expect(evidence(page)).to_have_value("Half a thou")
    wait_until(lambda: saved_entries(course) == {f"{NAME}{PRINCIPLES}/evidence": "Half a thou"})
    expect(status(page)).to_have_text(SAVED)


def test_what_was_given_to_a_dead_kernel_is_given_again(
    page: Page, course: CourseServer, open_page: Callable[[], None]
) -> None:
    open_page()
    rate(page, 1, "Mostly")
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in course.kernels():
        kernel.suspend()
    level(page, "In places").check()
    evidence(page).fill("Seen on a ward round.")
    button(page, "Next").click()
    level(page, "I cannot say yet").check()
    form(page).get_by_role("checkbox", name="Your profile").check()
    expect(status(page)).to_have_text("Not saved yet, kept in this browser.", timeout=8000)
    course.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page)).to_have_text(SAVED, timeout=30_000)
    expect(heading(page, 2)).to_be_visible()
    expect(level(page, "I cannot say yet")).to_be_checked()
    given = {
        f"{NAME}{LEADERS}": "2",
        f"{NAME}{LEADERS}/evidence": "Seen on a ward round.",
        f"{NAME}{PRINCIPLES}": "unsure",
        "plan/success-factors": "yes",
    }
    wait_until(lambda: saved_entries(course) == given)


def test_it_is_kept_brought_back_and_removed_with_the_rest_of_the_work(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    rate(page, 2, "Mostly", "Seen.")
    form(page).get_by_role("checkbox", name="Your profile").check()
    expect(work_panel(page)).to_contain_text("Saved: 1 self-assessment and 1 tick for your plan.")
    file = tmp_path / "kept.json"
    file.write_text(json.dumps(keep(page)))
    page.get_by_text("Start again, or clear this computer").click()
    page.get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start again").click()
    expect(place(page, 2)).to_contain_text("Not answered")
    expect(evidence(page)).to_have_value("")
    page.get_by_role("button", name="Undo starting again").click()
    expect(place(page, 2)).to_contain_text("Mostly, with evidence")
    page.get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(work_panel(page)).to_contain_text("Cleared. Nothing of your work is left here.")
    expect(form(page)).to_contain_text("It appears here as soon as you have answered one factor.")
    bring_back(page, file)
    expect(page.get_by_role("dialog")).to_contain_text("1 self-assessment and 1 tick for your plan will be added.")
    page.get_by_role("button", name="Bring it back").click()
    expect(level(page, "Mostly")).to_be_checked()
    expect(evidence(page)).to_have_value("Seen.")


# As a team


def kept_by(folder: Path, person: int, chosen: str, name: str = "") -> Path:
    """A file as Keep my work makes it, of somebody who chose one level for all factors."""
    entries = {f"{NAME}{factor}": {"revision": 1, "value": chosen} for factor, _ in FACTORS}
    entries[f"{NAME}{LEADERS}/evidence"] = {"revision": 1, "value": "Only for me."}
    work = {"format": "equally-outstanding/work/1", "work_id": f"{person:032x}", "entries": entries}
    file = folder / (name or f"anna-{person}.json")
    file.write_text(json.dumps(work))
    return file


def team(page: Page) -> Locator:
    return form(page).locator("details")


def lay(page: Page, *files: Path) -> None:
    with page.expect_file_chooser() as chooser:
        team(page).get_by_role("button", name="Choose work files").click()
    assert chooser.value.is_multiple()
    chooser.value.set_files(files)


def team_status(page: Page) -> Locator:
    return team(page).locator(".eq-status")


RESULT = re.compile("^How many of ")


def test_four_files_wait_for_consent_and_five_do_not(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    rate(page, 1, "Mostly")
    before = course.work.read_text()
    stored = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    form(page).get_by_text("Look at it as a team").click()
    expect(team(page)).to_contain_text("Nothing of it is saved anywhere")
    files = [kept_by(tmp_path, i, value) for i, value in enumerate(("1", "1", "3", "4", "unsure"))]
    lay(page, *files[:4])
    expect(team_status(page)).to_have_text(re.compile("^Not shown: these are the answers of 4 people"))
    expect(team(page).get_by_role("table")).to_be_hidden()
    team(page).get_by_role("checkbox", name="Everyone whose file this is has agreed").check()
    expect(team_status(page)).to_have_text("Shown together: the answers of 4 people.")
    expect(team(page).get_by_role("table", name="How many of 4 people chose each answer")).to_be_visible()
    team(page).get_by_role("checkbox", name="Everyone whose file this is has agreed").uncheck()
    expect(team(page).get_by_role("table")).to_be_hidden()
    lay(page, *files)
    expect(team_status(page)).to_have_text("Shown together: the answers of 5 people.")
    expect(team(page).get_by_role("img")).to_have_accessible_name(re.compile("how many people chose each"))
    table = rows(page, "How many of 5 people chose each answer")
    assert table == [[factor.name, "2", "0", "1", "1", "1", "0"] for _, factor in FACTORS]
    expect(team(page)).to_contain_text(
        "Committed leadership: from Not yet to Everywhere. A level was chosen by 4 of 5."
    )
    expect(team(page)).not_to_contain_text("anna")
    expect(team(page)).not_to_contain_text("Only for me.")
    assert course.work.read_text() == before
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])") == stored
    team(page).get_by_role("button", name="Take this off the page").click()
    expect(team(page).get_by_role("table")).to_be_hidden()
    expect(team_status(page)).to_have_text("")
    expect(team(page).get_by_role("button", name="Choose work files")).to_be_focused()
    lay(page, *files)
    reloaded(page)
    form(page).get_by_text("Look at it as a team").click()
    expect(team(page).get_by_role("table")).to_be_hidden()


def test_files_that_do_not_serve_are_named_and_the_same_person_counts_once(
    page: Page, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    form(page).get_by_text("Look at it as a team").click()
    files = [kept_by(tmp_path, i, "2") for i in range(4)]
    again = kept_by(tmp_path, 0, "4", "again.json")
    work = json.loads(again.read_text())
    for entry in work["entries"].values():
        entry["revision"] = 2
    again.write_text(json.dumps(work))
    bad = {"broken.json": b'{"format": ', "photo.json": b"\xff\xd8\xff\xe0" * 50, "long.json": b"x" * 1_000_001}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    lay(page, *files, again, *(tmp_path / name for name in bad))
    expect(team_status(page)).to_have_text(re.compile("^Not shown: these are the answers of 4 people"))
    expect(team(page).get_by_role("listitem")).to_have_text(
        [
            re.compile("^broken.json is not a file that Keep my work has made"),
            re.compile("^photo.json is not a file"),
            "long.json is too large to be kept work. It was left out.",
            "anna-0.json, again.json hold the same person's work. Only the newest counts.",
        ]
    )
    team(page).get_by_role("checkbox", name="Everyone").check()
    expect(team(page).get_by_role("table", name=RESULT)).to_be_visible()
    assert rows(page, "How many of 4 people chose each answer")[0][1:] == ["0", "3", "0", "1", "0", "0"]
    lay(page, tmp_path / "broken.json")
    expect(team_status(page)).to_have_text("No file with a self-assessment was chosen, so there is nothing to show.")
    expect(team(page).get_by_role("table")).to_be_hidden()


def test_a_kernel_that_is_gone_is_said_and_too_many_files_are_not_sent(
    page: Page, course: CourseServer, open_page: Callable[[], None], tmp_path: Path
) -> None:
    open_page()
    form(page).get_by_text("Look at it as a team").click()
    for i in range(6):
        (tmp_path / f"{i}.json").write_bytes(b"x" * 999_999)
    lay(page, *(tmp_path / f"{i}.json" for i in range(6)))
    expect(team_status(page)).to_have_text("These files are too large together. Choose fewer of them.")
    for kernel in course.kernels():
        kernel.suspend()
    lay(page, kept_by(tmp_path, 1, "2"))
    expect(team_status(page)).to_have_text(re.compile("^The course does not answer just now"), timeout=15_000)
    for kernel in course.kernels():
        kernel.resume()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_meets_wcag_and_fits_a_phone(
    page: Page, open_page: Callable[[], None], axe: Callable[..., list[str]], scheme: Any, tmp_path: Path
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 320, "height": 800})
    open_page()
    assert axe(page) == []
    for number, words in enumerate(("Not yet", "In places", "Mostly", "Everywhere", "I cannot say yet"), 1):
        rate(page, number, words, "word " * 40 if number % 2 else "")
    form(page).get_by_text("Look at it as a team").click()
    (tmp_path / "x.json").write_text("{")
    lay(page, *(kept_by(tmp_path, i, str(i % 4 + 1)) for i in range(12)), tmp_path / "x.json")
    expect(team_status(page)).to_have_text("Shown together: the answers of 12 people.")
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert form(page).evaluate("node => node.scrollWidth <= node.clientWidth")
    assert (
        form(page).locator(".eq-scroll").evaluate_all("all => all.every(node => node.scrollWidth <= node.clientWidth)")
    )
    for text in form(page).locator("svg text").all():
        box = text.bounding_box()
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 320
    small = (
        form(page)
        .locator("button, input:not([hidden]), textarea, summary")
        .evaluate_all(
            """all => all.filter(node => node.getClientRects().length).map(node => node.getBoundingClientRect())
            .filter(({ width, height }) => width < 24 || height < 24)"""
        )
    )
    assert small == []


def test_levels_unsure_and_unanswered_look_different_without_colours(page: Page, open_page: Callable[[], None]) -> None:
    page.emulate_media(forced_colors="active")
    open_page()
    rate(page, 1, "Not yet")
    rate(page, 2, "I cannot say yet")
    picture = form(page).get_by_role("img").locator("svg")
    filled, empty = picture.locator("rect").nth(0), picture.locator("rect").nth(1)
    fills = [one.evaluate("node => getComputedStyle(node).fill") for one in (filled, empty)]
    assert fills[0] != fills[1]
    assert picture.locator("rect").count() == 4 + 1  # four boxes, and one broken line around a question mark
    assert picture.locator("rect.eq-dashed").evaluate("node => getComputedStyle(node).strokeDasharray") != "none"
    expect(picture.get_by_text("?", exact=True)).to_have_count(1)
    assert picture.locator("line").count() == 7
