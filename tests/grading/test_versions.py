"""A course that changes: what was handed in is marked by what it answers, and nobody's mark moves unsaid."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from learners import Content, Course, Run, forget, submission, write
from nbgrader.apps.api import NbGraderAPI
from test_collect import answers
from test_mark import grades

from course.content import Number
from grading import layout, versions
from grading.nbgrader_api import api

OTHER = "quite-another-one"


def renamed(course: Course, values: Any) -> dict[str, str | None]:
    """The answers to the course whose first exercise has another id."""
    return {(OTHER if name == course.first.id else name): value for name, value in values.items()}


def scores(assignment: str, learner: str) -> dict[str, float | None]:
    with api().gradebook as book:
        [notebook] = book.find_submission(assignment, learner).notebooks
        return {grade.name: grade.auto_score for grade in notebook.grades}


def test_other_exercises_make_a_new_version_once_somebody_has_handed_in(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    run("mark")
    before, sheet = grades(course), layout.source_sheet(course.part).read_bytes()
    own_content.rename(course.first.id, OTHER)
    code, printed = run("build")
    assert code == 0
    assert f"this is a new version, {course.part}-v2" in printed
    assert f"added: {OTHER}" in printed
    assert f"removed: {course.first.id}" in printed
    assert layout.source_sheet(course.part).read_bytes() == sheet
    fresh = layout.source_sheet(f"{course.part}-v2")
    assert fresh.name == f"{course.part}.ipynb"
    assert OTHER in fresh.read_text("utf-8")
    assert (built / "release" / f"{course.part}-v2" / fresh.name).is_file()
    assert run("mark") == (0, "Unchanged since they were marked: 1\n")
    assert grades(course) == before
    assert f"{course.part}-v2: {len(course.exercises)} exercises" in run("build")[1]
    assert versions.assignments(course.part) == [course.part, f"{course.part}-v2"]


def test_files_of_both_versions_are_marked_by_their_own_exercises_and_keys(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right, "early")))
    run("mark")
    own_content.rename(course.first.id, OTHER)
    # In the new version the old key of another exercise is no longer right.
    choice = next(name for name, value in course.right.items() if value in ("a", "b", "c") and name != course.first.id)
    right, wrong = course.right[choice], course.wrong[choice]
    own_content.replace_keys(f"\n{choice}:\n  right: {right}\n", f"\n{choice}:\n  right: {wrong}\n")
    key = own_content.keys / f"{course.part}.yaml"
    text = key.read_text("utf-8")
    start = text.index(f"\n{choice}:\n")
    at = text.index("  misreadings:\n", start)
    key.write_text(text[:at] + text[at:].replace(f"    {wrong}: ", f"    {right}: ", 1), "utf-8")
    assert run("build")[0] == 0
    write(inbox / "late-old.json", submission(course.right, "late"))
    write(inbox / "new.json", submission(renamed(course, course.right), "new"))
    code, printed = run("collect", inbox)
    assert code == 0
    assert f"late: {course.part} (" in printed
    assert f"new: {course.part}-v2 (" in printed
    assert run("mark")[0] == 0
    assert scores(course.part, "late") == scores(course.part, "early")
    assert scores(course.part, "late")[choice] == 1.0
    assert scores(f"{course.part}-v2", "new")[choice] == 0.0
    assert OTHER in scores(f"{course.part}-v2", "new")
    for learner in ("early", "late"):
        result = api().autograde(course.part, learner)  # Formgrader's button.
        assert result["success"], result
    assert run("mark") == (0, "Unchanged since they were marked: 3\n")
    assert run("mark", "--part", f"{course.part}-v2", "--all")[1].startswith("Marked: 1\n  new")
    assert run("mark", "--part", course.part, "--all")[1].startswith("Marked: 3\n")


def patched_paths(folder: Path, own_content: Content) -> Path:
    """A folder for PYTHONPATH that gives every new Python this test's exercises and keys."""
    code = (
        "from pathlib import Path\nfrom course import paths\nfrom grading import layout\n"
        f"paths.EXERCISES, layout.KEYS = Path({str(own_content.exercises)!r}), Path({str(own_content.keys)!r})\n"
    )
    return write(folder / "site" / "sitecustomize.py", code).parent


