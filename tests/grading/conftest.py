"""Every test has a marking folder of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from learners import PART, Content, Course, Run, forget, partly, right, wrong

from course import paths
from grading import layout
from grading.marks import marking


@pytest.fixture(scope="session")
def course() -> Course:
    by = marking(PART)
    exercises = tuple(by.exercises.values())
    return Course(
        PART,
        exercises,
        {exercise.id: right(exercise, by.keys[exercise.id]) for exercise in exercises},
        {exercise.id: wrong(exercise, by.keys[exercise.id]) for exercise in exercises},
        {exercise.id: partly(exercise, by.keys[exercise.id]) for exercise in exercises},
    )


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The marking folder of this test, still empty."""
    folder = tmp_path / "marking"
    monkeypatch.setenv("GRADING_ROOT", str(folder))
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from grading.build import build

    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADING_ROOT", str(folder))
        build()
    return folder


@pytest.fixture
def built(root: Path, built_once: Path) -> Path:
    """The marking folder of this test, with its sheets built."""
    shutil.copytree(built_once, root)
    return root


@pytest.fixture
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Content]:
    found = Content(tmp_path / "exercises", tmp_path / "key")
    shutil.copytree(paths.EXERCISES, found.exercises)
    shutil.copytree(layout.KEYS, found.keys)
    yield from _in_use(found, monkeypatch)


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Content]:
    """A course of one part, ``9-kinds``, with one marked exercise of every kind."""
    folder = Path(__file__).parent / "fixtures" / "kinds"
    yield from _in_use(Content(folder / "exercises", folder / "key"), monkeypatch)


def _in_use(content: Content, monkeypatch: pytest.MonkeyPatch) -> Iterator[Content]:
    monkeypatch.setattr(paths, "EXERCISES", content.exercises)
    monkeypatch.setattr(layout, "KEYS", content.keys)
    forget()
    yield content
    forget()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a grading command in this process: its exit code and all that it printed."""
    from grading.__main__ import main

    def _run(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return _run
