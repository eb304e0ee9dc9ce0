"""Marking sheets: one pristine nbgrader notebook for each part with graded exercises."""

from collections.abc import Callable, Iterator

import nbformat
from nbformat import NotebookNode, v4

from course.content import Gradable, Match, Multi, Number, Order, Part, Single, Text, TextKey

TEXT_STUB = "A person reads and marks the answer here. There is nothing to type."
"""What stands in the cell of a short text until there is an answer."""

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def sheet(part: Part, assignment: str) -> NotebookNode:
    """The marking sheet of a part: for each graded exercise its prompt, and a locked cell that scores it.

    The same part gives the same notebook, byte for byte. It holds no key, and what is released to learners
    does not hold the scoring call either. Its last cell hands in from a folder that nbgrader's exchange has given out.
    """
    cells = [v4.new_markdown_cell(_heading(part, assignment), id="heading")]
    for number, exercise in enumerate(part.graded, start=1):
        cells.append(_prompt_cell(number, exercise))
        cells.append(_answer_cell(exercise) if isinstance(exercise, Text) else _grade_cell(exercise))
    cells += _hand_in_cells(part, assignment)
    return v4.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL, "language_info": {"name": "python"}})


def text(part: Part, assignment: str) -> str:
    """The marking sheet as it stands in a file."""
    return str(nbformat.writes(sheet(part, assignment))) + "\n"


def with_words(raw: bytes, answer: Callable[[str], str | None]) -> bytes:
    """The file of a sheet, with the words of every short text that ``answer`` knows by its grade_id.

    So it lies in ``submitted``: stock nbgrader, too, then gives 0 to no short text but an unanswered one.
    """
    notebook: NotebookNode = nbformat.reads(raw.decode(), as_version=4)
    for cell in answer_cells(notebook):
        if (words := answer(cell.metadata.nbgrader.grade_id)) is not None:
            cell.source = as_typed(words)
    return f"{nbformat.writes(notebook)}\n".encode()


def answer_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """The cells of short texts."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and about.get("solution"):
            yield cell


def as_typed(words: str) -> str:
    """A learner's words as Markdown that shows them as they were typed, whatever they hold, and runs nothing.

    Formgrader runs scripts and formulas that stand in a cell. Here nothing but letters and digits stands as itself.
    """
    escaped = "".join(letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in words)
    style = "white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; unicode-bidi: plaintext; font: inherit"
    # HTML drops a line feed that comes first: this one, and none of the learner's.
    return f'<pre class="tex2jax_ignore" dir="auto" style="{style}">&#10;{escaped}</pre>'


def rubric(key: TextKey) -> str:
    """What a trainer marks a short text by, as Markdown. It is for marked sheets only."""
    lines = [f"- **{line.marks}** {line.says.strip()}" for line in key.rubric]
    blocks = ["**What earns marks**", "\n".join(lines), "**A model answer**", key.model.strip()]
    return "\n\n".join(blocks)


def grade_points(notebook: NotebookNode) -> dict[str, float]:
    """The points of every grade cell by its grade_id."""
    found = (cell.metadata.get("nbgrader", {}) for cell in notebook.cells)
    return {about["grade_id"]: float(about["points"]) for about in found if about.get("grade")}


def _heading(part: Part, assignment: str) -> str:
    return (
        f"# {part.title}\n\n"
        "**Learners:** answer the questions in the pages of the course, not here. Then go to the end of this sheet to hand in.\n\n"
        f"**Trainers:** this is the marking sheet of `{assignment}`, made by `python -m grading build`. "
        "What you change here, points included, is overwritten by the next build: change the exercises and keys instead."
    )


def _hand_in_cells(part: Part, assignment: str) -> list[NotebookNode]:
    says = (
        "## Hand in\n\nWhen you have answered in the pages of the course, select the cell below and press Shift and Enter. "
        "Hand in writes your answers into a file beside this sheet. Then submit the assignment "
        f"`{assignment}`, by its Submit button in the list of assignments."
    )
    # Not "from course import ...": by that line the course's JupyterLab extension knows pages to dress and run.
    code = f'import course\n\ncourse.hand_in("{part.part}", "folder")'
    locked = {"editable": False, "deletable": False}
    return [
        v4.new_markdown_cell(says, id="hand-in-heading", metadata=locked),
        # By its tag stock autograde leaves this cell alone.
        v4.new_code_cell(code, id="hand-in", metadata={**locked, "tags": ["skip-execution"]}),
    ]


def _prompt_cell(number: int, exercise: Gradable) -> NotebookNode:
    marks = f"{exercise.marks} mark{'' if exercise.marks == 1 else 's'}"
    # A heading gets its words as its HTML id. Where that is the exercise's id, formgrader does not find the box for the mark.
    blocks = [f"## {number}. {exercise.id}", exercise.context, exercise.prompt]
    match exercise:
        case Single():
            blocks += ["One of these:", _list(exercise.options)]
        case Multi():
            blocks += ["All of these that apply:", _list(exercise.options)]
        case Order():
            blocks += ["To be put in order:", _list(exercise.items)]
        case Match():
            blocks += ["For each of these:", _list(exercise.rows), "one of these:", _list(exercise.options)]
        case Text():
            blocks.append(f"About {exercise.words} words.")
        case Number():
            blocks.append(exercise.unit.help)
    source = "\n\n".join(block.strip() for block in [*blocks, f"*{marks}*"] if block.strip())
    about = {"grade": False, "solution": False, "locked": True, "grade_id": f"prompt-{exercise.id}"}
    return v4.new_markdown_cell(source, id=f"prompt-{exercise.id}", metadata=_metadata(about))


def _list(texts: dict[str, str]) -> str:
    return "\n".join(f"- **{name}** {words}" for name, words in texts.items())


def _grade_cell(exercise: Gradable) -> NotebookNode:
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


def _answer_cell(exercise: Text) -> NotebookNode:
    about = {"grade": True, "solution": True, "locked": False, "grade_id": exercise.id, "points": exercise.marks}
    return v4.new_markdown_cell(TEXT_STUB, id=f"grade-{exercise.id}", metadata=_metadata(about))


def _metadata(about: dict[str, object]) -> dict[str, object]:
    return {"nbgrader": {**about, "schema_version": 3, "task": False}, "editable": False, "deletable": False}
