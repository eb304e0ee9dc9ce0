"""The demo: every step, in a folder of its own."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

from learners import Course

from course.content import parts


def test_the_demo_goes_from_answers_to_marks_and_leaves_the_trainers_folder_alone(
    root: Path, tmp_path: Path, course: Course
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = os.environ | {"GRADING_ROOT": str(root), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "grading", "demo"]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not root.exists()
    named = re.search(r"Everything lies in (.+)$", done.stdout, re.MULTILINE)
    assert named
    folder = Path(named[1])
    assert folder.parent == temporary
    graded = [part.part for part in parts().values() if part.graded]
    assert {file.name for file in (folder / "inbox").iterdir()} == {
        f"{part}_{learner}.json" for part in graded for learner in ("ab12", "cd34", "ef56")
    }
    table = done.stdout[done.stdout.index("learner  last name") :]
    rows = table.splitlines()[1 : 1 + 3 * len(graded)]
    assert [line.split()[0] for line in rows] == ["ab12", "cd34", "ef56"] * len(graded)
    assert re.search(r"Ben +South +2-evidence +", table)
    for path in re.findall(rf"{re.escape(str(folder))}/\S+", table):
        assert Path(path).exists(), path
    assert len(list((folder / "marking" / "feedback").rglob("*.html"))) == 3 * len(graded)
    with (folder / "marks-by-exercise.csv").open(encoding="utf-8-sig", newline="") as file:
        given = {(row["learner"], row["exercise"]): row["score"] for row in csv.DictReader(file)}
    half = len(course.exercises) // 2
    for place, exercise in enumerate(course.exercises):
        all_, some, part = (given[learner, exercise.id] for learner in ("ab12", "cd34", "ef56"))
        if exercise in course.texts:
            assert (all_, some, part) == ("", "", "" if place < half else "0.0")
            continue
        assert float(all_) == exercise.marks
        assert float(part) == (exercise.marks if place < half else 0)
        if place % 3 == 0:
            assert float(some) == exercise.marks
        elif course.partly[exercise.id]:
            assert 0 < float(some) < exercise.marks
        else:
            assert float(some) == 0
