"""From the learner's browser to the trainer's gradebook, with the very file that the browser downloaded."""

import csv
import json
import os
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Page, expect

from course.content import (
    Exercise,
    Key,
    MatchKey,
    MultiKey,
    NumberKey,
    OrderKey,
    SingleKey,
    Text,
    TextKey,
    graded_keys,
)
from course.scoring import full_marks, score
from course.work import Entry, Work, answer_name

from .conftest import ROOT, CourseServer
from .learner import (
    CHOICES,
    CLAIMS,
    HOSPICES,
    NUMBERS,
    PART,
    Open,
    answer,
    choose_saved,
    exercise,
    hand_in,
)

KEYS = graded_keys("2-evidence", ROOT / "grading" / "key")


def right(key: Key) -> str:
    return key.model if isinstance(key, TextKey) else full_marks(key)


def mistaken(key: Key) -> str:
    """An answer that does not get all the marks, if people do not mark it."""
    match key:
        case SingleKey():
            return next(option for option in key.feedback if option != key.right)
        case MultiKey():
            return key.right[0]
        case OrderKey():
            return " ".join([key.right[-1], *key.right[:-1]])
        case MatchKey():
            return " ".join(f"{row}={key.right[next(iter(key.right))]}" for row in key.right)
        case NumberKey():
            return f"{key.near[0].value:g}"
        case TextKey():
            return "It is proved."


def due(exercise: Exercise, value: str | None) -> float:
    """The points for an answer before a person has marked anything."""
    key = KEYS[exercise.id]
    if value is None or isinstance(exercise, Text) or isinstance(key, TextKey):
        return 0
    return round(score(exercise, key, value).share * exercise.marks, 2)


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
    expected: dict[str, float] = {}
    kinds: dict[type, int] = {}
    for name, questions in groupby(PART.graded, key=lambda one: one.page):
        open_notebook(page, f"{PART.part}/{name}.ipynb")
        for one in questions:
            # Of each kind the first is right, the second has a mistake, the third is left out, and so on.
            turn = kinds[type(one)] = kinds.get(type(one), -1) + 1
            value = [right(KEYS[one.id]), mistaken(KEYS[one.id]), None][turn % 3]
            if value is not None:
                answer(page, one, value)
            expected[one.id] = due(one, value)
    assert any(0 < expected[one.id] < one.marks for one in PART.graded)
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
        row = next(row for row in csv.DictReader(exported) if row["assignment"] == PART.part)
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


def test_the_panel_names_the_pages_of_open_questions_and_leads_there(
    page: Page, server: CourseServer, open_notebook: Open, tmp_path: Path
) -> None:
    survey = [one for one in PART.graded if one.page == "inpatient-survey"]
    missing = survey[1]
    answers = {one.id: right(KEYS[one.id]) for one in PART.graded if one != missing} | {NUMBERS[0].id: "about a fifth"}
    work = Work(entries={answer_name(name): Entry(5, value) for name, value in answers.items()})
    server.work.write_bytes(msgspec.json.encode(work))
    open_notebook(page, CLAIMS)
    panel = page.get_by_role("region", name=f"Hand in: {PART.title}")
    pages = panel.get_by_role("listitem")
    number = [one for one in PART.graded if one.page == NUMBERS[0].page].index(NUMBERS[0]) + 1
    expect(panel).to_contain_text(f"You have answered {len(PART.graded) - 2} of {len(PART.graded)} marked questions.")
    expect(pages).to_have_count(2)
    expect(pages.nth(0)).to_have_text("Reading the inpatient survey: marked question 2 not answered.")
    expect(pages.nth(1)).to_contain_text(f"Reading the hospice figures: Marked question {number} cannot be marked yet.")

    panel.get_by_role("link", name="Reading the inpatient survey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reading the inpatient survey", timeout=30_000)
    page.wait_for_selector("[data-eq-ready]:visible", timeout=60_000)
    expect(pages.nth(0)).to_have_text("Reading the inpatient survey (this page): marked question 2 not answered.")
    expect(panel.get_by_role("link")).to_have_count(1)
    answer(page, missing, right(KEYS[missing.id]))
    expect(pages).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reading claims", timeout=30_000)
    page.wait_for_selector("[data-eq-ready]:visible", timeout=60_000)
    expect(pages).to_have_count(1)
    handed = json.loads(hand_in(page, "ab12", tmp_path).read_text())
    assert [name for name, entry in handed["answers"].items() if not entry["value"]] == [NUMBERS[0].id]


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
