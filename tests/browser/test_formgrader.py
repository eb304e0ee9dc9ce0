"""From a learner's words in the browser to a mark and a comment that a trainer types in the real formgrader."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.content import TextKey, graded_keys

from .conftest import ROOT, CourseServer
from .learner import HOSPICES, PART, TEXT, Open, hand_in, write_saved

KEY = graded_keys(PART.part, ROOT / "grading" / "key")[TEXT.id]
HOSTILE = (
    "<script>document.title = 'run'</script></pre><img src=x onerror=\"document.title = 'run'\"> & &amp; a < b\n"
    "# no heading\n\n* no list, `no code`, **not bold**, [no link](javascript:alert(1)), $x^2$, $$y$$, \\(z\\)\n"
    "href=files/kept  two spaces\n"
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \U0001f642\U0001f469\U0001f3fd\u200d\U0001f4bb\n"
    + "long"
    * 300
)


@dataclass
class Trainer:
    """A trainer's folder with the part's sheet, and their server."""

    folder: Path
    address: str = ""
    token: str = ""

    @property
    def environment(self) -> dict[str, str]:
        places = {name: str(self.folder / name) for name in ("config", "data", "runtime")}
        return os.environ | {
            "GRADING_ROOT": str(self.folder / "marking"),
            "JUPYTER_CONFIG_DIR": places["config"],
            "JUPYTER_DATA_DIR": places["data"],
            "JUPYTER_RUNTIME_DIR": places["runtime"],
        }

    def grading(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "grading", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=self.folder, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def open_submission(self, page: Page) -> None:
        """Open the first submission as a trainer does: formgrader, the part, its sheet, the submission."""
        page.goto(f"{self.address}formgrader?token={self.token}")
        page.get_by_role("link", name="Manual Grading").click()
        for _ in range(2):
            page.locator("tbody").get_by_role("link", name=PART.part).click()
        page.get_by_role("link", name="Submission #1").click()
        page.wait_for_function("window.formgrader?.grades?.loaded && window.formgrader.comments?.loaded")

    def gradebook(self, learner: str = "ab12") -> dict[str, Any]:
        """What nbgrader's gradebook has on the short text."""
        code = """
import json, sys
from nbgrader.api import Gradebook
_, folder, part, exercise, learner = sys.argv
with Gradebook(f"sqlite:///{folder}/gradebook.db", "equally-outstanding") as book:
    grade = book.find_grade(exercise, part, part, learner)
    comment = book.find_comment(exercise, part, part, learner)
    print(json.dumps({"mark": grade.manual_score, "asked": grade.needs_manual_grade, "comment": comment.comment}))
"""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            code,
            str(self.folder / "marking"),
            PART.part,
            TEXT.id,
            learner,
        ]
        done = subprocess.run(
            command, env=self.environment | {"PATH": path}, capture_output=True, text=True, timeout=60, check=True
        )
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Trainer]:
    """A trainer whose server runs."""
    made = Trainer(tmp_path)
    made.grading("build")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "trainer.log"
    with log.open("wb") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "grading", "serve"],
            cwd=tmp_path,
            env=made.environment | {"BROWSER": "none", "PORT": str(port)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and child.poll() is None and not made.address:
            time.sleep(0.2)
            if found := re.search(r"(http://\S+/)formgrader\?token=(\w+)", log.read_text()):
                made.address, made.token = found[1], found[2]
        assert made.address, log.read_text()
        yield made
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """The trainer's own browser."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def answer(page: Page) -> Locator:
    """The panel of the short text, with the words, the rubric, the mark and the comment."""
    return page.locator(".nbgrader_cell", has=page.locator(f"#{TEXT.id}"))


def saved(page: Page, where: Locator, text: str, address: str) -> None:
    """Type into one of formgrader's boxes, leave it, and wait for the server to have it."""
    with page.expect_response(re.compile(address)) as response:
        where.fill(text)
        where.blur()
    assert response.value.ok


def test_a_learners_words_are_marked_in_formgrader(
    page: Page, server: CourseServer, open_notebook: Open, trainer: Trainer, desk: Page, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    write_saved(page, TEXT.id, HOSTILE)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    hand_in(page, "ab12", inbox)
    trainer.grading("collect", str(inbox))
    assert "an answer that waits for you" in trainer.grading("mark")

    trainer.open_submission(desk)
    shown = answer(desk).locator("pre")
    assert shown.evaluate("node => node.textContent") == HOSTILE
    expect(answer(desk).locator("pre *, script, img, .MathJax, mjx-container")).to_have_count(0)
    assert desk.title() == PART.part
    assert shown.evaluate("node => node.scrollWidth <= node.clientWidth")  # Long lines wrap.
    assert isinstance(KEY, TextKey)
    for line in KEY.rubric:
        expect(answer(desk)).to_contain_text(line.says.strip()[:60])
    expect(answer(desk)).to_contain_text(KEY.model.strip()[:60])
    expect(desk.get_by_role("main")).to_contain_text(TEXT.prompt)
    expect(desk.get_by_role("main")).to_contain_text("In a made-up board meeting")
    expect(answer(desk).locator(".score.needs_manual_grade")).to_have_count(1)
    ids = desk.locator("[id]").evaluate_all("all => all.map(node => node.id)")
    assert [ids.count(one.id) for one in PART.graded] == [1] * len(PART.graded)  # Formgrader finds every box by its id.

    saved(desk, answer(desk).locator(".score"), "2", "/api/grade/")
    saved(desk, answer(desk).locator("textarea.comment"), "Name one more limit & <say> why.", "/api/comment/")
    assert trainer.gradebook() == {"mark": 2, "asked": False, "comment": "Name one more limit & <say> why."}

    desk.reload()
    expect(answer(desk).locator(".score")).to_have_value("2")
    expect(answer(desk).locator("textarea.comment")).to_have_value("Name one more limit & <say> why.")
    expect(answer(desk).locator(".score.needs_manual_grade")).to_have_count(0)

    # Formgrader's own autograde button marks again and asks for nothing again.
    desk.goto(f"{trainer.address}formgrader/manage_submissions/{PART.part}")
    with desk.expect_response(re.compile("/autograde$"), timeout=60_000) as response:
        desk.locator("td.autograde a").click()
    assert response.value.json()["success"]
    assert trainer.gradebook() == {"mark": 2, "asked": False, "comment": "Name one more limit & <say> why."}

    trainer.grading("feedback")
    [file] = (trainer.folder / "marking" / "feedback").rglob("*.html")
    desk.goto(file.as_uri())
    expect(desk.locator("body")).to_contain_text("Name one more limit & <say> why.")
    expect(desk.locator("body")).to_contain_text("2 of 3 marks")
    expect(desk.locator("body")).to_contain_text("<script>document.title = 'run'</script></pre>")
    assert desk.title() != "run"


def test_changed_words_are_asked_for_with_the_earlier_mark_in_sight(
    page: Page, server: CourseServer, open_notebook: Open, trainer: Trainer, desk: Page, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    write_saved(page, TEXT.id, "First words.")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    hand_in(page, "ab12", inbox)
    trainer.grading("collect", str(inbox))
    trainer.grading("mark")
    trainer.open_submission(desk)
    saved(desk, answer(desk).locator(".score"), "1", "/api/grade/")

    page.get_by_role("button", name="Open again to change answers").click()
    write_saved(page, TEXT.id, "Second words.")
    page.wait_for_timeout(1100)  # The file's name has its second.
    hand_in(page, "ab12", inbox)
    trainer.grading("collect", str(inbox))
    trainer.grading("mark")
    trainer.open_submission(desk)
    expect(answer(desk).locator("pre")).to_have_text("Second words.")
    expect(answer(desk)).to_contain_text("has changed since it was marked by hand")
    expect(answer(desk).locator(".score.needs_manual_grade")).to_have_value("1")
    with desk.expect_response(re.compile("/api/grade/")):
        answer(desk).get_by_role("button", name="Resolve").click()
    assert trainer.gradebook()["asked"] is False


def test_unanswered_words_show_that_nothing_was_written(
    page: Page, server: CourseServer, open_notebook: Open, trainer: Trainer, desk: Page, tmp_path: Path
) -> None:
    open_notebook(page, HOSPICES)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    hand_in(page, "ab12", inbox)
    trainer.grading("collect", str(inbox))
    trainer.grading("mark")
    trainer.open_submission(desk)
    expect(answer(desk).locator(".panel-body")).to_have_text("No answer given.")
    expect(answer(desk).locator(".score")).to_have_attribute("placeholder", "0")
    expect(answer(desk).locator(".score.needs_manual_grade")).to_have_count(0)
    assert trainer.gradebook() == {"mark": None, "asked": False, "comment": "No answer given."}
