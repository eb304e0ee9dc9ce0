"""Marks for one part's answers. The fast marker and the sheet's own scoring call both end here."""

import hashlib
import json
from dataclasses import dataclass

import msgspec

from course import content, paths
from course.content import Exercise, Key, Single
from course.scoring import score
from grading import layout
from grading.submissions import known_part

STAMP = "equally-outstanding"
"""The name in a marked sheet's metadata under which it says what its marks were made from."""


@dataclass(frozen=True)
class Mark:
    """Points for one answer, and a line for the trainer that says what was answered."""

    points: float
    said: str


@dataclass(frozen=True)
class Marking:
    """The graded exercises of a part and their keys, in course order."""

    exercises: dict[str, Exercise]
    keys: dict[str, Key]

    def mark(self, exercise_id: str, value: str | None) -> Mark:
        """Mark one answer; None is unanswered and gets 0. Raises ValueError if it is no answer."""
        exercise = self.exercises[exercise_id]
        if value is None:
            return Mark(0.0, "Not answered.")
        result = score(exercise, self.keys[exercise_id], value)
        shown = f"{value}. {exercise.options[value]}" if isinstance(exercise, Single) else value
        lines = [f"Answer: {shown}", f"Misreading: {result.misreading}" if result.misreading else ""]
        return Mark(result.share * exercise.marks, "\n".join(filter(None, lines)))

    def fingerprint(self, raw: bytes) -> str:
        """Changes whenever answers, exercises or keys do, and with them perhaps the marks."""
        made_from = (raw, list(self.exercises.values()), list(self.keys.values()))
        return hashlib.sha256(msgspec.json.encode(made_from, order="sorted")).hexdigest()


_read: dict[str, tuple[object, Marking]] = {}


def marking(part: str) -> Marking:
    """What marks ``part``, as the files say now. Raises ContentError, or UnreadableError for an unknown part."""
    # Formgrader's server runs for days: it must not mark by a key that has been mended since.
    files = [*sorted(paths.EXERCISES.glob("*.yaml")), layout.KEYS / f"{part}.yaml"]
    state = [(file, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists()]
    if part not in _read or _read[part][0] != state:
        content.parts.cache_clear()
        content.graded_keys.cache_clear()
        exercises = {exercise.id: exercise for exercise in known_part(part).graded}
        _read[part] = (state, Marking(exercises, content.graded_keys(part, layout.KEYS)))
    return _read[part][1]


def marked_from(learner: str, part: str) -> str | None:
    """The fingerprint that a marked sheet carries, or None where there is no readable one."""
    try:
        sheet = json.loads(layout.autograded_sheet(learner, part).read_bytes())
        return str(sheet["metadata"][STAMP]["marked_from"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
