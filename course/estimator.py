"""``estimate``: a cost worked out from a learner's own numbers, which are saved as they are typed."""

from functools import cache
from typing import Any

import msgspec

from course import paths
from course.content import ContentError, read_yaml
from course.estimates.shown import Group, Words, shown
from course.estimates.typed import FIELDS, read
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, estimate_name, plan_name


def estimate(estimate_id: str) -> "EstimateWidget":
    """The estimate with this id. Asked twice, it is the same widget. Raises ContentError if there is none."""
    widget = _widget(estimate_id)
    widget.refresh()
    return widget


@cache
def _widget(estimate_id: str) -> "EstimateWidget":
    path = paths.ESTIMATES / f"{estimate_id}.yaml"
    words: Words = read_yaml(path, Words)
    asked = [name for group in words.groups for name in group.fields]
    if sorted(asked) != sorted(FIELDS):
        raise ContentError(f"{path}: `groups` ask for {', '.join(asked)}; they must ask for {', '.join(FIELDS)}.")
    try:
        shown(words, dict.fromkeys(FIELDS, 1.0))
    except LookupError as error:
        raise ContentError(
            f"{path}: a text is missing, or a name in braces has nothing to stand for: {error}."
        ) from error
    return EstimateWidget(estimate_id, words)


class EstimateWidget(WorkWidget):
    """Boxes for numbers, and what they come to."""

    _esm = front_end("saving", "pictures", "estimate")

    def __init__(self, estimate_id: str, words: Words) -> None:
        self._words = words
        self._entries = {name: estimate_name(estimate_id, name) for name in FIELDS}
        self._plan = plan_name(estimate_id)
        fixed = {
            "id": estimate_id,
            "plan": self._plan,
            "title": words.title,
            "intro": words.intro,
            "groups": [self._group(group) for group in words.groups],
            "result": words.result,
            "table": words.table,
            "columns": words.columns,
            "worked_title": words.worked_title,
            "assumes_title": words.assumes_title,
            "assumes": words.assumes,
            "note": words.note,
        }
        super().__init__(fixed=fixed)

    def receive(self, message: dict[str, Any]) -> None:
        """Save a number as it was typed, or the tick that keeps the estimate for the plan. Raises KeyError for another entry."""
        name = message["name"]
        if name not in (*self._entries.values(), self._plan):
            raise KeyError(f"{name!r} is no entry of this estimate.")
        self.save(name, message)

    def _group(self, group: Group) -> dict[str, Any]:
        fields = [
            {
                "name": name,
                "entry": self._entries[name],
                "label": words.label,
                "help": words.help,
                "unit": FIELDS[name].unit.label,
                "start": FIELDS[name].start,
            }
            for name, words in group.fields.items()
        ]
        return {"title": group.title, "intro": group.intro, "fields": fields}

    def _view(self, work: Work) -> dict[str, Any]:
        entries = {name: work.entries.get(entry, Entry(0)) for name, entry in self._entries.items()}
        numbers, prompts = read({name: str(entry.value or "") for name, entry in entries.items()})
        return {
            "work_id": work.work_id,
            "entries": msgspec.to_builtins(entries),
            "prompts": prompts,
            "plan": msgspec.to_builtins(work.entries.get(self._plan, Entry(0))),
            "shown": msgspec.to_builtins(shown(self._words, numbers)),
        }
