"""``scenario``: a story with choices, played on the page. The way through it is saved at every choice."""

from functools import cache
from typing import Any

import msgspec

from course import markdown
from course.graph import layered
from course.scenarios import Scenario, next_of, read_scenario
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, scenario_name


def scenario(scenario_id: str) -> "ScenarioWidget":
    """The scenario with this id. Asked twice, it is the same widget. Raises ContentError if there is none to be played."""
    widget = _widget(scenario_id)
    widget.refresh()
    return widget


@cache
def _widget(scenario_id: str) -> "ScenarioWidget":
    return ScenarioWidget(scenario_id, read_scenario(scenario_id))


class ScenarioWidget(WorkWidget):
    """A scenario, sent whole: the browser plays it without the kernel.

    Two entries are saved: the ``way``, as the ids of its choices, and all that was ever ``seen``, as ids of nodes and
    endings and, for the choices, "node/choice". Both have spaces between.
    """

    _esm = front_end("saving", "pictures", "scenario")

    def __init__(self, scenario_id: str, story: Scenario) -> None:
        self._entries = {what: scenario_name(scenario_id, what) for what in ("way", "seen")}
        fixed = {
            "id": scenario_id,
            "entries": self._entries,
            "title": story.title,
            "level": story.level,
            "note": markdown.block(story.note),
            "intro": markdown.block(story.intro),
            "source": markdown.inline(story.source),
            "rows": list(story.rows.values()),
            "start": story.start,
            "nodes": _nodes(story),
            "endings": _endings(story),
            "map": _map(story),
        }
        super().__init__(fixed=fixed)

    def receive(self, message: dict[str, Any]) -> None:
        """Save the way, or what was seen. Raises KeyError for another entry."""
        name = message["name"]
        if name not in self._entries.values():
            raise KeyError(f"{name!r} is no entry of this scenario.")
        self.save(name, message)

    def _view(self, work: Work) -> dict[str, Any]:
        entries = {what: work.entries.get(name, Entry(0)) for what, name in self._entries.items()}
        return {"work_id": work.work_id, "entries": msgspec.to_builtins(entries)}


def _nodes(story: Scenario) -> dict[str, Any]:
    return {
        name: {
            "title": node.title,
            "says": markdown.block(node.says),
            "choices": [
                {
                    "id": choice_id,
                    "text": markdown.inline(choice.text),
                    "does": markdown.block(choice.does),
                    "feedback": markdown.block(choice.feedback),
                    "next": choice.next,
                }
                for choice_id, choice in node.choices.items()
            ],
        }
        for name, node in story.nodes.items()
    }


def _endings(story: Scenario) -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "title": ending.title,
            "says": markdown.block(ending.says),
            "learn": markdown.block(ending.learn),
            "cells": [" ".join(ending.rows.get(row, "").split()) for row in story.rows],
        }
        for name, ending in story.endings.items()
    ]


def _map(story: Scenario) -> dict[str, Any]:
    """Where each place stands, and the lines between them: as (x, y), y the layer and x counted from the middle."""
    drawn = layered(next_of(story), [*story.nodes, *story.endings])
    at = {item: (i - (len(layer) - 1) / 2, y) for y, layer in enumerate(drawn.layers) for i, item in enumerate(layer)}
    return {
        "width": max(map(len, drawn.layers)),
        "height": len(drawn.layers),
        "places": [(item, *place) for item, place in at.items() if isinstance(item, str)],
        "lines": [(*arc, [at[item] for item in line]) for arc, line in drawn.lines.items()],
    }
