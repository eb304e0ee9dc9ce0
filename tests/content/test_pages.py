"""How a page is built: one call in a code cell, headings in order, links that lead somewhere, every exercise once."""

import ast
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from texts import (
    ASSESSMENTS,
    CHARTS,
    ESTIMATES,
    EXERCISES,
    EXPLORERS,
    KEYS,
    NOTEBOOKS,
    SCENARIOS,
    WRITTEN,
    notebook,
    prose,
    read_one,
    right_options,
    words,
)

from course import content, paths
from course.ways.outline import outline

READING = ("in-short", "further-resources")
"""Pages to read: without questions, outcomes and key points."""
CHAPTERS = [path for path in NOTEBOOKS if path.parent.name != "0-start" and path.stem not in READING]
NUMBERS = [
    "",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
]
every_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code(path: Path) -> list[str]:
    return [cell.source for cell in notebook(path).cells if cell.cell_type == "code"]


def calls(path: Path, name: str) -> list[str]:
    """The literal arguments with which a page calls ``name``."""
    found = []
    for source in code(path):
        match ast.parse(source).body:
            case [ast.Expr(ast.Call(ast.Name(called), [ast.Constant(str(argument))], []))] if called == name:
                found.append(argument)
    return found


def exercises_of(path: Path) -> list[content.Exercise]:
    return [exercise for exercise in content.parts()[path.parent.name].exercises if exercise.page == path.stem]


def link(path: Path, which: str) -> Path | None:
    """Where the link that begins with ``which`` leads from the foot of a page."""
    found = re.findall(rf"\[{which}: [^\]]*\]\(([^)]*)\)", notebook(path).cells[-1].source)
    assert len(found) <= 1
    return (path.parent / found[0]).resolve() if found else None


def questions_of(path: Path) -> list[content.Exercise]:
    return [exercise for exercise in exercises_of(path) if not isinstance(exercise, content.Reflection)]


def in_runs_of_six(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + 6]) for i in range(len(words) - 5)}


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"welcome", "inpatient-survey", "hospices", "reading-claims"}


@every_notebook
def test_a_page_opens_with_title_run_all_import_and_the_work_panel(path: Path) -> None:
    title, run_all, first, second = notebook(path).cells[:4]
    assert re.fullmatch(r"# \S.*", title.source)
    assert run_all.metadata["tags"] == ["without-extension"]
    assert "Run All" in run_all.source
    assert first.source.startswith("from course import ")
    assert second.source == "my_work()"


@every_notebook
def test_the_import_brings_what_the_page_calls_and_no_more(path: Path) -> None:
    first, *rest = code(path)
    (imported,) = ast.parse(first).body
    assert isinstance(imported, ast.ImportFrom)
    called = set()
    for source in rest:
        (statement,) = ast.parse(source).body
        assert isinstance(statement, ast.Expr)
        assert isinstance(statement.value, ast.Call)
        assert isinstance(statement.value.func, ast.Name)
        assert all(isinstance(argument, ast.Constant) for argument in statement.value.args)
        called.add(statement.value.func.id)
    assert {alias.name for alias in imported.names} == called


@every_notebook
def test_cells_are_clean_locked_and_named(path: Path) -> None:
    pages: Any = notebook(path)
    assert (pages.nbformat, pages.nbformat_minor) == (4, 5)
    assert pages.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    ids = [cell.id for cell in pages.cells]
    assert len(set(ids)) == len(ids)
    for cell in pages.cells:
        assert (cell.metadata["editable"], cell.metadata["deletable"]) == (False, False), cell.id
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None), cell.id


