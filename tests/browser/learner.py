"""What a learner does on a page, for the browser tests."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from course.content import Exercise, Match, Multi, Number, Order, Reflection, Single, Text, TextKey, parts, practice_key
from course.scenarios import Way
from course.scoring import Value, full_marks, ids, pairs, problem

from .conftest import CourseServer

HOSPICES = "2-evidence/hospices.ipynb"
SURVEY = "2-evidence/inpatient-survey.ipynb"
CLAIMS = "2-evidence/reading-claims.ipynb"
WELCOME = "0-start/welcome.ipynb"
PART = parts()["2-evidence"]
_ASKED = [e for e in PART.exercises if e.page == "hospices"]
CHOICES = [e for e in _ASKED if e.graded and isinstance(e, Single)]
NUMBERS = [e for e in _ASKED if e.graded and isinstance(e, Number)]
TEXT = next(e for e in _ASKED if e.graded and isinstance(e, Text))
PRACTICE = [e for e in _ASKED if not e.graded]
SAVED = re.compile("^Saved")
NOT_SAVED = "Not saved yet, kept in this browser."

Open = Callable[..., None]


def exercise(page: Page, exercise_id: str) -> Locator:
    return page.locator(f"[data-exercise={exercise_id}]")


def status(page: Page, exercise_id: str) -> Locator:
    return exercise(page, exercise_id).locator(".eq-status")


def choose(page: Page, exercise_id: str, option: str) -> None:
    exercise(page, exercise_id).locator(f"input[value={option}]").check()


def choose_saved(page: Page, exercise_id: str, option: str) -> None:
    choose(page, exercise_id, option)
    expect(status(page, exercise_id)).to_have_text(SAVED)


def type_saved(page: Page, exercise_id: str, text: str) -> None:
    box = exercise(page, exercise_id).get_by_label("Your answer")
    box.fill(text)
    box.press("Enter")
    expect(status(page, exercise_id)).to_have_text(SAVED)


def write_saved(page: Page, exercise_id: str, words: str) -> None:
    """Write a short text and leave the box."""
    box = exercise(page, exercise_id).get_by_label("Your answer")
    box.fill(words)
    box.blur()
    expect(status(page, exercise_id)).to_have_text(SAVED)


def answer(page: Page, one: Exercise, value: Value) -> None:
    """Answer a question of any kind by its own controls: practice until it is checked, any other until it is saved."""
    group = exercise(page, one.id)
    match one:
        case Single() | Multi():
            for option in ids(value):
                choose(page, one.id, option)
        case Order():
            _put_in_order(group, [list(one.items).index(item) for item in ids(value)])
        case Match():
            for row, option in pairs(value).items():
                group.get_by_role("combobox").nth(list(one.rows).index(row)).select_option(option)
        case Number() | Text() | Reflection():
            group.get_by_label("Your answer").fill(value)
            group.get_by_label("Your answer").blur()
    if one.graded or isinstance(one, Reflection):
        expect(status(page, one.id)).to_have_text(SAVED)
    else:
        check(page, one.id)


def check(page: Page, exercise_id: str) -> None:
    """Have a practice question checked."""
    exercise(page, exercise_id).get_by_role("button", name="Check my answer").click()
    expect(exercise(page, exercise_id).locator(".eq-verdict")).to_be_visible()


def _put_in_order(group: Locator, order: list[int]) -> None:
    """Bring the lines, by their first places, into this order. The first button of a line is Up, the last Down."""
    now = sorted(order)
    lines = group.locator("ol.eq-order > li")
    if order == now:  # Nothing that was not moved is an answer.
        lines.first.get_by_role("button").last.click()
        lines.nth(1).get_by_role("button").first.click()
    for place, line in enumerate(order):
        for at in range(now.index(line), place, -1):
            lines.nth(at).get_by_role("button").first.click()
        now.remove(line)
        now.insert(place, line)


def any_answer(one: Exercise, right: bool = False) -> Value:
    """An answer; to a practice question the right one, if asked for."""
    key = practice_key(one)
    if right and key and not isinstance(key, TextKey):
        return full_marks(key)
    match one:
        case Single() | Multi():
            return next(iter(one.options))
        case Order():
            first, *others = one.items
            return " ".join([*others, first])
        case Match():
            return " ".join(f"{row}={next(iter(one.options))}" for row in one.rows)
        case Number():
            return next(text for text in ("1", "1%", "1 point") if not problem(one, text))
        case Text() | Reflection():
            return "A sentence. " * 40 + "x" * 200


def play(page: Page, scenario_id: str, way: Way) -> None:
    """Make these choices one after the other, from the step that is shown, and go on after each."""
    story = exercise(page, scenario_id)
    for _, choice in way:
        story.locator(f"input[value={choice}]").check()
        story.get_by_role("button", name="Choose", exact=True).click()
        story.get_by_role("button", name="Go on", exact=True).click()


def fill_analysis(page: Page) -> None:
    """Give an impact analysis a change and a group that is worse off, and show it on one page."""
    analysis = page.get_by_role("region", name="Your equality impact analysis")
    analysis.get_by_label("What is to change?").fill("A shorter opening time.\nOn Fridays.")
    for _ in range(3):
        if analysis.get_by_label("Add a group").is_visible():
            analysis.get_by_label("Add a group").select_option("disability")
            analysis.get_by_role("button", name="Add", exact=True).click()
            analysis.get_by_label("Who among them?").fill("Deaf people")
        analysis.get_by_role("button", name="Next").click()
    analysis.get_by_role("radio", name="Worse").check()
    analysis.get_by_role("button", name="All of it on one page", include_hidden=True).evaluate("one => one.click()")
    expect(
        analysis.get_by_role("rowheader", name="Disability (people who use the service): Deaf people")
    ).to_be_visible()


def practise(page: Page, exercise_id: str, typed: str) -> None:
    """Choose an option or type a number, and have it checked."""
    box = exercise(page, exercise_id).get_by_label("Your answer")
    if box.count():
        box.fill(typed)
    else:
        choose(page, exercise_id, typed)
    check(page, exercise_id)


def chosen(page: Page, exercise_id: str, option: str) -> None:
    expect(exercise(page, exercise_id).locator(f"input[value={option}]")).to_be_checked()


def saved(server: CourseServer) -> dict[str, str]:
    """The answers on disk by exercise."""
    return {name.partition("/")[2]: value for name, value in saved_entries(server).items()}


def saved_entries(server: CourseServer) -> dict[str, str]:
    """What is on disk under its full name: answers, reflections, ticks for the plan and all else."""
    if not server.work.exists():
        return {}
    entries = json.loads(server.work.read_text())["entries"]
    return {name: entry["value"] for name, entry in entries.items() if entry["value"] is not None}


def wait_until(holds: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.1)


def reloaded(page: Page) -> None:
    page.reload()
    page.wait_for_selector("[data-eq-ready]:visible")


def work_panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Your work")


def keep(page: Page) -> dict[str, object]:
    """Choose Keep my work and read the file."""
    with page.expect_download() as download:
        work_panel(page).get_by_role("button", name="Keep my work").click()
    kept: dict[str, object] = json.loads(Path(download.value.path()).read_text())
    return kept


def bring_back(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        work_panel(page).get_by_role("button", name="Bring my work back").click()
    chooser.value.set_files(file)


def hand_in(page: Page, learner: str, folder: Path) -> Path:
    """Hand in, also where answers are missing, and save the file under the name that the browser gives it."""
    page.get_by_label("Your id").fill(learner)
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Hand in")).click()
        page.wait_for_timeout(300)
        if page.get_by_role("dialog").is_visible():
            page.get_by_role("button", name="Hand in as it is").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
