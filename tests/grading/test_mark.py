"""Marking through real nbgrader: right scores, only what changed, and never a 0 for what cannot be read."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from learners import Content, Course, Run, submission, write

from course.content import Exercise, Match, Multi, Number, Order, Single, Text
from grading import layout
from grading.nbgrader_api import api


def grades(course: Course, learner: str = "ab12") -> dict[str, float | None] | None:
    """The automatic scores in the gradebook by exercise, or None if it knows no submission."""
    from nbgrader.api import MissingEntry

    with api().gradebook as book:
        try:
            found = book.find_submission(course.part, learner)
        except MissingEntry:
            return None
        return {grade.name: grade.auto_score for notebook in found.notebooks for grade in notebook.grades}


def mixed(course: Course) -> dict[str, str | None]:
    """Right, wrong and unanswered by turns."""
    kinds: list[Any] = [course.right, course.wrong, {}]
    return {exercise.id: kinds[place % 3].get(exercise.id) for place, exercise in enumerate(course.exercises)}


def due(course: Course) -> dict[str, float]:
    """What ``mixed`` is worth."""
    return {
        exercise.id: float(exercise.marks) if place % 3 == 0 and course.right[exercise.id] else 0.0
        for place, exercise in enumerate(course.exercises)
    }


def in_words(exercise: Exercise, value: str | None) -> list[str]:
    """What the trainer has to read of an answer."""
    match exercise:
        case _ if value is None:
            return ["Not answered."]
        case Single() | Multi():
            return [exercise.options[name] for name in value.split()]
        case Order():
            return [f"Place {place}: {name}. " for place, name in enumerate(value.split(), start=1)]
        case Match():
            chosen = [pair.split("=") for pair in value.split()]
            return [f"{exercise.rows[row]} → {exercise.options[option]}" for row, option in chosen]
        case _:
            return [f"Answer: {value}\n"]


@pytest.fixture
def collected(built: Path, course: Course, inbox: Path, run: Run) -> Path:
    """One learner's mixed answers, collected and not yet marked."""
    assert run("collect", write(inbox / "a.json", submission(mixed(course))))[0] == 0
    return layout.submitted("ab12", course.part) / "answers.json"


def test_right_gets_the_marks_and_wrong_and_unanswered_get_none(collected: Path, course: Course, run: Run) -> None:
    code, printed = run("mark")
    assert code == 0
    assert grades(course) == due(course)
    assert f"ab12: {course.part} {sum(due(course).values()):g} of {course.total}" in printed


def test_all_right_is_full_marks_and_all_unanswered_is_nothing(
    built: Path, course: Course, inbox: Path, run: Run
) -> None:
    write(inbox / "a.json", submission(course.right, "best"))
    write(inbox / "b.json", submission(dict.fromkeys(course.right), "none"))
    run("collect", inbox)
    run("mark")
    assert sum((grades(course, "best") or {}).values()) == course.scored
    assert set((grades(course, "none") or {}).values()) == {0.0}


def test_the_marked_sheet_shows_what_was_answered(collected: Path, course: Course, run: Run) -> None:
    run("mark")
    sheet = json.loads(layout.autograded_sheet("ab12", course.part).read_bytes())
    shown = {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["outputs"][0]["text"])
        for cell in sheet["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade") and cell["cell_type"] == "code"
    }
    for exercise in course.exercises:
        if not isinstance(exercise, Text):
            for words in in_words(exercise, mixed(course)[exercise.id]):
                assert words in shown[exercise.id]


def test_only_what_changed_is_marked_again(collected: Path, course: Course, inbox: Path, run: Run) -> None:
    run("collect", write(inbox / "c.json", submission(course.right, "cd34")))
    assert "Marked: 2" in run("mark")[1]
    assert run("mark") == (0, "Unchanged since they were marked: 2\n")
    run("collect", write(inbox / "new.json", submission(course.right, revision=1_900_000_000_000)))
    code, printed = run("mark")
    assert code == 0
    assert "Marked: 1\n  ab12" in printed
    assert sum((grades(course) or {}).values()) == course.scored
    assert "Marked: 2" in run("mark", "--all")[1]


