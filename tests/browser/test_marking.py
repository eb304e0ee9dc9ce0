"""From the learner's browser to the trainer's gradebook, with the very file that the browser downloaded."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from course.content import Key, NumberKey, SingleKey, TextKey, graded_keys

from .conftest import ROOT, CourseServer
from .learner import (
    CHOICES,
    HOSPICES,
    NUMBERS,
    PART,
    TEXT,
    Open,
    choose_saved,
    exercise,
    hand_in,
    type_saved,
    write_saved,
)

KEYS = graded_keys("2-evidence", ROOT / "grading" / "key")


def right(key: Key) -> str:
    if isinstance(key, TextKey):
        return key.model
    return f"{key.right:g}" if isinstance(key, NumberKey) else key.right


def wrong(key: Key) -> str:
    if isinstance(key, SingleKey):
        return next(option for option in key.feedback if option != key.right)
    assert isinstance(key, NumberKey)
    return f"{key.near[0].value:g}"


def answer(page: Page, exercise_id: str, value: str) -> None:
    if exercise_id == TEXT.id:
        write_saved(page, exercise_id, value)
    elif any(e.id == exercise_id for e in NUMBERS):
        type_saved(page, exercise_id, value)
    else:
        choose_saved(page, exercise_id, value)


def grading(folder: Path, *arguments: str) -> None:
    environment = os.environ | {"GRADING_ROOT": str(folder / "marking")}
    command = [sys.executable, "-m", "grading", *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def marks(folder: Path) -> dict[str, float]:
    """The marks by exercise in the gradebook that nbgrader keeps."""
    code = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook(f"sqlite:///{sys.argv[1]}/gradebook.db", "equally-outstanding") as gradebook:
    grades = gradebook.find_submission_notebook("2-evidence", "2-evidence", "ab12").grades
    print(json.dumps({grade.name: grade.score for grade in grades}))
"""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-W", "ignore", "-c", code, str(folder / "marking")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_what_the_browser_hands_in_is_the_grade_in_the_gradebook(
    page: Page, server: CourseServer, open_notebook: Open, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    expected: dict[str, float] = {}
    for number, one in enumerate(PART.graded):
        match number % 3:
            case 0:
                answer(page, one.id, right(KEYS[one.id]))
            case 1:
                answer(page, one.id, wrong(KEYS[one.id]))
        expected[one.id] = one.marks if number % 3 == 0 and one != TEXT else 0
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    file = hand_in(page, "ab12", inbox)
    assert file.name.startswith("2-evidence_ab12_")

    grading(tmp_path, "build")
    grading(tmp_path, "collect", str(inbox))
    grading(tmp_path, "mark")
    assert marks(tmp_path) == expected

    grading(tmp_path, "export", str(tmp_path / "marks.csv"))
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as exported:
        row = next(csv.DictReader(exported))
    assert row["learner"] == "ab12"
    # The short text has still to be read by a person, so there is no total that could be taken for the mark.
    assert (row["status"], row["score"]) == ("open: an answer waits for a person to mark it", "")


def test_handing_in_warns_of_unanswered_exercises_and_can_be_stopped(
    page: Page, open_notebook: Open, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    page.get_by_label("Your id").fill("ab12")
    page.get_by_role("button", name="Hand in", exact=True).click()
    dialog = page.get_by_role("dialog", name="Hand in now?")
    expect(dialog).to_contain_text(f"{len(PART.graded) - 1} marked questions have no answer")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Hand in", exact=True)).to_be_focused()
    expect(page.get_by_text("You handed in this part on")).to_have_count(0)


@pytest.mark.parametrize("learner", ["", "a b", "../x"])
def test_a_wrong_id_is_refused_with_a_reason_beside_the_box(page: Page, open_notebook: Open, learner: str) -> None:
    open_notebook(page, HOSPICES)
    page.get_by_label("Your id").fill(learner)
    page.get_by_role("button", name="Hand in", exact=True).click()
    if learner:
        page.get_by_role("button", name="Hand in as it is").click()
    expect(page.get_by_text("Error: ")).to_be_visible()
    expect(page.get_by_label("Your id")).to_be_focused()
    expect(page.get_by_label("Your id")).to_have_attribute("aria-invalid", "true")


def test_after_handing_in_answers_are_locked_until_the_part_is_opened_again(
    page: Page, open_notebook: Open, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    choose_saved(page, CHOICES[0].id, "a")
    first = json.loads(hand_in(page, "ab12", tmp_path).read_text())
    option = exercise(page, CHOICES[0].id).locator("input[value=b]")
    expect(option).to_be_disabled()
    page.get_by_role("button", name="Open again to change answers").click()
    expect(option).to_be_enabled()
    choose_saved(page, CHOICES[0].id, "b")
    again = json.loads(hand_in(page, "ab12", tmp_path).read_text())
    assert again["work_id"] == first["work_id"]
    assert again["answers"][CHOICES[0].id]["value"] == "b"
    assert again["answers"][CHOICES[0].id]["revision"] > first["answers"][CHOICES[0].id]["revision"]
