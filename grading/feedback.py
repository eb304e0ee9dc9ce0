"""Feedback: one file for each learner and part, where nbgrader keeps its own, and one zip file for the cohort."""

import io
import secrets
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter
from nbgrader.api import Assignment, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.orm import selectinload, undefer

from course import content
from course.content import Text
from grading import layout, versions
from grading.collect import Refused
from grading.feedback_page import Given, Marked, render
from grading.layout import GradingError
from grading.marks import Marking, marked_from, marking
from grading.nbgrader_api import opened
from grading.submissions import UnreadableError, read_answers

_MARK = "Run `python -m grading mark`, then feedback again."
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # The same feedback makes the same zip file.
Row = Any
"""A row of nbgrader's database."""


@dataclass
class Report:
    """What a run did. ``waiting`` is feedback in which something is not marked yet; ``none`` is who got none, and why."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: int = 0
    waiting: list[str] = field(default_factory=list)
    none: list[Refused] = field(default_factory=list)
    not_handed_in: list[str] = field(default_factory=list)
    zip: str = ""


def feedback(
    learners: Collection[str] = (),
    parts: Collection[str] = (),
    *,
    zip_file: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Bring the feedback of everyone who is marked up to date.

    ``learners`` and ``parts`` choose; empty means all. ``zip_file`` takes all feedback that was chosen; without it
    ``feedback.zip`` in the marking folder does, if nothing was chosen. Raises GradingError, or ContentError if a key
    is wrong.
    """
    report = Report()
    files: dict[tuple[str, str], bytes] = {}
    with layout.locked(), opened() as grader, grader.gradebook as book:
        assignments = _assignments(book, parts)
        seen: dict[str, set[str]] = {}
        for assignment in assignments:
            submissions = _submissions(book, assignment)
            handed_in = {*submissions, *layout.learners(assignment)}
            here = sorted(learner for learner in handed_in if not learners or learner in learners)
            for count, learner in enumerate(here, start=1):
                html = _bring_up_to_date(learner, assignment, submissions.get(learner), report)
                if html is not None:
                    files[learner, assignment] = html
                if count % 100 == 0:
                    progress(f"{assignment}: {count} of {len(here)} …")
            seen.setdefault(layout.part_of(assignment), set()).update(handed_in)
        for part, handed_in in seen.items():
            absent = sorted(student.id for student in book.students if student.id not in handed_in)
            report.not_handed_in.extend(f"{learner}: {part}" for learner in absent)
    if odd := sorted(set(learners).difference(*seen.values())):
        raise GradingError(f"Nothing of {', '.join(odd)} has been collected. Check the id, or collect the file first.")
    if zip_file is None and not learners and not parts:
        zip_file = layout.root() / "feedback.zip"
    if zip_file is not None and files:
        report.zip = _write_zip(zip_file, files)
    return report


