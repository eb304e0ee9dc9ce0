"""The feedback file in a real browser: for everyone, and as safe as a picture."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from course.content import Match, Multi, Order, Single, Text
from course.pages import page_title

from .learner import PART
from .test_marking import KEYS, mistaken, right

TEXTS = [one for one in PART.graded if isinstance(one, Text)]
SILENT = [one for one in PART.graded if isinstance(one, Multi)][-1]
HOSTILE = "<script>document.title = 'ran'</script><img src=x onerror=\"document.title = 'ran'\"> " + "long" * 200
_MARK_TEXT = """
import sys
from grading.nbgrader_api import api
with api().gradebook as book:
    grade = book.find_grade(sys.argv[1], "2-evidence", "2-evidence", "marked")
    grade.manual_score, grade.needs_manual_grade = 1, False
    book.find_comment(sys.argv[1], "2-evidence", "2-evidence", "marked").manual_comment = sys.argv[2]
    book.db.commit()
"""


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of feedback for two learners with answers of every kind, right, partly right, wrong and missing.

    The first has every mark, the other still waits for some.
    """
    folder = tmp_path_factory.mktemp("feedback")
    environment = os.environ | {"GRADING_ROOT": str(folder / "marking")}

    def python(*arguments: str) -> None:
        command = [sys.executable, "-W", "ignore", *arguments]
        done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    for learner in ("marked", "waiting"):
        answers: dict[str, Any] = {}
        kinds: dict[type, int] = {}
        for number, exercise in enumerate(PART.graded):
            turn = kinds[type(exercise)] = kinds.get(type(exercise), -1) + 1
            key = KEYS[exercise.id]
            value = HOSTILE if isinstance(exercise, Text) else [mistaken, right][turn % 2](key)
            answers[exercise.id] = {"value": value, "revision": number + 1} if exercise != SILENT else None
        made = {
            "format": "equally-outstanding/submission/1",
            "part": "2-evidence",
            "learner": learner,
            "work_id": ("ab" if learner == "marked" else "cd") * 16,
            "made": "2026-11-22T01:04:05+00:00",
            "answers": answers,
        }
        (folder / f"{learner}.json").write_text(json.dumps(made), "utf-8")
    python("-m", "grading", "build")
    python("-m", "grading", "collect", "marked.json", "waiting.json")
    python("-m", "grading", "mark")
    for text in TEXTS:
        python("-c", _MARK_TEXT, text.id, HOSTILE)
    python("-m", "grading", "feedback")
    return folder / "marking" / "feedback"


@pytest.fixture(scope="module")
def plain_page(chromium: Browser) -> Iterator[Page]:
    """One page for all tests here: they only look."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def show(feedback: Path, plain_page: Page) -> Callable[..., Page]:
    """``show("marked", width=320, color_scheme="dark")``: the learner's feedback, opened as a file."""
    page = plain_page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(media="null", color_scheme="light", forced_colors="none")

    def open_file(learner: str, width: int = 1280, **settings: Any) -> Page:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(**settings)
        page.goto((feedback / learner / "2-evidence" / "2-evidence.html").as_uri())
        return page

    return open_file


@pytest.mark.parametrize("learner", ["marked", "waiting"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_feedback_is_accessible_and_nothing_is_cut_off(
    show: Callable[..., Page], axe: Callable[[Page], list[str]], learner: str, width: int, scheme: Any
) -> None:
    page = show(learner, width, color_scheme=scheme)
    assert axe(page) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_landmarks_headings_and_words_reach_a_screen_reader(show: Callable[..., Page]) -> None:
    page = show("marked")
    tree = page.locator("body").aria_snapshot()
    assert "- banner:" in tree
    assert "- main:" in tree
    assert 'heading "Your feedback: What the evidence shows" [level=1]' in tree
    for name, questions in groupby(PART.graded, key=lambda one: one.page):
        assert f'heading "{page_title(PART.part, name)}" [level=2]' in tree
        of = len(list(questions))
        for number in range(1, of + 1):
            assert f'article "Marked question {number} of {of}"' in tree
    assert 'heading "What to do next" [level=2]' in tree
    assert page.locator("html").get_attribute("lang") == "en-GB"


def test_nothing_that_was_typed_runs(show: Callable[..., Page]) -> None:
    page = show("marked")
    assert page.title() == "Feedback for marked: What the evidence shows"
    assert page.locator("script, img").count() == 0
    assert page.get_by_text(HOSTILE).count() == 2 * len(TEXTS)


def test_it_prints_black_on_white_even_from_a_dark_screen(show: Callable[..., Page]) -> None:
    page = show("marked", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate(
        "() => [document.body, document.querySelector('.question'), document.querySelector('.waits, .tag')]"
        ".map(node => { const s = getComputedStyle(node); return [s.color, s.backgroundColor]; })"
    )
    assert [text for text, _ in colours] == ["rgb(0, 0, 0)"] * 3
    assert [paper for _, paper in colours[:2]] == ["rgb(255, 255, 255)"] * 2


def test_own_and_right_options_are_seen_without_colours(show: Callable[..., Page]) -> None:
    page = show("marked", forced_colors="active")
    for kind in (Single, Multi, Order, Match):
        for one in (one for one in PART.graded if isinstance(one, kind)):
            lines = page.locator(f"article[aria-labelledby={one.id}] .options > li")
            assert lines.count() > 1
            for line in lines.all():
                classes = str(line.get_attribute("class")).split()
                border = line.evaluate("node => getComputedStyle(node).borderTopWidth")
                assert border == ("3px" if classes else "1px")
                says = line.locator(".tag").all_inner_texts()
                if "own" in classes:
                    assert re.match(r"\(your choice|\(place \d; you put it|\(you chose", says[0])
                if "right" in classes:
                    assert "right" in says[0] or "you put it there" in says[0]
