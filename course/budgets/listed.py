"""What the page lists of a service: its measures, whom they put at risk, and ways to lower that."""

from typing import Any

from course.budgets.content import AREAS, Measure, Mitigation, OneOrMore, Service, Words


def listed(words: Words, service: Service) -> dict[str, Any]:
    """The service and its measures as texts, area by area. Raises LookupError if a name in them is not known."""
    return {
        "name": service.name,
        "about": service.about,
        "budget": words.budget.format(budget=amount(service.budget), target=amount(service.target)),
        "areas": [
            {
                "title": words.areas[area].title,
                "measures": [
                    _measure(words, service, name, one) for name, one in service.measures.items() if one.area == area
                ],
            }
            for area in AREAS
        ],
    }


def amount(pounds: int) -> str:
    """Whole pounds with a real minus sign, as in "£46,000"."""
    sign = "\N{MINUS SIGN}" if pounds < 0 else ""
    return f"{sign}£{abs(pounds):,}"


def number_of(words: OneOrMore, number: int) -> str:
    """A number with the right one of two words, as in "1 month" and "2 months"."""
    return words[number != 1].format(number=number)


def _measure(words: Words, service: Service, name: str, measure: Measure) -> dict[str, Any]:
    groups = words.groups
    with_size = [f"{groups[one].name} ({words.sizes[effect.size - 1]})" for one, effect in measure.effects.items()]
    facts = [
        words.areas[measure.area].pounds.format(pounds=amount(measure.saving)),
        words.in_place.format(months=number_of(words.months, measure.months)),
        words.affects.format(groups="; ".join(with_size)) if with_size else words.affects_nobody,
    ]
    if measure.helps:
        facts.append(words.gains.format(groups="; ".join(groups[one].name for one in measure.helps)))
    return {
        "id": name,
        "title": measure.title,
        "says": measure.says,
        "facts": " ".join(facts),
        "effects": [
            words.effect.format(
                group=f"{groups[one].name} ({groups[one].by})",
                size=words.sizes[effect.size - 1],
                why=effect.why,
                principles=principles(words, effect.principles),
            )
            for one, effect in measure.effects.items()
        ],
        "helps": [words.help.format(group=groups[one].name, why=why) for one, why in measure.helps.items()],
        "more": _more(words, service, name, measure),
        "excludes": {other: service.measures[other].title for other in service.excluded(name)},
        "mitigations": [
            {"id": f"{name}+{way}", "title": one.title, "facts": _mitigation(words, one)}
            for way, one in measure.mitigations.items()
        ],
    }


def principles(words: Words, names: tuple[str, ...] | list[str]) -> str:
    """Principles of human rights in words."""
    return ", ".join(words.principles[name] for name in names)


def _more(words: Words, service: Service, name: str, measure: Measure) -> list[str]:
    lines = []
    if measure.change:
        lines.append(words.change.format(change=words.changes[measure.change]))
    if measure.duties:
        lines.append(words.duties_of.format(duties="; ".join(words.duties[duty] for duty in measure.duties)))
    if excluded := service.excluded(name):
        titles = "; ".join(service.measures[other].title for other in excluded)
        lines.append(words.excludes.format(measures=titles))
    return lines


def _mitigation(words: Words, way: Mitigation) -> str:
    by = [words.by_points.format(group=words.groups[one].name, points=points) for one, points in way.lowers.items()]
    return " ".join(
        (
            way.says,
            words.costs.format(pounds=amount(way.cost)) if way.cost else words.free,
            words.in_place.format(months=number_of(words.months, way.months)),
            words.lowers.format(groups="; ".join(by)),
        )
    )
