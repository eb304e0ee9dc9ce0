"""Marking sheets: one pristine nbgrader notebook for each part with graded exercises."""

import nbformat
from nbformat import NotebookNode, v4

from course.content import Exercise, Part, Single

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def sheet(part: Part) -> NotebookNode:
    """The marking sheet of a part: for each graded exercise its prompt, and a locked cell that scores it.

    The same part gives the same notebook, byte for byte. It holds no key, and what is released to learners
    does not hold the scoring call either.
    """
    cells = [v4.new_markdown_cell(_heading(part), id="heading")]
    for exercise in part.graded:
        cells.append(_prompt_cell(exercise))
        cells.append(_grade_cell(exercise))
    return v4.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})


def text(part: Part) -> str:
    """The marking sheet as it stands in a file."""
    return str(nbformat.writes(sheet(part))) + "\n"


def grade_points(notebook: NotebookNode) -> dict[str, float]:
    """The points of every grade cell by its grade_id."""
    found = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return {about["grade_id"]: float(about["points"]) for about in found if about.get("grade")}


def _heading(part: Part) -> str:
    return (
        f"# {part.title}\n\nMarking sheet of `{part.part}`, made by `python -m grading build`. "
        "What you change here, points included, is overwritten by the next build: change the exercises and keys instead."
    )


def _prompt_cell(exercise: Exercise) -> NotebookNode:
    marks = f"{exercise.marks} mark{'' if exercise.marks == 1 else 's'}"
    blocks = [f"## {exercise.id}", exercise.context, exercise.prompt]
    if isinstance(exercise, Single):
        blocks.append("\n".join(f"- **{name}** {words}" for name, words in exercise.options.items()))
    else:
        blocks.append(exercise.unit.help)
    source = "\n\n".join(block.strip() for block in [*blocks, f"*{marks}*"] if block.strip())
    about = {"grade": False, "solution": False, "locked": True, "grade_id": f"prompt-{exercise.id}"}
    return v4.new_markdown_cell(source, id=f"prompt-{exercise.id}", metadata=_metadata(about))


def _grade_cell(exercise: Exercise) -> NotebookNode:
    source = "\n".join(
        [
            "# Your trainer's computer marks the answer here. There is nothing to type.",
            "### BEGIN HIDDEN TESTS",
            "from grading.sheet import score",
            f'score("{exercise.id}")',
            "### END HIDDEN TESTS",
        ]
    )
    about = {"grade": True, "solution": False, "locked": True, "grade_id": exercise.id, "points": exercise.marks}
    return v4.new_code_cell(source, id=f"grade-{exercise.id}", metadata=_metadata(about))


def _metadata(about: dict[str, object]) -> dict[str, object]:
    return {"nbgrader": {**about, "schema_version": 3, "task": False}, "editable": False, "deletable": False}
