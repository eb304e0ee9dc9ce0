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
from grading.layout import ANSWERS

MAX_BYTES = 1_000_000
_ASK_AGAIN = "Ask the learner to press Hand in again and to send the new file as it is."


class UnreadableError(Exception):
    """A file is no submission that can be marked. ``reason`` says why, ``mend`` what to do."""

    def __init__(self, reason: str, mend: str = _ASK_AGAIN) -> None:
        super().__init__(f"{reason} {mend}")
        self.reason = reason
        self.mend = mend


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


def read_answers(folder: Path, part: str, learner: str | None = None) -> tuple[bytes, Submission]:
    """The answers in a folder that nbgrader marks, checked once more. Raises UnreadableError."""
    if not (folder / ANSWERS).is_symlink() and not (folder / ANSWERS).exists():
        raise UnreadableError(f"{folder / ANSWERS} is missing.", "Collect the learner's file again.")
    raw = read_bytes(folder / ANSWERS)
    submission = parse(raw)
    if submission.part != part or learner not in (None, submission.learner):
        raise UnreadableError(
            f"The answers in {folder} say that they are by {submission.learner!r} for {submission.part}.",
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
    part = known_part(submission.part)
    exercises = {exercise.id: exercise for exercise in part.graded}
    if odd := sorted(submission.answers.keys() - exercises.keys()):
        raise UnreadableError(f"It answers an exercise that {part.part} does not have: {odd[0][:80]!r}.")
    if lacking := sorted(exercises.keys() - submission.answers.keys()):
        raise UnreadableError(
            f"It lacks the exercise {lacking[0]!r} of {part.part}. The course has changed since, or the file was."
        )
    for name, exercise in exercises.items():
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
