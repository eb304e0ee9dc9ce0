"""``impact_analysis``: an equality impact analysis of a learner's own change, saved as it is typed."""

from functools import cache
from typing import Any

import msgspec

from course import markdown, paths
from course.impacts.analysis import progress, read_analysis
from course.impacts.content import EACH, FEW_WORDS, ID, ONCE, Words, read
from course.impacts.sheet import sheet
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, impact_name, plan_name

_SAID = (
    "title",
    "intro",
    "duty_title",
    "duty",
    "private",
    "choose",
    "another",
    "another_label",
    "another_help",
    "none_yet",
)
"""Words that the page says as they are."""
_OF_ALL = {*(name for names in ONCE.values() for name in names), "groups"}
_OF_A_GROUP = {name for names in EACH.values() for name in names}


def impact_analysis() -> "AnalysisWidget":
    """The impact analysis. Asked twice, it is the same widget. Raises ContentError if its words cannot be read."""
    widget = _widget()
    widget.refresh()
    return widget


@cache
def _widget() -> "AnalysisWidget":
    return AnalysisWidget(read())


class AnalysisWidget(WorkWidget):
    """Seven steps with boxes, and all of it on one page.

    Each box is an entry, named by its field: "what", or "disability/data" where there is one for each group. The entry
    "groups" has the ids of the groups, with spaces between. What the page sends together is saved together.
    """

    _esm = front_end("saving", "boxes", "controls", "pictures", "impact")

    def __init__(self, words: Words) -> None:
        self._words = words
        self._prefix = impact_name("")
        self._plan = plan_name("impact-analysis")
        super().__init__(fixed=self._fixed())

    def receive(self, message: dict[str, Any]) -> None:
        """Save what is typed and chosen, and the tick for the plan. Raises KeyError for another entry."""
        given = {one["name"]: one for one in message["entries"]}
        for name in given:
            if name != self._plan and not self._is_field(name):
                raise KeyError(f"{name!r} is no entry of an impact analysis.")
        self.save_all(given)

    def _is_field(self, name: str) -> bool:
        group, _, field = name.removeprefix(self._prefix).rpartition("/")
        known = field in _OF_A_GROUP and ID.fullmatch(group) is not None if group else field in _OF_ALL
        return name.startswith(self._prefix) and known

    def _fixed(self) -> dict[str, Any]:
        words = self._words
        choices = {"impact": words.impacts, "principles": words.principles, "decision": words.decisions}
        return {
            "id": "impact-analysis",
            "prefix": self._prefix,
            "plan": self._plan,
            "steps": [
                {"id": name, "title": step.title, "says": step.says, "once": ONCE[name], "each": EACH.get(name, ())}
                for name, step in words.steps.items()
            ],
            "fields": {
                name: {"label": field.label, "help": field.help, "short": name in FEW_WORDS}
                for step in words.steps.values()
                for name, field in step.fields.items()
            },
            "choices": {
                name: {key: markdown.inline(text) for key, text in msgspec.to_builtins(some).items()}
                for name, some in choices.items()
            },
            "groups": [
                {
                    "title": section.title,
                    "groups": {
                        name: {"name": group.name, "title": words.group_title(name), "like": group.like}
                        for name, group in section.groups.items()
                    },
                }
                for section in words.groups
            ],
            "words": {name: getattr(words, name) for name in _SAID},
            "sheet": msgspec.to_builtins(words.sheet),
            "progress": msgspec.to_builtins(words.progress),
            "style": (paths.STYLES / "document.css").read_text(encoding="utf-8"),
            "example": {"note": words.example.note, **msgspec.to_builtins(sheet(words, words.example.analysis))},
        }

    def _view(self, work: Work) -> dict[str, Any]:
        entries = {
            name.removeprefix(self._prefix): entry for name, entry in work.entries.items() if self._is_field(name)
        }
        analysis = read_analysis({name: entry.value for name, entry in entries.items()})
        return {
            "work_id": work.work_id,
            "entries": msgspec.to_builtins(entries),
            "plan": msgspec.to_builtins(work.entries.get(self._plan, Entry(0))),
            "progress": progress(self._words, analysis),
            "sheet": msgspec.to_builtins(sheet(self._words, analysis)),
        }
