"""Marks as CSV files that a spreadsheet reads safely: one by learner and part, one by exercise."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

from grading import layout, roster, versions
from grading.exchange import is_waiting
from grading.marks import marked_from, marking
from grading.nbgrader_api import opened
from grading.submissions import UnreadableError, read_answers

MARKS = [
    "learner",
    "last name",
    "first name",
    "assignment",
    "status",
    "score",
    "max score",
    "needs manual grade",
    "collected (UTC)",
    "group",
]
EXERCISES = ["learner", "assignment", "exercise", "status", "score", "max score", "needs manual grade"]

Row = Any
"""A row of nbgrader's database."""

MARKED = "marked"
OPEN = "open: not marked yet"
WAITING = "open: an answer waits for a person to mark it"
UNREADABLE = "open: the answers cannot be read"
STALE = "marked, but the answers now here cannot be read"
CHANGED = "marked, but answers or keys have changed since"
NOT_HANDED_IN = "not handed in"


class MarksPlugin(ExportPlugin):
    """``nbgrader export`` and ``python -m grading export``. Nobody is given a 0 who was not marked."""

    def export(self, gradebook: Gradebook) -> None:
        """Write ``self.to`` (else ``marks.csv``) and, beside it, the same name with ``-by-exercise``."""
        path = Path(self.to or "marks.csv")
        marks: list[list[object]] = [list(MARKS)]
        exercises: list[list[object]] = [list(EXERCISES)]
        assignments: list[Row] = gradebook.assignments
        people = roster.known()
        for assignment in assignments:
            if self.assignment and assignment.name not in map(str, self.assignment):
                continue
            for student in _everyone(gradebook, assignment.name):
                if self.student and student.id not in map(str, self.student):
                    continue
                submission = _find(gradebook, assignment.name, student.id)
                status = _status(submission, student.id, assignment.name)
                group = people[student.id].group if student.id in people else ""
                if status != NOT_HANDED_IN or not _is_other_version(student.id, assignment.name):
                    row = _marks_row(student, assignment.name, assignment.max_score, submission, status)
                    marks.append([*row, group])
                exercises.extend(_exercise_rows(student.id, assignment.name, submission, status))
        layout.write(path, as_csv(marks))
        layout.write(by_exercise(path), as_csv(exercises))


def by_exercise(path: Path) -> Path:
    """Where the marks by exercise stand, for a file of marks."""
    return path.with_name(f"{path.stem}-by-exercise{path.suffix}")


def export(path: Path) -> tuple[Path, Path]:
    """Write both files. Raises GradingError if one of them cannot be written."""
    try:
        with opened() as grader, grader.gradebook as book:
            MarksPlugin(parent=grader, to=str(path)).export(book)
    except OSError as error:
        raise layout.GradingError(
            f"{path} cannot be written ({error.strerror}). Close it in other programs, or name another file."
        ) from error
    return path, by_exercise(path)


def as_csv(rows: list[list[object]]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs; no cell is taken for a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([[_safe(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _safe(cell: object) -> object:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + cell
    return cell


def _everyone(book: Gradebook, assignment: str) -> Iterator[Row]:
    enrolled: list[Row] = book.students
    known = {student.id: student for student in enrolled}
    for name in layout.learners(assignment):
        known.setdefault(name, Student(id=name))
    return iter(
        sorted(known.values(), key=lambda student: (student.last_name or "", student.first_name or "", student.id))
    )


def _is_other_version(learner: str, assignment: str) -> bool:
    """Whether a learner who has not handed in this version need not: it is an older one, or they did another."""
    every = versions.assignments(layout.part_of(assignment))
    others = [name for name in every if name != assignment]
    return bool(every) and (assignment != every[-1] or any(layout.submitted(learner, name).exists() for name in others))


def _find(book: Gradebook, assignment: str, student: str) -> Row | None:
    try:
        return book.find_submission(assignment, student)
    except MissingEntry:
        return None


def _grades(submission: Row) -> list[Row]:
    return [grade for notebook in submission.notebooks for grade in notebook.grades]


def _has_mark(grade: Row) -> bool:
    return grade.auto_score is not None or grade.manual_score is not None


def _status(submission: Row | None, learner: str, assignment: str) -> str:
    marked = submission is not None and all(map(_has_mark, _grades(submission)))
    folder = layout.submitted(learner, assignment)
    if not folder.exists():
        return MARKED if marked else NOT_HANDED_IN
    try:
        raw, _ = read_answers(folder, assignment, learner)
    except UnreadableError:
        if is_waiting(learner, assignment) and not (folder / layout.ANSWERS).exists():
            return CHANGED if marked else OPEN
        return STALE if marked else UNREADABLE
    current = marked_from(learner, assignment) == marking(assignment).fingerprint(raw)
    if marked:
        return MARKED if current else CHANGED
    return WAITING if current else OPEN


def _marks_row(student: Row, assignment: str, max_score: float, submission: Row | None, status: str) -> list[object]:
    score: float | None = None
    manual = time = None
    if submission is not None and all(map(_has_mark, _grades(submission))):
        score = round(max(0.0, submission.score - submission.late_submission_penalty), 2)
    if submission is not None:
        manual = _yes_no(submission.needs_manual_grade)
        time = submission.timestamp and submission.timestamp.isoformat(" ", "seconds")
    return [student.id, student.last_name, student.first_name, assignment, status, score, max_score, manual, time]


def _exercise_rows(learner: str, assignment: str, submission: Row | None, status: str) -> Iterator[list[object]]:
    if submission is None:
        return
    for grade in sorted(_grades(submission), key=lambda grade: grade.name):
        score = grade.score if _has_mark(grade) else None
        yield [learner, assignment, grade.name, status, score, grade.max_score, _yes_no(grade.needs_manual_grade)]


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"
