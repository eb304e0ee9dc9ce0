"""Scenarios as authors write them in YAML: a story with choices, and what is wrong with one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import msgspec

from course import paths
from course.content import ContentError, read_yaml
from course.graph import loops, reached

SIZE = range(6, 13)
"""How many nodes and endings a scenario has, together."""

CHOICES = range(2, 5)
"""How many choices a node has."""

LONGEST = {
    "title": 8,
    "note": 60,
    "intro": 120,
    "says": 120,
    "text": 30,
    "does": 80,
    "feedback": 80,
    "learn": 100,
    "row": 30,
}
"""The most words of each text, so that a step fits a screen."""

Change = Literal[
    "fewer-staff",
    "changed-delivery",
    "less-capital",
    "clinical-criteria",
    "unmet-demand",
    "charges",
    "higher-fees",
    "workforce-progression",
    "competing-rights",
    "transformation",
]
"""What a scenario is about: one of the seven changes of the resource, one of two questions on staff, or a whole area made anew."""


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to do. ``does`` is what comes of it in the story, ``feedback`` what there is to learn from it.

    ``next`` names a node or an ending.
    """

    text: str
    does: str
    feedback: str
    next: str


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One step: what happens, and what one can do. ``choices`` maps a choice's id to it."""

    title: str
    says: str
    choices: dict[str, Choice] = {}


class Ending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way to end: what has become of everyone. ``rows`` maps the id of each heading of the scenario to a line under it."""

    title: str
    says: str
    rows: dict[str, str]
    learn: str


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A story. ``rows`` maps ids to the headings by which endings are compared; ``nodes`` and ``endings`` map ids to them."""

    title: str
    level: Literal["provider", "system"]
    change: Change
    source: str
    intro: str
    note: str = ""
    rows: dict[str, str]
    start: str
    nodes: dict[str, Node]
    endings: dict[str, Ending]


Way = tuple[tuple[str, str], ...]
"""A way through a scenario: (node, choice) for each step."""


@dataclass(frozen=True)
class Fault:
    """One mistake of a scenario: its name, the node or ending it is at ("" for the whole), and what exactly."""

    name: str
    at: str
    detail: str


UNPLAYABLE = {"start-unknown", "next-unknown", "dead-end", "story-loop", "name-shared"}
"""Mistakes with which a scenario cannot be played."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_scenario(scenario_id: str) -> Scenario:
    """The scenario with this id. Raises ContentError if there is none, or one that cannot be played."""
    path = paths.SCENARIOS / f"{scenario_id}.yaml"
    story: Scenario = read_yaml(path, Scenario)
    if broken := [fault for fault in faults(story) if fault.name in UNPLAYABLE]:
        raise ContentError(
            f"{path} cannot be played ({broken[0].name}: {broken[0].detail}). `python -m grading check` says how to mend it."
        )
    return story


def next_of(story: Scenario) -> dict[str, list[str]]:
    """Where the choices of every node lead, each place once."""
    return {
        name: list(dict.fromkeys(choice.next for choice in node.choices.values())) for name, node in story.nodes.items()
    }


def ways(story: Scenario) -> Iterator[tuple[Way, str]]:
    """Every way from the start, with the ending it comes to. The scenario must have no loop and no dead end."""

    def onwards(place: str, way: Way) -> Iterator[tuple[Way, str]]:
        if place in story.endings:
            yield way, place
            return
        for name, choice in story.nodes[place].choices.items():
            yield from onwards(choice.next, (*way, (place, name)))

    return onwards(story.start, ())


def faults(story: Scenario) -> Iterator[Fault]:
    """Everything that is wrong with a scenario and that a machine can judge."""
    yield from _faults_of_the_graph(story)
    yield from _faults_of_names(story)
    yield from _faults_of_texts(story)


def _faults_of_the_graph(story: Scenario) -> Iterator[Fault]:
    places = {*story.nodes, *story.endings}
    if story.start not in story.nodes:
        yield Fault("start-unknown", "", repr(story.start))
    for name, node in story.nodes.items():
        for choice_id, choice in node.choices.items():
            if choice.next not in places:
                yield Fault("next-unknown", name, f"{choice_id!r} of {name!r} leads to {choice.next!r}")
        if not node.choices:
            yield Fault("dead-end", name, repr(name))
        elif len(node.choices) < CHOICES.start:
            yield Fault("one-choice", name, repr(name))
        elif len(node.choices) >= CHOICES.stop:
            yield Fault("many-choices", name, f"{name!r} has {len(node.choices)}")
    arcs = next_of(story)
    for loop in loops(arcs):
        yield Fault("story-loop", loop[0], " > ".join(loop))
    if story.start in story.nodes:
        for name in sorted(places - reached(arcs, story.start)):
            yield Fault("not-reached", name, repr(name))
    if not story.endings:
        yield Fault("no-ending", "", "")
    elif len(story.endings) < 2:
        yield Fault("one-ending", "", repr(next(iter(story.endings))))
    if (size := len(story.nodes) + len(story.endings)) not in SIZE:
        yield Fault("story-size", "", f"{size}, not {SIZE.start} to {SIZE.stop - 1}")


def _faults_of_names(story: Scenario) -> Iterator[Fault]:
    for name in [*story.nodes, *story.endings]:
        if not _ID.fullmatch(name):
            yield Fault("id-form", name, repr(name))
    for name, node in story.nodes.items():
        for choice_id in node.choices:
            if not _ID.fullmatch(choice_id):
                yield Fault("id-form", name, f"{choice_id!r} of {name!r}")
    for name in sorted(story.nodes.keys() & story.endings.keys()):
        yield Fault("name-shared", name, repr(name))
    for name, ending in story.endings.items():
        for row in sorted(story.rows.keys() - ending.rows.keys()):
            yield Fault("row-missing", name, f"{name!r} has no {row!r}")
        for row in sorted(ending.rows.keys() - story.rows.keys()):
            yield Fault("row-stray", name, f"{row!r} of {name!r}")
    if not story.rows:
        yield Fault("no-rows", "", "")


def _faults_of_texts(story: Scenario) -> Iterator[Fault]:
    for at, place, kind, text in texts(story):
        if not text.strip() and kind != "note":
            yield Fault("no-text", at, place)
        if (words := len(text.split())) > LONGEST.get(kind, words):
            yield Fault("text-long", at, f"{place} has {words} words, and may have {LONGEST[kind]}")


def texts(story: Scenario) -> Iterator[tuple[str, str, str, str]]:
    """Every text that a learner reads: the node or ending it is at, where it stands, of which kind it is, and the text."""
    for kind in ("title", "note", "intro", "source"):
        yield "", kind, kind, getattr(story, kind)
    for row, heading in story.rows.items():
        yield "", f"rows, {row}", "title", heading
    for name, node in story.nodes.items():
        for kind in ("title", "says"):
            yield name, f"{name}, {kind}", kind, getattr(node, kind)
        for choice_id, choice in node.choices.items():
            for kind in ("text", "does", "feedback"):
                yield name, f"{name}, {choice_id}, {kind}", kind, getattr(choice, kind)
    for name, ending in story.endings.items():
        for kind in ("title", "says", "learn"):
            yield name, f"{name}, {kind}", kind, getattr(ending, kind)
        for row, text in ending.rows.items():
            yield name, f"{name}, rows, {row}", "row", text
