"""An analysis from what a learner has saved, what is still open in it, and how far each step is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import msgspec

from course.impacts.content import EACH, ID, ONCE, Affected, Analysis, Decision, Impact, Principle, Step, Words

SHORT = 60
"""Characters up to which a learner's own words for a group stand for it in a question."""


def read_analysis(values: Mapping[str, Any]) -> Analysis:
    """The analysis that ``values`` hold by field, as "what", "groups" or "disability/data".

    A changed file may hold anything: what is no answer to a field counts as nothing said.
    """

    def text(field: str) -> str:
        value = values.get(field)
        return "" if value is None else str(value).strip()

    def one_of(field: str, known: Any) -> Any:
        return text(field) if text(field) in get_args(known) else ""

    groups = [group for group in dict.fromkeys(text("groups").split()) if ID.fullmatch(group)]
    affected = [
        {name: text(f"{group}/{name}") for names in EACH.values() for name in names}
        | {
            "group": group,
            "impact": one_of(f"{group}/impact", Impact),
            "principles": tuple(one for one in get_args(Principle) if one in text(f"{group}/principles").split()),
        }
        for group in groups
    ]
    once = {name: text(name) for names in ONCE.values() for name in names}
    once |= {"decision": one_of("decision", Decision)}
    return msgspec.convert({**once, "affected": affected}, Analysis)


@dataclass(frozen=True)
class Gap:
    """Something that is open in a step, as a question."""

    step: Step
    asks: str


def gaps(words: Words, analysis: Analysis) -> list[Gap]:
    """What is open, in the order of the steps."""
    asks, affected = words.asks, analysis.affected
    bare = [one for one in affected if not one.data and not one.said]
    # Where the change is stopped, there is nothing left to do about it.
    unplanned = [one for one in affected if not one.step and analysis.decision != "stop"]
    found: list[tuple[Step, str, object]] = [
        ("change", asks.what, not analysis.what),
        ("change", asks.why, not analysis.why),
        ("change", asks.when, not analysis.when),
        ("groups", asks.nobody, not affected),
        ("groups", asks.nameless, any(words.is_own(one.group) and not one.who for one in affected)),
        ("evidence", asks.evidence, bare),
        ("evidence", asks.said, [one for one in affected if one.data and not one.said]),
        ("evidence", asks.unknown, [one for one in affected if not one.unknown]),
        ("impact", asks.impact, [one for one in affected if not one.impact]),
        ("impact", asks.same, [one for one in bare if one.impact == "same"]),
        ("impact", asks.how, [one for one in affected if one.impact in ("better", "worse") and not one.how]),
        ("impact", asks.principles, [one for one in affected if one.impact == "worse" and not one.principles]),
        ("mitigation", asks.worse, [one for one in unplanned if one.impact == "worse"]),
        ("mitigation", asks.find_out, [one for one in unplanned if one.impact == "unknown"]),
        ("mitigation", asks.owner, [one for one in affected if one.step and not one.owner]),
        ("mitigation", asks.by, [one for one in affected if one.step and not one.by]),
        ("decision", asks.decision, not analysis.decision),
        ("decision", asks.reasons, not analysis.reasons),
        ("review", asks.date, not analysis.date),
        ("review", asks.measure, not analysis.measure),
    ]
    return [
        Gap(step, ask.format(groups="; ".join(called(words, one) for one in where)) if isinstance(where, list) else ask)
        for step, ask, where in found
        if where
    ]


def called(words: Words, one: Affected) -> str:
    """A group in a learner's own words, if they are few, else as in the list."""
    return " ".join(one.who.split()) if one.who and len(one.who) <= SHORT else words.group_title(one.group)


def progress(words: Words, analysis: Analysis) -> dict[Step, Literal["done", "begun", "empty"]]:
    """How far each step is: done if nothing in it is open."""
    affected = analysis.affected
    still_open = {gap.step for gap in gaps(words, analysis)}

    def written(step: Step) -> bool:
        once = any(getattr(analysis, name) for name in ONCE[step])
        each = any(getattr(one, name) for one in affected for name in EACH.get(step, ()))
        return once or each or (step == "groups" and bool(affected))

    def far(step: Step) -> Literal["done", "begun", "empty"]:
        if written(step):
            return "begun" if step in still_open else "done"
        # Where no group is worse off there may be nothing to do. This is known once every impact is.
        settled = step == "mitigation" and bool(affected) and all(one.impact for one in affected)
        return "done" if settled and step not in still_open else "empty"

    return {step: far(step) for step in ONCE}
