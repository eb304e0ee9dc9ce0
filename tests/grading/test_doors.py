"""The ways in: a shell without an activated environment, nbgrader's own command, and formgrader in a real server."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from learners import Course, Run, submission, write

from grading import layout

POSIX = pytest.mark.skipif(os.name != "posix", reason="Uses POSIX paths and signals")


def bare(root: Path, **more: str) -> dict[str, str]:
    """The environment of a shell in which nothing is activated."""
    return {"PATH": "/usr/bin:/bin", "HOME": os.environ.get("HOME", "/"), "GRADING_ROOT": str(root), **more}


@POSIX
def test_the_whole_way_works_from_anywhere_without_an_activated_environment(
    root: Path, course: Course, inbox: Path, tmp_path: Path
) -> None:
    write(inbox / "a.json", submission(course.right))
    # Files that happen to lie where the trainer stands must not be taken for modules.
    for name in ("nbgrader_config.py", "alembic.ini"):
        write(tmp_path / "stand" / name, "raise SystemExit('a file that has nothing to do with the course')")

    def grading(*arguments: object) -> str:
        command = [sys.executable, "-m", "grading", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=tmp_path / "stand", env=bare(root), capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert "Warning" not in done.stderr
        return done.stdout

    assert f"{course.part}: {len(course.exercises)} exercises" in grading("build")
    assert "Taken in: 1" in grading("collect", inbox)
    assert f"ab12: {course.part} {course.scored} of {course.total}" in grading("mark")
    assert str(tmp_path / "stand" / "out.csv") in grading("export", "out.csv")
    assert f"ab12,,,{course.part},marked,{course.scored}.0" in (tmp_path / "stand" / "out.csv").read_text("utf-8-sig")


@POSIX
def test_nbgraders_own_autograde_command_marks_the_same(built: Path, course: Course, inbox: Path, run: Run) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    done = subprocess.run(
        [Path(sys.executable).parent / "nbgrader", "autograde", course.part],
        cwd=layout.HERE,
        env=bare(built),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert run("mark") == (0, "Unchanged since they were marked: 1\n")
    run("export")
    assert f"ab12,,,{course.part},marked,{course.scored}.0" in (built / "marks.csv").read_text("utf-8-sig")


@pytest.fixture
def server(built: Path, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Address and token of a trainer's server on this test's marking folder."""
    log = tmp_path / "server.log"
    with log.open("wb") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "grading", "serve"],
            cwd=tmp_path,
            env=bare(built, BROWSER="none", PORT="8947"),
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + 90
        found = None
        while not found and time.monotonic() < end and child.poll() is None:
            time.sleep(0.2)
            found = re.search(r"(http://\S+/)formgrader\?token=(\w+)", log.read_text())
        assert found, log.read_text()
        yield found[1], found[2]
    finally:
        child.send_signal(signal.SIGINT)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()


@POSIX
def test_formgrader_serves_the_gradebook_and_its_button_marks(
    server: tuple[str, str], course: Course, inbox: Path, run: Run
) -> None:
    address, token = server

    def ask(path: str, method: str = "GET") -> str:
        request = urllib.request.Request(address + path, method=method, headers={"Authorization": f"token {token}"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as response:
            return str(response.read().decode())

    run("collect", write(inbox / "a.json", submission(course.right, "good")))
    run("collect", write(inbox / "b.json", submission(course.right, "broken")))
    (layout.submitted("broken", course.part) / "answers.json").write_text("{")
    assert "formgrader" in ask("formgrader")
    assert course.part in [each["name"] for each in json.loads(ask("formgrader/api/assignments"))]
    for learner, success in (("good", True), ("broken", False)):
        answer = json.loads(ask(f"formgrader/api/submission/{course.part}/{learner}/autograde", "POST"))
        assert answer["success"] is success, answer
    shown = {row["student"]: row for row in json.loads(ask(f"formgrader/api/submissions/{course.part}"))}
    assert (shown["good"]["score"], shown["good"]["autograded"]) == (course.scored, True)
    assert shown["broken"]["autograded"] is False
    [notebook] = json.loads(ask(f"formgrader/api/submitted_notebooks/{course.part}/{course.part}"))
    page = ask(f"formgrader/submissions/{notebook['id']}/")
    assert course.first.id in page
    assert f"Answer: {course.right[course.first.id]}" in page
