"""What must never be in a learner's hands is not there: keys of graded exercises, and the trainer's code."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import nbformat
import pytest

from course import content, paths

LEARNERS = (paths.ROOT / "course", paths.NOTEBOOKS, paths.ASSETS)
KEYS = sorted((paths.ROOT / "grading" / "key").glob("*.yaml"))


def imported(code: str) -> set[str]:
    """The top-level packages that a piece of Python imports."""
    found = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def code_cells() -> Iterator[tuple[Path, str]]:
    for path in sorted(paths.NOTEBOOKS.rglob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                yield path, cell.source


def test_the_course_does_not_know_the_trainers_side() -> None:
    modules = sorted((paths.ROOT / "course").rglob("*.py"))
    assert len(modules) > 5
    assert [path.name for path in modules if imported(path.read_text("utf-8")) & {"grading", "nbgrader", "tests"}] == []


def test_assets_hold_no_code() -> None:
    assert list(paths.ASSETS.rglob("*.py")) == []


def test_notebooks_import_nothing_but_the_course() -> None:
    cells = list(code_cells())
    assert cells
    assert [(path.name, code) for path, code in cells if not imported(code) <= {"course"}] == []


def test_a_page_loads_neither_nbgrader_nor_what_draws_or_writes_files_nor_test_tools() -> None:
    code = (
        "import sys; from course import action_plan, ask, certificate, explore, hand_in, my_work\n"
        "print(*sorted({'docx', 'nbgrader', 'matplotlib', 'numpy', 'pytest', 'grading'} & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_no_graded_exercise_carries_its_key_on_the_learners_side() -> None:
    graded = [exercise for part in content.parts().values() for exercise in part.graded]
    assert graded
    assert [exercise.id for exercise in graded if exercise.key is not None] == []


def sentences(key: object, name: str = "") -> Iterator[str]:
    """Every sentence of feedback, rubric and model answer in a key. (The name of a misreading may be shared with practice.)"""
    match key:
        case dict():
            for inner_name, inner in key.items():
                yield from sentences(inner, "feedback" if name == "feedback" else inner_name)
        case list():
            for inner in key:
                yield from sentences(inner, name)
        case str() if name.startswith(("feedback", "says", "model")):
            yield from (part for part in re.split(r"(?<=[.!?])\s+", squeeze(key)) if len(part.split()) >= 4)


def squeeze(text: str) -> str:
    return " ".join(text.replace('\\"', '"').split()).casefold()


@pytest.mark.parametrize("key", KEYS, ids=lambda path: path.stem)
def test_no_feedback_of_a_graded_exercise_stands_on_the_learners_side(key: Path) -> None:
    said = set(sentences(msgspec.yaml.decode(key.read_bytes())))
    assert said
    for folder in LEARNERS:
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".ipynb", ".yaml", ".yml", ".md", ".csv", ".json", ".js", ".css", ".html"}:
                text = squeeze(path.read_text("utf-8"))
                assert [sentence for sentence in said if sentence in text] == [], path


def test_there_are_keys_to_look_for() -> None:
    assert KEYS
