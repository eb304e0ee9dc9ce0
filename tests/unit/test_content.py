"""Content files: what authors get wrong is said with file, place and mend."""

from pathlib import Path

import pytest

from course import content, paths
from course.content import ContentError, find_exercise, graded_keys, parts

EXERCISE = """
  - id: {id}
    kind: single
    page: p
    graded: {graded}
    prompt: Which?
    outcome: o
    source: s
    options: {{a: A, b: B}}
"""


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty content folder."""
    monkeypatch.setattr(paths, "EXERCISES", tmp_path)
    for cached in (parts, graded_keys):
        monkeypatch.setattr(content, cached.__name__, cached.__wrapped__)
    return tmp_path


def write(folder: Path, part: str, *exercises: str) -> None:
    (folder / f"{part}.yaml").write_text(f"part: {part}\ntitle: T\nexercises:{''.join(exercises)}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("part: x\ntitle: T\nexercises: [{id: 1}]", r"x\.yaml: .*exercises\[0\]"),
        ("part: y\ntitle: T\nexercises: []", "`part` says 'y', but the file is named 'x'"),
        ("part: x\ntitle: T\nexercises: []\nextra: 1", r"x\.yaml: .*extra"),
        ("part: [", r"x\.yaml: "),
    ],
)
def test_a_wrong_file_is_named_with_the_place(author: Path, text: str, says: str) -> None:
    (author / "x.yaml").write_text(text)
    with pytest.raises(ContentError, match=says):
        content.parts()


def test_an_id_that_stands_twice_is_named(author: Path) -> None:
    write(author, "x", EXERCISE.format(id="same", graded="true"))
    write(author, "y", EXERCISE.format(id="same", graded="true"))
    with pytest.raises(ContentError, match=r"'same' stands already in x\.yaml"):
        content.parts()


def test_an_unknown_exercise_is_named() -> None:
    with pytest.raises(ContentError, match="no exercise 'nowhere'"):
        find_exercise("nowhere")


def test_keys_must_pair_up_with_the_graded_exercises(author: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(author, "x", EXERCISE.format(id="one", graded="true"), EXERCISE.format(id="two", graded="false"))
    keys = tmp_path_factory.mktemp("keys")
    (keys / "x.yaml").write_text("two: {right: a, feedback: {}, misreadings: {}}")
    with pytest.raises(ContentError, match="do not pair up: one, two"):
        content.graded_keys("x", keys)


def test_a_key_with_a_missing_field_is_named(author: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(author, "x", EXERCISE.format(id="one", graded="true"))
    keys = tmp_path_factory.mktemp("keys")
    (keys / "x.yaml").write_text("one: {right: a}")
    with pytest.raises(ContentError, match=r"key of 'one': .*feedback"):
        content.graded_keys("x", keys)


def test_without_the_setting_no_graded_key_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COURSE_KEYS", raising=False)
    assert graded_keys("2-evidence") == {}
