"""Versions of an assignment: what makes it another one, and what its submissions are marked by.

An assignment is one set of exercises. When an exercise is added to a part or removed from it, ``build`` makes the next
version (``2-evidence``, ``2-evidence-v2``, ...), and ``versions/<assignment>.json`` keeps the exercises and keys by
which the submissions of each are marked. Wording, keys and marks may change within a version.
"""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec

from course import content, paths
from course.content import Gradable, Key, Part
from grading import layout
from grading.layout import GradingError


class Version(msgspec.Struct, frozen=True):
    """The graded exercises of an assignment and their keys, as they were when it was last built."""

    title: str
    exercises: tuple[Gradable, ...]
    keys: dict[str, dict[str, Any]]

    @property
    def ids(self) -> frozenset[str]:
        """What the version is known by."""
        return frozenset(exercise.id for exercise in self.exercises)


State = list[tuple[Path, int, int]]


def state(assignment: str) -> State:
    """Changes whenever a file does from which ``exercises`` and ``keys`` read."""
    part = layout.part_of(assignment)
    files = [*sorted(paths.EXERCISES.glob("*.yaml")), layout.KEYS / f"{part}.yaml", _file(assignment)]
    found = ((file, file.stat()) for file in files if file.exists())
    return [(file, about.st_mtime_ns, about.st_size) for file, about in found]


def exercises(assignment: str) -> dict[str, Gradable]:
    """The graded exercises of an assignment, in course order. Raises ContentError, or GradingError for an unknown one."""
    if part := _live(assignment):
        return {exercise.id: exercise for exercise in part.graded}
    return {exercise.id: exercise for exercise in _kept(assignment).exercises}


def keys(assignment: str) -> dict[str, Key]:
    """The keys of an assignment by exercise. Raises as ``exercises`` does."""
    if part := _live(assignment):
        return content.graded_keys(part.part, layout.KEYS)
    version = _kept(assignment)
    return {each.id: cast(Key, msgspec.convert(version.keys[each.id], each.key_type)) for each in version.exercises}


def find(part: str, ids: Collection[str]) -> str | None:
    """The assignment of ``part`` that has just these exercises, or None."""
    wanted = frozenset(ids)
    for assignment in reversed(assignments(part)):
        version = _read(assignment)
        if version and version.ids == wanted:
            return assignment
    live = _parts().get(part)
    # Before the first build the exercises of today make the first version.
    return part if live and wanted == _ids(live) and _read(part) is None else None


def assignments(part: str) -> list[str]:
    """Every assignment of a part that was built, oldest first."""
    found = [file.stem for file in (layout.root() / "versions").glob("*.json")]
    return sorted((name for name in found if layout.part_of(name) == part), key=number)


def everything() -> list[str]:
    """Every assignment: those of today's course, and those that older submissions belong to."""
    built = {layout.part_of(file.stem) for file in (layout.root() / "versions").glob("*.json")}
    graded = {part.part for part in _parts().values() if part.graded}
    return [name for part in sorted(built | graded) for name in assignments(part) or [part]]


def number(assignment: str) -> int:
    """Which version of its part an assignment is: 1, 2, ..."""
    return int(assignment.removeprefix(layout.part_of(assignment)).removeprefix("-v") or 1)


def following(part: str) -> str:
    """The name of the version after the last."""
    return f"{part}-v{max(map(number, assignments(part)), default=1) + 1}"


def kept(assignment: str) -> Version | None:
    """What an assignment was when it was last built, or None if it never was."""
    return _read(assignment)


def keep(assignment: str, part: Part) -> None:
    """Write down what ``assignment`` consists of now. Raises ContentError if a key is wrong."""
    by = content.graded_keys(part.part, layout.KEYS)
    version = Version(part.title, part.graded, {name: msgspec.to_builtins(key) for name, key in by.items()})
    layout.write(_file(assignment), msgspec.json.format(msgspec.json.encode(version), indent=1) + b"\n")


def _live(assignment: str) -> Part | None:
    """The part as the course has it today, if ``assignment`` has the same exercises."""
    part = _parts().get(layout.part_of(assignment))
    if part is None or not part.graded:
        return None
    version = _read(assignment)
    same = version.ids == _ids(part) if version else assignment == part.part
    return part if same else None


def _ids(part: Part) -> frozenset[str]:
    return frozenset(exercise.id for exercise in part.graded)


_seen: State | None = None


def _parts() -> dict[str, Part]:
    # Formgrader's server runs for days: it must not mark by exercises or keys that have been mended since.
    global _seen
    files = [*sorted(paths.EXERCISES.glob("*.yaml")), *sorted(layout.KEYS.glob("*.yaml"))]
    now = [(file, (about := file.stat()).st_mtime_ns, about.st_size) for file in files]
    if now != _seen:
        content.parts.cache_clear()
        content.graded_keys.cache_clear()
        _seen = now
    return content.parts()


def _file(assignment: str) -> Path:
    return layout.root() / "versions" / f"{assignment}.json"


def _kept(assignment: str) -> Version:
    version = _read(assignment)
    if version is None:
        raise GradingError(f"There is no assignment {assignment!r} here. Run `python -m grading build`.")
    return version


def _read(assignment: str) -> Version | None:
    file = _file(assignment)
    try:
        about = file.stat()
    except OSError:
        return None
    return _decode(file, about.st_mtime_ns, about.st_size)


@cache
def _decode(file: Path, _time: int, _size: int) -> Version:
    try:
        return msgspec.json.decode(file.read_bytes(), type=Version)
    except (OSError, msgspec.DecodeError) as error:
        raise GradingError(
            f"{file} cannot be read ({error}). It says what older submissions are marked by: bring it back from a "
            "copy. If nothing has been added to its part or removed since, delete it and run `python -m grading build`."
        ) from error
