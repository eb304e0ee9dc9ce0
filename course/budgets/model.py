"""What a plan comes to: money, risk left by group, duties and time. All of it is added up by rules that the page states.

- **Money:** what the measures save in a year, less what ways to lower their risks cost in a year.
- **Risk:** an effect of a measure on a group has a size, 1 to 3. Ways to lower it take 1 to 3 off each, down to 0. What
  is left of all effects on a group is added up: 0 is no risk, 1 low, 2 some, 3 or more high. What one group gains takes
  nothing off, neither for others nor for itself.
- **Time:** the longest that any part of the plan takes, as all parts begin together.

No total is made of these: pounds do not make up for a risk. The rules are made for teaching and stand on no source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from course.budgets.content import Measure, Service

HIGH = 3
"""The level of risk, and the points, from which it is high."""


@dataclass(frozen=True)
class Plan:
    """Measures, and for each of them ways to lower its risk, in the order of the service.

    ``left_out`` are the words of a saved plan that name nothing of the service, or what does not go together.
    """

    measures: dict[str, tuple[str, ...]]
    left_out: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The plan as it is saved: "measure" and "measure+mitigation"."""
        return tuple(one for name, ways in self.measures.items() for one in (name, *(f"{name}+{way}" for way in ways)))


@dataclass(frozen=True)
class Left:
    """What is left of the effect that one measure has on a group."""

    measure: str
    points: int


@dataclass(frozen=True)
class Risk:
    """The points of risk for one group: ``before`` anything lowers it, and what is left of each effect."""

    before: int
    parts: tuple[Left, ...]

    @property
    def left(self) -> int:
        """Points of all effects together."""
        return sum(part.points for part in self.parts)


@dataclass(frozen=True)
class Outcome:
    """What a plan comes to. Pounds are for a year; ``risks`` has every group that an effect is on."""

    saving: int
    cost: int
    months: int
    risks: dict[str, Risk]

    @property
    def net(self) -> int:
        """Pounds a year that stay, which may be less than 0."""
        return self.saving - self.cost

    def groups(self, level: int) -> tuple[str, ...]:
        """The groups whose risk is at this level."""
        return tuple(group for group, risk in self.risks.items() if level_of(risk.left) == level)


def level_of(points: int) -> int:
    """The level of risk: 0 none, 1 low, 2 some, 3 high."""
    return min(points, HIGH)


def read_plan(service: Service, saved: str) -> Plan:
    """Read a plan as it is saved. Whatever does not fit the service is left out, and of two measures that do not go
    together the second.
    """
    wanted = list(dict.fromkeys(saved.split()))
    taken: list[str] = []
    for name in wanted:
        if name in service.measures and not set(taken) & set(service.excluded(name)):
            taken.append(name)
    measures = {
        name: tuple(way for way in measure.mitigations if f"{name}+{way}" in wanted)
        for name, measure in service.measures.items()
        if name in taken
    }
    known = Plan(measures).ids
    return Plan(measures, tuple(name for name in wanted if name not in known))


def outcome(service: Service, plan: Plan) -> Outcome:
    """What ``plan`` comes to."""
    chosen = [(name, service.measures[name], ways) for name, ways in plan.measures.items()]
    ways = [measure.mitigations[way] for _, measure, names in chosen for way in names]
    risks: dict[str, Risk] = {}
    for name, measure, names in chosen:
        for group, effect in measure.effects.items():
            so_far = risks.get(group, Risk(0, ()))
            left = Left(name, left_of(measure, group, names))
            risks[group] = Risk(so_far.before + effect.size, (*so_far.parts, left))
    return Outcome(
        saving=sum(measure.saving for _, measure, _ in chosen),
        cost=sum(way.cost for way in ways),
        months=max([*(measure.months for _, measure, _ in chosen), *(way.months for way in ways)], default=0),
        risks=risks,
    )


def left_of(measure: Measure, group: str, ways: tuple[str, ...]) -> int:
    """Points that are left of a measure's effect on a group."""
    return max(0, measure.effects[group].size - sum(measure.mitigations[way].lowers.get(group, 0) for way in ways))


def most(service: Service) -> int:
    """The most that measures which go together can save, in pounds a year."""
    tied = [name for name in service.measures if service.excluded(name)]
    free = sum(measure.saving for name, measure in service.measures.items() if name not in tied)
    return free + max(_sum(service, some) for some in _together(service, tied))


def harmless(service: Service) -> int:
    """What the measures without any risk save together, in pounds a year."""
    return sum(measure.saving for measure in service.measures.values() if not measure.effects)


def _together(service: Service, names: list[str]) -> Iterator[list[str]]:
    """Every choice of these measures in which none excludes another."""
    for kept in product((False, True), repeat=len(names)):
        some = [name for name, keep in zip(names, kept, strict=True) if keep]
        if not any(set(service.excluded(name)) & set(some) for name in some):
            yield some


def _sum(service: Service, names: list[str]) -> int:
    return sum(service.measures[name].saving for name in names)
