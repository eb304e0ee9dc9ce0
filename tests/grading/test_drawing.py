"""Authors see the graph of a scenario as a picture and as a list, also where it has faults."""

import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from course import paths
from course.content import read_yaml
from course.scenarios import Fault, Scenario, faults
from grading.drawing import says

FIXTURES = Path(__file__).parent / "fixtures" / "check"
FAULTY = sorted(FIXTURES.glob("*/scenarios/story.yaml"))
Run = Callable[..., tuple[int, str]]


def words(svg: Path) -> str:
    """Everything that is written in a drawing, in one line."""
    texts = [node.text or "" for node in ElementTree.parse(svg).iter() if node.tag.endswith("}text")]
    return re.sub(r"\s+", " ", unescape(" ".join(texts)))


def test_the_drawing_and_the_list_show_every_node_choice_and_ending(run: Run, tmp_path: Path) -> None:
    code, printed = run("graph", "fewer-staff", "--to", str(tmp_path))
    assert code == 0
    svg = tmp_path / "fewer-staff.svg"
    assert f"Drawn: {svg}" in printed
    story: Scenario = read_yaml(paths.SCENARIOS / "fewer-staff.yaml", Scenario)
    drawn = words(svg)
    for name, place in {**story.nodes, **story.endings}.items():
        assert f"{place.title} [{name}]" in drawn
        assert f"{place.title} [{name}]" in printed
    for node in story.nodes.values():
        for name, choice in node.choices.items():
            line = f"{' '.join(choice.text.split())} [{name}]"
            assert line in drawn
            assert line in printed


def test_without_a_folder_the_drawing_lands_where_one_works(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("graph", "fewer-staff")[0] == 0
    assert [path.name for path in tmp_path.glob("*.svg")] == ["fewer-staff.svg"]


@pytest.mark.parametrize("file", FAULTY, ids=lambda file: file.parent.parent.name)
def test_a_story_with_a_fault_is_drawn_with_the_fault_in_it(
    file: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(file, tmp_path / "story.yaml")
    monkeypatch.setattr(paths, "SCENARIOS", tmp_path)
    code, printed = run("graph", "story", "--to", str(tmp_path))
    assert code == 0
    drawn = words(tmp_path / "story.svg")
    found = list(faults(read_yaml(file, Scenario)))
    assert bool(found) == (file.parent.parent.name != "good")
    for fault in found:
        assert f"! {says(fault)}" in drawn
        assert f"! {says(fault)}" in printed


def test_the_same_story_gives_the_same_drawing(run: Run, tmp_path: Path) -> None:
    drawings = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        run("graph", "fewer-staff", "--to", str(folder))
        drawings.append((folder / "fewer-staff.svg").read_bytes())
    assert drawings[0] == drawings[1]


def test_a_story_or_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    code, printed = run("graph", "no-such-story")
    assert (code, "no-such-story.yaml does not exist" in printed) == (1, True)
    code, printed = run("graph", "fewer-staff", "--to", str(tmp_path / "gone"))
    assert (code, "Name another folder with --to" in printed) == (1, True)


def test_a_fault_is_told_as_the_check_tells_it() -> None:
    assert says(Fault("dead-end", "yard", "'yard'")) == "the node 'yard' has no choices"
