"""A learner answers, by mouse and by keyboard, and keeps every answer whatever breaks."""

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from course.content import Number, Single, parts, practice_key

PAGE = "2-evidence/hospices.ipynb"
PART = parts()["2-evidence"]
GRADED_CHOICE = next(e for e in PART.graded if isinstance(e, Single))
GRADED_NUMBER = next(e for e in PART.graded if isinstance(e, Number))
PRACTICE_CHOICE = next(e for e in PART.exercises if not e.graded and isinstance(e, Single))

SAVED = re.compile("^Saved")
NOT_SAVED = "Not saved yet, kept in this browser."


def exercise(page: Page, exercise_id: str) -> Locator:
    return page.locator(f"[data-exercise={exercise_id}]")


def status(page: Page, exercise_id: str) -> Locator:
    return exercise(page, exercise_id).locator(".eq-status")


def choose(page: Page, exercise_id: str, option: str) -> None:
    exercise(page, exercise_id).locator(f"input[value={option}]").check()


def answers(path: Path) -> dict[str, str]:
    entries = json.loads(path.read_text())["entries"]
    return {name.removeprefix("answer/"): entry["value"] for name, entry in entries.items() if entry["value"] is not None}
