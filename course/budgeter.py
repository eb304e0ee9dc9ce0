"""``budget``: plans for the budget of a made-up service, which are saved at every tick."""

from functools import cache
from typing import Any

import msgspec

from course import paths
from course.budgets.content import Service, Words, read
from course.budgets.faults import UNSHOWABLE, faults
from course.budgets.listed import listed
from course.budgets.model import read_plan
from course.budgets.shown import compared, shown
from course.content import ContentError
from course.widget import WorkWidget, front_end
from course.work import Entry, Work, budget_name, plan_name

PLANS = ("a", "b")


def budget() -> "BudgetWidget":
    """The budget simulator. Asked twice, it is the same widget. Raises ContentError if its words cannot be read."""
    widget = _widget()
    widget.refresh()
    return widget


@cache
def _widget() -> "BudgetWidget":
    words, services = read()
    for name, service in services.items():
        if broken := [fault for fault in faults(service, words) if fault.name in UNSHOWABLE]:
            raise ContentError(
                f"{paths.BUDGETS / name}.yaml cannot be shown: {broken[0].detail} {broken[0].more}".rstrip()
            )
    try:
        return BudgetWidget(words, services)
    except LookupError as error:
        raise ContentError(f"{paths.BUDGET_WORDS}: there is nothing under {error}.") from error


class BudgetWidget(WorkWidget):
    """Measures to tick, two plans for each service, and what they come to."""

    _esm = front_end("saving", "pictures", "budget")

    def __init__(self, words: Words, services: dict[str, Service]) -> None:
        self._words = words
        self._services = services
        self._entries = {name: {plan: budget_name(name, plan) for plan in PLANS} for name in services}
        self._ticks = {name: plan_name(f"budget/{name}") for name in services}
        fixed = {
            "services": [
                {"id": name, "entries": self._entries[name], "tick": self._ticks[name], **listed(words, service)}
                for name, service in services.items()
            ],
            "plans": dict(zip(PLANS, words.plans, strict=True)),
            "words": msgspec.to_builtins(words),
        }
        super().__init__(fixed=fixed)

    def receive(self, message: dict[str, Any]) -> None:
        """Save a plan, or the tick that keeps a service for the action plan. Raises KeyError for another entry."""
        name = message["name"]
        known = [*self._ticks.values(), *(entry for plans in self._entries.values() for entry in plans.values())]
        if name not in known:
            raise KeyError(f"{name!r} is no entry of this budget.")
        self.save(name, message)

    def _view(self, work: Work) -> dict[str, Any]:
        return {"work_id": work.work_id, "services": {name: self._view_of(name, work) for name in self._services}}

    def _view_of(self, name: str, work: Work) -> dict[str, Any]:
        words, service = self._words, self._services[name]
        entries = {plan: work.entries.get(entry, Entry(0)) for plan, entry in self._entries[name].items()}
        plans = {plan: read_plan(service, _text(entry.value)) for plan, entry in entries.items()}
        first, second = (plans[plan] for plan in PLANS)
        return {
            "entries": msgspec.to_builtins(entries),
            "tick": msgspec.to_builtins(work.entries.get(self._ticks[name], Entry(0))),
            "plans": {
                plan: msgspec.to_builtins(shown(words, service, one, title))
                for (plan, one), title in zip(plans.items(), words.plans, strict=True)
            },
            "compared": msgspec.to_builtins(compared(words, service, (first, second))),
        }


def _text(value: Any) -> str:
    """A saved plan. A changed file may hold something else than text."""
    return "" if value is None else str(value)