class FeedbackExporter(Exporter):
    """Gives ``nbgrader generate_feedback`` and formgrader's button the same file, instead of the marked sheet."""

    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def from_filename(self, filename: str, resources: Any = None, **_: Any) -> tuple[Any, dict[str, Any]]:
        """The feedback for the learner whom nbgrader names. Raises UnreadableError if there can be none."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as book:
            submission = _submissions(book, about["assignment"], about["student"]).get(about["student"])
            html, _waiting = _html(about["student"], about["assignment"], submission)
        return html, self._init_resources(resources)


def complete(*, notebooks: Collection[str], **_: str) -> None:
    """Lay beside feedback that nbgrader has made what its ``release_feedback`` needs for everyone."""
    for sheet in map(Path, notebooks):
        _lay_beside(sheet.parent.parent.name, sheet.parent.name)


def _assignments(book: Gradebook, parts: Collection[str]) -> list[str]:
    known = sorted(assignment.name for assignment in book.assignments)
    if odd := sorted(set(parts).difference(known, map(layout.part_of, known))):
        raise GradingError(f"There is no part {odd[0]!r} in the gradebook. Choose from: {', '.join(known)}.")
    return [name for name in known if not parts or name in parts or layout.part_of(name) in parts]


def _submissions(book: Gradebook, assignment: str, learner: str | None = None) -> dict[str, Row]:
    """Marked submissions by learner, with their grades and comments, in a handful of queries."""
    query = (
        book.db.query(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment)
        .filter(Assignment.name == assignment)
        .options(
            selectinload(SubmittedAssignment.student),
            selectinload(SubmittedAssignment.notebooks).options(
                selectinload(SubmittedNotebook.grades).options(selectinload(Grade.cell), undefer(Grade.max_score)),
                selectinload(SubmittedNotebook.comments).selectinload(Comment.cell),
            ),
        )
    )
    if learner is not None:
        query = query.filter(SubmittedAssignment.student_id == learner)
    return {submission.student_id: submission for submission in query}


def _bring_up_to_date(learner: str, assignment: str, submission: Row | None, report: Report) -> bytes | None:
    name = f"{learner}: {assignment}"
    folder = layout.feedback(learner, assignment)
    try:
        html, waiting = _html(learner, assignment, submission)
    except UnreadableError as error:
        reason = error.reason
        for outdated in folder.glob("*.html"):
            outdated.unlink()
            reason += " The feedback made before is out of date and was removed."
        report.none.append(Refused(name, reason, error.mend))
        return None
    path = (folder / layout.sheet_name(assignment)).with_suffix(".html")
    before = path.read_bytes() if path.is_file() else None
    if html == before:
        report.unchanged += 1
    else:
        layout.write(path, html)
        (report.new if before is None else report.changed).append(name)
    _lay_beside(learner, assignment)
    if waiting:
        report.waiting.append(f"{name}, {waiting} answer{'' if waiting == 1 else 's'}")
    return html


def _html(learner: str, assignment: str, submission: Row | None) -> tuple[bytes, int]:
    """The feedback, and how many answers wait for the trainer. Raises UnreadableError if there can be none."""
    raw, handed_in = read_answers(layout.submitted(learner, assignment), assignment, learner)
    by = marking(assignment)
    marked = None if submission is None else _marked(submission, by)
    if marked is None:
        raise UnreadableError("It is not marked yet.", _MARK)
    if marked_from(learner, assignment) != by.fingerprint(raw):
        raise UnreadableError("Its answers or the keys have changed since it was marked.", _MARK)
    answers = {name: handed_in.value(name) for name in by.exercises}
    part = layout.part_of(assignment)
    return render(part, _title(assignment), by.exercises, by.keys, answers, marked), len(marked.waiting)


def _title(assignment: str) -> str:
    part, kept = content.parts().get(layout.part_of(assignment)), versions.kept(assignment)
    return part.title if part else kept.title if kept else assignment


def _marked(submission: Row, by: Marking) -> Marked | None:
    """What the gradebook says; None where it has no mark for an exercise that is marked without a trainer."""
    if len(submission.notebooks) != 1:
        return None
    [notebook] = submission.notebooks
    comments = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
    given = {}
    for grade in notebook.grades:
        has_mark = grade.auto_score is not None or grade.manual_score is not None
        if not has_mark and not isinstance(by.exercises.get(grade.name), Text):
            return None
        given[grade.name] = Given(
            points=grade.score if has_mark and not grade.needs_manual_grade else None,
            most=grade.max_score,
            by_hand=grade.manual_score is not None or bool(grade.extra_credit),
            comment=comments.get(grade.name, "").strip(),
        )
    if given.keys() != by.exercises.keys():
        return None
    student = submission.student
    return Marked(
        learner=student.id,
        name=" ".join(filter(None, [student.first_name, student.last_name])),
        collected=submission.timestamp,
        given=given,
        late=notebook.late_submission_penalty or 0.0,
    )


def _lay_beside(learner: str, assignment: str) -> None:
    """What nbgrader's ``release_feedback`` reads: without it, one learner's feedback would stop everyone's."""
    handed_in = layout.submitted(learner, assignment)
    if not (handed_in / layout.SECRET).is_file():
        # It came by another way than the exchange, and nobody knows the name under which it will stand there.
        layout.write(handed_in / layout.SECRET, secrets.token_hex(64).encode())
    for name in (layout.TIMESTAMP, layout.SECRET):
        content = (handed_in / name).read_bytes() if (handed_in / name).is_file() else b""
        path = layout.feedback(learner, assignment) / name
        if not path.is_file() or path.read_bytes() != content:
            layout.write(path, content)


def _write_zip(path: Path, files: Mapping[tuple[str, str], bytes]) -> str:
    made, packed = io.BytesIO(), path.absolute()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for (learner, assignment), html in sorted(files.items()):
            # An id that was collected has only letters that every system takes in names of files.
            archive.writestr(zipfile.ZipInfo(f"{learner}_{assignment}.html", _ZIP_TIME), html, zipfile.ZIP_DEFLATED)
    if packed.is_file() and packed.read_bytes() == made.getvalue():
        return f"Unchanged: {packed} ({len(files)} files)"
    try:
        layout.write(packed, made.getvalue())
    except OSError as error:
        raise GradingError(
            f"{packed} cannot be written ({error.strerror}). Close it in other programs, or name another file."
        ) from error
    return f"Written: {packed} ({len(files)} files)"
