"""Marks for one part's answers. The fast marker and the sheet's own scoring call both end here."""

import hashlib
import json
from dataclasses import dataclass

import msgspec

from course.content import Gradable, Key, Match, Multi, Order, Scored, Single, Text, TextKey
from course.scoring import ids, pairs, score
from grading import layout, versions

STAMP = "equally-outstanding"
"""The name in a marked sheet's metadata under which it says what its marks were made from."""

NO_ANSWER = "No answer given."
"""What nbgrader's comment says to a short text without an answer."""


@dataclass(frozen=True)
class Mark:
    """Points for one answer, or None where a person gives them, and for the trainer what was answered."""

    points: float | None
    said: str


@dataclass(frozen=True)
class Marking:
    """The graded exercises of a part and their keys, in course order."""

    exercises: dict[str, Gradable]
    keys: dict[str, Key]

    def mark(self, exercise_id: str, value: str | None) -> Mark:
        """Mark one answer; None is unanswered and gets 0. Raises ValueError if it is no answer."""
        exercise, key = self.exercises[exercise_id], self.keys[exercise_id]
        if isinstance(exercise, Text):
            return Mark(0.0, NO_ANSWER) if value is None else Mark(None, value)
        if isinstance(key, TextKey):
            raise ValueError(f"The key of {exercise_id} is of another kind than the exercise.")
        if value is None:
            return Mark(0.0, "Not answered.")
        result = score(exercise, key, value)
        misread = [f"Misreading: {name}" for name in result.misreadings]
        return Mark(round(result.share * exercise.marks, 2), "\n".join([*_answered(exercise, value), *misread]))

    def basis(self, exercise_id: str, value: str | None) -> str:
        """Changes whenever the answer to one exercise, its key or its marks do: what a mark by hand was given for."""
        made_from = (value, self.keys[exercise_id], self.exercises[exercise_id].marks)
        return hashlib.sha256(msgspec.json.encode(made_from, order="sorted")).hexdigest()

    def fingerprint(self, raw: bytes) -> str:
        """Changes whenever answers, exercises or keys do, and with them perhaps the marks."""
        made_from = (raw, list(self.exercises.values()), list(self.keys.values()))
        return hashlib.sha256(msgspec.json.encode(made_from, order="sorted")).hexdigest()


def _answered(exercise: Scored, value: str) -> list[str]:
    """The answer in words, for the trainer."""
    match exercise:
        case Single() | Multi():
            return [f"Answer: {name}. {exercise.options[name]}" for name in ids(value)]
        case Order():
            return [f"Place {place}: {name}. {exercise.items[name]}" for place, name in enumerate(ids(value), start=1)]
        case Match():
            chosen = pairs(value)
            return [
                f"{words} → {exercise.options[chosen[row]] if row in chosen else 'nothing chosen'}"
                for row, words in exercise.rows.items()
            ]
        case _:
            return [f"Answer: {value}"]


_read: dict[str, tuple[object, Marking]] = {}


def marking(assignment: str) -> Marking:
    """What marks ``assignment``, as the files say now. Raises ContentError, or GradingError for an unknown one."""
    state = versions.state(assignment)
    if assignment not in _read or _read[assignment][0] != state:
        _read[assignment] = (state, Marking(versions.exercises(assignment), versions.keys(assignment)))
    return _read[assignment][1]


def marked_from(learner: str, part: str) -> str | None:
    """The fingerprint that a marked sheet carries, or None where there is no readable one."""
    try:
        sheet = json.loads(layout.autograded_sheet(learner, part).read_bytes())
        return str(sheet["metadata"][STAMP]["marked_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