def test_stock_autograde_too_marks_an_older_version_by_its_own_key(
    built: Path,
    course: Course,
    own_content: Content,
    inbox: Path,
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from grading.nbgrader_api import config

    run("collect", write(inbox / "a.json", submission(course.right)))
    run("mark")
    before = grades(course)
    own_content.rename(course.first.id, OTHER)
    run("build")
    # The sheet's own scoring call runs in a kernel, which reads the course as it is now: there, this exercise is missing.
    monkeypatch.setenv("PYTHONPATH", str(patched_paths(tmp_path, own_content)))
    settings = config()
    del settings["Autograde"]
    result = NbGraderAPI(config=settings).autograde(course.part, "ab12")
    assert result["success"], result
    assert grades(course) == before


def test_the_exercises_of_an_earlier_version_are_that_version_again(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    own_content.rename(course.first.id, OTHER)
    run("build")
    own_content.rename(OTHER, course.first.id)
    code, printed = run("build")
    assert code == 0
    assert f"so it is {course.part}." in printed
    assert versions.assignments(course.part) == [course.part, f"{course.part}-v2"]
    own_content.rename(course.first.id, "a-third-one")
    assert f"{course.part}-v2" in run("build")[1]
    assert (
        versions.find(course.part, {"a-third-one", *(each.id for each in course.exercises[1:])}) == f"{course.part}-v2"
    )


def test_a_moved_mark_is_reported_with_what_it_was(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    for learner, values in (("right", course.right), ("wrong", course.wrong)):
        run("collect", write(inbox / f"{learner}.json", submission(values, learner)))
    assert "Marks that moved" not in run("mark")[1]
    first = {learner: sum(v or 0 for v in (grades(course, learner) or {}).values()) for learner in ("right", "wrong")}
    number = next(name for name, value in course.right.items() if value and value[0].isdigit())
    own_content.replace_keys(f"\n{number}:\n  right: ", f"\n{number}:\n  right: 1")
    code, printed = run("build")
    assert code == 0
    assert "marks 2 submission(s) again" in printed
    code, printed = run("mark")
    assert "Marked: 2" in printed
    assert "Marks that moved: 1" in printed
    with api().gradebook as book:
        best = book.find_assignment(course.part).max_score
    assert f"right: {course.part} from {first['right']:g} of {best:g} to {first['right'] - 1:g} of {best:g}" in printed
    assert "wrong: " not in printed.partition("Marks that moved")[2]


def test_changed_marks_keep_the_version_and_are_reported(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    run("mark")
    own_content.replace_exercises(f"id: {course.first.id}\n", f"id: {course.first.id}\n    marks: 3\n")
    run("build")
    printed = run("mark")[1]
    assert versions.assignments(course.part) == [course.part]
    assert "Marks that moved: 1" in printed


def test_points_changed_in_formgraders_source_view_are_overwritten_and_that_is_said(
    built: Path, course: Course, run: Run
) -> None:
    path = layout.source_sheet(course.part)
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    assert "points included, is overwritten by the next build" in notebook.cells[0].source
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == course.first.id:
            cell.metadata.nbgrader.points = 7
    nbformat.write(notebook, path)
    assert api().generate_assignment(course.part)["success"]
    code, printed = run("build")
    assert code == 0
    assert f"the points of {course.first.id} stood at 7" in printed
    assert path.read_bytes() == before
    assert "stood at" not in run("build")[1]


def test_an_exercise_of_another_kind_under_the_same_id_is_refused_once_somebody_has_handed_in(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    file = own_content.exercises / f"{course.part}.yaml"
    number = next(exercise for exercise in course.exercises if isinstance(exercise, Number))
    name = number.id
    text = file.read_text("utf-8")
    start = text.index(f"id: {name}\n")
    changed = (
        text[start:].replace("kind: number", "kind: text", 1).replace(f"unit: {number.unit.value}", "words: 20", 1)
    )
    file.write_text(text[:start] + changed, "utf-8")
    key = own_content.keys / f"{course.part}.yaml"
    words = key.read_text("utf-8")
    start = words.index(f"{name}:\n")
    end = words.find("\n\n", start)
    model = f"{name}:\n  model: A model.\n  rubric:\n    - marks: 1\n      says: It says so.\n"
    key.write_text(words[:start] + model + words[end + 1 :], "utf-8")
    forget()
    code, printed = run("build")
    assert code == 1
    assert f"{name} of {course.part} is of another kind" in printed
    assert answers("ab12", course.part) == course.right


def test_a_file_that_fits_no_version_is_named(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    own_content.rename(course.first.id, OTHER)
    file = write(inbox / "b.json", submission(renamed(course, course.right), "new"))
    code, printed = run("collect", file)
    assert code == 1
    assert "python -m grading build" in printed
    run("build")
    lacking = {name: value for name, value in course.right.items() if name != course.first.id}
    code, printed = run("collect", write(inbox / "c.json", submission(lacking, "odd")))
    assert code == 1
    assert "Nor does it fit an earlier version" in printed


def test_submissions_from_before_versions_were_kept_are_not_left_without_a_key(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right)))
    (layout.root() / "versions" / f"{course.part}.json").unlink()
    own_content.rename(course.first.id, OTHER)
    code, printed = run("build")
    assert code == 1
    assert "put the old exercises and keys back" in printed
    own_content.rename(OTHER, course.first.id)
    assert run("build")[0] == 0
    own_content.rename(course.first.id, OTHER)
    assert run("build")[0] == 0
    assert run("mark")[0] == 0


def test_a_damaged_record_of_a_version_is_named(built: Path, course: Course, inbox: Path, run: Run) -> None:
    (layout.root() / "versions" / f"{course.part}.json").write_text("{")
    code, printed = run("collect", write(inbox / "a.json", submission(course.right)))
    assert code == 1
    assert f"{course.part}.json cannot be read" in printed


def test_the_export_asks_nobody_for_a_version_that_they_need_not_do(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    run("collect", write(inbox / "a.json", submission(course.right, "early")))
    run("mark")
    own_content.rename(course.first.id, OTHER)
    run("build")
    run("collect", write(inbox / "b.json", submission(renamed(course, course.right), "new")))
    run("mark")
    with api().gradebook as book:
        book.update_or_create_student("absent")
    run("export")
    lines = (built / "marks.csv").read_text("utf-8-sig").splitlines()
    rows = [line.split(",") for line in lines if f",{course.part}" in line]
    assert {(row[0], row[3], row[4].partition(":")[0]) for row in rows} == {
        ("early", course.part, rows[0][4].partition(":")[0]),
        ("new", f"{course.part}-v2", rows[-1][4].partition(":")[0]),
        ("absent", f"{course.part}-v2", "not handed in"),
    }
