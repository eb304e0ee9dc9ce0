"""What nbgrader's Autograde runs in place of a kernel. Formgrader's button and ``nbgrader autograde`` use the same."""

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

from course.content import TextKey
from grading import layout, sheets
from grading.exchange import settle
from grading.layout import GradingError
from grading.marks import NO_ANSWER, STAMP, Mark, Marking, marking
from grading.received import Report, lay_sheet
from grading.submissions import read_answers

Resources = dict[str, Any]

_CHANGED = (
    "**The answer, or what it is marked by, has changed since it was marked by hand.** "
    "The mark shown is the earlier one: change it, or press Resolve."
)


def restore_sheets(*, notebooks: Iterable[str], **_: str) -> None:
    """Take in what the exchange brought, and put the sheets that were built, with the learners' words, in ``submitted``."""
    for folder in {Path(notebook).parent for notebook in notebooks}:
        settle(folder.parent.name, folder.name, Report())
        lay_sheet(folder)


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
    """Give every grade cell what its scoring call would put out, or the learner's words, from ``answers.json``."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """The marked sheet. Raises UnreadableError, and then no mark is made or changed."""
        about = resources["nbgrader"]
        raw, submission = read_answers(Path(resources["metadata"]["path"]), about["assignment"], about["student"])
        by = marking(about["assignment"])
        bases: dict[str, str] = {}
        for cell in nb.cells:
            grade = cell.metadata.get("nbgrader", {})
            if not grade.get("grade"):
                continue
            name = grade["grade_id"]
            mark = by.mark(name, submission.value(name))
            bases[name] = by.basis(name, submission.value(name))
            if cell.cell_type == "code":
                _put_out(cell, mark, len(bases))
            else:
                _put_words(cell, mark, by, name)
        nb.metadata[STAMP] = {"marked_from": by.fingerprint(raw)}
        resources[STAMP] = bases
        return nb, resources


def _put_out(cell: NotebookNode, mark: Mark, number: int) -> None:
    cell.execution_count = number
    cell.outputs = [
        v4.new_output("stream", name="stdout", text=mark.said + "\n"),
        v4.new_output("execute_result", {"text/plain": repr(mark.points)}, execution_count=number),
    ]


def _put_words(cell: NotebookNode, mark: Mark, by: Marking, name: str) -> None:
    key = by.keys[name]
    if mark.points is None and isinstance(key, TextKey):
        cell.source = f"{sheets.as_typed(mark.said)}\n\n{sheets.rubric(key)}"
    else:
        cell.source = mark.said
        # By an unchanged checksum nbgrader knows that there is no answer, and gives 0.
        cell.metadata.nbgrader["checksum"] = compute_checksum(cell)


class SaveMarks(SaveAutoGrades):
    """Save marks as nbgrader does, but ask a person again only where the answer, the key or the marks have changed.

    nbgrader asks again for every mark that a person gave whenever it marks anew.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Save marks and comments; a mark by hand and a comment by hand stay as they are."""
        about = resources["nbgrader"]
        record = layout.mark_bases(about["student"], about["assignment"])
        self._before = _read_record(record)
        nb, resources = super().preprocess(nb, resources)
        # Last, so that a run that is cut short asks again.
        layout.write(record, json.dumps(resources[STAMP], indent=1).encode())
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        name = cell.metadata.nbgrader["grade_id"]
        find = partial(self.gradebook.find_grade, name, self.notebook_id, self.assignment_id, self.student_id)
        asked = find().needs_manual_grade
        super()._add_score(cell, resources)
        grade = find()
        if grade.manual_score is not None and self._before.get(name) == resources[STAMP][name]:
            grade.needs_manual_grade = asked
            self.gradebook.db.commit()
        self._ask_again = grade.manual_score is not None and grade.needs_manual_grade

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        super()._add_comment(cell, resources)
        name = cell.metadata.nbgrader["grade_id"]
        comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
        if comment.auto_comment is not None:
            comment.auto_comment = NO_ANSWER
            self.gradebook.db.commit()
        if self._ask_again:
            cell.source = f"{_CHANGED}\n\n{cell.source}"


def _read_record(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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
