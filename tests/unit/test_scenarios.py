"""Scenarios: their graph, their ways, and what the widget sends and saves."""

import json
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import my_work, paths, scenario
from course.content import ContentError, parts
from course.graph import Bend, layered, loops, reached
from course.handin import submission
from course.scenarios import UNPLAYABLE, Choice, Ending, Node, Scenario, faults, next_of, ways
from course.work import Entry, Work

LETTERS = "abcdefgh"
graphs = st.dictionaries(st.sampled_from(LETTERS), st.lists(st.sampled_from(LETTERS), unique=True, max_size=4))


def choices(**leads: str) -> dict[str, Choice]:
    return {name: Choice("Do it.", "It is done.", "Now you know.", there) for name, there in leads.items()}


ENDING = Ending("The end", "All is over.", {"people": "Well."}, "Much.")
STORY = Scenario(
    title="A story",
    level="provider",
    change="fewer-staff",
    source="Made for a test",
    intro="You are here.",
    rows={"people": "People"},
    start="one",
    nodes={
        "one": Node("One", "It begins.", choices(left="two", right="three")),
        "two": Node("Two", "It goes on.", choices(up="high", down="three")),
        "three": Node("Three", "It turns.", choices(up="high", down="low")),
    },
    endings={"high": ENDING, "low": ENDING, "deep": ENDING},
)
WHOLE = msgspec.structs.replace(STORY, endings={"high": ENDING, "low": ENDING})


def test_a_loop_is_named_as_the_path_that_comes_back() -> None:
    assert loops({"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": []}) == [("a", "b", "c", "a")]
    assert loops({"a": ["a"]}) == [("a", "a")]
    assert loops({"a": ["b", "c"], "b": ["d"], "c": ["d"]}) == []


def test_what_no_way_leads_to_is_not_reached() -> None:
    assert reached({"a": ["b"], "c": ["b", "d"]}, "a") == {"a", "b"}


def test_a_line_that_passes_a_layer_has_a_bend_there() -> None:
    drawn = layered({"a": ["b", "c"], "b": ["c"]}, "abc")
    bend = Bend(("a", "c"), 1)
    assert [set(layer) for layer in drawn.layers] == [{"a"}, {"b", bend}, {"c"}]
    assert drawn.lines["a", "c"] == ("a", bend, "c")


def test_lines_that_need_not_cross_do_not() -> None:
    drawn = layered({"a": ["b", "c"], "b": ["d"], "c": ["e"]}, "abced")
    assert drawn.layers in ((("a",), ("b", "c"), ("d", "e")), (("a",), ("c", "b"), ("e", "d")))


@given(graphs)
def test_any_graph_is_drawn_whole_and_only_loops_lead_back(arcs: Mapping[str, list[str]]) -> None:
    drawn = layered(arcs, LETTERS)
    layer_of = {item: number for number, layer in enumerate(drawn.layers) for item in layer}
    assert sum(map(len, drawn.layers)) == len(layer_of)
    assert {item for item in layer_of if isinstance(item, str)} == set(LETTERS)
    assert drawn.lines.keys() == {(here, there) for here, ends in arcs.items() for there in ends}
    back = [(here, there) for here, there in drawn.lines if layer_of[here] >= layer_of[there]]
    assert bool(back) == bool(loops(arcs))
    for arc, line in drawn.lines.items():
        if arc not in back:
            assert all(layer_of[b] == layer_of[a] + 1 for a, b in pairwise(line))


def test_every_way_is_walked_once_to_its_ending() -> None:
    found = [("/".join(choice for _, choice in way), ending) for way, ending in ways(WHOLE)]
    assert found == [
        ("left/up", "high"),
        ("left/down/up", "high"),
        ("left/down/down", "low"),
        ("right/up", "high"),
        ("right/down", "low"),
    ]


def test_an_ending_that_no_choice_leads_to_is_found_and_can_still_be_played() -> None:
    assert [(fault.name, fault.at) for fault in faults(STORY)] == [("not-reached", "deep")]
    assert "not-reached" not in UNPLAYABLE


def put(story: Scenario, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tiny.yaml").write_bytes(msgspec.yaml.encode(story))
    monkeypatch.setattr(paths, "SCENARIOS", folder)


@pytest.mark.parametrize("there", ["nowhere", "one"])
def test_a_story_that_cannot_be_played_is_refused_with_its_file_and_fault(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = {**WHOLE.nodes, "two": Node("Two", "It goes on.", choices(up="high", down=there))}
    put(msgspec.structs.replace(WHOLE, nodes=nodes), tmp_path, monkeypatch)
    with pytest.raises(ContentError, match=r"tiny\.yaml cannot be played .*(nowhere|one > two > one)"):
        scenario("tiny")


def test_a_wrong_change_or_field_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(WHOLE, tmp_path, monkeypatch)
    file = tmp_path / "tiny.yaml"
    text = file.read_text()
    for wrong, named in (("change: fewer-cats", "change"), ("chance: fewer-staff", "chance")):
        file.write_text(text.replace("change: fewer-staff", wrong))
        with pytest.raises(ContentError, match=named):
            scenario("tiny")


def test_the_browser_gets_the_whole_story_with_its_texts_as_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = {**WHOLE.nodes, "one": Node("One", "First.\n\nThen <b>this</b>.", choices(right="three", left="two"))}
    put(msgspec.structs.replace(WHOLE, nodes=nodes), tmp_path, monkeypatch)
    fixed = scenario("tiny").fixed
    assert [choice["id"] for choice in fixed["nodes"]["one"]["choices"]] == ["right", "left"]
    assert "<p>First.</p>\n<p>Then &lt;b&gt;this" in fixed["nodes"]["one"]["says"]
    assert [ending["cells"] for ending in fixed["endings"]] == [["Well."], ["Well."]]
    assert {place for place, *_ in fixed["map"]["places"]} == {"one", "two", "three", "high", "low"}
    assert len(fixed["map"]["lines"]) == sum(map(len, next_of(WHOLE).values()))


def give(what: str, value: str | None, revision: int) -> dict[str, Any]:
    widget = scenario("fewer-staff")
    widget.receive({"type": "save", "name": f"scenario/fewer-staff/{what}", "revision": revision, "value": value})
    return widget.state


def test_the_way_and_what_was_seen_are_saved_and_told_back(own_work: Path) -> None:
    give("way", "team nights", 3)
    state = give("seen", "letter letter/team", 4)
    assert state["entries"] == {
        "way": {"revision": 3, "value": "team nights"},
        "seen": {"revision": 4, "value": "letter letter/team"},
    }
    assert json.loads(own_work.read_text())["entries"].keys() == {
        "scenario/fewer-staff/way",
        "scenario/fewer-staff/seen",
    }
    assert my_work().state["saved"] == "1 scenario"


def test_a_message_for_another_entry_is_refused(own_work: Path) -> None:
    with pytest.raises(KeyError, match="plan/fewer-staff"):
        scenario("fewer-staff").receive({"type": "save", "name": "plan/fewer-staff", "revision": 1, "value": "yes"})
    assert not own_work.exists()


def test_a_way_that_cannot_be_saved_is_not_acknowledged(own_work: Path) -> None:
    scenario("fewer-staff")
    own_work.mkdir()
    state = give("way", "team", 3)
    assert state["entries"]["way"]["revision"] == 0
    assert "could not be written" in state["error"]


def test_a_scenario_never_goes_into_a_submission() -> None:
    work = Work(entries={"scenario/fewer-staff/way": Entry(1, "team nights")})
    assert "team nights" not in submission(parts()["2-evidence"], work, "ab12").text()
