"""Read the file that a learner hands in, and trust nothing in it."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import msgspec

from course import content
from course.content import Part
from course.handin import LEARNER_ID, SUBMISSION_FORMAT, Submission
from course.scoring import problem
from grading import versions
from grading.layout import ANSWERS
from grading.layout import UnreadableError as UnreadableError

MAX_BYTES = 1_000_000


def read_bytes(path: Path) -> bytes:
    """The content of a plain file of at most 1 MB; no link is followed. Raises UnreadableError."""
    try:
        # Not blocking, so that opening a named pipe does not wait for ever.
        number = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
    except FileNotFoundError as error:
        raise UnreadableError("There is no such file.", "Check the name.") from error
    except OSError as error:
        if path.is_symlink():
            raise UnreadableError("It is a link to another file.", "Give the file itself.") from error
        raise UnreadableError(f"It cannot be opened ({error.strerror}).", "Check who may read it.") from error
    with os.fdopen(number, "rb") as file:
        if path.is_symlink() or not stat.S_ISREG(os.fstat(number).st_mode):
            raise UnreadableError("It is not a plain file.", "Give the file itself.")
        return check_size(file.read(MAX_BYTES + 1))


def check_size(raw: bytes) -> bytes:
    """``raw`` itself. Raises UnreadableError if it is longer than a submission can be."""
    if len(raw) > MAX_BYTES:
        raise UnreadableError("It is larger than 1 MB, and a submission is not.")
    return raw


def parse(raw: bytes) -> Submission:
    """Read and check the content of a submission file. Raises UnreadableError."""
    try:
        data = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise UnreadableError("It is not text in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"It is damaged or was cut short ({error}).") from error
    named = data.get("format") if isinstance(data, dict) else None
    if named != SUBMISSION_FORMAT:
        mend = "It may be another file. Ask the learner for the file that Hand in downloads."
        if isinstance(named, str) and named.startswith("equally-outstanding/work/"):
            mend = "It is the learner's own copy of all their work. Ask them to press Hand in and to send that file."
        raise UnreadableError("It is not a file that this version of the course hands in.", mend)
    try:
        submission = msgspec.convert(data, Submission)
    except (msgspec.ValidationError, RecursionError) as error:
        raise UnreadableError(f"It was changed or damaged ({error}).") from error
    if not LEARNER_ID.fullmatch(submission.learner):
        raise UnreadableError(
            "The learner id in it is not one that can be used.",
            "An id has up to 64 letters, digits, dots, hyphens, underscores or @. Ask the learner to type it again.",
        )
    _check_answers(submission)
    return submission


def assignment_of(submission: Submission) -> str:
    """The assignment that a submission belongs to, by its exercises. Raises UnreadableError."""
    if found := versions.find(submission.part, submission.answers.keys()):
        return found
    known = versions.assignments(submission.part)
    live = {exercise.id for exercise in known_part(submission.part).graded}
    if live == submission.answers.keys():
        raise UnreadableError(
            f"The exercises of {submission.part} have changed since the last build.",
            "Run `python -m grading build`, then collect again.",
        )
    wanted = versions.exercises(known[-1]).keys() if known else live
    also = " Nor does it fit an earlier version." if len(known) > 1 else ""
    if odd := sorted(submission.answers.keys() - wanted):
        raise UnreadableError(f"It answers an exercise that {submission.part} does not have: {odd[0][:80]!r}.{also}")
    lacking = sorted(wanted - submission.answers.keys())
    raise UnreadableError(
        f"It lacks the exercise {lacking[0]!r} of {submission.part}. The course has changed since, or the file was.{also}"
    )


def read_answers(folder: Path, assignment: str, learner: str | None = None) -> tuple[bytes, Submission]:
    """The answers in a folder that nbgrader marks, checked once more. Raises UnreadableError."""
    if not (folder / ANSWERS).is_symlink() and not (folder / ANSWERS).exists():
        waiting = any(folder.glob("*.json"))
        raise UnreadableError(
            f"{folder / ANSWERS} is missing.",
            "What lies there cannot be taken in yet: run `python -m grading mark`, which says why."
            if waiting
            else "Ask the learner to hand in, or collect their file again.",
        )
    raw = read_bytes(folder / ANSWERS)
    submission = parse(raw)
    if learner not in (None, submission.learner) or assignment_of(submission) != assignment:
        raise UnreadableError(
            f"The answers in {folder} say that they are by {submission.learner!r} for {assignment_of(submission)}.",
            "Find out whose they are, then collect the file again.",
        )
    return raw, submission


def known_part(name: str) -> Part:
    """The part of this name that has graded exercises. Raises UnreadableError."""
    part = content.parts().get(name)
    if part is None or not part.graded:
        raise UnreadableError(
            f"It is for the part {name[:80]!r}, which this course does not mark.", "Check that it is for this course."
        )
    return part


def _check_answers(submission: Submission) -> None:
    if not versions.assignments(submission.part):
        known_part(submission.part)
    for name, exercise in versions.exercises(assignment_of(submission)).items():
        value = submission.value(name)
        if value is not None and (wrong := problem(exercise, value)):
            raise UnreadableError(f"The answer to {name} cannot be read: {wrong[:200]}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands in it twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
