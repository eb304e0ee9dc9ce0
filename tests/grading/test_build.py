"""Marking sheets: real nbgrader takes them, the same course gives the same sheet, and no key is in them."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import nbformat
from learners import Content, Course, Run, submission, write
from nbconvert.filters import markdown2html
from nbgrader.nbgraderformat import MetadataValidator

from course import content
from grading import layout, sheets
from grading.marks import marking
from grading.nbgrader_api import api


def test_a_sheet_has_one_prompt_and_one_grade_cell_for_each_graded_exercise(built: Path, course: Course) -> None:
    notebook = nbformat.read(layout.source_sheet(course.part), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    assert sheets.grade_points(notebook) == {exercise.id: exercise.marks for exercise in course.exercises}
    prompts = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("locked") and cell.cell_type == "markdown"
    ]
    for cell, exercise in zip(prompts, course.exercises, strict=True):
        assert exercise.prompt.strip() in cell.source


def test_no_heading_takes_the_html_id_by_which_formgrader_finds_a_mark(built: Path, course: Course) -> None:
    # nbconvert makes the words of a heading its id; formgrader looks up the box for a mark by the exercise's id.
    notebook = nbformat.read(layout.source_sheet(course.part), as_version=4)
    texts = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    ids = re.findall(r'<h\d id="([^"]*)"', markdown2html(texts))
    assert len(ids) > len(course.exercises)
    assert set(ids).isdisjoint(exercise.id for exercise in course.exercises)


def test_the_gradebook_knows_the_marks(built: Path, course: Course) -> None:
    grader = api()
    with grader.gradebook as book:
        assert book.find_assignment(course.part).max_score == course.total


def test_the_same_course_gives_the_same_sheet_and_leaves_it_alone(built: Path, course: Course, run: Run) -> None:
    path = layout.source_sheet(course.part)
    before, time = path.read_bytes(), path.stat().st_mtime_ns
    code, printed = run("build")
    assert (code, path.read_bytes(), path.stat().st_mtime_ns) == (0, before, time)
    assert "unchanged" in printed
    assert sheets.text(content.parts()[course.part], course.part).encode() == before


def test_what_is_released_has_the_prompts_but_neither_keys_nor_the_scoring_call(built: Path, course: Course) -> None:
    source = layout.source_sheet(course.part).read_text("utf-8")
    released = (built / "release" / course.part / f"{course.part}.ipynb").read_text("utf-8")
    assert 'score(\\"' in source
    assert "grading" not in "\n".join(
        cell.source for cell in nbformat.reads(released, as_version=4).cells if cell.cell_type == "code"
    )
    for key in marking(course.part).keys.values():
        texts = [value for value in _strings(msgspec.to_builtins(key)) if len(value) >= 40]
        assert texts
        for text in texts:
            assert text.strip()[:40] not in source
            assert text.strip()[:40] not in released


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict() | list() | tuple():
            for below in value.values() if isinstance(value, dict) else value:
                yield from _strings(below)


def test_changed_wording_changes_the_sheet_even_after_submissions(
    built: Path, course: Course, own_content: Content, inbox: Path, run: Run
) -> None:
    write(inbox / "a.json", submission(course.right))
    assert run("collect", inbox)[0] == 0
    assert run("mark")[0] == 0
    own_content.replace_exercises(course.first.prompt.strip(), "Words that nobody has written before.")
    code, printed = run("build")
    assert code == 0
    assert "written to" in printed
    assert "Words that nobody has written before." in layout.source_sheet(course.part).read_text("utf-8")
    code, printed = run("mark")
    assert f"ab12: {course.part} {course.scored} of {course.total}" in printed


def test_other_exercises_are_taken_while_nobody_has_handed_in(
    built: Path, course: Course, own_content: Content, run: Run
) -> None:
    own_content.rename(course.first.id, "quite-another-one")
    assert run("build")[0] == 0
    with api().gradebook as book:
        names = {cell.name for cell in book.find_notebook(course.part, course.part).grade_cells}
    assert "quite-another-one" in names
    assert course.first.id not in names


def test_a_key_that_does_not_pair_up_is_named(built: Path, course: Course, own_content: Content, run: Run) -> None:
    own_content.rename(course.first.id, "quite-another-one", keys=False)
    code, printed = run("build")
    assert code == 1
    assert "quite-another-one" in printed