def test_a_mended_key_marks_again(collected: Path, course: Course, own_content: Content, run: Run) -> None:
    run("mark")
    number = next(exercise.id for exercise in course.exercises if isinstance(exercise, Number))
    assert own_content.keys.joinpath(f"{course.part}.yaml").read_text("utf-8").count(f"\n{number}:\n  right: ") == 1
    own_content.replace_keys(f"\n{number}:\n  right: ", f"\n{number}:\n  right: 1")
    before = grades(course) or {}
    assert "Marked: 1" in run("mark")[1]
    assert (grades(course) or {}) == {**before, number: 0.0}


def test_named_learners_and_parts_only(collected: Path, course: Course, inbox: Path, run: Run) -> None:
    run("collect", write(inbox / "c.json", submission(course.right, "cd34")))
    assert "Marked: 1\n  cd34" in run("mark", "cd34", "--part", course.part)[1]
    assert grades(course) is None
    code, printed = run("mark", "nobody")
    assert code == 1
    assert "nobody" in printed
    code, printed = run("mark", "--part", "7-unknown")
    assert code == 1
    assert course.part in printed


def test_a_manual_score_survives_marking_again(collected: Path, course: Course, run: Run) -> None:
    run("mark")
    with api().gradebook as book:
        grade = book.find_grade(course.first.id, course.part, course.part, "ab12")
        grade.manual_score = 0.5
        book.db.commit()
    run("mark", "--all")
    with api().gradebook as book:
        assert book.find_grade(course.first.id, course.part, course.part, "ab12").manual_score == 0.5


def break_by_removing(answers: Path) -> None:
    answers.unlink()


def break_by_cutting(answers: Path) -> None:
    answers.write_bytes(answers.read_bytes()[:100])


def break_by_swapping(answers: Path) -> None:
    found = json.loads(answers.read_bytes())
    answers.write_text(json.dumps({**found, "learner": "someone-else"}))


def break_by_link(answers: Path) -> None:
    real = answers.rename(answers.parent.parent / "real.json")
    answers.symlink_to(real)


def break_by_impossible_answer(answers: Path) -> None:
    found = json.loads(answers.read_bytes())
    name = next(name for name, entry in found["answers"].items() if entry)
    found["answers"][name]["value"] = "no such answer at all"
    answers.write_text(json.dumps(found))


BREAKS = [break_by_removing, break_by_cutting, break_by_swapping, break_by_link, break_by_impossible_answer]


@pytest.mark.parametrize("break_", BREAKS)
@pytest.mark.parametrize("door", ["command", "formgrader"])
def test_answers_that_cannot_be_read_get_no_mark_and_no_zero(
    break_: Any, door: str, collected: Path, course: Course, run: Run
) -> None:
    break_(collected)
    if door == "command":
        code, printed = run("mark")
        assert code == 1
        assert f"ab12: {course.part}" in printed
        assert "OPEN" in printed
    else:
        result = api().autograde(course.part, "ab12")  # What formgrader's button calls.
        assert not result["success"]
        assert "UnreadableError" in result["error"] + result["log"]
    assert grades(course) is None
    assert not layout.autograded_sheet("ab12", course.part).exists()
    [shown] = api().get_submissions(course.part)  # What formgrader's list shows: "needs autograding" and no score.
    assert not shown["autograded"]
    assert api().get_assignment(course.part)["average_score"] == 0
    with api().gradebook as book:
        assert book.find_assignment(course.part).num_submissions == 0


