"""The plan itself, from what a learner has saved, and what is still missing in it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from course.plan.content import DATES, EACH, LOOK_BACK, MOST, Asks
from course.work import Work, action_name

IDS = tuple(f"p{number}" for number in range(1, MOST + 1))
ORDER = "priorities"
"""The field that holds the ids of the priorities in their order."""
FIELDS = frozenset((ORDER, "ask", *DATES, *LOOK_BACK, *(f"{priority}/{field}" for priority in IDS for field in EACH)))
WEEKS = 6
"""Weeks from the start to the look-back that is suggested."""


class Priority(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One priority. "" is: nothing said yet."""

    id: str
    what: str = ""
    first: str = ""
    who: str = ""
    when: str = ""
    measure: str = ""
    risk: str = ""
    involve: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything is said."""
        return any(getattr(self, field) for field in EACH)


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole plan, finished or not. "" is: nothing said yet, None: no date yet."""

    priorities: tuple[Priority, ...]
    ask: str = ""
    start: date | None = None
    review: date | None = None
    happened: str = ""
    figures: str = ""
    people: str = ""
    next: str = ""

    @property
    def usable(self) -> bool:
        """Whether there is a priority with a first step."""
        return any(one.what and one.first for one in self.priorities)

    @property
    def suggested(self) -> date | None:
        """When to look back: some weeks after the start."""
        try:
            return self.start + timedelta(weeks=WEEKS) if self.start else None
        except OverflowError:  # in the year 9999
            return None


def read_plan(values: Mapping[str, Any]) -> Plan:
    """The plan that ``values`` hold by field, as "ask" or "p1/what". There is always one priority.

    A changed file may hold anything: what is no answer to a field counts as nothing said.
    """

    def text(field: str) -> str:
        value = values.get(field)
        return "" if value is None else str(value).strip()

    def day(field: str) -> date | None:
        try:
            return date.fromisoformat(text(field))
        except ValueError:
            return None

    order = [name for name in dict.fromkeys(text(ORDER).split()) if name in IDS] or [IDS[0]]
    return Plan(
        priorities=tuple(Priority(id=name, **{field: text(f"{name}/{field}") for field in EACH}) for name in order),
        ask=text("ask"),
        start=day("start"),
        review=day("review"),
        happened=text("happened"),
        figures=text("figures"),
        people=text("people"),
        next=text("next"),
    )


def plan_of(work: Work) -> Plan:
    """The plan in a learner's work."""
    prefix = action_name("")
    values = {name.removeprefix(prefix): one.value for name, one in work.entries.items() if name.startswith(prefix)}
    return read_plan(values)


class Ask(msgspec.Struct, frozen=True):
    """Something that is missing, as a question, and the field in which it would be answered."""

    field: str
    says: str


def missing(asks: Asks, plan: Plan) -> list[Ask]:
    """What is missing, in the order of the page."""
    found: list[Ask] = []
    if not any(one.begun for one in plan.priorities):
        found.append(Ask(f"{plan.priorities[0].id}/what", asks.none))
    else:
        for number, one in enumerate(plan.priorities, 1):
            if not one.begun:
                found.append(Ask(f"{one.id}/what", asks.empty.format(number=number)))
                continue
            found += [
                Ask(f"{one.id}/{field}", getattr(asks, field).format(number=number))
                for field in EACH
                if not getattr(one, field)
            ]
    return found + [Ask(field, getattr(asks, field)) for field in ("ask", *DATES) if not getattr(plan, field)]


def said(day: date) -> str:
    """A date in words, as in "3 January 2027"."""
    return f"{day.day} {day:%B %Y}"
