"""Write the marking sheets and register them with nbgrader."""

from contextlib import suppress

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI

from course import content
from course.content import Part
from grading import layout, sheets, versions
from grading.layout import GradingError
from grading.nbgrader_api import opened, reason


def build() -> list[str]:
    """Bring the marking sheet of every part with graded exercises up to date, and say what was done.

    Exercises that were added or removed since somebody handed in make a new version of the assignment.
    Raises ContentError if exercises or keys are wrong, GradingError if a sheet cannot be registered.
    """
    parts = [part for part in content.parts().values() if part.graded]
    for part in parts:
        content.graded_keys(part.part, layout.KEYS)
    with layout.locked(), opened() as grader:
        return [line for part in parts for line in _build(grader, part)]


def _build(grader: NbGraderAPI, part: Part) -> list[str]:
    with grader.gradebook as book:
        assignment, said = _assignment(book, part)
        known = _registered(book, assignment)
    path, text = layout.source_sheet(assignment), sheets.text(part, assignment)
    marks = {exercise.id: float(exercise.marks) for exercise in part.graded}
    summary = f"{assignment}: {len(marks)} exercises, {sum(marks.values()):g} marks"
    said += _points_changed_by_hand(assignment, known)
    before = path.read_bytes() if path.is_file() else None
    if known == marks and before == text.encode():
        if versions.kept(assignment) is None:
            versions.keep(assignment, part)
            return [*said, f"{summary}, unchanged."]
        changed = _keep(assignment, part)
        return [*said, f"{summary}, unchanged{', but keys are not' if changed else ''}.", *changed]
    layout.write(path, text.encode())
    result = grader.generate_assignment(assignment)
    if not result["success"]:
        if before is None:
            path.unlink()
        else:
            layout.write(path, before)
        raise GradingError(f"nbgrader could not take the sheet of {assignment}: {reason(result)} Nothing was changed.")
    return [*said, f"{summary}, written to {path}.", *_keep(assignment, part)]


def _assignment(book: Gradebook, part: Part) -> tuple[str, list[str]]:
    """The assignment that the exercises of today make, and what to say of it."""
    wanted = {exercise.id for exercise in part.graded}
    built = versions.assignments(part.part)
    same = next((name for name in built if _ids(name) == wanted), None)
    if same is not None:
        _refuse_other_kinds(same, part)
        return same, [] if same == built[-1] else [f"{part.part} has the exercises of {same} again, so it is {same}."]
    newest = built[-1] if built else part.part
    known = set(_registered(book, newest))
    handed_in = layout.learners(newest)
    if not known or known == wanted or not handed_in:
        return newest, []
    if not built:
        raise GradingError(
            f"{newest} has other exercises than the sheet that {len(handed_in)} learner(s) have handed in "
            f"({_changes(known, wanted)}). Nothing was changed. What marks theirs has not been kept, because that sheet "
            "was built by an earlier version of this program: put the old exercises and keys back, run build once, "
            "then change them again."
        )
    fresh = versions.following(part.part)
    return fresh, [
        f"{part.part} has other exercises than {newest}, which {len(handed_in)} learner(s) have handed in "
        f"({_changes(known, wanted)}). So this is a new version, {fresh}. What was made for {newest} is still taken in "
        f"and marked, by the exercises and keys of {newest}."
    ]


def _ids(assignment: str) -> frozenset[str]:
    version = versions.kept(assignment)
    return version.ids if version else frozenset()


def _changes(known: set[str], wanted: set[str]) -> str:
    both = (("added", sorted(wanted - known)), ("removed", sorted(known - wanted)))
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in both if names)


def _refuse_other_kinds(assignment: str, part: Part) -> None:
    version = versions.kept(assignment)
    before = {exercise.id: type(exercise) for exercise in version.exercises} if version else {}
    odd = [exercise.id for exercise in part.graded if type(exercise) is not before.get(exercise.id)]
    if odd and layout.learners(assignment):
        raise GradingError(
            f"{', '.join(odd)} of {part.part} is of another kind than what learners have answered. Nothing was "
            "changed. Give it a new id: that makes a new version, and what was handed in keeps its meaning."
        )


def _registered(book: Gradebook, assignment: str) -> dict[str, float]:
    try:
        notebook = book.find_notebook(layout.part_of(assignment), assignment)
    except MissingEntry:
        return {}
    return {cell.name: float(cell.max_score) for cell in notebook.grade_cells}


def _points_changed_by_hand(assignment: str, known: dict[str, float]) -> list[str]:
    version = versions.kept(assignment)
    if version is None:
        return []
    found = dict(known)
    with suppress(OSError, ValueError, KeyError, AttributeError):  # A sheet that is missing or damaged is written anew.
        found |= sheets.grade_points(nbformat.read(layout.source_sheet(assignment), as_version=4))
    return [
        f"{assignment}: the points of {exercise.id} stood at {found[exercise.id]:g} in the sheet, where somebody changed "
        f"them (in formgrader's source view?). That is overwritten: change `marks` in the exercises instead."
        for exercise in version.exercises
        if found.get(exercise.id, exercise.marks) != exercise.marks
    ]


def _keep(assignment: str, part: Part) -> list[str]:
    before = versions.kept(assignment)
    versions.keep(assignment, part)
    marked = len(layout.learners(assignment))
    if before is None or not marked or before == versions.kept(assignment):
        return []
    return [
        f"{assignment}: wording, keys or marks have changed. `python -m grading mark` marks {marked} submission(s) "
        "again and says whose mark has moved."
    ]