@pytest.mark.parametrize("break_", BREAKS)
@pytest.mark.parametrize("door", ["command", "formgrader"])
def test_a_mark_stands_when_the_answers_can_no_longer_be_read(
    break_: Any, door: str, collected: Path, course: Course, run: Run
) -> None:
    run("mark")
    break_(collected)
    if door == "command":
        assert run("mark", "--all")[0] == 1
    else:
        assert not api().autograde(course.part, "ab12")["success"]
    assert grades(course) == due(course)


def test_others_are_marked_beside_one_that_cannot_be_read(
    collected: Path, course: Course, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "c.json", submission(course.right, "zz99")))
    collected.write_text("{")
    code, printed = run("mark")
    assert code == 1
    assert "Marked: 1\n  zz99" in printed
    assert api().get_assignment(course.part)["average_score"] == course.scored


def test_a_restored_file_is_marked_in_the_next_run(collected: Path, course: Course, inbox: Path, run: Run) -> None:
    collected.write_text("{")
    assert run("mark")[0] == 1
    run("collect", inbox)
    assert run("mark")[0] == 0
    assert grades(course) == due(course)


@pytest.mark.parametrize("door", ["command", "formgrader"])
@pytest.mark.parametrize("tampered", ["", "{}", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'])
def test_a_sheet_changed_in_the_submitted_folder_does_not_decide(
    tampered: str, door: str, collected: Path, course: Course, run: Run
) -> None:
    (collected.parent / f"{course.part}.ipynb").write_text(tampered)
    if door == "command":
        assert run("mark")[0] == 0
    else:
        assert api().autograde(course.part, "ab12")["success"]
    assert grades(course) == due(course)


def test_a_sheet_missing_from_the_submitted_folder_is_not_zero(collected: Path, course: Course, run: Run) -> None:
    (collected.parent / f"{course.part}.ipynb").unlink()
    assert not api().autograde(course.part, "ab12")["success"]
    assert grades(course) is None
    assert run("mark")[0] == 0
    assert grades(course) == due(course)


def test_formgraders_button_gives_the_same_marks(collected: Path, course: Course) -> None:
    result = api().autograde(course.part, "ab12")
    assert result["success"], result
    assert grades(course) == due(course)
    assert api().get_submissions(course.part)[0]["score"] == sum(due(course).values())


def test_exercises_that_changed_since_the_build_leave_the_mark_open(
    collected: Path, course: Course, own_content: Content, run: Run
) -> None:
    own_content.replace_exercises(f"id: {course.first.id}\n", f"id: {course.first.id}\n    marks: 3\n")
    code, printed = run("mark")
    assert code == 1
    assert "python -m grading build" in printed
    assert grades(course) is None
    assert run("build")[0] == 0
    assert run("mark")[0] == 0
    assert (grades(course) or {})[course.first.id] == 3.0


def test_a_lost_gradebook_is_filled_again(collected: Path, course: Course, run: Run) -> None:
    run("mark")
    (layout.root() / "gradebook.db").unlink()
    assert run("build")[0] == 0
    assert run("mark")[0] == 0
    assert grades(course) == due(course)


def test_a_gradebook_that_another_program_holds_is_named(collected: Path, course: Course, run: Run) -> None:
    import sqlite3

    holder = sqlite3.connect(layout.root() / "gradebook.db")
    try:
        holder.execute("BEGIN EXCLUSIVE")
        code, printed = run("mark")
    finally:
        holder.close()
    assert code == 1
    assert "in use by another program" in printed
    assert run("mark")[0] == 0
    assert grades(course) == due(course)


def test_nothing_collected_is_said(built: Path, run: Run) -> None:
    assert run("mark") == (0, "Nothing has been collected yet.\n")


def test_marking_leaves_what_was_received_untouched(collected: Path, course: Course, run: Run) -> None:
    before = {path: path.read_bytes() for path in (layout.root() / "received").rglob("*.json")}
    run("mark")
    shutil.rmtree(layout.root() / "autograded")
    run("mark")
    assert {path: path.read_bytes() for path in (layout.root() / "received").rglob("*.json")} == before
