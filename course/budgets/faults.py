"""What is wrong with a made-up service, beyond what its schema refuses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from course.budgets.content import AREAS, Measure, Service, Words
from course.budgets.model import harmless, most

FEWEST = 12
"""A service has at least as many measures."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Fault:
    """One mistake: its name, and what exactly."""

    name: str
    detail: str = ""
    more: str = ""


UNSHOWABLE = {"budget-unknown", "budget-id"}
"""Mistakes with which a service cannot be shown."""


def faults(service: Service, words: Words) -> Iterator[Fault]:
    """Every mistake of ``service``."""
    for duty in sorted(service.duties.keys() - words.duties.keys()):
        yield Fault("budget-unknown", f"the duty {duty!r}")
    for name, measure in service.measures.items():
        yield from _faults_of(service, words, name, measure)
    if len(service.measures) < FEWEST:
        yield Fault("few-measures", str(FEWEST), f"{len(service.measures)}")
    for area in AREAS:
        if all(measure.area != area for measure in service.measures.values()):
            yield Fault("empty-area", area.replace("-", " "))
    if most(service) < service.target:
        yield Fault("target-too-far", f"{service.target:,}", f"{most(service):,}")
    if harmless(service) >= service.target:
        yield Fault("no-dilemma", f"{service.target:,}", f"{harmless(service):,}")


def _faults_of(service: Service, words: Words, name: str, measure: Measure) -> Iterator[Fault]:
    for one in (name, *measure.mitigations):
        if len(one) > 50 or not _ID.fullmatch(one):
            yield Fault("budget-id", repr(one))
    groups = {*measure.effects, *measure.helps, *(one for way in measure.mitigations.values() for one in way.lowers)}
    named = {principle for effect in measure.effects.values() for principle in effect.principles}
    yield from _unknown(name, "group", groups, words.groups)
    yield from _unknown(name, "principle", named, words.principles)
    yield from _unknown(name, "duty", measure.duties, words.duties.keys() & service.duties.keys())
    yield from _unknown(name, "measure", measure.excludes, service.measures.keys() - {name})
    for group, effect in measure.effects.items():
        if not effect.principles:
            yield Fault("no-principle", name, group)
    for way, mitigation in measure.mitigations.items():
        for group in sorted(mitigation.lowers.keys() - measure.effects.keys()):
            yield Fault("lowers-nothing", f"{name}+{way}", group)
        if not mitigation.lowers:
            yield Fault("lowers-nothing", f"{name}+{way}", "nobody")
        if mitigation.cost >= measure.saving:
            yield Fault("dear-mitigation", f"{name}+{way}", f"{mitigation.cost:,} against {measure.saving:,}")


def _unknown(measure: str, sort: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Fault]:
    for name in sorted(set(names) - set(known)):
        yield Fault("budget-unknown", f"the {sort} {name!r}", measure)
