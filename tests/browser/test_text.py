"""A learner writes a short text: every key is kept, a pause saves, and the page says what is true."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from course.content import Text, TextKey, practice_key

from .conftest import CourseServer
from .learner import (
    HOSPICES,
    NOT_SAVED,
    PRACTICE,
    SAVED,
    TEXT,
    Open,
    exercise,
    hand_in,
    saved,
    status,
    wait_until,
    write_saved,
)

OWN = next(e for e in PRACTICE if isinstance(e, Text))


def box(page: Page, exercise_id: str = TEXT.id) -> Locator:
    return exercise(page, exercise_id).get_by_label("Your answer")


def at_the_end(page: Page, words: str) -> None:
    """Type on from the end of what stands there."""
    box(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


@pytest.mark.parametrize("view", ["doc", pytest.param("notebooks", marks=pytest.mark.fresh)])
def test_words_are_saved_when_typing_stops(page: Page, server: CourseServer, open_notebook: Open, view: str) -> None:
    open_notebook(page, HOSPICES, view)
    at_the_end(page, "A link, ")
    expect(status(page, TEXT.id)).to_have_text("Not saved yet. Your words are saved when you pause.")
    expect(status(page, TEXT.id)).to_have_text(SAVED)
    assert saved(server) == {TEXT.id: "A link, "}
    at_the_end(page, "no cause.")
    expect(status(page, TEXT.id)).not_to_have_text(SAVED)
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("A link, no cause.")
    expect(status(page, TEXT.id)).to_have_text(SAVED)
    assert saved(server) == {TEXT.id: "A link, no cause."}


def test_words_are_saved_on_leaving_the_box_and_by_the_button(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    at_the_end(page, "One")
    page.keyboard.press("Tab")
    wait_until(lambda: saved(server) == {TEXT.id: "One"}, 1.5)
    at_the_end(page, " and two")
    exercise(page, TEXT.id).get_by_role("button", name="Save my answer").click()
    expect(status(page, TEXT.id)).to_have_text(SAVED)
    assert saved(server) == {TEXT.id: "One and two"}


def test_typing_goes_on_undisturbed_while_it_is_saved(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    words = "One two three four five six seven eight nine ten "
    box(page).focus()
    for number, letter in enumerate(words):
        page.keyboard.type(letter)
        page.wait_for_timeout(2100 if number % 12 == 11 else 20)
    expect(box(page)).to_have_value(words)
    expect(status(page, TEXT.id)).to_have_text(SAVED)
    assert saved(server) == {TEXT.id: words}


def test_enter_makes_a_new_line_and_no_key_changes_a_cell(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    cells = page.locator(".jp-Cell").count()
    box(page).focus()
    page.keyboard.type("a b")
    for key in ("Enter", "Enter", "x", "d", "d", "ArrowUp", "ArrowDown", "m", "Shift+Enter", "Escape"):
        page.keyboard.press(key)
    page.keyboard.type("c")
    expect(box(page)).to_have_value("a b\n\nxddm\nc")
    assert page.locator(".jp-Cell").count() == cells
    wait_until(lambda: saved(server) == {TEXT.id: "a b\n\nxddm\nc"})


def test_a_reload_in_the_middle_of_typing_loses_no_key(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    write_saved(page, TEXT.id, "Saved words.")
    at_the_end(page, " And more")
    page.reload()
    page.wait_for_selector("[data-eq-ready]")
    expect(box(page)).to_have_value("Saved words. And more")
    expect(status(page, TEXT.id)).to_have_text("Typed, but not saved yet. Choose Save my answer.")
    exercise(page, TEXT.id).get_by_role("button", name="Save my answer").click()
    expect(status(page, TEXT.id)).to_have_text(SAVED)
    assert saved(server) == {TEXT.id: "Saved words. And more"}


def test_words_typed_while_the_kernel_is_dead_all_come_back(
    page: Page, server: CourseServer, open_notebook: Open
) -> None:
    open_notebook(page, HOSPICES)
    write_saved(page, TEXT.id, "Before.")
    runs = page.locator("[data-eq-runs]").get_attribute("data-eq-runs")
    for kernel in server.kernels():
        kernel.suspend()
    at_the_end(page, " Sent.")
    expect(status(page, TEXT.id)).to_have_text(NOT_SAVED, timeout=8000)
    at_the_end(page, " Typed.")
    server.kill_kernels()
    page.wait_for_function(f"document.querySelector('[data-eq-runs]').dataset.eqRuns > {runs}", timeout=60_000)
    expect(box(page)).to_have_value("Before. Sent. Typed.")
    button = exercise(page, TEXT.id).get_by_role("button", name="Save my answer")
    expect(status(page, TEXT.id)).to_have_text(re.compile("^(Typed, but not saved|Saved)"), timeout=30_000)
    button.click()
    expect(status(page, TEXT.id)).to_have_text(SAVED, timeout=30_000)
    wait_until(lambda: saved(server) == {TEXT.id: "Before. Sent. Typed."})


def test_words_are_counted_without_being_announced(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    counted = exercise(page, TEXT.id).locator(".eq-counted")
    expect(counted).to_have_text("0 words so far")
    box(page).press_sequentially("one")
    expect(counted).to_have_text("1 word so far")
    box(page).fill("  one\n\ntwo - three ")
    expect(counted).to_have_text("4 words so far")
    assert counted.evaluate("node => node.closest('[role=status], [aria-live]')") is None


def test_the_box_says_how_much_and_asks_for_nobodys_name(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    for one in (TEXT, OWN):
        expect(box(page, one.id)).to_have_accessible_description(
            f"About {one.words} words, in your own way. Write nothing that identifies anyone."
        )


def test_too_many_words_are_kept_and_said_to_be_too_many(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    box(page).fill("x" * 5001)
    box(page).blur()
    expect(status(page, TEXT.id)).to_have_text(re.compile("^Not an answer yet. It has 5,001 characters"))
    assert len(saved(server)[TEXT.id]) == 5001
    expect(page.get_by_text("Marked question 10 cannot be marked yet. It has 5,001 characters")).to_be_visible()


def test_emptying_the_box_takes_the_answer_back(page: Page, server: CourseServer, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    write_saved(page, TEXT.id, "Words.")
    box(page).fill(" \n ")
    box(page).blur()
    expect(status(page, TEXT.id)).to_have_text("Not answered yet.")
    assert saved(server) == {}


def test_practice_shows_what_to_compare_with_and_no_verdict(page: Page, open_notebook: Open) -> None:
    open_notebook(page, HOSPICES)
    key = practice_key(OWN)
    assert isinstance(key, TextKey)
    own = exercise(page, OWN.id)
    own.get_by_role("button", name="Check my answer").click()
    expect(status(page, OWN.id)).to_have_text("Write your answer first.")
    expect(own.locator(".eq-feedback")).to_be_empty()
    box(page, OWN.id).fill("Something of my own.")
    own.get_by_role("button", name="Check my answer").click()
    expect(own.locator(".eq-verdict")).to_have_text("Compare with this")
    for words in (*(line.says for line in key.rubric), key.model):
        expect(own.locator(".eq-feedback")).to_contain_text(words)
    expect(own).not_to_contain_text(re.compile("Right|Not quite"))


def test_what_is_handed_in_is_what_was_typed_and_is_locked(page: Page, open_notebook: Open, tmp_path: Path) -> None:
    words = "  <b>One</b>\n\n\u0645\u0631\u062d\u0628\u0627 \U0001f642 $x$ "
    open_notebook(page, HOSPICES)
    box(page).fill(words)  # and at once to hand in, without a pause
    handed = json.loads(hand_in(page, "ab12", tmp_path).read_text("utf-8"))
    assert handed["answers"][TEXT.id]["value"] == words
    expect(box(page)).not_to_be_editable()
    expect(box(page)).to_have_value(words)
    expect(status(page, TEXT.id)).to_have_text(re.compile("^Handed in on"))
    page.get_by_role("button", name="Open again to change answers").click()
    expect(box(page)).to_be_editable()


def test_the_box_grows_with_the_words_and_fits_a_narrow_page(page: Page, open_notebook: Open) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_notebook(page, HOSPICES)
    before = box(page).bounding_box()
    box(page).fill("word " * 100)
    after = box(page).bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    assert after["x"] >= 0
    assert after["x"] + after["width"] <= 320
