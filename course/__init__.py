"""The learner's side of the course: the calls that a notebook makes.

They are loaded when first used, so that a page pays only for what it shows.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course.analyser import impact_analysis
    from course.assessment import assess
    from course.budgeter import budget
    from course.case_library import case_studies
    from course.certify import certificate
    from course.estimator import estimate
    from course.exercise import ask
    from course.explorer import explore
    from course.figure import chart
    from course.panels import hand_in, my_work
    from course.planner import action_plan
    from course.player import scenario
    from course.routes import my_way
    from course.skills import skills_check

__all__ = [
    "action_plan",
    "ask",
    "assess",
    "budget",
    "case_studies",
    "certificate",
    "chart",
    "estimate",
    "explore",
    "hand_in",
    "impact_analysis",
    "my_way",
    "my_work",
    "scenario",
    "skills_check",
]

_HOMES = {
    "action_plan": "course.planner",
    "ask": "course.exercise",
    "assess": "course.assessment",
    "budget": "course.budgeter",
    "case_studies": "course.case_library",
    "certificate": "course.certify",
    "chart": "course.figure",
    "estimate": "course.estimator",
    "explore": "course.explorer",
    "hand_in": "course.panels",
    "impact_analysis": "course.analyser",
    "my_way": "course.routes",
    "my_work": "course.panels",
    "scenario": "course.player",
    "skills_check": "course.skills",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"course has no {name!r}. A notebook may use: {', '.join(__all__)}.")
    return getattr(import_module(_HOMES[name]), name)
