"""A learner answers, by mouse and by keyboard, and keeps every answer whatever breaks."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.content import Single, practice_key

from .conftest import CourseServer
from .learner import (
    CHOICES,
    HOSPICES,
    NOT_SAVED,
    NUMBERS,
    SAVED,
    SURVEY,
    WELCOME,
    Open,
    bring_back,
    choose,
    choose_saved,
    chosen,
    exercise,
    keep,
    saved,
    status,
    type_saved,
    wait_until,
    work_panel,
)
from .learner import PRACTICE as ALL_PRACTICE

PRACTICE = next(e for e in ALL_PRACTICE if isinstance(e, Single))


@pytest.mark.parametrize("view", ["doc", pytest.param("notebooks", marks=pytest.mark.fresh)])
def test_answers_are_saved_on_lab_and_on_notebook_7(
    page: Page, server: CourseServer, open_notebook: Open, view: str
) -> None:
    open_notebook(page, HOSPICES, view)
    choose_saved(page, CHOICES[0].id, "a")
    assert saved(server) == {CHOICES[0].id: "a"}
    choose_saved(page, CHOICES[0].id, "b")
    wait_until(lambda: saved(server) == {CHOICES[0].id: "b"})


def test_practice_answers_at_once_for_the_chosen_option(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    key = practice_key(PRACTICE)
    assert key
    for option in PRACTICE.options:
        choose(page, PRACTICE.id, option)
        exercise(page, PRACTICE.id).get_by_role("button", name="Check my answer").click()
        feedback = exercise(page, PRACTICE.id).locator(".eq-feedback")
        expect(feedback).to_contain_text("Right" if option == key.right else "Not quite")
        expect(feedback).to_contain_text(key.feedback[option][:30])


def test_a_graded_exercise_shows_no_feedback(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    for option in CHOICES[0].options:
        choose_saved(page, CHOICES[0].id, option)
        expect(exercise(page, CHOICES[0].id).locator(".eq-feedback")).to_be_empty()


def test_a_number_in_the_wrong_unit_gets_a_prompt_and_is_kept_as_typed(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    percent = next(e for e in NUMBERS if e.unit == "percent")
    open_notebook(page, HOSPICES)
    box = exercise(page, percent.id).get_by_label("Your answer")
    box.fill("0.2")
    box.press("Enter")
    expect(status(page, percent.id)).to_contain_text("Not an answer yet. Did you mean 20%?")
    box.fill("20 %")
    exercise(page, percent.id).get_by_role("button", name="Save my answer").click()
    expect(status(page, percent.id)).to_have_text(SAVED)
    assert saved(server)[percent.id] == "20 %"


def test_everything_can_be_done_by_keyboard_alone(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)

    def tab_to(target: Locator) -> None:
        for _ in range(150):
            page.keyboard.press("Tab")
            if target.evaluate("node => node === document.activeElement"):
                return
        raise AssertionError("Tab did not get there.")

    first = exercise(page, PRACTICE.id)
    tab_to(first.locator("input").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(first.locator(".eq-verdict")).to_be_visible()
    chosen(page, PRACTICE.id, "b")

    number = NUMBERS[0]
    tab_to(exercise(page, number.id).get_by_label("Your answer"))
    page.keyboard.type("25")
    page.keyboard.press("Enter")
    expect(status(page, number.id)).to_have_text(SAVED)

    tab_to(exercise(page, CHOICES[0].id).locator("input").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(status(page, CHOICES[0].id)).to_have_text(SAVED)
    wait_until(lambda: saved(server).get(CHOICES[0].id) == "b")

    tab_to(page.get_by_label("Your id"))
    page.keyboard.type("ab12")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(page.get_by_text("You handed in this part on")).to_be_visible()
    assert page.locator(":focus").count() == 1


@pytest.mark.parametrize("view", ["doc", pytest.param("notebooks", marks=pytest.mark.fresh)])
def test_keys_in_a_widget_change_no_cell(page: Page, open_notebook: Open, view: str) -> None:
    open_notebook(page, HOSPICES, view)
    cells = page.locator(".jp-Cell")
    before = cells.count()
    exercise(page, PRACTICE.id).locator("input").first.focus()
    for key in ("ArrowDown", "x", "d", "d", "a", "b", "z", "ArrowDown"):
        page.keyboard.press(key)
    exercise(page, NUMBERS[0].id).get_by_label("Your answer").fill("")
    page.keyboard.type("xddab1")
    exercise(page, PRACTICE.id).locator("summary").focus()
    for key in ("x", "d", "d", "Enter", "ArrowDown"):
        page.keyboard.press(key)
    assert cells.count() == before
    assert page.locator(".jp-Cell.jp-mod-selected.jp-mod-editMode").count() == 0
    expect(exercise(page, NUMBERS[0].id).get_by_label("Your answer")).to_have_value("xddab1")


def test_an_answer_given_while_the_kernel_process_is_dead_is_saved_when_it_is_back(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in server.kernels():
        kernel.suspend()  # a kernel that hangs: nobody listens, and nothing tells the page
    choose(page, CHOICES[1].id, "c")
    expect(status(page, CHOICES[1].id)).to_have_text(NOT_SAVED, timeout=5000)
    server.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(status(page, CHOICES[1].id)).to_have_text(SAVED, timeout=30_000)
    chosen(page, CHOICES[0].id, "a")
    assert saved(server) == {CHOICES[0].id: "a", CHOICES[1].id: "c"}


@pytest.mark.fresh
def test_when_the_server_dies_answers_stay_can_be_kept_and_are_saved_after_a_reload(
    page: Page, server: CourseServer, open_notebook: Open, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    server.kill()
    choose(page, CHOICES[1].id, "c")
    expect(status(page, CHOICES[1].id)).to_have_text(NOT_SAVED, timeout=5000)
    entries = keep(page)["entries"]
    assert isinstance(entries, dict)
    assert {name: entry["value"] for name, entry in entries.items()} == {
        f"answer/{CHOICES[0].id}": "a",
        f"answer/{CHOICES[1].id}": "c",
    }
    server.start()
    open_notebook(page, HOSPICES)
    expect(status(page, CHOICES[1].id)).to_have_text(SAVED, timeout=30_000)
    assert saved(server) == {CHOICES[0].id: "a", CHOICES[1].id: "c"}


@pytest.mark.fresh
def test_a_new_session_takes_work_back_from_the_file_says_what_changes_and_can_undo(
    page: Page, server: CourseServer, open_notebook: Open, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    choose_saved(page, CHOICES[1].id, "c")
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(keep(page)))
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    server.reset()
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "b")

    bring_back(page, kept)
    dialog = page.get_by_role("dialog", name="Bring your work back?")
    expect(dialog).to_contain_text("1 answer will be added.")
    expect(dialog).to_contain_text("1 answer here will stay, because what is here is newer.")
    dialog.get_by_role("button", name="Cancel").click()
    assert saved(server) == {CHOICES[0].id: "b"}

    bring_back(page, kept)
    dialog.get_by_role("button", name="Bring it back").click()
    chosen(page, CHOICES[1].id, "c")
    assert saved(server) == {CHOICES[0].id: "b", CHOICES[1].id: "c"}
    work_panel(page).get_by_role("button", name="Undo bringing your work back").click()
    wait_until(lambda: saved(server) == {CHOICES[0].id: "b"})


@pytest.mark.parametrize("content", ["", "{", '{"cells": []}'])
def test_a_file_that_is_not_work_is_refused_and_changes_nothing(
    page: Page, server: CourseServer, open_notebook: Open, tmp_path: Path, content: str
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    wrong = tmp_path / "wrong.json"
    wrong.write_text(content)
    bring_back(page, wrong)
    expect(work_panel(page).locator(".eq-status")).to_contain_text("Nothing was changed.")
    assert saved(server) == {CHOICES[0].id: "a"}


@pytest.mark.fresh
def test_the_browsers_copy_is_offered_never_applied_silently(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    server.reset()
    open_notebook(page, HOSPICES)
    offer = work_panel(page).get_by_text("This browser holds 1 answer")
    expect(offer).to_be_visible()
    expect(exercise(page, CHOICES[0].id).locator("input:checked")).to_have_count(0)
    assert saved(server) == {}
    work_panel(page).get_by_role("button", name="Yes, bring them back").click()
    chosen(page, CHOICES[0].id, "a")
    expect(offer).to_be_hidden()
    assert saved(server) == {CHOICES[0].id: "a"}


@pytest.mark.fresh
def test_an_answer_given_to_a_dead_server_on_another_page_is_offered_on_this_one(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    server.kill()
    choose(page, CHOICES[0].id, "a")
    expect(status(page, CHOICES[0].id)).to_have_text(NOT_SAVED, timeout=5000)
    server.start()
    open_notebook(page, WELCOME)
    work_panel(page).get_by_role("button", name="Yes, bring them back").click()
    wait_until(lambda: saved(server) == {CHOICES[0].id: "a"})


def test_starting_again_removes_every_answer_and_can_be_undone(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    work_panel(page).get_by_text("Start again, or clear this computer").click()
    work_panel(page).get_by_role("button", name="Start again").click()
    page.get_by_role("dialog", name="Start again?").get_by_role("button", name="Start again").click()
    expect(exercise(page, CHOICES[0].id).locator("input:checked")).to_have_count(0)
    page.reload()
    page.wait_for_selector("[data-eq-ready]")
    expect(exercise(page, CHOICES[0].id).locator("input:checked")).to_have_count(0)
    page.wait_for_timeout(2000)
    expect(work_panel(page).get_by_text("This browser holds")).to_have_count(0)
    work_panel(page).get_by_role("button", name="Undo starting again").click()
    chosen(page, CHOICES[0].id, "a")


def test_clearing_this_computer_leaves_nothing_on_disk_or_in_the_browser(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    exercise(page, NUMBERS[0].id).get_by_label("Your answer").type("2")
    work_panel(page).get_by_text("Start again, or clear this computer").click()
    work_panel(page).get_by_role("button", name="Clear this computer").click()
    page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(work_panel(page).locator(".eq-status")).to_contain_text("Cleared.")
    expect(exercise(page, CHOICES[0].id).locator("input:checked")).to_have_count(0)
    assert not server.work.exists()
    left = page.evaluate(
        "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter(k => /entry|draft/.test(k))"
    )
    assert left == []


@pytest.mark.fresh
def test_back_forward_and_reload_keep_page_address_and_answers_together(page: Page, open_notebook: Open) -> None:
    open_notebook(page, SURVEY)
    page.get_by_role("link", name="Next: Reading the hospice figures").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("Reading the hospice figures", timeout=30_000)
    page.wait_for_selector("[data-eq-ready]")
    choose_saved(page, CHOICES[0].id, "a")
    page.go_back()
    expect(title).to_contain_text("Reading the inpatient survey", timeout=30_000)
    expect(page).to_have_url(re.compile("inpatient-survey"))
    page.go_forward()
    expect(title).to_contain_text("Reading the hospice figures", timeout=30_000)
    expect(page).to_have_url(re.compile("hospices"))
    chosen(page, CHOICES[0].id, "a")
    page.reload()
    expect(status(page, CHOICES[0].id)).to_have_text(SAVED, timeout=30_000)
    chosen(page, CHOICES[0].id, "a")


@pytest.mark.fresh
def test_two_tabs_with_the_same_page_show_the_newest_answer(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    other = page.context.new_page()
    open_notebook(other, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    choose_saved(other, CHOICES[0].id, "b")
    page.reload()
    page.wait_for_selector("[data-eq-ready]")
    chosen(page, CHOICES[0].id, "b")


def test_a_damaged_file_is_named_on_the_page(page: Page, server: CourseServer, open_notebook: Open) -> None:
    server.work.write_text("{ damaged")
    open_notebook(page, HOSPICES)
    notice = work_panel(page).get_by_role("alert")
    expect(notice).to_contain_text("could not be read, so it was set aside as my-work.damaged-")
    aside = next(server.work.parent.glob("my-work.damaged-*"))
    assert aside.read_text() == "{ damaged"
    choose_saved(page, CHOICES[0].id, "a")
    assert aside.exists()


def test_a_draft_that_was_not_given_survives_a_reload(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    box = exercise(page, NUMBERS[0].id).get_by_label("Your answer")
    box.type("12")
    page.reload()
    page.wait_for_selector("[data-eq-ready]")
    expect(box).to_have_value("12")
    expect(status(page, NUMBERS[0].id)).to_contain_text("not saved yet")
    assert saved(server) == {}


def test_typing_the_saved_number_again_leaves_it_saved(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    for _ in range(2):
        type_saved(page, NUMBERS[0].id, "12")


def test_the_explorer_redraws_without_the_kernel_and_says_what_it_shows(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    explorer = page.get_by_role("region", name="How much can a gap of this size tell you?")
    for kernel in server.kernels():
        kernel.suspend()
    picture = explorer.get_by_role("img")
    expect(picture).to_have_attribute("aria-label", re.compile("6 of 8"))
    explorer.get_by_label("60 outstanding and 140 others").check()
    expect(picture).to_have_attribute("aria-label", re.compile("45 of 60"))
    expect(explorer.get_by_role("status")).to_contain_text("5.4 to 32.4 points")
    explorer.get_by_label("Equality of religion and belief").check()
    expect(explorer.get_by_role("row", name=re.compile("^Odds ratio"))).to_contain_text("4.08")
    server.kill_kernels()