@every_notebook
def test_headings_begin_with_one_title_and_skip_no_level(path: Path) -> None:
    levels = [len(marks) for marks in re.findall(r"^(#+) ", prose(path), re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@every_notebook
def test_no_heading_stands_over_nothing(path: Path) -> None:
    headings = re.findall(r"^(#+ .*)$", prose(path), re.MULTILINE)
    below = re.split(r"^#+ .*$", prose(path), flags=re.MULTILINE)[1:]
    assert [heading for heading, text in zip(headings, below, strict=True) if not text.strip()] == []


@every_notebook
def test_links_lead_to_files_and_say_where(path: Path) -> None:
    links = re.findall(r"\[([^\]]*)\]\(([^)]*)\)", prose(path))
    assert links
    for text, target in links:
        assert (path.parent / target).is_file(), target
        title = prose((path.parent / target).resolve()).splitlines()[0].removeprefix("# ")
        assert title in text


@every_notebook
def test_a_page_asks_each_of_its_exercises_once_and_in_order(path: Path) -> None:
    part = content.parts()[path.parent.name]
    assert calls(path, "ask") == [exercise.id for exercise in part.exercises if exercise.page == path.stem]


def test_every_exercise_belongs_to_a_page() -> None:
    pages = {(path.parent.name, path.stem) for path in NOTEBOOKS}
    asked = {(part.part, exercise.page) for part in content.parts().values() for exercise in part.exercises}
    assert asked <= pages


@every_notebook
def test_a_page_with_marked_questions_has_one_panel_to_hand_in_after_the_last(path: Path) -> None:
    part = content.parts()[path.parent.name]
    marked = any(exercise.graded for exercise in part.exercises if exercise.page == path.stem)
    assert calls(path, "hand_in") == ([part.part] if marked else [])
    panels = [source for source in code(path) if source.startswith(("ask", "hand_in"))]
    assert all(source.startswith("ask") for source in panels[:-1])


@every_chapter
def test_a_page_says_how_long_it_takes_and_how_many_questions_it_has(path: Path) -> None:
    asked = [exercise.graded for exercise in questions_of(path)]
    outcomes = notebook(path).cells[4].source
    assert outcomes.startswith("## What you will be able to do\n")
    assert re.search(r"about \d+ minutes", outcomes)
    assert f"{NUMBERS[asked.count(False)]} practice questions" in outcomes
    assert len(re.findall(r"^- ", outcomes, re.MULTILINE)) >= 3
    if marked := NUMBERS[asked.count(True)]:
        assert f"{marked} marked ones" in outcomes
        assert f"## Your marked questions\n\nThere are {marked}. " in prose(path)


@every_chapter
def test_a_page_begins_with_two_practice_questions_on_earlier_pages(path: Path) -> None:
    remember, *after = notebook(path).cells[5:]
    assert remember.source.startswith("## Do you remember?\n")
    assert "not read" in remember.source
    assert [cell.cell_type for cell in after[:3]] == ["code", "code", "markdown"]
    opening = [exercise.id for exercise in exercises_of(path)[:2]]
    assert [cell.source for cell in after[:2]] == [f'ask("{name}")' for name in opening]
    assert exercises_of(path)[:2] == questions_of(path)[:2]
    assert not any(exercise.graded for exercise in exercises_of(path)[:2])


@every_chapter
def test_a_page_ends_with_key_points_and_links(path: Path) -> None:
    key_points, links = notebook(path).cells[-2:]
    assert re.fullmatch(r"## Key points\n\n(- .+\n?){3,7}", key_points.source)
    assert links.source.startswith("## Where to go from here\n")
    assert links.metadata["tags"] == ["page-links"]


def test_next_and_back_lead_through_all_pages_in_the_order_of_the_list() -> None:
    order = [paths.NOTEBOOKS / f"{name}.ipynb" for name in outline().pages]
    beside = [paths.NOTEBOOKS / f"{name}.ipynb" for name in outline().shorts]
    assert sorted([*order, *beside]) == NOTEBOOKS
    for before, after in pairwise(order):
        assert link(before, "Next") == after
        assert link(after, "Back") == before
    assert link(order[0], "Back") is None
    assert link(order[-1], "Next") is None
    assert not any(link(path, which) for path in beside for which in ("Next", "Back"))


def said_minutes(outcomes: str) -> int:
    """The minutes that a page says it takes: all together, or those of its pieces, a range by its upper end."""
    times = r"about (?:\d+ (?:to|or) )?(\d+)"
    if whole := re.findall(rf"All together it is {times} minutes", outcomes):
        (only,) = whole
        return int(only)
    return sum(int(found) for found in re.findall(rf"{times} (?:minutes|more)", outcomes))


@every_notebook
def test_the_list_says_the_minutes_that_the_page_says_of_itself(path: Path) -> None:
    outcomes = notebook(path).cells[4].source
    name = f"{path.parent.name}/{path.stem}"
    if outcomes.startswith("## What you will be able to do\n"):
        assert outline().pages[name].minutes == said_minutes(outcomes)
    else:  # pages to read, and the first: between a slow reader and a quick one
        length = len(words(prose(path)))
        minutes = outline().shorts.get(name) or outline().pages[name].minutes
        assert length / 250 <= minutes <= length / 60


def test_minutes_of_the_pieces_of_a_page_are_added_up() -> None:
    assert said_minutes("about 25 minutes, and about 20 if you hurry. About half. Add about 10 minutes.") == 35
    assert said_minutes("about 25 to 30 minutes. The others take about 12 more.") == 42
    assert (
        said_minutes("Reading takes about 25 minutes. All together it is about 90 minutes. Stop when you like.") == 90
    )


@pytest.mark.parametrize(
    ("call", "files"),
    [
        ("chart", CHARTS),
        ("explore", EXPLORERS),
        ("estimate", ESTIMATES),
        ("assess", ASSESSMENTS),
        ("scenario", SCENARIOS),
    ],
)
def test_what_the_pages_show_is_what_lies_in_assets(call: str, files: list[Path]) -> None:
    assert sorted(argument for path in NOTEBOOKS for argument in calls(path, call)) == [path.stem for path in files]


@pytest.mark.parametrize("exercise", [exercise for exercise in EXERCISES if exercise.graded], ids=lambda e: e.id)
def test_nothing_on_a_page_says_the_right_option_of_a_graded_question(exercise: content.Exercise) -> None:
    elsewhere = " ".join([*map(prose, NOTEBOOKS), *(str(read_one(file)) for file in [*CHARTS, *WRITTEN])])
    for right in right_options(exercise):
        assert not in_runs_of_six(right) & in_runs_of_six(elsewhere)


def test_keys_stand_with_the_trainer() -> None:
    assert KEYS.is_dir()
    assert paths.ASSETS not in KEYS.parents
