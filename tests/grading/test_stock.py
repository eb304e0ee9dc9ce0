"""Stock nbgrader, which runs a kernel on the same sheets, is the proof that the marker without a kernel is right."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from learners import Course, Run, submission, write
from nbgrader.apps.api import NbGraderAPI

from course.content import Text
from grading import layout
from grading.nbgrader_api import api, config


def stock() -> NbGraderAPI:
    """nbgrader without our marking: its own preprocessors, `Execute` among them."""
    settings = config()
    del settings["Autograde"]
    return NbGraderAPI(config=settings)


def scores(part: str) -> dict[tuple[str, str], float | None]:
    with api().gradebook as book:
        return {
            (grade.student.id, grade.name): grade.auto_score
            for submission in book.assignment_submissions(part)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def shown(learner: str, part: str) -> list[Any]:
    """What every grade cell says: the lines on the answer, and the points."""
    sheet = json.loads(layout.autograded_sheet(learner, part).read_bytes())
    said = []
    for cell in sheet["cells"]:
        if cell["cell_type"] == "code":
            printed = [output["text"] for output in cell["outputs"] if output["output_type"] == "stream"]
            points = [output["data"]["text/plain"] for output in cell["outputs"] if "data" in output]
            # A busy kernel may print in two pieces.
            said.append(["".join(line for piece in pieces for line in piece) for pieces in (printed, points)])
    return said


def test_stock_autograde_gives_the_same_scores_on_the_same_sheets(
    built: Path, course: Course, inbox: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[dict[str, Any]] = [dict(course.right), dict(course.wrong), dict(course.partly), {}]
    for first in range(4):
        answers = {
            exercise.id: kinds[(first + place) % 4].get(exercise.id) for place, exercise in enumerate(course.exercises)
        }
        write(inbox / f"{first}.json", submission(answers, f"learner{first}"))
    assert run("collect", inbox)[0] == 0
    shutil.copytree(built, tmp_path / "stock")
    assert run("mark")[0] == 0
    ours = scores(course.part), [shown(f"learner{n}", course.part) for n in range(4)]

    monkeypatch.setenv("GRADING_ROOT", str(tmp_path / "stock"))
    for learner in layout.learners(course.part):
        result = stock().autograde(course.part, learner)
        assert result["success"], result
    theirs = scores(course.part), [shown(f"learner{n}", course.part) for n in range(4)]

    assert len(ours[0]) == 4 * len(course.exercises)
    for exercise in course.exercises:
        given = {points for (_, name), points in ours[0].items() if name == exercise.id}
        some = {points for points in given if points and points < exercise.marks}
        assert bool(some) == (course.partly[exercise.id] is not None)
        assert isinstance(exercise, Text) or given - some == {0.0, exercise.marks}
    assert theirs == ours


def test_stock_autograde_too_leaves_words_to_a_person_and_gives_0_for_none(
    built: Path, course: Course, inbox: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(inbox / "a.json", submission({**course.right, course.text.id: "A link is no cause."}, "writes"))
    write(inbox / "b.json", submission({**course.right, course.text.id: None}, "silent"))
    run("collect", inbox)
    shutil.copytree(built, tmp_path / "stock")
    assert run("mark")[0] == 0
    ours = asked(course)
    monkeypatch.setenv("GRADING_ROOT", str(tmp_path / "stock"))
    for learner in ("writes", "silent"):
        assert stock().autograde(course.part, learner)["success"]
    # Equal: the score, and who is asked. Only ours: the rubric in the sheet, and that a mark by hand is asked for once.
    assert asked(course) == ours == {"writes": (None, True), "silent": (0.0, False)}


def asked(course: Course) -> dict[str, tuple[float | None, bool]]:
    """For every learner the automatic score of the short text, and whether a person is asked to mark it."""
    with api().gradebook as book:
        grades = [book.find_grade(course.text.id, course.part, course.part, name) for name in ("writes", "silent")]
        return {grade.student.id: (grade.auto_score, grade.needs_manual_grade) for grade in grades}


def test_stock_autograde_too_gives_no_zero_for_answers_that_cannot_be_read(
    built: Path, course: Course, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    (layout.submitted("ab12", course.part) / "answers.json").write_text("{")
    assert not stock().autograde(course.part, "ab12")["success"]
    assert set(scores(course.part).values()) <= {None}
    assert run("export")[0] == 0
    rows = (built / "marks.csv").read_text("utf-8-sig").splitlines()
    (row,) = (row for row in rows if course.part in row)
    assert row.startswith(f"ab12,,,{course.part},open: the answers cannot be read,,")
