"""What the page shows of a plan, and of two plans side by side: words, tables and pictures from what Python worked out."""

from collections.abc import Iterable
from dataclasses import dataclass

from course.budgets.content import Measure, Service, Words
from course.budgets.listed import amount, number_of, principles
from course.budgets.model import HIGH, Outcome, Plan, level_of, outcome
from course.estimates.shown import pound_scale
from course.explorers.scene import Bar, Bars, Scale

Row = tuple[str | tuple[str, ...], ...]
"""A row of a table. A cell is a text or a list of texts."""


@dataclass(frozen=True)
class Picture:
    """A picture, and the same in words."""

    alt: str
    pictures: tuple[Bars, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A plan: the line that is spoken at a change (``says``), what to make of it (``verdict``), and what it comes to."""

    chosen: tuple[str, ...]
    left_out: str
    says: str
    verdict: tuple[str, ...]
    money: Picture
    money_rows: tuple[Row, ...]
    risks: Picture
    risk_rows: tuple[Row, ...]
    principles: str
    touched: str
    duties: tuple[str, ...]
    gains: tuple[str, ...]
    time: str


@dataclass(frozen=True)
class Compared:
    """Two plans side by side, as rows of tables and as measures that are only in one. ``empty`` is said if both are."""

    empty: str
    money: tuple[Row, ...]
    risks: tuple[Row, ...]
    duties: tuple[Row, ...]
    only: tuple[tuple[str, ...], tuple[str, ...]]


def shown(words: Words, service: Service, plan: Plan, name: str) -> Shown:
    """What the page shows of ``plan``, which learners know as ``name``."""
    came_to = outcome(service, plan)
    chosen = {measure: service.measures[measure] for measure in plan.measures}
    duties = _duties(words, chosen.values())
    return Shown(
        chosen=plan.ids,
        left_out=_left_out(words, plan),
        says=_says(words, service, plan, came_to, name),
        verdict=_verdict(words, service, plan, came_to, name),
        money=_money_picture(words, service, came_to, name) if chosen else Picture(""),
        money_rows=_money_rows(words, service, plan, came_to) if chosen else (),
        risks=_risk_picture(words, came_to),
        risk_rows=_risk_rows(words, service, came_to),
        principles=_principles(words, service, came_to) if came_to.risks else "",
        gains=tuple(
            words.gain.format(group=words.groups[group].name, why=why, measure=measure.title)
            for measure in chosen.values()
            for group, why in measure.helps.items()
        ),
        touched=words.touched.format(duties="; ".join(words.duties[duty] for duty in duties)) if duties else "",
        duties=tuple(_duty(words, service, duty, chosen.values()) for duty in duties),
        time=_time(words, service, plan, came_to) if chosen else "",
    )


def compared(words: Words, service: Service, plans: tuple[Plan, Plan]) -> Compared:
    """Two plans side by side."""
    says = words.compared
    first, second = both = tuple(outcome(service, plan) for plan in plans)
    touched = [_duties(words, [service.measures[name] for name in plan.measures]) for plan in plans]
    return Compared(
        empty="" if any(plan.measures for plan in plans) else says.empty,
        money=(
            (says.found, *(amount(one.saving) for one in both)),
            (says.costs, *(amount(one.cost) for one in both)),
            (says.net, *(amount(one.net) for one in both)),
            (says.target, *(_against(words, service.target, one.net) for one in both)),
            (says.months, *(str(one.months) for one in both)),
        ),
        risks=tuple(
            (words.groups[group].name, *(words.levels[_level(one, group)] for one in both))
            for group in words.groups
            if group in first.risks or group in second.risks
        ),
        duties=tuple(
            (words.duties[duty], *(says.touched if duty in one else says.not_touched for one in touched))
            for duty in words.duties
            if any(duty in one for one in touched)
        ),
        only=(_only(service, plans[0], plans[1]), _only(service, plans[1], plans[0])),
    )


def _left_out(words: Words, plan: Plan) -> str:
    if not plan.left_out:
        return ""
    return words.left_out[len(plan.left_out) != 1].format(count=len(plan.left_out), ids=", ".join(plan.left_out))


def _says(words: Words, service: Service, plan: Plan, came_to: Outcome, name: str) -> str:
    line = words.line
    if not plan.measures:
        return line.empty.format(plan=name)
    high = len(came_to.groups(HIGH))
    if high:
        risk = line.high.format(groups=number_of(line.groups, high))
    else:
        risk = line.no_high if any(each.left for each in came_to.risks.values()) else line.none
    return f"{line.money.format(plan=name, net=amount(came_to.net), target=amount(service.target))} {risk}"


def _verdict(words: Words, service: Service, plan: Plan, came_to: Outcome, name: str) -> tuple[str, ...]:
    says = words.verdict
    if not plan.measures:
        return (says.empty.format(plan=name),)
    left = [(says.high, HIGH), (says.some, 2), (says.low, 1)]
    if came_to.net < 0:
        money = says.loss
    elif came_to.net < service.target:
        money = says.short
    else:
        money = says.met_but if came_to.groups(HIGH) else says.met
    less = -came_to.net if came_to.net < 0 else service.target - came_to.net
    lines = [money.format(net=amount(came_to.net), target=amount(service.target), less=amount(less))]
    for text, level in left:
        if groups := [group for group in _by_risk(words, came_to) if _level(came_to, group) == level]:
            lines.append(text.format(groups="; ".join(words.groups[group].name for group in groups)))
    if len(lines) == 1:
        lines.append(says.none if came_to.risks else says.nobody)
    return tuple(lines)


def _money_picture(words: Words, service: Service, came_to: Outcome, name: str) -> Picture:
    labels = (
        words.found_bar.format(plan=name, net=amount(came_to.net)),
        words.target_bar.format(target=amount(service.target)),
    )
    values = (max(0, came_to.net), service.target)
    scale, size = pound_scale(max(values))
    bars = tuple(Bar(label, value / size) for label, value in zip(labels, values, strict=True))
    return Picture(words.money_alt.format(bars=". ".join(labels)), (Bars(bars, scale, words.money),))


def _money_rows(words: Words, service: Service, plan: Plan, came_to: Outcome) -> tuple[Row, ...]:
    rows = []
    for name, ways in plan.measures.items():
        measure = service.measures[name]
        alone = outcome(service, Plan({name: ways}))
        rows.append((measure.title, amount(alone.saving), amount(alone.cost), amount(alone.net), str(alone.months)))
    total = (amount(came_to.saving), amount(came_to.cost), amount(came_to.net), str(came_to.months))
    return (*rows, (words.all, *total))


def _by_risk(words: Words, came_to: Outcome) -> list[str]:
    """The groups, those with the highest risk first."""
    order = list(words.groups)
    return sorted(came_to.risks, key=lambda group: (-came_to.risks[group].left, order.index(group)))


def _level(came_to: Outcome, group: str) -> int:
    return level_of(came_to.risks[group].left) if group in came_to.risks else 0


def _risk_picture(words: Words, came_to: Outcome) -> Picture:
    if not came_to.risks:
        return Picture("")
    bars = tuple(
        Bar(
            words.risk_bar.format(group=words.groups[group].name, level=words.levels[_level(came_to, group)]),
            _level(came_to, group),
            level_of(came_to.risks[group].before),
        )
        for group in _by_risk(words, came_to)
    )
    alt = words.risk_alt.format(bars=". ".join(bar.label for bar in bars))
    return Picture(alt, (Bars(bars, Scale(0, HIGH, 1, names=words.levels), words.risks),))


def _risk_rows(words: Words, service: Service, came_to: Outcome) -> tuple[Row, ...]:
    rows = []
    for group in _by_risk(words, came_to):
        risk = came_to.risks[group]
        left = tuple(
            words.risk_part.format(
                measure=service.measures[part.measure].title,
                size=words.sizes[part.points - 1],
                why=service.measures[part.measure].effects[group].why,
                principles=principles(words, service.measures[part.measure].effects[group].principles),
            )
            for part in risk.parts
            if part.points
        )
        levels = (words.levels[level_of(risk.left)], words.levels[level_of(risk.before)])
        rows.append((words.groups[group].name, *levels, left or words.nothing_left))
    return tuple(rows)


def _principles(words: Words, service: Service, came_to: Outcome) -> str:
    touched = {
        principle
        for group, risk in came_to.risks.items()
        for part in risk.parts
        if part.points
        for principle in service.measures[part.measure].effects[group].principles
    }
    if not touched:
        return words.no_principles
    return words.principles_left.format(
        principles=principles(words, [one for one in words.principles if one in touched])
    )


def _duties(words: Words, chosen: Iterable[Measure]) -> list[str]:
    touched = {duty for measure in chosen for duty in measure.duties}
    return [duty for duty in words.duties if duty in touched]


def _duty(words: Words, service: Service, duty: str, chosen: Iterable[Measure]) -> str:
    return words.duty.format(
        duty=words.duties[duty],
        says=service.duties[duty],
        measures="; ".join(measure.title for measure in chosen if duty in measure.duties),
    )


def _time(words: Words, service: Service, plan: Plan, came_to: Outcome) -> str:
    times = [(service.measures[name].title, service.measures[name].months) for name in plan.measures]
    for name, some in plan.measures.items():
        ways = service.measures[name].mitigations
        times += [(ways[way].title, ways[way].months) for way in some]
    slowest = "; ".join(title for title, months in times if months == came_to.months)
    return words.time.format(months=number_of(words.months, came_to.months), slowest=slowest)


def _against(words: Words, target: int, net: int) -> str:
    says = words.compared
    if net == target:
        return says.exactly
    return (
        says.over.format(pounds=amount(net - target))
        if net > target
        else says.under.format(pounds=amount(target - net))
    )


def _only(service: Service, plan: Plan, other: Plan) -> tuple[str, ...]:
    """Titles of what is in ``plan`` and not in ``other``: measures, and ways to lower their risks."""
    titles = []
    for name, ways in plan.measures.items():
        measure = service.measures[name]
        fresh = [measure.mitigations[way].title for way in ways if way not in other.measures.get(name, ())]
        if name not in other.measures:
            titles.append(f"{measure.title} ({'; '.join(fresh)})" if fresh else measure.title)
        else:
            titles += [f"{measure.title}: {title}" for title in fresh]
    return tuple(titles)
