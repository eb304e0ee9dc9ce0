"""What nbgrader's Autograde runs in place of a kernel. Formgrader's button and ``nbgrader autograde`` use the same."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors.base import NbGraderPreprocessor

from grading import layout, sheets
from grading.layout import GradingError
from grading.marks import STAMP, marking
from grading.submissions import read_answers

Resources = dict[str, Any]


def restore_sheets(*, notebooks: Iterable[str], **_: str) -> None:
    """Put pristine sheets in ``submitted``: nbgrader reads what lies there, and cannot go on if that is damaged."""
    for path in map(Path, notebooks):
        sheet = layout.source_sheet(path.stem).read_bytes()
        if path.is_symlink() or not path.is_file() or path.read_bytes() != sheet:
            layout.write(path, sheet)


class PristineSheet(NbGraderPreprocessor):
    """Put the sheet that was built in place of the one that was handed in, once the answers are seen to be readable."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The sheet to mark. Raises UnreadableError or GradingError, and then no mark is made or changed."""
        about = resources["nbgrader"]
        try:
            read_answers(Path(resources["metadata"]["path"]), about["assignment"], about["student"])
            return self._built(about["assignment"], about["notebook"]), resources
        except Exception:
            _withdraw_if_unmarked(about)
            raise

    def _built(self, assignment: str, name: str) -> NotebookNode:
        converter: Any = self.parent.parent  # type: ignore[union-attr]
        course = converter.coursedir
        path = Path(course.format_path(course.source_directory, ".", assignment)) / f"{name}.ipynb"
        sheet: NotebookNode = nbformat.read(path, as_version=4)
        marks = {exercise.id: float(exercise.marks) for exercise in marking(assignment).exercises.values()}
        if sheets.grade_points(sheet) != marks:
            raise GradingError(
                f"The exercises of {assignment} have changed. Run `python -m grading build`, then mark again."
            )
        return sheet


class MarkAnswers(NbGraderPreprocessor):
    """Give every grade cell the output that its scoring call would have, from ``answers.json``."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The marked sheet. Raises UnreadableError, and then no mark is made or changed."""
        about = resources["nbgrader"]
        raw, submission = read_answers(Path(resources["metadata"]["path"]), about["assignment"], about["student"])
        by = marking(about["assignment"])
        number = 0
        for cell in nb.cells:
            grade = cell.metadata.get("nbgrader", {})
            if not grade.get("grade"):
                continue
            number += 1
            mark = by.mark(grade["grade_id"], submission.value(grade["grade_id"]))
            cell.execution_count = number
            cell.outputs = [
                v4.new_output("stream", name="stdout", text=mark.said + "\n"),
                v4.new_output("execute_result", {"text/plain": repr(mark.points)}, execution_count=number),
            ]
        nb.metadata[STAMP] = {"marked_from": by.fingerprint(raw)}
        return nb, resources


def _withdraw_if_unmarked(about: dict[str, str]) -> None:
    """Take back the empty entry that nbgrader made on its way here: formgrader's averages would count it as 0."""
    with Gradebook(about["db_url"]) as book:
        try:
            submission = book.find_submission(about["assignment"], about["student"])
        except MissingEntry:
            return
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        if all(grade.auto_score is None and grade.manual_score is None for grade in grades):
            book.remove_submission(about["assignment"], about["student"])
