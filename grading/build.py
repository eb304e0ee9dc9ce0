"""Write the marking sheets and register them with nbgrader."""

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI

from course import content
from course.content import Part
from grading import layout, sheets
from grading.layout import GradingError
from grading.marks import marking
from grading.nbgrader_api import opened, reason


def build() -> list[str]:
    """Bring the marking sheet of every part with graded exercises up to date, and say what was done.

    Raises ContentError if exercises or keys are wrong, GradingError if a sheet cannot be registered.
    """
    parts = [part for part in content.parts().values() if part.graded]
    for part in parts:
        marking(part.part)
    with layout.locked(), opened() as grader:
        return [_build(grader, part) for part in parts]


def _build(grader: NbGraderAPI, part: Part) -> str:
    path, text = layout.source_sheet(part.part), sheets.text(part)
    marks = {exercise.id: float(exercise.marks) for exercise in part.graded}
    summary = f"{part.part}: {len(marks)} exercises, {sum(marks.values()):g} marks"
    with grader.gradebook as book:
        known = _registered(book, part.part)
    if known == marks and path.is_file() and path.read_text("utf-8") == text:
        return f"{summary}, unchanged."
    _refuse_other_exercises(part.part, set(known), set(marks))
    before = path.read_bytes() if path.is_file() else None
    layout.write(path, text.encode())
    result = grader.generate_assignment(part.part)
    if not result["success"]:
        if before is None:
            path.unlink()
        else:
            layout.write(path, before)
        raise GradingError(f"nbgrader could not take the sheet of {part.part}: {reason(result)} Nothing was changed.")
    return f"{summary}, written to {path}."


def _registered(book: Gradebook, part: str) -> dict[str, float]:
    try:
        notebook = book.find_notebook(part, part)
    except MissingEntry:
        return {}
    return {cell.name: float(cell.max_score) for cell in notebook.grade_cells}


def _refuse_other_exercises(part: str, known: set[str], wanted: set[str]) -> None:
    handed_in = layout.learners(part)
    if not known or known == wanted or not handed_in:
        return
    added, removed = sorted(wanted - known), sorted(known - wanted)
    changes = "; ".join(
        f"{word}: {', '.join(names)}" for word, names in (("added", added), ("removed", removed)) if names
    )
    raise GradingError(
        f"{part} has other exercises than the sheet that {len(handed_in)} learner(s) have handed in ({changes}). "
        "Nothing was changed. Their marks stand on the old exercises: put those back, or set GRADING_ROOT to a new "
        "folder and mark the next cohort there."
    )
