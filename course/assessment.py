"""``assess``: a learner's own service against the nine success factors, saved as it is filled in."""

from functools import cache
from typing import Any

import msgspec

from course import markdown, paths
from course.assessments.profile import UNSURE, read, shown
from course.assessments.team import File, together
from course.assessments.words import Words
from course.content import read_yaml
from course.factors import Factor, factors
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, assessment_name, evidence_name, plan_name


def assess(assessment_id: str) -> "AssessmentWidget":
    """The self-assessment with this id. Asked twice, it is the same widget. Raises ContentError if there is none."""
    widget = _widget(assessment_id)
    widget.refresh()
    return widget


@cache
def _widget(assessment_id: str) -> "AssessmentWidget":
    return AssessmentWidget(assessment_id, read_yaml(paths.ASSESSMENTS / f"{assessment_id}.yaml", Words))


class AssessmentWidget(WorkWidget):
    """A level and the evidence for it for each factor, what they come to, and several people's side by side."""

    _esm = front_end("saving", "controls", "pictures", "assess")

    def __init__(self, assessment_id: str, words: Words) -> None:
        self._id = assessment_id
        self._words = words
        self._factors = factors()
        self._steps = {name: plan_name(f"{assessment_id}/{name}") for name in self._factors.factors}
        self._plan = plan_name(assessment_id)
        asked = [self._asked(number, *factor) for number, factor in enumerate(self._factors.factors.items(), 1)]
        self._entries = [self._plan, *(factor[name] for factor in asked for name in ("entry", "evidence", "plan"))]
        super().__init__(
            fixed={
                **msgspec.to_builtins(words),
                "id": assessment_id,
                "plan": self._plan,
                "factors": asked,
                "source": self._factors.source,
            }
        )

    def receive(self, message: dict[str, Any]) -> None:
        """Save a level, evidence or a tick, or lay files side by side. Raises KeyError for another entry."""
        if message["type"] == "team":
            files = msgspec.convert(message["files"], list[File])
            found = together(self._words, self._factors, self._id, files, bool(message["agreed"]))
            self.refresh(request=message["request"], team=msgspec.to_builtins(found))
            self.refresh()  # Nothing of it stays here.
            return
        name = message["name"]
        if name not in self._entries:
            raise KeyError(f"{name!r} is no entry of this self-assessment.")
        self.save(name, message)

    def _asked(self, number: int, name: str, factor: Factor) -> dict[str, Any]:
        levels = zip(self._factors.levels, factor.levels, strict=True)
        options = {str(each): f"**{level}:** {says}" for each, (level, says) in enumerate(levels, 1)}
        options[UNSURE] = f"**{self._words.unsure}:** {self._words.unsure_says}"
        return {
            "id": name,
            "entry": assessment_name(self._id, name),
            "evidence": evidence_name(self._id, name),
            "plan": self._steps[name],
            "name": factor.name,
            "heading": f"Factor {number} of {len(self._factors.factors)}: {factor.name}",
            "meaning": factor.meaning,
            "well": factor.well,
            "lip_service": factor.lip_service,
            "where": factor.where,
            "options": {value: markdown.inline(text) for value, text in options.items()},
        }

    def _view(self, work: Work) -> dict[str, Any]:
        ticked = frozenset(name for name, entry in self._steps.items() if work.value(entry) == "yes")
        found = shown(self._words, self._factors, read(work, self._id, self._factors), ticked)
        return {
            "work_id": work.work_id,
            "entries": {name: msgspec.to_builtins(work.entries.get(name, Entry(0))) for name in self._entries},
            "shown": msgspec.to_builtins(found),
        }
