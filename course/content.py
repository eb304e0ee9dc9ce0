"""Exercises and keys as authors write them in YAML, read into checked values.

An exercise has one definition: what a learner sees stands in ``assets/content/exercises/<part>.yaml``. The
key of a practice exercise stands there too, so that it can answer at once. The key of a graded exercise
stands with the trainer, in a folder that is named by ``COURSE_KEYS`` and is nowhere on the learner's side.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast

import msgspec

from course import paths
from course.quantity import Unit


class ContentError(ValueError):
    """A content file is wrong. The message names the file, the place and how to mend it."""


class Near(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong number that many people get, and the misreading that leads to it."""

    value: float
    misreading: str
    feedback: str
    tolerance: float = 0.0


class SingleKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of a single choice: the right option, and for every option what it teaches."""

    right: str
    feedback: dict[str, str]
    misreadings: dict[str, str]


class MultiKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of a choice of all that apply: the right options, and for every option what it teaches and which error it shows.

    A wrong option shows its error when it is chosen, a right one when it is left out.
    """

    right: tuple[str, ...]
    feedback: dict[str, str]
    misreadings: dict[str, str]


class OrderKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of putting in order: all items in their order, why each stands where it does, and the error if it does not."""

    right: tuple[str, ...]
    feedback: dict[str, str]
    misreadings: dict[str, str]


class MatchKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of matching: the option of every row, why it is that one, and the error if another is chosen."""

    right: dict[str, str]
    feedback: dict[str, str]
    misreadings: dict[str, str]


class NumberKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of a number: the value in the exercise's unit, how far off still counts, and feedback."""

    right: float
    feedback_right: str
    feedback_wrong: str
    tolerance: float = 0.0
    near: tuple[Near, ...] = ()


class RubricLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What earns some of the marks of a short text."""

    marks: int
    says: str


class TextKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Key of a short text, which people mark: what earns marks, and an answer that would get them all."""

    rubric: tuple[RubricLine, ...]
    model: str
    feedback: str = ""


ScoredKey = SingleKey | MultiKey | OrderKey | MatchKey | NumberKey
Key = ScoredKey | TextKey


class _Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"):
    key_type: ClassVar[type | None] = None
    """What its key is read as; None if it has no key."""

    id: str
    page: str
    prompt: str
    outcome: str
    source: str
    graded: bool
    context: str = ""
    hint: str = ""
    section: str = ""
    marks: int = 1
    key: dict[str, Any] | None = None


class Single(_Exercise, frozen=True, kw_only=True, tag="single"):
    """Choose one option. ``options`` maps the option's id to its text."""

    key_type = SingleKey
    options: dict[str, str]


class Multi(_Exercise, frozen=True, kw_only=True, tag="multi"):
    """Choose all options that apply. ``options`` maps the option's id to its text."""

    key_type = MultiKey
    options: dict[str, str]


class Order(_Exercise, frozen=True, kw_only=True, tag="order"):
    """Put ``items`` in order. They map the item's id to its text, in the order in which learners first see them."""

    key_type = OrderKey
    items: dict[str, str]


class Match(_Exercise, frozen=True, kw_only=True, tag="match"):
    """Give each of ``rows`` one of ``options``. An option may serve several rows, or none. Both map an id to its text."""

    key_type = MatchKey
    rows: dict[str, str]
    options: dict[str, str]


class Number(_Exercise, frozen=True, kw_only=True, tag="number"):
    """Type one number in the given unit."""

    key_type = NumberKey
    unit: Unit


class Text(_Exercise, frozen=True, kw_only=True, tag="text"):
    """Write a few sentences, of about so many ``words``: guidance, and no limit. People mark it."""

    key_type = TextKey
    words: int


class Reflection(_Exercise, frozen=True, kw_only=True, tag="reflection"):
    """Write for yourself, of about so many ``words``. It has no key: nobody marks it, and it is never handed in."""

    words: int


Scored = Single | Multi | Order | Match | Number
"""Exercises that are scored by machine."""

Gradable = Scored | Text
"""Exercises that can be graded."""

Exercise = Gradable | Reflection


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of the course: a folder of notebooks, and one assignment if anything in it is graded."""

    part: str
    title: str
    exercises: tuple[Exercise, ...]

    @property
    def graded(self) -> tuple[Gradable, ...]:
        """The graded exercises, in the order in which learners meet them."""
        return tuple(each for each in self.exercises if each.graded and not isinstance(each, Reflection))


def read_yaml(path: Path, type_: Any) -> Any:
    """Read one YAML file as ``type_``. Raises ContentError that names file and place."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=type_)
    except FileNotFoundError as error:
        raise ContentError(f"{path} does not exist.") from error
    except msgspec.DecodeError as error:
        raise ContentError(f"{path}: {error}") from error


@cache
def parts() -> dict[str, Part]:
    """All parts by name, in course order. Raises ContentError."""
    found: dict[str, Part] = {}
    seen: dict[str, Path] = {}
    for path in sorted(paths.EXERCISES.glob("*.yaml")):
        part: Part = read_yaml(path, Part)
        if part.part != path.stem:
            raise ContentError(
                f"{path}: `part` says {part.part!r}, but the file is named {path.stem!r}. Make them equal."
            )
        for exercise in part.exercises:
            if exercise.id in seen:
                raise ContentError(
                    f"{path}: the id {exercise.id!r} stands already in {seen[exercise.id].name}. Choose another."
                )
            seen[exercise.id] = path
        found[part.part] = part
    return found


def find_exercise(exercise_id: str) -> tuple[Part, Exercise]:
    """The exercise with this id and the part it belongs to. Raises ContentError."""
    for part in parts().values():
        for exercise in part.exercises:
            if exercise.id == exercise_id:
                return part, exercise
    raise ContentError(f"There is no exercise {exercise_id!r} in {paths.EXERCISES}.")


def practice_key(exercise: Exercise) -> Key | None:
    """The key that stands with a practice exercise, or None if none does. Raises ContentError."""
    if exercise.key is None or isinstance(exercise, Reflection):
        return None
    return _as_key(exercise, exercise.key, str(paths.EXERCISES))


@cache
def graded_keys(part: str, folder: Path | None = None) -> dict[str, Key]:
    """The keys of a part's graded exercises by id, or nothing where no key folder is known.

    ``folder`` is the key folder; without it the setting COURSE_KEYS names it. Raises ContentError.
    """
    if folder is None:
        setting = os.environ.get("COURSE_KEYS")
        if not setting:
            return {}
        folder = Path(setting)
    path = folder / f"{part}.yaml"
    raw = read_yaml(path, dict[str, dict[str, Any]])
    exercises = {exercise.id: exercise for exercise in parts()[part].graded}
    if raw.keys() != exercises.keys():
        odd = ", ".join(sorted(raw.keys() ^ exercises.keys()))
        raise ContentError(f"{path}: keys and graded exercises of {part} do not pair up: {odd}.")
    return {name: _as_key(exercises[name], value, str(path)) for name, value in raw.items()}


def _as_key(exercise: Gradable, raw: dict[str, Any], where: str) -> Key:
    try:
        return cast(Key, msgspec.convert(raw, exercise.key_type))
    except msgspec.ValidationError as error:
        raise ContentError(f"{where}: key of {exercise.id!r}: {error}") from error
