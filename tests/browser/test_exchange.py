"""nbgrader's exchange with a real browser: the fetched sheet's cell hands in, and the gradebook has the marks."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, expect

from course.handin import hub_user
from course.work import Entry, Work, answer_name

from .conftest import TOKEN, CourseServer
from .learner import PART
from .test_marking import KEYS, grading, right

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nbgrader has no exchange on Windows")

COURSE = "equally-outstanding"
CHOSEN = PART.graded[:3]


def nbgrader(cwd: Path, folder: Path, *arguments: str) -> None:
    scripts = Path(sys.executable).parent
    environment = os.environ | {
        "GRADING_ROOT": str(folder / "marking"),
        "GRADING_EXCHANGE": str(folder / "exchange"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
    }
    command = [str(scripts / "nbgrader"), *arguments]
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_a_learner_on_a_hub_hands_in_from_the_fetched_sheet(
    chromium: Browser, installed_extension: None, tmp_path: Path
) -> None:
    home, trainer = tmp_path / "home", Path(__file__).parents[2] / "grading"
    home.mkdir()
    learner = ("--course", COURSE, f"--Exchange.root={tmp_path / 'exchange'}")
    grading(tmp_path, "build")
    nbgrader(trainer, tmp_path, "release_assignment", PART.part)
    nbgrader(home, tmp_path, "fetch_assignment", PART.part, *learner)

    # What the learner has answered in the pages of the course.
    work = Work(entries={answer_name(each.id): Entry(5, right(KEYS[each.id])) for each in CHOSEN})
    server = CourseServer(home, tmp_path)
    server.work.parent.mkdir(parents=True)
    server.work.write_bytes(msgspec.json.encode(work))
    server.start()
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(f"{server.address}/doc/tree/{PART.part}/{PART.part}.ipynb?token={TOKEN}")
        page.get_by_text('hand_in("2-evidence", "folder")').click()
        # A sheet from elsewhere does not run by itself.
        assert not (home / PART.part / f"{PART.part}.json").exists()
        panel = page.get_by_role("region", name=f"Hand in: {PART.title}")
        expect(panel).to_have_count(0)
        expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible(timeout=30_000)
        page.keyboard.press("Shift+Enter")
        answered = f"You have answered {len(CHOSEN)} of {len(PART.graded)} marked questions."
        expect(panel).to_contain_text(answered, timeout=20_000)
        expect(panel).to_contain_text(f"You hand in as {hub_user()}.")
        expect(panel.get_by_role("listitem").last).to_contain_text("Reading claims")
        expect(panel.get_by_role("link")).to_have_count(0)  # The pages lie elsewhere than the sheet.
        panel.get_by_role("button", name="Hand in", exact=True).click()
        page.get_by_role("button", name="Hand in as it is").click()
        expect(panel.get_by_role("status")).to_contain_text("Now submit the assignment.")
        expect(panel.get_by_role("button", name="Hand in again")).to_be_visible()
    finally:
        context.close()
        server.kill()

    nbgrader(home, tmp_path, "submit", PART.part, *learner)
    nbgrader(trainer, tmp_path, "collect", PART.part)
    grading(tmp_path, "mark")
    grading(tmp_path, "export", str(tmp_path / "marks.csv"))
    by_exercise = (tmp_path / "marks-by-exercise.csv").read_text("utf-8-sig").splitlines()
    for each in CHOSEN:
        assert any(
            line.startswith(f"{hub_user()},{PART.part},{each.id},") and f",{each.marks}.0," in line
            for line in by_exercise
        )
